"""Files as units really keep them, and files that were made to do harm."""

import datetime
import io
import resource
import time
import zipfile

import openpyxl
import pytest
import xlwt

from disclosure.importing.events import RowData, SheetStart
from disclosure.importing.source import Unreadable, events


def read(path):
    """Return (sheets, rows) of a file."""
    found = list(events(path))
    return [e for e in found if isinstance(e, SheetStart)], [e for e in found if isinstance(e, RowData)]


def refusal(path):
    """Return the code of the refusal."""
    started = time.monotonic()
    with pytest.raises(Unreadable) as caught:
        list(events(path))
    assert time.monotonic() - started < 30
    assert caught.value.message
    return caught.value.code


@pytest.fixture
def book(tmp_path):
    """A workbook and where to save it."""
    return openpyxl.Workbook(), tmp_path / "x.xlsx"


def test_row_numbers_are_those_of_the_spreadsheet(book):
    workbook, path = book
    workbook.active["B4"] = "行"
    workbook.save(path)
    _, rows = read(path)
    assert (rows[-1].number, rows[-1].cells[-1].value) == (4, "行")
    assert len(rows[-1].cells) == 2


def test_formula_merged_hidden_and_1904_are_seen(book):
    workbook, path = book
    sheet = workbook.active
    sheet.append(["a", "b", "c"])
    sheet.append([1, "=1+1", 3])
    sheet.append(["x", "y", "z"])
    sheet.merge_cells("A3:B3")
    sheet.row_dimensions[2].hidden = True
    hidden = workbook.create_sheet("藏")
    hidden.sheet_state = "hidden"
    workbook.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    workbook.save(path)
    sheets, rows = read(path)
    assert [(s.hidden, s.date1904) for s in sheets] == [(False, True), (True, True)]
    assert rows[1].hidden
    assert [cell.is_formula for cell in rows[1].cells] == [False, True, False]
    assert [cell.is_merged for cell in rows[2].cells] == [True, True, False]


def test_old_binary_workbook_is_read(tmp_path):
    workbook = xlwt.Workbook()
    sheet = workbook.add_sheet("表")
    sheet.write(0, 0, "文号")
    sheet.write(1, 0, datetime.date(2026, 3, 5), xlwt.easyxf(num_format_str="YYYY-MM-DD"))
    path = tmp_path / "x.xls"
    workbook.save(str(path))
    _, rows = read(path)
    assert rows[0].cells[0].value == "文号"
    assert str(rows[1].cells[0].value).startswith("2026-03-05")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_text_tables(tmp_path, encoding, delimiter):
    path = tmp_path / "x.csv"
    path.write_bytes("\r\n".join(delimiter.join(["行政相对人名称", "文号", "备注"]) for _ in range(3)).encode(encoding))
    _, rows = read(path)
    assert [cell.value for cell in rows[2].cells] == ["行政相对人名称", "文号", "备注"]


def archive(path, **parts):
    """Write a zip with the given parts."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return path


def test_hostile_archives(tmp_path, book):
    workbook, path = book
    workbook.active.append(["a"])
    workbook.save(path)
    whole = path.read_bytes()
    cut = tmp_path / "cut.xlsx"
    cut.write_bytes(whole[: len(whole) // 2])
    assert refusal(cut) == "truncated"
    assert refusal(archive(tmp_path / "m.xlsx", **{"xl/workbook.xml": "x", "xl/vbaProject.bin": "x"})) == "macro"
    assert refusal(archive(tmp_path / "t.xlsx", **{"../../etc/passwd": "x", "xl/workbook.xml": "x"})) == "unsafe_path"
    assert refusal(archive(tmp_path / "d.docx", **{"word/document.xml": "x"})) == "not_a_table"
    bomb = archive(tmp_path / "b.xlsx", **{"xl/workbook.xml": "x", "xl/worksheets/sheet1.xml": b"0" * 50_000_000})
    assert refusal(bomb) == "bomb"
    entities = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'
    assert refusal(archive(tmp_path / "e.xlsx", **{"xl/workbook.xml": entities})) == "entities"


def rewritten(whole, sheet):
    """Return a workbook's bytes with another first sheet."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as new:
        for item in old.infolist():
            new.writestr(item.filename, sheet if item.filename.endswith("sheet1.xml") else old.read(item.filename))
    return target.getvalue()


def test_two_million_rows_and_sixteen_thousand_columns(tmp_path, book):
    workbook, path = book
    workbook.active.append(["a"])
    workbook.save(path)
    whole = path.read_bytes()
    head = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    path.write_bytes(rewritten(whole, head + b"<row><c><v>1</v></c></row>" * 2_000_000 + b"</sheetData></worksheet>"))
    assert refusal(path) in ("too_many_rows", "too_large")
    wide = b"".join(b'<c r="%s1"><v>1</v></c>' % name for name in (b"A", b"XFD"))
    path.write_bytes(rewritten(whole, head + b'<row r="1">' + wide + b"</row></sheetData></worksheet>"))
    assert refusal(path) == "too_many_columns"
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 400_000


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"%PDF-1.7", "not_a_table"),
        (b"\x89PNG\r\n", "not_a_table"),
        (b"<html><table><tr><td>x</td></tr></table></html>", "web_page"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "web_page"),
        (b"\x00\x01\x02" * 300, "not_a_table"),
        ("只是一段文字。".encode(), "not_a_table"),
    ],
)
def test_what_is_no_table(tmp_path, content, code):
    path = tmp_path / "x.xls"
    path.write_bytes(content)
    assert refusal(path) == code


def test_password_is_named(tmp_path):
    path = tmp_path / "x.xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512 + "EncryptedPackage".encode("utf-16-le"))
    assert refusal(path) == "protected"


def ods(path, rows):
    """Write an ODS with the given table rows."""
    names = ["table", "office", "text"]
    spaces = " ".join(f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in names)
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces} office:version="1.2"><office:body>'
        f'<office:spreadsheet><table:table table:name="表">{rows}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>'
    )
    return archive(path, **{"mimetype": kind, "content.xml": content, "META-INF/manifest.xml": manifest})


CELL = '<table:table-cell office:value-type="string"{more}><text:p>文号</text:p></table:table-cell>'


def test_open_document_is_read_and_its_repeat_counts_are_not_unfolded(tmp_path):
    row = "<table:table-row{more}>" + CELL.format(more="") + "</table:table-row>"
    _, rows = read(
        ods(
            tmp_path / "x.ods",
            row.format(more="")
            + "<table:table-row table:number-rows-repeated='1000000'><table:table-cell/></table:table-row>",
        )
    )
    assert rows[0].cells[0].value == "文号"
    assert refusal(ods(tmp_path / "r.ods", row.format(more=' table:number-rows-repeated="2000000"'))) == "too_many_rows"
    wide = "<table:table-row>" + CELL.format(more=' table:number-columns-repeated="16384"') + "</table:table-row>"
    assert refusal(ods(tmp_path / "c.ods", wide)) == "too_many_columns"
