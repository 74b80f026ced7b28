"""A file on disk as events: sheets and rows, or a refusal with the steps to mend it."""

import codecs
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from xml.parsers import expat

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from .cells import Cell
from .events import Event, RowData, SheetStart
from .ods_scan import scan_ods
from .refusals import MAX_COLUMNS, MAX_ROWS, RESAVE, Unreadable
from .text_source import text_events
from .unnamed import SheetNames, safe_label
from .xls_scan import NoWorkbook, Protected, scan_xls
from .xlsx_scan import DeclaresEntities, SheetScan, TooManyTexts, WorkbookScan, read_through, scan

__all__ = ["MAX_COLUMNS", "MAX_ROWS", "Unreadable", "events"]

MAX_BYTES = 60 * 1024 * 1024
MAX_UNPACKED = 225 * 1024 * 1024
MAX_RATIO = 100
MAX_CELLS = 6_000_000
#: The reader keeps all sheets of an open document at once, in a bigger form.
MAX_UNFOLDED = 2_000_000
_MIME = re.compile(rb"^(?:mime-version\s*:|content-type\s*:\s*multipart/)", re.MULTILINE)
_PAGE_MARKS = (b"<html", b"<table", b"<meta", b"<style", b"<body", b"urn:schemas-microsoft-com")
_MACRO_PARTS = ("basic/", "scripts/", "xl/macrosheets/")
_LONGEST_MANIFEST = 1_000_000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PROTECTED = "文件有密码，无法读取。请去掉密码后重新上传。"
_MACRO = "文件带有宏，出于安全不接收。请另存为不带宏的“Excel 工作簿（*.xlsx）”再上传。"
_TOO_MANY_CELLS = "表格范围过大。请删去数据以外的多余行列，或拆成几个文件分别上传。"


def events(path: Path) -> Iterator[Event]:
    """Yield the file's sheets and rows.

    Raises:
        Unreadable: the file is empty, too large, protected, hostile, or no table.
    """
    size = path.stat().st_size
    if size == 0:
        raise Unreadable("empty", "文件是空的，请检查后重新上传。")
    if size > MAX_BYTES:
        raise Unreadable("too_large", f"文件超过 {MAX_BYTES // 1024 // 1024} MB，请拆成几个文件分别上传。")
    with path.open("rb") as file:
        head = file.read(4096)
    if head.startswith(b"PK"):
        seen, kind = _check_archive(path)
        yield from _workbook(path, seen, kind)
    elif head.startswith(_OLE):
        yield from _workbook(path, _check_ole(path), ".xls")
    elif _is_web_page(head):
        raise Unreadable("web_page", f"这个文件的内容其实是网页或旧式 XML 表格，只是用了 Excel 的文件名。{RESAVE}")
    elif head.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"{\\rtf")):
        raise Unreadable("not_a_table", f"这不是电子表格文件。{RESAVE}")
    else:
        yield from text_events(path)


def _is_web_page(head: bytes) -> bool:
    """Tell whether a file begins like a web page, an XML table or a web archive, be it after a mark, a comment or a style."""
    text = head.removeprefix(codecs.BOM_UTF8).lstrip().lower()
    if text.startswith((b"<?xml", b"<html", b"<!doctype", b"<table")) or _MIME.search(text):
        return True
    return text.startswith(b"<") and any(mark in text for mark in _PAGE_MARKS)


