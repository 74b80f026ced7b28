"""How a header cell is compared: every way of writing one column's name comes to the same key."""

import re
from collections.abc import Iterator
from functools import lru_cache

from publication.text import strip_spaces

from .columns import Column

_MARKS = re.compile(r"^(?:[*★☆●#✱∗]|\d{1,2}[.、．])+|[*★☆●#✱∗:：]+$")
_REQUIRED = re.compile(r"[(\[]?(?:必填项?|选填项?|非必填项?|可选|可为空|必录)[)\]]?")
_ASIDE = re.compile(r"\(([^()]*)\)")
_NUMBERED = re.compile(r"^(?:行政)?(?:相对人|被处罚人)?代码[_\-—]?[1-9一二三四五六]?$")
_CODE = re.compile(r"(?<![A-Z0-9])(?:(?:XK|CF)_[A-Z0-9_]+|BZ|SJC|DFBM|FDDB)(?![A-Z0-9_])", re.ASCII)
_PUNCTUATION = re.compile(r"[、,，;；/_\-—·\s\"“”'‘’]")
_QUOTES = re.compile(r"[\"“”'‘’「」]")
_YUAN = re.compile(r"(?<!万)(?:元|圆)|角|分")


@lru_cache(maxsize=2048)
def header_text(raw: str) -> str:
    """A header without spaces, line breaks, width, required marks and trailing colons; capitals; brackets are ()."""
    text = strip_spaces(raw).upper().replace("[", "(").replace("]", ")").replace("【", "(").replace("】", ")")
    return _MARKS.sub("", _REQUIRED.sub("", _MARKS.sub("", text)))


@lru_cache(maxsize=2048)
def header_keys(raw: str) -> tuple[str, ...]:
    """The keys by which a header may be known, best first: its name, and its name without what stands in brackets.

    For 行政相对人代码_n what stands in the brackets decides, since the numbering differs between systems.
    """
    text = _CODE.sub("", header_text(raw)) or header_text(raw)
    asides = [aside for aside in _ASIDE.findall(text) if aside]
    bare = _ASIDE.sub("", text)
    if _NUMBERED.match(_QUOTES.sub("", bare)):
        return tuple(_plain(aside) for aside in asides)
    keys = [_plain(text.replace("(", "").replace(")", "")), _plain(bare)]
    return tuple(dict.fromkeys(key for key in keys if key))


def header_codes(raw: str) -> list[str]:
    """Codes of the data standard in a header (``CF_WSH``, also in lower case or beside the name)."""
    return _CODE.findall(header_text(raw))


def is_in_yuan(raw: str) -> bool:
    """Tell whether a header of an amount says a unit other than 万元."""
    return any(_YUAN.search(aside) for aside in _ASIDE.findall(header_text(raw)))


def _plain(text: str) -> str:
    return _PUNCTUATION.sub("", _MARKS.sub("", text))


def keys_of(column: Column) -> Iterator[str]:
    """All keys by which ``column`` is known: names, aliases and codes."""
    for name in (column.label, *column.aliases):
        yield from header_keys(name)
    yield column.code
    yield from column.code_aliases
