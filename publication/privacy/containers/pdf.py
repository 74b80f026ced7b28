"""PDF: page text (also under black boxes, in invisible ink and in earlier versions of the file), strings, embedded files.

pdfium reads the pages, because it sees every glyph that is drawn whatever lies over it; pikepdf (qpdf) walks all objects,
because comments, form values, bookmarks, properties and attachments are in no page's text.
"""

import ctypes
import re
from functools import partial
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from .eyes import LONGEST
from .parts import Extract, within
from .xml_text import text_of

_MAX_PAGES = 3_000
_MAX_VERSIONS = 8
_IMAGE_SHARE = 0.04
_FEW_CHARACTERS = 12
_GARBLED_SHARE = 0.3
_SPACE = re.compile(r"\s+")
_ODD = re.compile("[\ufffd\ue000-\uf8ff]")
_NO_WORDS = frozenset(["/ID", "/Registry", "/Ordering", "/CharSet", "/FontFamily", "/Cert", "/Contents/Sig", "/O", "/U", "/OE", "/UE", "/Perms", "/DA", "/DS", "/Lang", "/Panose", "/CharProcs", "/ByteRange"])  # fmt: skip
_WHERE = ((["/Author", "/Title", "/Subject", "/Keywords", "/Creator", "/Producer"], "文档属性"), (["/V", "/DV", "/TU", "/T"], "表单和批注"), (["/Contents", "/RC"], "批注"), (["/F", "/UF", "/Desc"], "附件名称"))  # fmt: skip


def read_pdf(extract: Extract, where: str, data: bytes, inside: Any) -> None:
    """Add all texts of a PDF; embedded files go to ``inside(where, data)``."""
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        extract.cannot_read(where, "encrypted" if "assword" in str(error) else "broken")
        return
    try:
        _pages(extract, where, document)
    finally:
        document.close()
    _objects(extract, where, data, inside)
    _earlier_versions(extract, where, data)


def _pages(extract: Extract, where: str, document: pdfium.PdfDocument) -> None:
    pages: dict[str, list[int]] = {
        "scan": [],
        "scan_read": [],
        "image": [],
        "image_read": [],
        "garbled": [],
        "broken": [],
    }
    previous = None
    for number in range(1, min(len(document), _MAX_PAGES) + 1):
        try:
            page = document[number - 1]
            text = _page_text(page)
            share = _image_share(page)
        except pdfium.PdfiumError:
            pages["broken"].append(number)
            continue
        # The page before stays open until now: with the last page that uses it, pdfium would drop a font and load it again.
        if previous is not None:
            previous.close()
        previous = page
        letters = len(_SPACE.sub("", text))
        if len(_ODD.findall(text)) > _GARBLED_SHARE * max(letters, 1):
            pages["garbled"].append(number)
        place = within(where, f"第{number}页")
        extract.text(place, text)
        is_scan = bool(share) and letters < _FEW_CHARACTERS
        if is_scan or share >= _IMAGE_SHARE:
            read = extract.picture(place, partial(_drawn, page))
            pages[f"{'scan' if is_scan else 'image'}{'_read' if read else ''}"].append(number)
    for reason, numbers in pages.items():
        if numbers:
            extract.cannot_read(within(where, _page_list(numbers)), reason)
    if len(document) > _MAX_PAGES:
        extract.cannot_read(within(where, f"第{_MAX_PAGES + 1}页起"), "too_large")


def _page_text(page: pdfium.PdfPage) -> str:
    """Every character of the page, also outside its borders; a word broken at a line's end by a hyphen keeps it."""
    text_page = page.get_textpage()
    try:
        text: str = text_page.get_text_range()
    finally:
        text_page.close()
    return text.replace("\r\n", "\n").replace("\ufffe", "-")


def _drawn(page: pdfium.PdfPage) -> Any:
    """Return the page as a picture."""
    return page.render(scale=LONGEST / max(*page.get_size(), 1.0)).to_pil()


def _image_share(page: pdfium.PdfPage) -> float:
    """Return the largest share of the page that one picture covers (0: none); drawn outlines of letters count as none."""
    width, height = page.get_size()
    largest = _largest_image(page.raw, raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject, 0)
    return max(min(1.0, largest / max(width * height, 1.0)), 0.001) if largest else 0.0