def _check_archive(path: Path) -> tuple[WorkbookScan, str]:
    """Refuse bombs, traversal, macros and what is no spreadsheet, before it is loaded; return what a scan saw, and the file's ending."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError):
        raise Unreadable("truncated", f"文件不完整或已损坏，无法打开。{RESAVE}") from None
    total = sum(item.file_size for item in names)
    packed = sum(item.compress_size for item in names) or 1
    if len(names) > 2000 or total > MAX_UNPACKED or (total > 20_000_000 and total / packed > MAX_RATIO):
        raise Unreadable("bomb", "文件解压后过大，已拒绝。请删去表格中多余的空行空列，或拆成几个文件，另存后再上传。")
    if any(item.filename.startswith("/") or ".." in re.split(r"[/\\\\]", item.filename) for item in names):
        raise Unreadable("unsafe_path", f"文件内部结构异常，已拒绝。{RESAVE}")
    if any(item.flag_bits & 1 for item in names):
        raise Unreadable("protected", _PROTECTED)
    found = {item.filename.lower() for item in names}
    if any("vbaproject" in name or name.startswith(_MACRO_PARTS) for name in found):
        raise Unreadable("macro", _MACRO)
    if "xl/workbook.xml" not in found and "content.xml" not in found:
        raise Unreadable("not_a_table", f"这不是电子表格文件。{RESAVE}")
    try:
        with zipfile.ZipFile(path) as archive:
            if "xl/workbook.xml" not in found:
                read_through(archive)
                if _is_encrypted(archive):
                    raise Unreadable("protected", _PROTECTED)
                unfolded = scan_ods(archive)
                _check_sheets(unfolded.sheets)
                if unfolded.cells > MAX_UNFOLDED:
                    raise Unreadable("too_many_cells", _TOO_MANY_CELLS)
                return WorkbookScan(sheets=unfolded.sheets), ".ods"
            if _has_macro_types(archive):
                raise Unreadable("macro", _MACRO)
            seen = scan(archive, MAX_ROWS)
    except DeclaresEntities:
        raise Unreadable("entities", f"文件内部声明了 XML 实体，已拒绝。{RESAVE}") from None
    except TooManyTexts:
        raise Unreadable("too_many_cells", _TOO_MANY_CELLS) from None
    except (zipfile.BadZipFile, zlib.error, expat.ExpatError, EOFError, KeyError, ValueError, OSError):
        raise Unreadable("truncated", f"文件不完整或已损坏，无法打开。{RESAVE}") from None
    _check_sheets(seen.sheets)
    return seen, ".xlsx"


def _has_macro_types(archive: zipfile.ZipFile) -> bool:
    """Tell whether a workbook says that it holds macros, whatever the part is called."""
    name = next((name for name in archive.namelist() if name.lower() == "[content_types].xml"), None)
    if name is None:
        return False
    with archive.open(name) as file:
        types = file.read(_LONGEST_MANIFEST).lower()
    return b"macroenabled" in types or b"vbaproject" in types or b"macrosheet" in types


def _check_sheets(sheets: dict[str, SheetScan]) -> None:
    """Refuse a sheet that reaches too far, and too many rows over all sheets."""
    for name, sheet in sheets.items():
        _check_extent(max(sheet.rows, sheet.last_row), sheet.columns, f"工作表“{safe_label(name)}”")
    _check_extent(sum(sheet.rows for sheet in sheets.values()), 0)


def _is_encrypted(archive: zipfile.ZipFile) -> bool:
    """Tell whether an ODS says that its parts are encrypted."""
    if "META-INF/manifest.xml" not in archive.namelist():
        return False
    with archive.open("META-INF/manifest.xml") as file:
        return b"encryption-data" in file.read(_LONGEST_MANIFEST)


def _check_extent(rows: int, columns: int, name: str = "表格") -> None:
    """Refuse what reaches too far: the reader lays out every cell between the first and the last."""
    if columns > MAX_COLUMNS:
        raise Unreadable("too_many_columns", f"{name}超过 {MAX_COLUMNS} 列，请删去多余的列。")
    if rows > MAX_ROWS:
        raise Unreadable("too_many_rows", f"{name}超过 {MAX_ROWS} 行，请删去多余的行，或拆成几个文件分别上传。")
    if rows * columns > MAX_CELLS:
        message = f"{name}有 {rows} 行、{columns} 列，范围过大。请删去数据以外的多余行列，或拆成几个文件分别上传。"
        raise Unreadable("too_many_cells", message)


def _check_ole(path: Path) -> WorkbookScan:
    """Refuse protected, macro and far-reaching workbooks in the old binary form; return what a scan saw, sheets by their place."""
    try:
        seen = scan_xls(path)
    except Protected:
        raise Unreadable("protected", _PROTECTED) from None
    except NoWorkbook:
        raise Unreadable("not_a_table", f"这不是电子表格文件。{RESAVE}") from None
    except (OSError, ValueError, struct.error, IndexError, TypeError):
        if "EncryptedPackage".encode("utf-16-le") in path.read_bytes():
            raise Unreadable("protected", _PROTECTED) from None
        raise Unreadable("truncated", f"文件不完整或已损坏，无法打开。{RESAVE}") from None
    if seen.macros:
        raise Unreadable("macro", _MACRO)
    for sheet in seen.sheets:
        _check_extent(sheet.last_row, sheet.columns)
    # The reader keeps all sheets of this form in memory, and the one at hand twice.
    if sum(sheet.last_row * sheet.columns for sheet in seen.sheets) > MAX_CELLS // 2:
        raise Unreadable("too_many_cells", _TOO_MANY_CELLS)
    sheets = {f"#{place}": sheet for place, sheet in enumerate(seen.sheets)}
    return WorkbookScan(date1904=seen.date1904, sheets=sheets)


@contextmanager
def _open(path: Path, kind: str) -> Iterator[CalamineWorkbook]:
    """Open a workbook by what it is: the reader goes by the file's name where there is one, and reads it whole where that lies."""
    if path.suffix.lower() in ("", kind):
        yield CalamineWorkbook.from_path(str(path))
    else:
        with path.open("rb") as file:
            yield CalamineWorkbook.from_filelike(file)


