"""What a reader sees of an answer: its text, its spoken names, and the words in the data that the admin's scripts show."""

import json
import re
from html.parser import HTMLParser
from typing import Any

#: Attributes that are read out or shown.
SPOKEN = {"aria-label", "aria-description", "aria-roledescription", "title", "placeholder", "alt", "label"}
#: Elements whose content nobody reads, or that hold what users typed.
SILENT = {"script", "style", "svg", "textarea", "template", "noscript", "code", "pre"}
#: Attributes of elements that stay hidden, or that scripts fill before they show them.
_UNSEEN = {"data-side-panel-toggle-counter"}
_VOID = {
    "area",
    "base",
    "br",
    "col",
    "embed",
    "hr",
    "img",
    "input",
    "link",
    "meta",
    "source",
    "track",
    "wbr",
    "path",
    "use",
}
_RUN = re.compile(r"[A-Za-z][A-Za-z'’]+(?:[ \-/][A-Za-z'’]+)*")
_NOT_PROSE = re.compile(
    r"https?://\S+|\b\w*\d\w*\b|[\w.+-]+@[\w.-]+|/[\w%./-]+|\S+\.\w{2,5}\b|%\(\w+\)s|\{\w*\}|&\w+;|[\w-]*_[\w-]*|#\S+"
)
#: Words that are written so in Chinese too.
_ABBREVIATIONS = """URL URLs CSV TSV XLSX XLS ODS PDF HTML ID IDs ICP JSON DOCX DOC ODT TXT ZIP JPG JPEG PNG GIF WEBP AVIF SVG HEIC
ICO API KB MB GB HTTP HTTPS UTC WPS pdf docx xlsx doc xls odt ods csv txt zip"""
_KEYS_AND_PRODUCTS = "Ctrl Alt Shift Cmd Enter Esc Del Tab Excel Word JavaScript"
ALLOWED = frozenset(f"{_ABBREVIATIONS} {_KEYS_AND_PRODUCTS}".split())


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[str] = []
        self.links: list[str] = []
        self.data: list[Any] = []
        self.silent: list[str] = []
        self.json = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag in SILENT or self.silent or _UNSEEN & set(values) or _hidden_column(values):
            if tag not in _VOID:
                self.silent.append(tag)
            self.json = tag == "script" and values.get("type") == "application/json"
            if tag not in {"template"} and "template" not in self.silent:
                return
        for name, value in values.items():
            if name in SPOKEN:
                self.texts.append(value)
            elif name in {"href", "action", "data-url", "src"} or name.endswith(("-url-value", "-url")):
                self.links.append(value)
            elif name.startswith("data-") and value[:1] in "{[":
                self._add(value)
        if tag == "input" and values.get("type") in {"submit", "button"}:
            self.texts.append(values.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if self.silent and tag in self.silent:
            while self.silent.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if self.silent and self.silent[-1] == "script" and self.json:
            self._add(data)
        elif not self.silent or self.silent == ["template"]:
            self.texts.append(data)

    def _add(self, text: str) -> None:
        try:
            self.data.append(json.loads(text))
        except ValueError:
            return


def _hidden_column(values: dict[str, str]) -> bool:
    return values.get("class") == "app-label" and "hidden" in values


def read(html: str) -> tuple[list[str], list[str]]:
    """Return the texts that a reader can meet in ``html``, and the addresses that it leads to."""
    reader = _Reader()
    reader.feed(html)
    texts, links = reader.texts, reader.links
    for value in reader.data:
        for leaf in leaves(value):
            if leaf.startswith("/"):
                links.append(leaf)
            elif "<" in leaf and ">" in leaf:
                more, further = read(leaf)
                texts += more
                links += further
            elif _sentence(leaf):
                texts.append(leaf)
    return texts, links


def leaves(value: Any, key: str = "") -> list[str]:
    """Return every string in a value made of lists and dictionaries, without what is typed by users or meant for code."""
    if isinstance(value, str):
        return [value] if key not in {"value", "className", "class", "icon_name", "attrs", "_type"} else []
    if isinstance(value, dict):
        return [leaf for name, item in value.items() for leaf in leaves(item, name)]
    if isinstance(value, list):
        return [leaf for item in value for leaf in leaves(item, key)]
    return []


def _sentence(text: str) -> bool:
    """Tell a label or sentence from an identifier: a capital and small letters, or words with spaces."""
    return bool(re.fullmatch(r"[A-Z][a-z]+[.…!?:]?|.*[A-Za-z]{2,} [A-Za-z]{2,}.*", text, re.DOTALL)) and not re.search(
        r"w-\w|icon-|^[a-z-]+( [a-z]+-[\w-]+)+$", text
    )


def english(text: str, known: frozenset[str] = frozenset()) -> list[str]:
    """Return the runs of English words in ``text`` that have no place in a Chinese interface."""
    found = []
    for run in _RUN.findall(_NOT_PROSE.sub(" ", text)):
        words = [word for word in re.split(r"[ \-/]", run) if word not in ALLOWED and word not in known]
        if words:
            found.append(run)
    return found
