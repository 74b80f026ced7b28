"""A quick look through an XLSX's XML for what the reader does not tell: formulas, merged cells, hidden rows, 1904 dates.

The XML is searched as bytes in bounded pieces: nothing is expanded, and a sheet that is too long or too wide is known before
the reader loads it.
"""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

_PIECE = 4 << 20
_OVERLAP = 64 << 10
_ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*>")
_ROW_NUMBER = re.compile(rb"""\br\s*=\s*["'](\d{1,9})["']""")
_HIDDEN = re.compile(rb'\bhidden="(?:1|true)"')
_FORMULA = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3}\d+)"[^>]*>\s*<(?:\w+:)?f[\s>/]')
_REST_OF_TAG = rb"""(?:[^>"']|"[^"]*"|'[^']*')*+(?<!/)>"""
_CELL_COLUMN = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{1,9})\d+["']""" + _REST_OF_TAG)
_CELL_ROW = re.compile(rb"""\br\s*=\s*["'][A-Za-z]{1,9}(\d{1,9})["']""" + _REST_OF_TAG)
_CELL = re.compile(rb"<(?:\w+:)?c[\s>]")
_BARE_CELL = re.compile(rb"<(?:\w+:)?c(?:>|\s(?![^>]*\br\s*=)[^>]*>)")
_MERGE = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*?\bref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_KEPT_FORMULAS = 200_000


class DeclaresEntities(ValueError):
    """The XML declares a document type or entities: no spreadsheet program writes that."""


@dataclass(slots=True)
class SheetScan:
    """What was seen in one sheet: rows counted, cells by (row, column), 0-based columns and 1-based rows.

    ``last_row`` and ``columns``: how far the cells with content reach; the reader lays out all that lies between.
    """

    rows: int = 0
    last_row: int = 0
    columns: int = 0
    formulas: set[tuple[int, int]] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)

    def is_merged(self, row: int, column: int) -> bool:
        """Tell whether a cell lies in a merged range."""
        return any(top <= row <= bottom and left <= column <= right for top, left, bottom, right in self.merged)


@dataclass(slots=True)
class WorkbookScan:
    """What was seen in a workbook: sheets by name, and whether dates count from 1904."""

    date1904: bool = False
    sheets: dict[str, SheetScan] = field(default_factory=dict)


def column_index(letters: str) -> int:
    """Return the 0-based index of a column: A → 0, AA → 26."""
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1


def scan(archive: zipfile.ZipFile, row_limit: int) -> WorkbookScan:
    """Look through every sheet; stop counting rows of a sheet once over ``row_limit``.

    Raises:
        DeclaresEntities: some XML part declares entities.
        KeyError, ValueError: the archive is no workbook.
    """
    read_through(archive)
    workbook = _parse(archive, "xl/workbook.xml")
    properties = workbook.find(f"{_MAIN}workbookPr")
    found = WorkbookScan(date1904=properties is not None and properties.get("date1904") in ("1", "true"))
    targets = {
        relation.get("Id"): relation.get("Target", "") for relation in _parse(archive, "xl/_rels/workbook.xml.rels")
    }
    names = set(archive.namelist())
    for sheet in workbook.iter(f"{_MAIN}sheet"):
        target = targets.get(sheet.get(_RELATION), "")
        path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if path in names:
            found.sheets[sheet.get("name", "")] = _scan_sheet(archive, path, row_limit)
    return found


def read_through(archive: zipfile.ZipFile) -> None:
    """Unpack every XML part piece by piece and keep nothing: sizes and checksums are what the archive says.

    Raises:
        DeclaresEntities: some part declares entities.
        zipfile.BadZipFile, zlib.error: a part is damaged, or longer than it claims to be.
    """
    for item in archive.infolist():
        if item.filename.lower().endswith((".xml", ".rels")):
            tail = b""
            with archive.open(item) as file:
                while chunk := file.read(_PIECE):
                    if _DOCTYPE.search(tail + chunk[:64]) or _DOCTYPE.search(chunk):
                        raise DeclaresEntities(item.filename)
                    tail = chunk[-64:]


def _parse(archive: zipfile.ZipFile, name: str) -> Element:
    if archive.getinfo(name).file_size > 5_000_000:
        raise ValueError(name)
    parsed: Element = fromstring(archive.read(name), forbid_dtd=True)
    return parsed


def _pieces(archive: zipfile.ZipFile, name: str) -> Iterator[tuple[bytes, int]]:
    """Yield overlapping pieces of a part, and from where on a match in it is new."""
    tail = b""
    with archive.open(name) as file:
        while chunk := file.read(_PIECE):
            yield tail + chunk, len(tail)
            tail = (tail + chunk)[-_OVERLAP:]


def _measure(found: SheetScan, piece: bytes) -> None:
    """Take note of how far the cells of a piece reach; those that say no place follow one another."""
    letters = set(_CELL_COLUMN.findall(piece))
    found.columns = max([found.columns, *(column_index(seen.decode().upper()) + 1 for seen in letters)])
    found.last_row = max([found.last_row, *map(int, set(_CELL_ROW.findall(piece)))])
    if _BARE_CELL.search(piece):
        found.columns = max([found.columns, *(len(_CELL.findall(row)) for row in _ROW.split(piece))])


def _scan_sheet(archive: zipfile.ZipFile, name: str, row_limit: int) -> SheetScan:
    found = SheetScan()
    for piece, new in _pieces(archive, name):
        rows = 0
        for match in _ROW.finditer(piece):
            if match.end() <= new:
                continue
            rows += 1
            tag = match.group()
            number = _ROW_NUMBER.search(tag)
            if number is None:
                continue
            if not tag.endswith(b"/>"):
                found.last_row = max(found.last_row, int(number[1]))
            if _HIDDEN.search(tag):
                found.hidden_rows.add(int(number[1]))
        found.rows += rows
        if found.rows > row_limit:
            break
        _measure(found, piece)
        for match in _FORMULA.finditer(piece):
            if len(found.formulas) < _KEPT_FORMULAS:
                letters, row = re.fullmatch(r"([A-Z]+)(\d+)", match[1].decode()).groups()  # type: ignore[union-attr]
                found.formulas.add((int(row), column_index(letters)))
        for match in _MERGE.finditer(piece):
            area = (int(match[2]), column_index(match[1].decode()), int(match[4]), column_index(match[3].decode()))
            if area not in found.merged and len(found.merged) < 10_000:
                found.merged.append(area)
    return found