def _workbook(path: Path, seen: WorkbookScan, kind: str) -> Iterator[Event]:
    try:
        with _open(path, kind) as book:
            yield from _sheets(book, seen)
    except Unreadable:
        raise
    except (CalamineError, OSError, ValueError) as error:
        if "assword" in str(error):
            raise Unreadable("protected", _PROTECTED) from None
        raise Unreadable("truncated", f"文件不完整或已损坏，无法打开。{RESAVE}") from None


def _sheets(book: CalamineWorkbook, seen: WorkbookScan) -> Iterator[Event]:
    total = 0
    names = SheetNames()
    for place, meta in enumerate(book.sheets_metadata):
        hidden = meta.visible != SheetVisibleEnum.Visible
        name = names.told(meta.name)
        yield SheetStart(name, hidden=hidden, date1904=seen.date1904)
        if hidden:
            continue
        sheet = book.get_sheet_by_name(meta.name)
        if sheet.total_width > MAX_COLUMNS:
            raise Unreadable("too_many_columns", f"工作表“{name}”超过 {MAX_COLUMNS} 列，请删去多余的列。")
        total += sheet.total_height
        if total > MAX_ROWS:
            raise Unreadable("too_many_rows", f"超过 {MAX_ROWS} 行，请拆成几个文件分别上传。")
        details = seen.sheets.get(meta.name) or seen.sheets.get(f"#{place}") or SheetScan()
        special = bool(details.formulas or details.errors or details.merged)
        first_row, first_column = sheet.start or (0, 0)
        padding = [Cell()] * first_column
        for number, values in enumerate(sheet.iter_rows(), start=1):
            if number <= first_row and not any(value != "" for value in values):
                continue
            cells = [Cell(None if value == "" else value) for value in values]
            if first_column:
                cells = padding + cells
            if special:
                _mark(cells, number, details)
            yield RowData(number, cells, hidden=number in details.hidden_rows)


def _mark(cells: list[Cell], row: int, details: SheetScan) -> None:
    """Mark the row's cells that hold formulas or errors, or are merged."""
    merged = details.merged.columns(row) if details.merged else ()
    for column, cell in enumerate(cells):
        place = (row, column)
        is_formula, is_error, is_merged = place in details.formulas, place in details.errors, column in merged
        if is_formula or is_error or is_merged:
            cells[column] = Cell(cell.value, is_formula=is_formula, is_merged=is_merged, is_error=is_error)
