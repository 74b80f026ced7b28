"""A file on disk as events: sheets and rows, or a refusal with the steps to mend it."""

import codecs
import csv
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO
from xml.parsers import expat

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from .cells import Cell
from .events import Event, RowData, SheetStart
from .ods_scan import scan_ods
from .xls_scan import NoWorkbook, Protected, scan_xls
from .xlsx_scan import DeclaresEntities, SheetScan, WorkbookScan, read_through, scan

MAX_BYTES = 60 * 1024 * 1024
MAX_UNPACKED = 250 * 1024 * 1024
MAX_RATIO = 100
MAX_ROWS = 200_000
MAX_COLUMNS = 200
MAX_CELLS = 6_000_000
_MACRO_PARTS = ("basic/", "scripts/", "xl/macrosheets/")
_LONGEST_MANIFEST = 1_000_000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PROTECTED = "文件有密码，无法读取。请去掉密码后重新上传。"
_MACRO = "文件带有宏，出于安全不接收。请另存为不带宏的“Excel 工作簿（*.xlsx）”再上传。"
_RESAVE = "请用 Excel 或 WPS 打开，选择“另存为”，类型选“Excel 工作簿（*.xlsx）”，再上传新文件。"


class Unreadable(Exception):
    """A file that is refused whole: a stable ``code`` and what to do."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        self.message = message
        super().__init__(message)


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
        yield from _workbook(path, _check_archive(path))
    elif head.startswith(_OLE):
        _check_ole(path)
        yield from _workbook(path, WorkbookScan())
    elif head.lstrip()[:200].lower().startswith((b"<?xml", b"<html", b"<!doctype", b"<table")):
        raise Unreadable("web_page", f"这个文件的内容其实是网页或旧式 XML 表格，只是用了 Excel 的文件名。{_RESAVE}")
    elif head.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"{\\rtf")):
        raise Unreadable("not_a_table", f"这不是电子表格文件。{_RESAVE}")
    else:
        yield from _text(path)


def _check_archive(path: Path) -> WorkbookScan:
    """Refuse bombs, traversal, macros and what is no spreadsheet, before it is loaded; return what a scan of XLSX saw."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError):
        raise Unreadable("truncated", f"文件不完整或已损坏，无法打开。{_RESAVE}") from None
    total = sum(item.file_size for item in names)
    packed = sum(item.compress_size for item in names) or 1
    if len(names) > 2000 or total > MAX_UNPACKED or (total > 20_000_000 and total / packed > MAX_RATIO):
        raise Unreadable("bomb", "文件解压后过大，已拒绝。请删去表格中多余的空行空列，或拆成几个文件，另存后再上传。")
    if any(item.filename.startswith("/") or ".." in re.split(r"[/\\\\]", item.filename) for item in names):
        raise Unreadable("unsafe_path", f"文件内部结构异常，已拒绝。{_RESAVE}")
    if any(item.flag_bits & 1 for item in names):
        raise Unreadable("protected", _PROTECTED)
    found = {item.filename.lower() for item in names}
    if any("vbaproject" in name or name.startswith(_MACRO_PARTS) for name in found):
        raise Unreadable("macro", _MACRO)
    if "xl/workbook.xml" not in found and "content.xml" not in found:
        raise Unreadable("not_a_table", f"这不是电子表格文件。{_RESAVE}")
    try:
        with zipfile.ZipFile(path) as archive:
            if "xl/workbook.xml" not in found:
                read_through(archive)
                if _is_encrypted(archive):
                    raise Unreadable("protected", _PROTECTED)
                extent = scan_ods(archive)
                _check_extent(extent.rows, extent.columns)
                return WorkbookScan()
            seen = scan(archive, MAX_ROWS)
    except DeclaresEntities:
        raise Unreadable("entities", f"文件内部声明了 XML 实体，已拒绝。{_RESAVE}") from None
    except (zipfile.BadZipFile, zlib.error, expat.ExpatError, EOFError, KeyError, ValueError, OSError):
        raise Unreadable("truncated", f"文件不完整或已损坏，无法打开。{_RESAVE}") from None
    for name, sheet in seen.sheets.items():
        _check_extent(max(sheet.rows, sheet.last_row), sheet.columns, f"工作表“{name}”")
    _check_extent(sum(sheet.rows for sheet in seen.sheets.values()), 0)
    return seen


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


