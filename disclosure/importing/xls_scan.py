"""A quick look through an old binary workbook (BIFF) before it is loaded: password, macros, how far its cells reach, and what the
reader does not tell (formulas, errors, merged cells, hidden rows, 1904 dates).

The reader lays every sheet out as a full rectangle, so that two cells in opposite corners of a file of a few kilobytes
would take a gigabyte.
"""

import struct
from dataclasses import dataclass, field
from pathlib import Path

import olefile

from .xlsx_scan import SheetScan

_BOF, _FILEPASS, _MULRK = 0x0809, 0x002F, 0x00BD
#: Records that hold one cell and begin with its row and column (BIFF8 and BIFF5).
_CELLS = frozenset({0x0006, 0x0203, 0x0204, 0x0205, 0x027E, 0x00D6, 0x00FD, _MULRK})
_FORMULA, _BOOLERR, _ROW, _DATEMODE, _BOUNDSHEET, _MERGED = 0x0006, 0x0205, 0x0208, 0x0022, 0x0085, 0x00E5
_HIDDEN_ROW = 0x20
_MACRO_SHEETS = frozenset({1, 6})
_MOST_MARKED = 200_000
_HEADER = struct.Struct("<HH")


class Protected(ValueError):
    """The workbook needs a password."""


class NoWorkbook(ValueError):
    """The compound file holds something else."""


def _stream(path: Path) -> tuple[bytes, set[str]]:
    """Return the workbook's stream and the names of everything in the compound file.

    Raises:
        Protected, NoWorkbook, OSError: as they say.
    """
    with olefile.OleFileIO(str(path), raise_defects=olefile.DEFECT_INCORRECT) as file:
        names = {part.lower() for line in file.listdir(streams=True, storages=True) for part in line}
        if "encryptedpackage" in names:
            raise Protected
        for name in ("Workbook", "Book"):
            if file.exists(name):
                return file.openstream(name).read(), names
    raise NoWorkbook


@dataclass(slots=True)
class XlsScan:
    """What was seen: ``sheets`` in the order of the workbook, ``macros``, and whether dates count from 1904."""

    sheets: list[SheetScan] = field(default_factory=list)
    macros: bool = False
    date1904: bool = False


def scan_xls(path: Path) -> XlsScan:
    """Return what is in every part with cells, whether the file holds macros, and which day its dates count from.

    Raises:
        Protected: it needs a password.
        NoWorkbook: it is no workbook.
        OSError, ValueError: it is damaged.
    """
    content, names = _stream(path)
    found = XlsScan(macros=any(name.startswith("_vba_project") for name in names))
    parts: dict[int, SheetScan] = {}
    order: list[int] = []
    sheet = SheetScan()
    place, end = 0, len(content)
    while place + 4 <= end:
        kind, size = _HEADER.unpack_from(content, place)
        place += 4
        if kind == _FILEPASS:
            raise Protected
        if kind == _BOF:
            sheet = parts.setdefault(place - 4, SheetScan())
        elif kind == _BOUNDSHEET and size >= 6 and place + size <= end:
            order.append(struct.unpack_from("<I", content, place)[0])
            found.macros = found.macros or content[place + 5] in _MACRO_SHEETS
        elif kind == _DATEMODE and size >= 2:
            found.date1904 = content[place] == 1
        elif size >= 6:
            _note(sheet, kind, content, place, min(size, end - place))
        place += size
    ordered = [parts.pop(offset, SheetScan()) for offset in order]
    found.sheets = [*ordered, *(part for part in parts.values() if part.columns)]
    return found


def _note(sheet: SheetScan, kind: int, content: bytes, place: int, size: int) -> None:
    """Take note of one record of a sheet."""
    if kind in _CELLS:
        row, column = _HEADER.unpack_from(content, place)
        is_marked = kind == _FORMULA or (kind == _BOOLERR and size >= 8 and content[place + 7] == 1)
        if is_marked and len(sheet.formulas) + len(sheet.errors) < _MOST_MARKED:
            (sheet.formulas if kind == _FORMULA else sheet.errors).add((row + 1, column))
        if kind == _MULRK:
            column = max(column, struct.unpack_from("<H", content, place + size - 2)[0])
        sheet.rows = sheet.last_row = max(sheet.last_row, row + 1)
        sheet.columns = max(sheet.columns, column + 1)
    elif kind == _ROW and size >= 14 and content[place + 12] & _HIDDEN_ROW:
        sheet.hidden_rows.add(_HEADER.unpack_from(content, place)[0] + 1)
    elif kind == _MERGED:
        count = min(struct.unpack_from("<H", content, place)[0], (size - 2) // 8)
        for top, bottom, left, right in struct.iter_unpack("<HHHH", content[place + 2 : place + 2 + count * 8]):
            sheet.merged.add(top + 1, left, bottom + 1, right)
