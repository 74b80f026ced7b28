"""DOCX, XLSX, PPTX: every part of the package, also those that the programs do not show."""

import html
import re
import zipfile
from typing import Any

from .parts import Extract, within
from .sheets import read_sheets
from .xml_text import text_of

_PARTS = (
    (re.compile(r"word/document\d*\.xml"), "正文"),
    (re.compile(r".*/header\d*\.xml"), "页眉"),
    (re.compile(r".*/footer\d*\.xml"), "页脚"),
    (re.compile(r".*/footnotes\.xml"), "脚注"),
    (re.compile(r".*/endnotes\.xml"), "尾注"),
    (re.compile(r".*(?:[cC]omments?|[tT]hreaded)[^/]*\.xml"), "批注"),
    (re.compile(r".*/(?:people|persons?|person\d*|commentAuthors)\.xml"), "批注人"),
    (re.compile(r"docProps/.*"), "文档属性"),
    (re.compile(r"customXml/.*"), "自定义数据"),
    (re.compile(r".*/pivotCache/.*"), "数据透视表缓存"),
    (re.compile(r".*/externalLinks/.*"), "外部链接缓存"),
    (re.compile(r".*/drawings?/?.*\.xml"), "图形文字"),
    (re.compile(r".*/charts?/.*"), "图表"),
    (re.compile(r"ppt/slides/slide(\d+)\.xml"), "幻灯片"),
    (re.compile(r"ppt/notesSlides/.*"), "备注"),
    (re.compile(r".*\.rels"), "链接"),
    (re.compile(r"xl/workbook\.xml"), "工作簿"),
    (re.compile(r"word/glossary/.*"), "文档部件"),
)
_NO_WORDS = re.compile(r"\[Content_Types\]\.xml|.*/printerSettings\d*\.bin")
_SCHEMA = re.compile(r"https?://(?:schemas\.|www\.w3\.org|purl\.)\S*")


def read_package(extract: Extract, where: str, kind: str, archive: zipfile.ZipFile, data: bytes, inside: Any) -> None:
    """Add the texts of every part; pictures and embedded files go to ``inside(where, data)``."""
    shown = read_sheets(extract, where, data) if kind == "xlsx" else None
    listed = _listed_sheets(archive) if kind == "xlsx" and shown is not None else set()
    for info in archive.infolist():
        name = info.filename
        if name.endswith("/") or _NO_WORDS.fullmatch(name):
            continue
        extract.unfold(info.file_size)
        if name.startswith("xl/worksheets/") and name.endswith(".xml"):
            _sheet_notes(extract, where, archive, name, listed)
        elif name == "xl/sharedStrings.xml":
            _left_over_strings(extract, where, archive.read(name), shown)
        elif name.endswith((".xml", ".rels", ".vml")):
            _xml_part(extract, where, archive, name)
        elif name.endswith((".fntdata", ".odttf", ".ttf")):
            continue
        else:
            inside(within(where, name.rsplit("/", 1)[-1]), archive.read(name))


def _label(name: str) -> str:
    return next((label for pattern, label in _PARTS if pattern.fullmatch(name)), name.rsplit("/", 1)[-1])


def _xml_part(extract: Extract, where: str, archive: zipfile.ZipFile, name: str) -> None:
    label = _label(name)
    try:
        now, before, notes = text_of(archive.read(name), attributes=True)
    except ValueError:
        extract.cannot_read(within(where, label), "broken")
        return
    if name.endswith(".vml"):
        now = "\n".join(_worth_reading(now))
    extract.text(within(where, label), now)
    extract.text(within(where, f"{label}（修订前）"), before)
    extract.text(within(where, f"{label}（属性）"), "\n\n".join(_worth_reading(notes)))


def _worth_reading(notes: str) -> list[str]:
    """Attribute texts without the format's own vocabulary."""
    return [
        note
        for note in dict.fromkeys(notes.split("\n"))
        if not _SCHEMA.match(note) and (not note.isascii() or "@" in note or sum(map(str.isdigit, note)) >= 7)
    ]


_CELLS = re.compile(rb"<(?:\w+:)?sheetData\b.*</(?:\w+:)?sheetData\s*>", re.S)
_FIRST_CELLS = re.compile(rb"<(?:\w+:)?sheetData\b")
_FORMULA = re.compile(rb"<(?:\w+:)?f\b[^>]*(?<!/)>(.*?)</(?:\w+:)?f>", re.S)


def _sheet_notes(extract: Extract, where: str, archive: zipfile.ZipFile, name: str, listed: set[str]) -> None:
    """All that a sheet says besides its cells, which the spreadsheet reader reads; the cells too of a sheet not in the workbook."""
    data = archive.read(name)
    label = "工作表设置"
    if name not in listed:
        label = "工作簿未列出的工作表"
    elif len(_FIRST_CELLS.findall(data)) == 1:
        formulas = [html.unescape(found.decode("utf-8", "ignore")) for found in _FORMULA.findall(data)]
        extract.text(within(where, label), "\n\n".join(dict.fromkeys(formulas)))
        data = _CELLS.sub(b"", data)
    try:
        now, _, notes = text_of(data, attributes=True)
    except ValueError:
        extract.cannot_read(within(where, label), "broken")
        return
    extract.text(within(where, label), "\n\n".join((now, *_worth_reading(notes))))


_SHEET = re.compile(r"<(?:\w+:)?sheet\s[^>]*>")
_LINK = re.compile(r"<(?:\w+:)?Relationship\s[^>]*>")
_VALUE = re.compile(r"""([\w:]+)\s*=\s*["']([^"']*)["']""")


def _listed_sheets(archive: zipfile.ZipFile) -> set[str]:
    """The parts that the workbook names as its sheets; none where that cannot be told, and every sheet is read whole."""
    try:
        book = archive.read("xl/workbook.xml").decode("utf-8")
        links = archive.read("xl/_rels/workbook.xml.rels").decode("utf-8")
    except (KeyError, UnicodeDecodeError):
        return set()
    keys = {
        value for tag in _SHEET.findall(book) for name, value in _VALUE.findall(tag) if name.rsplit(":", 1)[-1] == "id"
    }
    found = set()
    for tag in _LINK.findall(links):
        values = dict(_VALUE.findall(tag))
        target = values.get("Target", "")
        if values.get("Id") in keys:
            found.add(target.lstrip("/") if target.startswith("/") else f"xl/{target}")
    return found


def _left_over_strings(extract: Extract, where: str, data: bytes, shown: set[str] | None) -> None:
    """Strings that stay in the file although no cell shows them any more."""
    try:
        strings = text_of(data)[0].split("\n")
    except ValueError:
        extract.cannot_read(within(where, "共享字符串"), "broken")
        return
    left = [text for text in strings if text.strip() and (shown is None or text.strip() not in shown)]
    extract.text(within(where, "未显示的单元格文字"), "\n".join(left))
