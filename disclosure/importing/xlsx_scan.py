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

from .merges import Merges

_PIECE = 4 << 20
_OVERLAP = 64 << 10
#: What stands in a tag after its name. No raw < stands in a tag, and none of these goes back: each tag is read once, whatever it holds.
_REST = rb"""(?:[^<>"']++|"[^"<]*+"|'[^'<]*+')*+"""
_ROW = re.compile(rb"<(?:\w{1,20}:)?row(?=[\s/>])" + _REST + rb">")
_ROW_START = re.compile(rb"<(?:\w{1,20}:)?row(?=[\s/>])")
_ROW_NUMBER = re.compile(rb"""\br\s*=\s*["'](\d{1,9})["']""")
_HIDDEN = re.compile(rb"""\bhidden\s*=\s*["'](?:1|true)["']""")
_FORMULA = re.compile(rb"<(?:\w{1,20}:)?f(?=[\s/>])")
_ERROR_TYPE = re.compile(rb"""\st\s*=\s*["']e["']""")
_PLACED = rb"""<(?:\w{1,20}:)?c\s++r\s*+=\s*+["']"""
_CELL_COLUMN = re.compile(_PLACED + rb"""([A-Za-z]{1,9})\d{1,9}["']""" + _REST + rb"(?<!/)>")
_CELL_ROW = re.compile(_PLACED + rb"""[A-Za-z]{1,9}(\d{1,9})["']""" + _REST + rb"(?<!/)>")
_ODD_CELL = re.compile(rb"<(?:\w{1,20}:)?c(?=[\s>])(?!\s++r\s*+=)(" + _REST + rb")(?<!/)>")
_CELL = re.compile(rb"<(?:\w{1,20}:)?c[\s>]")
_PLACE = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{1,9})(\d{1,9})["']""")
_MERGE = re.compile(rb"<(?:\w{1,20}:)?mergeCell\s([^<>]*+)")
_AREA = re.compile(rb"""\bref\s*=\s*["']([A-Z]{1,3})(\d{1,9}):([A-Z]{1,3})(\d{1,9})["']""")
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_KEPT = 200_000
_LONGEST_TAG = 2000
#: Texts that a workbook may share: the reader keeps each with some 170 bytes.
MAX_SHARED = 1_200_000


class DeclaresEntities(ValueError):
    """The XML declares a document type or entities: no spreadsheet program writes that."""


class TooManyTexts(ValueError):
    """The workbook shares more texts than the reader can hold."""


@dataclass(slots=True)
class SheetScan:
    """What was seen in one sheet: rows counted, cells by (row, column), 0-based columns and 1-based rows.

    ``last_row`` and ``columns``: how far the cells with content reach; the reader lays out all that lies between.
    """

    rows: int = 0
    last_row: int = 0
    columns: int = 0
    formulas: set[tuple[int, int]] = field(default_factory=set)
    errors: set[tuple[int, int]] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    merged: Merges = field(default_factory=Merges)


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
    properties = next((item for item in workbook.iter() if _local(item.tag) == "workbookPr"), None)
    found = WorkbookScan(date1904=properties is not None and properties.get("date1904") in ("1", "true"))
    targets = {
        relation.get("Id"): relation.get("Target", "") for relation in _parse(archive, "xl/_rels/workbook.xml.rels")
    }
    names = set(archive.namelist())
    for sheet in workbook.iter():
        if _local(sheet.tag) != "sheet":
            continue
        relation = next((value for key, value in sheet.items() if key.startswith("{") and _local(key) == "id"), "")
        target = targets.get(relation, "")
        path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if path in names:
            found.sheets[sheet.get("name", "")] = _scan_sheet(archive, path, row_limit)
    return found


def _local(name: str) -> str:
    """Return a name without its namespace: that of Strict Open XML is another."""
    return name.rpartition("}")[2]


def read_through(archive: zipfile.ZipFile) -> None:
    """Unpack every XML part piece by piece and keep nothing: sizes and checksums are what the archive says.

    Raises:
        DeclaresEntities: some part declares entities.
        TooManyTexts: more texts are shared than the reader can hold.
        zipfile.BadZipFile, zlib.error: a part is damaged, or longer than it claims to be.
    """
    shared = 0
    for item in archive.infolist():
        if item.filename.lower().endswith((".xml", ".rels")):
            tail = b""
            with archive.open(item) as file:
                while chunk := file.read(_PIECE):
                    if _DOCTYPE.search(tail + chunk[:64]) or _DOCTYPE.search(chunk):
                        raise DeclaresEntities(item.filename)
                    tail = chunk[-64:]
                    shared += chunk.count(b"<si") + chunk.count(b":si")
                    if shared > MAX_SHARED:
                        raise TooManyTexts(item.filename)


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
    letters, rows = set(_CELL_COLUMN.findall(piece)), set(map(int, set(_CELL_ROW.findall(piece))))
    bare = False
    for attributes in _ODD_CELL.findall(piece):
        place = _PLACE.search(attributes)
        bare = bare or place is None
        if place is not None:
            letters.add(place[1])
            rows.add(int(place[2]))
    found.columns = max([found.columns, *(column_index(seen.decode().upper()) + 1 for seen in letters)])
    found.last_row = max([found.last_row, *rows])
    if bare:
        found.columns = max([found.columns, *(len(_CELL.findall(row)) for row in _ROW_START.split(piece))])


def _place_of(tag: bytes) -> tuple[int, int] | None:
    """Return (row, column) of a cell's tag; None for any other tag, and for a cell that says no place."""
    if not _CELL.match(tag):
        return None
    place = _PLACE.search(tag)
    return (int(place[2]), column_index(place[1].decode().upper())) if place else None


def _specials(found: SheetScan, piece: bytes) -> None:
    """Take note of the cells that hold a formula or an error: each is looked up from what makes it one."""
    for pattern, kept in ((_FORMULA, found.formulas), (_ERROR_TYPE, found.errors)):
        for match in pattern.finditer(piece):
            start = piece.rfind(b"<", max(0, match.start() - _LONGEST_TAG), match.start())
            end = match.start() if pattern is _FORMULA else piece.find(b"<", match.end(), match.end() + _LONGEST_TAG)
            place = _place_of(piece[start : end if end > 0 else match.end()]) if start >= 0 else None
            if place is not None and len(kept) < _KEPT:
                kept.add(place)


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
        _specials(found, piece)
        for match in _MERGE.finditer(piece):
            area = _AREA.search(match[1])
            if area is not None:
                left, right = column_index(area[1].decode()), column_index(area[3].decode())
                found.merged.add(int(area[2]), left, int(area[4]), right)
    return found
