"""Cells of XLSX, XLS and ODS: every sheet, also hidden ones, row by row with tabs between cells."""

from datetime import date, datetime
from io import BytesIO

import python_calamine

from .parts import Extract, within


def read_sheets(extract: Extract, where: str, data: bytes) -> set[str] | None:
    """Add each sheet's cells; return the lines that are shown, or None when the workbook cannot be read."""
    try:
        book = python_calamine.CalamineWorkbook.from_object(BytesIO(data))
        metadata = book.sheets_metadata
    except Exception as error:
        extract.cannot_read(where, "encrypted" if "assword" in str(error) else "broken")
        return None
    shown: set[str] = set()
    for sheet in metadata:
        hidden = "VISIBLE" not in str(sheet.visible).upper().rsplit(".", 1)[-1].replace("INVISIBLE", "")
        label = within(where, f"{'隐藏的' if hidden else ''}工作表“{sheet.name}”")
        try:
            rows = book.get_sheet_by_name(sheet.name).to_python(skip_empty_area=True)
        except Exception:
            extract.cannot_read(label, "broken")
            continue
        lines = []
        for row in rows:
            cells = [_cell(value) for value in row]
            lines.append("\t".join(cells).rstrip("\t"))
            for cell in cells:
                shown.update(line.strip() for line in cell.split("\n"))
        extract.text(label, "\n".join(line for line in lines if line))
    extract.text(within(where, "工作表名称"), "\n".join(sheet.name for sheet in metadata))
    return shown


def _cell(value: object) -> str:
    """A cell as text: whole numbers without a decimal point, so that a number of a phone is one."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e20:
        return str(int(value))
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value)
