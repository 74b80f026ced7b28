"""Makes the files that an import must refuse: every kind of harm, in every form of table that can carry it.

``FILES`` maps a name to (function that writes the file to a path, codes of which the refusal has one).
"""

import io
import random
import string
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import xlsxwriter
import xlwt

from disclosure.importing.headers import TEMPLATES_BY_KEY

LABELS = [column.label for column in TEMPLATES_BY_KEY["penalty-organisation"].columns]
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_HEAD = f'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="{_MAIN}"><sheetData>'.encode()
_TAIL = b"</sheetData></worksheet>"
_LETTERS = [bytes([65 + place]) for place in range(26)]
_BILLION = "<!DOCTYPE lolz [<!ENTITY lol 'lol'>" + "".join(
    f"<!ENTITY lol{n} '{f'&lol{n - 1 if n > 1 else str()};' * 10}'>" for n in range(1, 10)
) + "]>"  # fmt: skip


# -- the parts of which files are made


def good_xlsx() -> bytes:
    """A small good workbook."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    sheet = book.add_worksheet("行政处罚")
    sheet.write_row(0, 0, LABELS)
    for row in range(1, 400):
        sheet.write_row(row, 0, [f"示例{row}-{place}" for place in range(len(LABELS))])
    book.close()
    return target.getvalue()


def repacked(whole: bytes, level: int = 1, **changes: bytes) -> bytes:
    """A zip file with some parts replaced or added (``__`` stands for ``/``, ``_dot_`` for a full stop)."""
    named = {name.replace("__", "/").replace("_dot_", "."): content for name, content in changes.items()}
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(whole)) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, True, level) as new,
    ):
        for item in old.infolist():
            new.writestr(item.filename, named.pop(item.filename, None) or old.read(item.filename))
        for name, content in named.items():
            new.writestr(name, content)
    return target.getvalue()


def with_sheet(content: bytes) -> bytes:
    """The good workbook with another sheet."""
    return repacked(good_xlsx(), xl__worksheets__sheet1_dot_xml=content)


def ods(rows: str, prologue: str = "", manifest: str = "", **more: bytes) -> bytes:
    """An open document with the given rows."""
    spaces = " ".join(f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in ("table", "office", "text"))
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>{prologue}<office:document-content {spaces} office:version="1.2">'
        f'<office:body><office:spreadsheet><table:table table:name="表">{rows}</table:table></office:spreadsheet>'
        "</office:body></office:document-content>"
    )
    entries = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>{manifest}</manifest:manifest>'
    )
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        new.writestr("mimetype", kind, zipfile.ZIP_STORED)
        new.writestr("content.xml", content)
        new.writestr("META-INF/manifest.xml", entries)
        for name, part in more.items():
            new.writestr(name.replace("__", "/"), part)
    return target.getvalue()


def ods_cell(text: str, more: str = "") -> str:
    """One filled cell."""
    return f'<table:table-cell office:value-type="string"{more}><text:p>{text}</text:p></table:table-cell>'


def ods_row(*cells: str, more: str = "") -> str:
    """One row."""
    return f"<table:table-row{more}>{''.join(cells)}</table:table-row>"


ODS_HEADER = ods_row(*(ods_cell(label) for label in LABELS))


def biff(**cells: str) -> bytes:
    """The stream of a binary workbook with texts at places such as ``r5c2``, below a good header."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("行政处罚")
    for place, label in enumerate(LABELS):
        sheet.write(0, place, label)
    for row in range(1, 300):
        sheet.write(row, 0, f"示例{row}")
    for place, text in cells.items():
        row, column = place[1:].split("c")
        sheet.write(int(row), int(column), text)
    return book.get_biff_data()


