"""A quick look through an old binary workbook (BIFF) before it is loaded: password, and how far its cells reach.

The reader lays every sheet out as a full rectangle, so that two cells in opposite corners of a file of a few kilobytes
would take a gigabyte.
"""

import struct
from pathlib import Path

import olefile

_BOF, _FILEPASS, _MULRK = 0x0809, 0x002F, 0x00BD
#: Records that hold one cell and begin with its row and column (BIFF8 and BIFF5).
_CELLS = frozenset({0x0006, 0x0203, 0x0204, 0x0205, 0x027E, 0x00D6, 0x00FD, _MULRK})
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


def scan_xls(path: Path) -> tuple[list[tuple[int, int]], bool]:
    """Return (rows, columns) of every part with cells, and whether the file holds macros.

    Raises:
        Protected: it needs a password.
        NoWorkbook: it is no workbook.
        OSError, ValueError: it is damaged.
    """
    content, names = _stream(path)
    parts: list[tuple[int, int]] = []
    rows = columns = 0
    place, end = 0, len(content)
    while place + 4 <= end:
        kind, size = _HEADER.unpack_from(content, place)
        place += 4
        if kind in _CELLS and size >= 6:
            row, column = _HEADER.unpack_from(content, place)
            if kind == _MULRK and place + size <= end:
                column = max(column, struct.unpack_from("<H", content, place + size - 2)[0])
            rows, columns = max(rows, row + 1), max(columns, column + 1)
        elif kind == _FILEPASS:
            raise Protected
        elif kind == _BOF:
            parts.append((rows, columns))
            rows = columns = 0
        place += size
    parts.append((rows, columns))
    macros = any(name.startswith("_vba_project") for name in names)
    return [part for part in parts if part != (0, 0)], macros
