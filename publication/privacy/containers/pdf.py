"""PDF: page text (also under black boxes, in invisible ink and in earlier versions of the file), strings, embedded files.

pdfium reads the pages, because it sees every glyph that is drawn whatever lies over it; pikepdf (qpdf) walks all objects,
because comments, form values, bookmarks, properties and attachments are in no page's text.
"""

import ctypes
import re
from collections.abc import Iterator
from functools import partial
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from .eyes import LONGEST
from .parts import Extract, within
from .pdf_objects import read_objects

_MAX_PAGES = 3_000
_MAX_VERSIONS = 8
#: All pictures of a page together cover this much of it, or one has the shape of a line of writing: a person looks at the page.
_IMAGE_SHARE = 0.04
_LINE_HEIGHT = 8.0
_LINE_ASPECT = 3.0
#: Strokes on a page without text from which they may be letters that were turned into outlines.
_OUTLINES = 30
_FEW_CHARACTERS = 12
_GARBLED_SHARE = 0.3
_SPACE = re.compile(r"\s+")
_ODD = re.compile("[\ufffd\ue000-\uf8ff]")


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
    looks = read_objects(extract, where, data, inside)
    if looks is not None:
        _appearances(extract, where, looks)
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
            pictures = _pictures(page)
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
        is_scan = letters < _FEW_CHARACTERS and (bool(pictures) or _strokes(page) >= _OUTLINES)
        if is_scan or _may_hold_writing(page, pictures):
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


def _may_hold_writing(page: pdfium.PdfPage, pictures: list[tuple[float, float]]) -> bool:
    """Tell whether pictures (width, height in points) cover much of a page, also in strips, or one is shaped like a line."""
    width, height = page.get_size()
    if sum(wide * high for wide, high in pictures) >= _IMAGE_SHARE * max(width * height, 1.0):
        return True
    return any(min(sides) >= _LINE_HEIGHT and max(sides) >= _LINE_ASPECT * min(sides) for sides in pictures)


def _pictures(page: pdfium.PdfPage) -> list[tuple[float, float]]:
    """Return the sizes of all pictures of a page in points; drawn outlines of letters count as none."""
    found: list[tuple[float, float]] = []
    for item in _drawn_objects(page, raw.FPDF_PAGEOBJ_IMAGE):
        sides = [ctypes.c_float() for _ in range(4)]
        raw.FPDFPageObj_GetBounds(item, *sides)
        left, bottom, right, top = (side.value for side in sides)
        found.append((abs(right - left), abs(top - bottom)))
    return found


def _strokes(page: pdfium.PdfPage) -> int:
    """Return how many strokes the drawn lines of a page are made of."""
    return sum(max(raw.FPDFPath_CountSegments(item), 0) for item in _drawn_objects(page, raw.FPDF_PAGEOBJ_PATH))


def _drawn_objects(page: pdfium.PdfPage, wanted: int) -> Iterator[Any]:
    """Yield the objects of one kind in a page and its forms; through pdfium's own calls, for speed."""
    yield from _within_holder(page.raw, wanted, raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject, 0)


def _within_holder(holder: Any, wanted: int, count: Any, get: Any, depth: int) -> Iterator[Any]:
    for index in range(count(holder)):
        found = get(holder, index)
        kind = raw.FPDFPageObj_GetType(found)
        if kind == wanted:
            yield found
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth < 4:
            yield from _within_holder(found, wanted, raw.FPDFFormObj_CountObjects, raw.FPDFFormObj_GetObject, depth + 1)


def _appearances(extract: Extract, where: str, looks: bytes) -> None:
    """Read what stamps, notes and form fields show (each on a page of its own): it is in no page's text."""
    label = within(where, "批注和表单的外观")
    try:
        document = pdfium.PdfDocument(looks)
    except pdfium.PdfiumError:
        extract.cannot_read(label, "broken")
        return
    try:
        for number in range(len(document)):
            page = document[number]
            extract.text(label, _page_text(page))
            if any(min(sides) >= _LINE_HEIGHT for sides in _pictures(page)):
                read = extract.picture(label, partial(_drawn, page))
                extract.cannot_read(label, "image_read" if read else "image")
    except pdfium.PdfiumError:
        extract.cannot_read(label, "broken")
    finally:
        document.close()


def _page_list(pages: list[int]) -> str:
    shown = "、".join(map(str, pages[:20]))
    return f"第{shown}页" if len(pages) <= 20 else f"第{shown}…页（共{len(pages)}页）"


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
