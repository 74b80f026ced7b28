"""What a workbook keeps besides the cells of its listed sheets is read."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publication.privacy.containers.walk import extract_from

from . import files
from .files import ID

_S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
CELLS = "<row r='1'><c r='A1' t='inlineStr'><is><t>表</t></is></c></row>"


def workbook(cells: str = CELLS, after: str = "", **parts: str) -> bytes:
    """A workbook of one sheet, with what stands after its cells and with other parts."""
    return files.zipped(
        {
            "[Content_Types].xml": files._TYPES,
            "xl/workbook.xml": f'<workbook {_S} xmlns:r="{_R}"><sheets><sheet name="名单" sheetId="1" r:id="rId1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_LINKS}"><Relationship Id="rId1" Type="{_R}/worksheet" '
            'Target="worksheets/sheet1.xml"/></Relationships>',
            "xl/worksheets/sheet1.xml": f"<worksheet {_S}><sheetData>{cells}</sheetData>{after}</worksheet>",
            **{path.replace("__", "/"): body for path, body in parts.items()},
        }
    )


def words(data: bytes) -> str:
    return "\n".join(part.text for part in extract_from(data).parts)


AFTER = {
    "filter": f'<autoFilter ref="A1:A5"><filterColumn colId="0"><filters><filter val="{ID}"/></filters></filterColumn></autoFilter>',
    "format": f'<conditionalFormatting><cfRule type="containsText" text="{ID}"/></conditionalFormatting>',
    "format's formula": f'<conditionalFormatting><cfRule><formula>SEARCH("{ID}",A1)</formula></cfRule></conditionalFormatting>',
    "scenario": f'<scenarios><scenario name="a"><inputCells r="A1" val="{ID}"/></scenario></scenarios>',
    "header": f"<headerFooter><oddHeader>{ID}</oddHeader></headerFooter>",
    "hint": f'<dataValidations><dataValidation prompt="{ID}"/></dataValidations>',
}
PARTS = {
    "xl__connections.xml": f'<connections {_S}><connection name="a"><dbPr connection="id={ID}"/></connection></connections>',
    "xl__tables__table1.xml": f'<table {_S} totalsRowLabel="{ID}"/>',
    "xl__drawings__vmlDrawing1.vml": f'<xml xmlns:v="urn:v"><v:shape><v:textbox><div>证号 {ID}</div></v:textbox></v:shape></xml>',
    "xl__worksheets__sheet9.xml": f'<worksheet {_S}><sheetData><row><c t="str"><v>{ID}</v></c></row></sheetData></worksheet>',
}


@pytest.mark.parametrize("place", AFTER)
def test_beside_the_cells(place):
    assert ID in words(workbook(after=AFTER[place]))


@pytest.mark.parametrize("place", PARTS)
def test_parts_of_a_workbook(place):
    assert ID in words(workbook(**{place: PARTS[place]}))


def test_formulas_are_read_and_cells_only_once():
    cells = f"<row r='1'><c r='A1' t='str'><f>IF(B1,\"{ID}\",0)</f><v>甲乙丙</v></c></row>"
    found = words(workbook(cells))
    assert ID in found
    assert found.count("甲乙丙") == 1


@given(st.text("0123456789", min_size=7, max_size=19), st.sampled_from(sorted(AFTER)))
@settings(max_examples=40, deadline=None)
def test_any_number_beside_the_cells(number, place):
    assert number in words(workbook(after=AFTER[place].replace(ID, number)))
