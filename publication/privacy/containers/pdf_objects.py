"""Objects of a PDF: strings, form data, scripts, embedded files and what annotations show; also such that nothing refers to."""

from io import BytesIO
from typing import Any

import pikepdf

from .parts import Extract, within
from .plain import decode
from .xml_text import text_of

_NO_WORDS = frozenset(["/ID", "/Registry", "/Ordering", "/CharSet", "/FontFamily", "/Cert", "/Contents/Sig", "/O", "/U", "/OE", "/UE", "/Perms", "/DA", "/DS", "/Lang", "/Panose", "/CharProcs", "/ByteRange"])  # fmt: skip
_WHERE = ((["/Author", "/Title", "/Subject", "/Keywords", "/Creator", "/Producer"], "文档属性"), (["/V", "/DV", "/TU", "/T"], "表单和批注"), (["/Contents", "/RC"], "批注"), (["/F", "/UF", "/Desc"], "附件名称"))  # fmt: skip
#: Keys whose streams are texts: form data, scripts, rich text, values of fields.
_TEXTS = {
    "/XFA": "表单数据",
    "/JS": "脚本",
    "/RC": "批注",
    "/RV": "表单和批注",
    "/V": "表单和批注",
    "/DV": "表单和批注",
}
_MOST_LOOKS = 2_000


class _Noted:
    """What the dictionaries say about streams, by the stream's own number: embedded files, texts, appearances."""

    def __init__(self) -> None:
        self.files: dict[tuple[int, int], str] = {}
        self.texts: dict[tuple[int, int], str] = {}
        self.looks: dict[tuple[int, int], pikepdf.Stream] = {}

    def note(self, owner: pikepdf.Dictionary, key: str, value: Any) -> None:
        """Look at one entry of a dictionary."""
        if key == "/EF":
            name = str(owner.get("/UF", owner.get("/F", "")))
            self.files.update((stream.objgen, name) for stream in _streams(value))
        elif key in _TEXTS:
            self.texts.update((stream.objgen, _TEXTS[key]) for stream in _streams(value))
        elif key == "/AP":
            self.looks.update((stream.objgen, stream) for stream in _streams(value))


def _streams(value: Any, depth: int = 0) -> list[pikepdf.Stream]:
    """Return the streams in a value, in arrays and dictionaries too."""
    if isinstance(value, pikepdf.Stream):
        return [value]
    if depth > 3 or not isinstance(value, pikepdf.Array | pikepdf.Dictionary):
        return []
    inner = list(value) if isinstance(value, pikepdf.Array) else [found for _, found in value.items()]
    return [stream for found in inner for stream in _streams(found, depth + 1)]


def read_objects(extract: Extract, where: str, data: bytes, inside: Any) -> bytes | None:
    """Add strings of every object, XMP, form data and scripts; embedded files go to ``inside(where, data)``.

    Returns a PDF with a page for each appearance of an annotation, or None where there is none.
    """
    try:
        document = pikepdf.open(BytesIO(data))
    except (pikepdf.PdfError, pikepdf.PasswordError):
        extract.cannot_read(within(where, "文档属性和附件"), "broken")
        return None
    words: dict[str, dict[str, None]] = {}
    names: list[str] = []
    noted = _Noted()
    looks = None
    with document:
        streams = []
        for found in document.objects:
            try:
                _strings(found, words, names, noted, 0)
            except (pikepdf.PdfError, ValueError, TypeError, RuntimeError, OverflowError):
                extract.cannot_read(within(where, "部分对象"), "broken")
            if isinstance(found, pikepdf.Stream):
                streams.append(found)
        for stream in streams:
            try:
                _stream(extract, where, stream, inside, names, noted)
            except (pikepdf.PdfError, ValueError, TypeError, RuntimeError, OverflowError):
                extract.cannot_read(within(where, "部分对象"), "broken")
        if noted.looks:
            if len(noted.looks) > _MOST_LOOKS:
                extract.cannot_read(within(where, "批注和表单的外观"), "too_large")
            try:
                looks = _as_pages(document, list(noted.looks.values())[:_MOST_LOOKS])
            except (pikepdf.PdfError, ValueError, TypeError, RuntimeError, OverflowError):
                extract.cannot_read(within(where, "批注和表单的外观"), "broken")
    for label, texts in words.items():
        extract.text(within(where, label), "\n".join(texts))
    return looks


def _as_pages(document: pikepdf.Pdf, looks: list[pikepdf.Stream]) -> bytes:
    """Return a PDF that shows each appearance on a page of its own."""
    made = pikepdf.Pdf.new()
    for look in looks:
        page = made.add_blank_page(page_size=(600, 800))
        form = made.copy_foreign(look)
        form.stream_dict.Type, form.stream_dict.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
        if "/BBox" in form.stream_dict:
            page.obj.MediaBox = form.stream_dict.BBox
        page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Look=form))
        page.obj.Contents = made.make_stream(b"/Look Do")
    buffer = BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def _strings(
    found: Any, words: dict[str, dict[str, None]], names: list[str], noted: _Noted, depth: int, label: str = "文档属性"
) -> None:
    if depth > 12:
        return
    if isinstance(found, pikepdf.Stream):
        found = found.stream_dict
    if isinstance(found, pikepdf.Dictionary):
        if found.get("/Type") == pikepdf.Name("/Sig") or "/CharProcs" in found or "/FontDescriptor" in found:
            return
        for key, value in found.items():
            noted.note(found, key, value)
            if isinstance(value, pikepdf.Object) and value.is_indirect and not isinstance(value, pikepdf.String):
                continue
            if key in _NO_WORDS or (key == "/Contents" and not isinstance(value, pikepdf.String)):
                continue
            inner = next((name for keys, name in _WHERE if key in keys), "其他文字")
            _strings(value, words, names, noted, depth + 1, inner)
    elif isinstance(found, pikepdf.Array):
        for value in found:
            if not (isinstance(value, pikepdf.Object) and value.is_indirect):
                _strings(value, words, names, noted, depth + 1, label)
    elif isinstance(found, pikepdf.String):
        text = str(found)
        if len(text) > 1 and sum(char.isprintable() or char.isspace() for char in text) > 0.8 * len(text):
            words.setdefault(label, {})[text] = None
            if label == "附件名称":
                names.append(text)


def _stream(extract: Extract, where: str, found: pikepdf.Stream, inside: Any, names: list[str], noted: _Noted) -> None:
    kind, key = str(found.stream_dict.get("/Type", "")), found.objgen
    if kind == "/Metadata":
        _text_stream(extract, within(where, "文档属性（XMP）"), found)
    elif kind == "/EmbeddedFile" or key in noted.files:
        body = found.read_bytes()
        extract.unfold(len(body))
        name = noted.files.get(key) or (names[-1] if names else "")
        inside(within(where, f"附件 {name}".strip()), body)
    elif key in noted.texts:
        _text_stream(extract, within(where, noted.texts[key]), found)


def _text_stream(extract: Extract, where: str, found: pikepdf.Stream) -> None:
    """Add a stream that is XML, a piece of XML, or plain text."""
    body = found.read_bytes()
    extract.unfold(len(body))
    try:
        now, _, notes = text_of(body, attributes=True)
    except ValueError:
        text = decode(body)
        if text is None:
            extract.cannot_read(where, "garbled")
            return
        now, notes = text.replace("<", "\n<"), ""
    extract.text(where, f"{now}\n{notes}")