def compound(**streams: bytes) -> bytes:
    """A compound file (OLE) with the given streams, each of 4,096 bytes or more."""
    sector, free, end = 512, 0xFFFFFFFF, 0xFFFFFFFE
    body, chains, entries = b"", [], []
    count = 0
    for name, content in streams.items():
        padded = content.ljust(4096, b"\0")
        size = len(padded)
        padded += b"\0" * (-size % sector)
        length = len(padded) // sector
        chains += [*range(count + 1, count + length), end]
        entries.append((name, count, size))
        body += padded
        count += length
    directory = [_entry("Root Entry", 5, 0xFFFFFFFE, 0, child=1)]
    for place, (name, start, size) in enumerate(entries, start=1):
        directory.append(_entry(name, 2, start, size, right=place + 1 if place < len(entries) else free))
    while len(directory) % 4:
        directory.append(_entry("", 0, 0, 0))
    first_directory = count
    sectors = len(directory) // 4
    chains += [*range(count + 1, count + sectors), end]
    count += sectors
    tables = 1
    while (count + tables) * 4 > tables * sector:
        tables += 1
    first_table = count
    chains += [0xFFFFFFFD] * tables
    chains += [free] * (tables * sector // 4 - len(chains))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
    header += struct.pack("<IIIIIIIII", 0, tables, first_directory, 0, 4096, end, 0, end, 0)
    header += struct.pack("<109I", *range(first_table, first_table + tables), *[free] * (109 - tables))
    return header + body + b"".join(directory) + struct.pack(f"<{len(chains)}I", *chains)


def _entry(name: str, kind: int, start: int, size: int, *, child: int = 0xFFFFFFFF, right: int = 0xFFFFFFFF) -> bytes:
    raw = name.encode("utf-16-le")
    packed = raw.ljust(64, b"\0") + struct.pack("<HBB", len(raw) + 2 if name else 0, kind, 1)
    return packed + struct.pack("<III", 0xFFFFFFFF, right, child) + b"\0" * 36 + struct.pack("<IQ", start, size)


# -- the files


def bomb_one_part() -> bytes:
    """A sheet of 300 MB of zeros in some 300 KB."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good_xlsx())) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            if item.filename != "xl/worksheets/sheet1.xml":
                new.writestr(item.filename, old.read(item.filename))
        with new.open("xl/worksheets/sheet1.xml", "w") as part:
            part.write(_HEAD)
            for _ in range(300):
                part.write(b"0" * 1_000_000)
    return target.getvalue()


def bomb_nested() -> bytes:
    """Archives within archives."""
    inner = bomb_one_part()
    for depth in range(5):
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
            for copy in range(3):
                new.writestr(f"{depth}-{copy}.zip", inner)
        inner = target.getvalue()
    return inner


def bomb_forged_size() -> bytes:
    """Shared strings of 200 MB that the archive says are 1 KB."""
    text = b"<si><t>" + b"0123456789" * 20_000_000 + b"</t></si>"
    strings = f'<sst xmlns="{_MAIN}" count="1" uniqueCount="1">'.encode() + text + b"</sst>"
    whole = bytearray(repacked(good_xlsx(), xl__sharedStrings_dot_xml=strings))
    place = whole.rindex(b"xl/sharedStrings.xml") - 46
    assert whole[place : place + 4] == b"PK\x01\x02"
    struct.pack_into("<I", whole, place + 24, 1024)
    local = struct.unpack_from("<I", whole, place + 42)[0]
    struct.pack_into("<I", whole, local + 22, 1024)
    return bytes(whole)


def long_texts(rows: int) -> bytes:
    """Texts of 128 KB in each of ``rows`` rows."""
    letters = random.Random(1)
    lines = ["".join(letters.choices(string.ascii_letters, k=400)) for _ in range(40)]
    cells = b"".join(b'<c t="inlineStr"><is><t>' + (line * 8).encode() + b"</t></is></c>" for line in lines)
    return with_sheet(_HEAD + (b"<row>" + cells + b"</row>") * rows + _TAIL)


def rows_xlsx() -> bytes:
    """Two million rows."""
    numbers = (b'<row r="%d"><c r="A%d"><v>%d</v></c></row>' % (n, n, n * 7919 % 100_003) for n in range(1, 2_000_001))
    return with_sheet(_HEAD + b"".join(numbers) + _TAIL)


def far_cell(*places: str) -> bytes:
    """A workbook whose only cells stand far apart."""
    cells = "".join(f'<row><c r="{place}"><v>1</v></c></row>' for place in places)
    return with_sheet(_HEAD + cells.encode() + _TAIL)


def columns_xlsx() -> bytes:
    """A row of 16,384 columns."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    book.add_worksheet("表").write_row(0, 0, [*LABELS, *(f"列{n}" for n in range(16_384 - len(LABELS)))])
    book.close()
    return target.getvalue()


def rows_csv() -> bytes:
    """Two million rows of text below a good header."""
    return (",".join(LABELS) + "\r\n").encode() + b"a,b,c,d,e\r\n" * 2_000_000


def protected_xls() -> bytes:
    """A binary workbook that begins with a FILEPASS record."""
    stream = biff()
    size = 4 + struct.unpack_from("<H", stream, 2)[0]
    return compound(Workbook=stream[:size] + struct.pack("<HH", 0x2F, 54) + b"\1\0" * 27 + stream[size:])


def cut(whole: bytes, share: float = 0.6) -> bytes:
    """The beginning of a file."""
    return whole[: int(len(whole) * share)]


def many_merges(rows: int = 10_000) -> bytes:
    """Pairs of merged cells over a sheet of ``rows`` rows that are no decisions."""
    lines = b"".join(
        b'<row r="%d">%s</row>' % (row, b"".join(b'<c r="%s%d"><v>1</v></c>' % (letter, row) for letter in _LETTERS))
        for row in range(1, rows + 1)
    )
    merged = b"".join(b'<mergeCell ref="A%d:A%d"/>' % (row, row + 1) for row in range(2, rows, 2))
    return with_sheet(_HEAD + lines + b"</sheetData><mergeCells>" + merged + b"</mergeCells></worksheet>")


def many_texts(count: int = 1_500_000) -> bytes:
    """A workbook that shares very many texts."""
    head = f'<sst xmlns="{_MAIN}" count="{count}" uniqueCount="{count}">'.encode()
    texts = b"".join(b"<si><t>%d</t></si>" % (n * 7919 % 1_000_003) for n in range(count))
    return repacked(good_xlsx(), xl__sharedStrings_dot_xml=head + texts + b"</sst>")


def unfolding(sheets: int, rows: int, columns: int) -> bytes:
    """An open document of a kilobyte whose sheets unfold to many cells."""
    cell = ods_cell("文号", f' table:number-columns-repeated="{columns}"')
    row = ods_row(cell, more=f' table:number-rows-repeated="{rows}"')
    more = "".join(f'</table:table><table:table table:name="表{place}">{row}' for place in range(1, sheets))
    return ods(row + more)


def traversal() -> bytes:
    """A workbook with a part that points out of it."""
    return repacked(good_xlsx(), **{"..__..__etc__passwd": b"x"})


FILES: dict[str, tuple[Callable[[], bytes], tuple[str, ...]]] = {
    "zip bomb, one part.xlsx": (bomb_one_part, ("bomb",)),
    "zip bomb, nested.xlsx": (bomb_nested, ("bomb", "not_a_table")),
    "zip bomb, forged size.xlsx": (bomb_forged_size, ("bomb", "truncated")),
    "longer than may be.xlsx": (lambda: long_texts(2_400), ("bomb",)),
    "as long as may be, without a header.xlsx": (lambda: long_texts(1_700), ("no_template",)),
    "zip bomb.ods": (lambda: ods(ODS_HEADER + " " * 60_000_000), ("bomb",)),
    "entities in the workbook.xlsx": (
        lambda: repacked(good_xlsx(), xl__workbook_dot_xml=f"<?xml version='1.0'?>{_BILLION}<workbook>&lol9;</workbook>".encode()),
        ("entities",),
    ),
    "entities in a sheet, late.xlsx": (
        lambda: with_sheet(b"<?xml version='1.0'?><!--" + b"-x" * 20_000 + f"-->{_BILLION}<worksheet>&lol9;</worksheet>".encode()),
        ("entities",),
    ),
    "entities in the shared strings.xlsx": (
        lambda: repacked(good_xlsx(), xl__sharedStrings_dot_xml=f"<?xml version='1.0'?>{_BILLION}<sst>&lol9;</sst>".encode()),
        ("entities",),
    ),
    "entities.ods": (lambda: ods(ods_row(ods_cell("&lol9;")), prologue=_BILLION), ("entities",)),
    "entities.xls": (lambda: f"<?xml version='1.0'?>{_BILLION}<Workbook>&lol9;</Workbook>".encode(), ("web_page",)),
    "two million rows.xlsx": (rows_xlsx, ("too_many_rows", "bomb", "too_large")),
    "two million rows.ods": (
        lambda: ods(ODS_HEADER + ods_row(ods_cell("x"), more=' table:number-rows-repeated="2000000"')),
        ("too_many_rows",),
    ),
    "two million rows.csv": (rows_csv, ("too_many_rows",)),
    "a cell in the last row.xlsx": (lambda: far_cell("A1", "CV1048576"), ("too_many_rows",)),
    "cells in opposite corners.xlsx": (lambda: far_cell("A1", "GQ190000"), ("too_many_cells",)),
    "cells in opposite corners, written oddly.xlsx": (
        lambda: with_sheet(_HEAD + b"<row><c r='A1'><v>1</v></c><c a='/>' r = 'gq190000' b='/>'><v>1</v></c></row>" + _TAIL),
        ("too_many_cells",),
    ),
    "cells without places in rows far apart.xlsx": (
        lambda: with_sheet(_HEAD + b"<row r='1'>" + b"<c><v>1</v></c>" * 190 + b"</row><row r='190000'><c><v>1</v></c></row>" + _TAIL),
        ("too_many_cells",),
    ),
    "cells in opposite corners.xls": (lambda: compound(Workbook=biff(r65535c199="x")), ("too_many_cells",)),
    "cells in opposite corners.ods": (
        lambda: ods(ods_row(ods_cell("x", ' table:number-columns-repeated="190"'), more=' table:number-rows-repeated="190000"')),
        ("too_many_cells",),
    ),
    "cells that never end.xlsx": (lambda: with_sheet(_HEAD + b'<c r="A1" ' * 4_000), ("truncated", "no_template")),
    "many cells that never end.xlsx": (lambda: with_sheet(_HEAD + b"<c " * 1_000_000), ("truncated", "no_template")),
    "rows that never end.xlsx": (lambda: with_sheet(_HEAD + b"<row " * 1_000_000), ("truncated", "no_template")),
    "one cell with very many places.xlsx": (
        lambda: with_sheet(_HEAD + b"<row><c" + b' r="A1" t="e"' * 100_000),
        ("truncated", "no_template"),
    ),
    "merges that never end.xlsx": (lambda: with_sheet(_HEAD + b"<mergeCell " * 500_000), ("truncated", "no_template")),
    "many merged cells.xlsx": (many_merges, ("no_template",)),
    "very many shared texts.xlsx": (many_texts, ("too_many_cells",)),
    "repeat counts within every limit.ods": (lambda: unfolding(1, 190_000, 30), ("too_many_cells",)),
    "repeat counts over several sheets.ods": (lambda: unfolding(5, 30_000, 30), ("too_many_cells",)),
    "16,384 columns.xlsx": (columns_xlsx, ("too_many_columns",)),
    "256 columns.xls": (lambda: compound(Workbook=biff(r1c255="x")), ("too_many_columns",)),
    "16,384 columns.ods": (
        lambda: ods(ods_row(ods_cell("x", ' table:number-columns-repeated="16384"'))),
        ("too_many_columns",),
    ),
    "16,384 columns.csv": (lambda: (",".join(f"列{n}" for n in range(16_384)) + "\r\n").encode(), ("too_many_columns",)),
    "macros.xlsx": (lambda: repacked(good_xlsx(), xl__vbaProject_dot_bin=b"x"), ("macro",)),
    "macro sheets.xlsx": (lambda: repacked(good_xlsx(), xl__macrosheets__sheet1_dot_xml=b"<x/>"), ("macro",)),
    "macros.xls": (lambda: compound(Workbook=biff(), _VBA_PROJECT_CUR=b"x"), ("macro",)),
    "macros under another name.xlsx": (
        lambda: repacked(
            good_xlsx(),
            xl__other_dot_bin=b"x",
            **{"[Content_Types]_dot_xml": b'<Types><Override PartName="/xl/workbook.xml" ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>'},
        ),
        ("macro",),
    ),
    "macro sheet of Excel 4.xls": (lambda: compound(Workbook=_with_macro_sheet(biff())), ("macro",)),
    "macros.ods": (lambda: ods(ODS_HEADER, Basic__Standard__Module1=b"<x/>"), ("macro",)),
    "path traversal.xlsx": (traversal, ("unsafe_path",)),
    "path traversal, other slash.xlsx": (lambda: repacked(good_xlsx(), **{"..\\evil_dot_xml": b"x"}), ("unsafe_path",)),
    "path traversal.ods": (lambda: ods(ODS_HEADER, **{"..__evil": b"x"}), ("unsafe_path",)),
    "no table.xlsx": (lambda: b"%PDF-1.7\n" + b"x" * 5000, ("not_a_table",)),
    "no table, a text document.xlsx": (lambda: compound(WordDocument=b"x"), ("not_a_table",)),
    "no table, a page.xls": (lambda: b"<html><body>hello</body></html>", ("web_page",)),
    "no table.csv": ("这只是一段文字。\r\n".encode, ("not_a_table",)),
    "no header.xlsx": (lambda: with_sheet(_HEAD + b"<row><c><v>1</v></c></row>" * 50 + _TAIL), ("no_template",)),
    "no header.csv": (lambda: b"a,b,c,d,e\r\n" * 100, ("no_template",)),
    "empty.xlsx": (lambda: b"", ("empty",)),
    "empty sheet.xlsx": (lambda: with_sheet(_HEAD + _TAIL), ("no_template",)),
    "empty sheet.xls": (lambda: _empty_xls(), ("no_template",)),
    "empty sheet.ods": (lambda: ods(""), ("no_template",)),
    "empty.csv": (lambda: b"\xef\xbb\xbf\r\n\r\n", ("not_a_table", "no_template", "empty")),
    "password.xlsx": (lambda: compound(EncryptionInfo=b"\4\0\4\0", EncryptedPackage=b"x" * 9000), ("protected",)),
    "password.xls": (protected_xls, ("protected",)),
    "password.ods": (
        lambda: ods(ODS_HEADER, manifest='<manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry>'),
        ("protected",),
    ),
    "truncated.xlsx": (lambda: cut(good_xlsx()), ("truncated",)),
    "truncated.xls": (lambda: cut(compound(Workbook=biff())), ("truncated",)),
    "truncated.ods": (lambda: cut(ods(ODS_HEADER)), ("truncated",)),
    "truncated, inside a quoted field.csv": (
        lambda: (",".join(LABELS) + '\r\n"' + "某" * 150_000).encode(),
        ("truncated",),
    ),
}  # fmt: skip


def _with_macro_sheet(stream: bytes) -> bytes:
    """A binary workbook whose sheet says that it holds Excel 4 macros."""
    place = 0
    while struct.unpack_from("<H", stream, place)[0] != 0x85:
        place += 4 + struct.unpack_from("<H", stream, place + 2)[0]
    return stream[: place + 9] + b"\1" + stream[place + 10 :]


def _empty_xls() -> bytes:
    book = xlwt.Workbook()
    book.add_sheet("空")
    return compound(Workbook=book.get_biff_data())


def write(name: str, folder: Path) -> Path:
    """Write the file of that name into ``folder`` and return its path."""
    path = folder / name
    path.write_bytes(FILES[name][0]())
    return path