def _check_ole(path: Path) -> None:
    """Refuse protected, macro and far-reaching workbooks in the old binary form."""
    try:
        sheets, has_macros = scan_xls(path)
    except Protected:
        raise Unreadable("protected", _PROTECTED) from None
    except NoWorkbook:
        raise Unreadable("not_a_table", f"这不是电子表格文件。{_RESAVE}") from None
    except (OSError, ValueError, struct.error, IndexError, TypeError):
        if "EncryptedPackage".encode("utf-16-le") in path.read_bytes():
            raise Unreadable("protected", _PROTECTED) from None
        raise Unreadable("truncated", f"文件不完整或已损坏，无法打开。{_RESAVE}") from None
    if has_macros:
        raise Unreadable("macro", _MACRO)
    for rows, columns in sheets:
        _check_extent(rows, columns)
    # The reader keeps all sheets of this form in memory, and the one at hand twice.
    if sum(rows * columns for rows, columns in sheets) > MAX_CELLS // 2:
        raise Unreadable("too_many_cells", "表格范围过大。请删去数据以外的多余行列，或拆成几个文件分别上传。")


def _workbook(path: Path, seen: WorkbookScan) -> Iterator[Event]:
    try:
        book = CalamineWorkbook.from_path(str(path))
        total = 0
        for meta in book.sheets_metadata:
            hidden = meta.visible != SheetVisibleEnum.Visible
            yield SheetStart(meta.name, hidden=hidden, date1904=seen.date1904)
            if hidden:
                continue
            sheet = book.get_sheet_by_name(meta.name)
            if sheet.total_width > MAX_COLUMNS:
                raise Unreadable("too_many_columns", f"工作表“{meta.name}”超过 {MAX_COLUMNS} 列，请删去多余的列。")
            total += sheet.total_height
            if total > MAX_ROWS:
                raise Unreadable("too_many_rows", f"超过 {MAX_ROWS} 行，请拆成几个文件分别上传。")
            details = seen.sheets.get(meta.name, SheetScan())
            special = bool(details.formulas or details.merged)
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
    except Unreadable:
        raise
    except (CalamineError, OSError, ValueError) as error:
        if "assword" in str(error):
            raise Unreadable("protected", _PROTECTED) from None
        raise Unreadable("truncated", f"文件不完整或已损坏，无法打开。{_RESAVE}") from None


def _mark(cells: list[Cell], row: int, details: SheetScan) -> None:
    """Mark the row's formula cells and merged cells."""
    for column, cell in enumerate(cells):
        cell.is_formula = (row, column) in details.formulas
        cell.is_merged = bool(details.merged) and details.is_merged(row, column)


def _encoding(path: Path) -> str:
    """Return the encoding that decodes the whole file: UTF-8 or GB18030."""
    for name in ("utf-8-sig", "gb18030"):
        decoder = codecs.getincrementaldecoder(name)()
        try:
            with path.open("rb") as file:
                while chunk := file.read(1 << 20):
                    if b"\x00" in chunk:
                        raise Unreadable("not_a_table", f"这不是电子表格文件。{_RESAVE}")
                    decoder.decode(chunk)
                decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            continue
        return name
    raise Unreadable("encoding", "无法识别文字编码。请另存为“CSV UTF-8”或 xlsx 再上传。")


def _text(path: Path) -> Iterator[Event]:
    with path.open(encoding=_encoding(path), newline="") as file:
        sample = file.read(20_000)
        delimiter = max(",;\t", key=sample.count)
        if sample.count(delimiter) < 3:
            raise Unreadable("not_a_table", f"文件里没有找到表格。{_RESAVE}")
        file.seek(0)
        _check_text(file, delimiter)
        file.seek(0)
        yield SheetStart("CSV")
        for number, values in enumerate(csv.reader(file, delimiter=delimiter), start=1):
            yield RowData(number, [Cell(value or None) for value in values])


def _check_text(file: TextIO, delimiter: str) -> None:
    """Read a text table through once, so that what is too long or damaged is refused before any row is checked."""
    try:
        for number, values in enumerate(csv.reader(file, delimiter=delimiter), start=1):
            if number > MAX_ROWS:
                raise Unreadable("too_many_rows", f"超过 {MAX_ROWS} 行，请拆成几个文件分别上传。")
            if len(values) > MAX_COLUMNS:
                raise Unreadable("too_many_columns", f"第 {number} 行超过 {MAX_COLUMNS} 列。{_RESAVE}")
    except csv.Error:
        raise Unreadable("truncated", f"文件不完整或已损坏，无法读取。{_RESAVE}") from None