def _largest_image(holder: Any, count: Any, get: Any, depth: int) -> float:
    """Return the area in square points of the largest picture in a page or form; through pdfium's own calls, for speed."""
    largest = 0.0
    for index in range(count(holder)):
        found = get(holder, index)
        kind = raw.FPDFPageObj_GetType(found)
        if kind == raw.FPDF_PAGEOBJ_IMAGE:
            sides = [ctypes.c_float() for _ in range(4)]
            raw.FPDFPageObj_GetBounds(found, *sides)
            left, bottom, right, top = (side.value for side in sides)
            largest = max(largest, abs((right - left) * (top - bottom)), 0.01)
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth < 4:
            inner = _largest_image(found, raw.FPDFFormObj_CountObjects, raw.FPDFFormObj_GetObject, depth + 1)
            largest = max(largest, inner)
    return largest


def _page_list(pages: list[int]) -> str:
    shown = "、".join(map(str, pages[:20]))
    return f"第{shown}页" if len(pages) <= 20 else f"第{shown}…页（共{len(pages)}页）"


def _objects(extract: Extract, where: str, data: bytes, inside: Any) -> None:
    """Strings of every object, XMP, and embedded files, also such that nothing refers to any more."""
    try:
        document = pikepdf.open(BytesIO(data))
    except (pikepdf.PdfError, pikepdf.PasswordError):
        extract.cannot_read(within(where, "文档属性和附件"), "broken")
        return
    words: dict[str, dict[str, None]] = {}
    names: list[str] = []
    with document:
        for found in document.objects:
            try:
                _strings(found, words, names, 0)
                if isinstance(found, pikepdf.Stream):
                    _stream(extract, where, found, inside, names)
            except (pikepdf.PdfError, ValueError, TypeError, RuntimeError, OverflowError):
                extract.cannot_read(within(where, "部分对象"), "broken")
    for label, texts in words.items():
        extract.text(within(where, label), "\n".join(texts))


def _strings(
    found: Any, words: dict[str, dict[str, None]], names: list[str], depth: int, label: str = "文档属性"
) -> None:
    if depth > 12:
        return
    if isinstance(found, pikepdf.Stream):
        found = found.stream_dict
    if isinstance(found, pikepdf.Dictionary):
        if found.get("/Type") == pikepdf.Name("/Sig") or "/CharProcs" in found or "/FontDescriptor" in found:
            return
        for key, value in found.items():
            if isinstance(value, pikepdf.Object) and value.is_indirect and not isinstance(value, pikepdf.String):
                continue
            if key in _NO_WORDS or (key == "/Contents" and not isinstance(value, pikepdf.String)):
                continue
            inner = next((name for keys, name in _WHERE if key in keys), "其他文字")
            _strings(value, words, names, depth + 1, inner)
    elif isinstance(found, pikepdf.Array):
        for value in found:
            if not (isinstance(value, pikepdf.Object) and value.is_indirect):
                _strings(value, words, names, depth + 1, label)
    elif isinstance(found, pikepdf.String):
        text = str(found)
        if len(text) > 1 and sum(char.isprintable() or char.isspace() for char in text) > 0.8 * len(text):
            words.setdefault(label, {})[text] = None
            if label == "附件名称":
                names.append(text)


def _stream(extract: Extract, where: str, found: pikepdf.Stream, inside: Any, names: list[str]) -> None:
    kind = str(found.stream_dict.get("/Type", ""))
    if kind == "/Metadata":
        try:
            extract.text(within(where, "文档属性（XMP）"), text_of(found.read_bytes(), attributes=True)[0])
        except ValueError:
            extract.text(within(where, "文档属性（XMP）"), found.read_bytes().decode("utf-8", "ignore"))
    elif kind == "/EmbeddedFile":
        body = found.read_bytes()
        extract.unfold(len(body))
        inside(within(where, f"附件 {names[-1] if names else ''}".strip()), body)


_END = re.compile(rb"%%EOF")


def _earlier_versions(extract: Extract, where: str, data: bytes) -> None:
    """Read each earlier saved version of the same file: what was deleted in an editor often still stands there."""
    ends = [match.end() for match in _END.finditer(data)][:-1]
    shown = {part.text for part in extract.parts}
    for version, end in enumerate(ends[-_MAX_VERSIONS:], 1):
        try:
            document = pdfium.PdfDocument(data[: end + 1])
        except pdfium.PdfiumError:
            continue
        try:
            for number in range(min(len(document), 200)):
                text = _page_text(document[number])
                if text not in shown:
                    extract.text(within(where, f"早先版本{version}第{number + 1}页"), text)
                    shown.add(text)
        except pdfium.PdfiumError:
            continue
        finally:
            document.close()
