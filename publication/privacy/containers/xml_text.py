"""Text of the XML inside office files, run by run, with tracked changes told apart; entity bombs are refused."""

from contextlib import suppress
from io import BytesIO
from typing import Any
from xml.sax import SAXException
from xml.sax.handler import ContentHandler, feature_namespaces

from defusedxml.common import DefusedXmlException
from defusedxml.sax import make_parser

_INLINE = frozenset(["t", "delText", "instrText", "delInstrText", "span", "a", "s", "r", "author-initials"])
_BREAKS = frozenset(["br", "cr", "si", "line-break", "comment", "annotation", "item"])
_PARAGRAPHS = frozenset(("p", "h"))
_ROWS = frozenset(("tr", "table-row"))
_CELLS = frozenset(("tc", "table-cell", "covered-table-cell", "tab"))
_REMOVED = frozenset(("del", "moveFrom", "deletion"))
_ADDED = frozenset(("ins", "moveTo", "insertion"))
#: Attributes in which people leave words: descriptions, authors, link targets, values of form fields and of properties.
_ATTRIBUTES = frozenset(
    [
        "descr",
        "title",
        "author",
        "creator",
        "initials",
        "Target",
        "tooltip",
        "href",
        "string-value",
        "name",
        "alt",
        "prompt",
        "promptTitle",
        "error",
        "errorTitle",
        "alias",
        "display",
        "displayName",
        "userId",
        "v",
        "string",
        "value",
    ]
)

#: Attributes of shapes and of the programs' own bookkeeping: figures that are nobody's.
_GEOMETRY = frozenset(
    [
        "d", "path", "points", "viewBox", "coordsize", "coordorigin", "adj", "gfxdata", "enhanced-path", "spans", "sqref",
        "paraId", "textId", "durableId", "hashValue", "saltValue", "hash", "salt", "glue-points", "polygon",
    ]
)  # fmt: skip


#: An open paragraph or table row: its text as it stands, as it stood before tracked changes, and whether it is a row.
_Open = tuple[list[str], list[str], bool]


class _Handler(ContentHandler):
    """Collects the text as it stands (``now``), as it stood before tracked changes (``before``), and attribute texts."""

    def __init__(self, attributes: bool) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.earlier: list[str] = []
        self.notes: list[str] = []
        self._attributes = attributes
        self._stack: list[_Open] = [([], [], False)]
        self._removed = self._added = 0
        self._direct = [False]

    def startElementNS(self, name: Any, qname: Any, attrs: Any) -> None:  # noqa: N802
        local = name[1]
        self._direct.append(False)
        if local in _PARAGRAPHS or local in _ROWS:
            self._stack.append(([], [], local in _ROWS))
        elif local in _REMOVED:
            self._removed += 1
        elif local in _ADDED:
            self._added += 1
        elif local == "noBreakHyphen":
            self.characters("-")
        elif local == "sym":
            self._symbol(attrs)
        elif local == "s" and name[0] and "opendocument" in name[0]:
            self.characters(" ")
        if self._attributes:
            for key, value in attrs.items():
                if (key[1] in _ATTRIBUTES and len(value) > 1) or _is_telling(key[1], value):
                    self.notes.append(value)

    def _symbol(self, attrs: Any) -> None:
        """A character written by its place in a font (Word's w:sym); symbol fonts stand in the private area from F000 on."""
        code = next((value for key, value in attrs.items() if key[1] == "char"), "")
        with suppress(ValueError, OverflowError):
            point = int(code, 16)
            self.characters(chr(point - 0xF000 if 0xF020 <= point <= 0xF0FF else point))
            self._direct[-1] = False

    def characters(self, content: str) -> None:
        now, before, _ = self._stack[-1]
        if not self._removed:
            now.append(content)
        if not self._added:
            before.append(content)
        self._direct[-1] = True

    def endElementNS(self, name: Any, qname: Any) -> None:  # noqa: N802
        local = name[1]
        direct = self._direct.pop()
        if (local in _PARAGRAPHS or local in _ROWS) and len(self._stack) > 1:
            self._close()
        elif local in _CELLS:
            self._both("\t")
        elif local in _BREAKS or (direct and local not in _INLINE and local not in _REMOVED and local not in _ADDED):
            self._both("\n")
        if local in _REMOVED:
            self._removed -= 1
        elif local in _ADDED:
            self._added -= 1

    def endDocument(self) -> None:  # noqa: N802
        while self._stack:
            self._flush(*self._stack.pop())

    def _both(self, separator: str) -> None:
        now, before, _ = self._stack[-1]
        now.append(separator)
        before.append(separator)
        if len(self._stack) == 1 and separator == "\n" and len(now) > 200:
            self._flush(*self._stack.pop())
            self._stack.append(([], [], False))

    def _close(self) -> None:
        """End a paragraph or row; a cell's paragraphs stay in their row, so that the column's header can be found."""
        now, before, is_row = self._stack.pop()
        parent = self._stack[-1]
        if parent[2] and not is_row:
            parent[0].extend((*now, " "))
            parent[1].extend((*before, " "))
        else:
            self._flush(now, before, is_row)

    def _flush(self, now: list[str], before: list[str], is_row: bool) -> None:
        text, earlier = "".join(now), "".join(before)
        if text.strip():
            self.lines.append(text)
        if earlier != text and earlier.strip():
            self.earlier.append(earlier)


def _is_telling(key: str, value: str) -> bool:
    """Tell whether an attribute holds a number, a mail address or Chinese words, whatever it is called."""
    if value.isascii() and len(value) < 7:
        return False
    if key in _GEOMETRY or key.startswith("rsid"):
        return False
    return not value.isascii() or "@" in value or sum(map(str.isdigit, value)) >= 7


def text_of(data: bytes, *, attributes: bool = False) -> tuple[str, str, str]:
    """Return (text, text before tracked changes where it differs, texts of attributes) of an XML document.

    Raises:
        ValueError: not well-formed, or it declares entities.
    """
    handler = _Handler(attributes)
    parser = make_parser()
    parser.setFeature(feature_namespaces, True)
    parser.setContentHandler(handler)
    try:
        parser.parse(BytesIO(data))
    except (SAXException, DefusedXmlException, UnicodeError) as error:
        raise ValueError(type(error).__name__) from None
    return "\n".join(handler.lines), "\n".join(handler.earlier), "\n".join(handler.notes)
