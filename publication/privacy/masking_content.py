"""Masking the content of one version: what is found in it, and passages that a person names."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from .cleaning import Cleaner
from .digests import content_digest
from .kinds import Finding
from .masks import Masker
from .page_texts import PageText, findings_in, texts_of

#: What stands in the place of a passage that a person names.
MASK = "***"
#: Between a passage and what is to stand in its place.
INSTEAD = "=>"

Found = Sequence[tuple[PageText, Finding]]


def found_in(model: type, data: dict[str, Any]) -> list[tuple[PageText, Finding]]:
    """Return everything personal in the texts of a page of type ``model`` whose content is ``data``."""
    return [(text, item) for text in texts_of(model, data) for item in findings_in(text)]


def cleaner_for(chosen: Found, everything: Found, passages: Mapping[str, str] | None = None) -> Cleaner:
    """Return what masks ``chosen``; with every name of the content, so that namesakes are told apart. ``passages``: text → its mask."""
    masker = Masker(item.value for _, item in everything if item.kind == "name")
    written = {
        text.text[item.start : item.end]: masker.mask(item.kind, item.value)
        for text, item in chosen
        if item.kind not in ("minor", "health") and item.end - item.start > 3
    }
    names = {
        text.text[item.start : item.end]: masker.mask(item.kind, item.value)
        for text, item in chosen
        if item.kind == "name" and item.end - item.start > 1
    }
    digests = {content_digest(item.kind, item.value) for _, item in chosen}
    return Cleaner(digests, masker, {**written, **(passages or {})}, names)


def passages_of(lines: str) -> dict[str, str]:
    """Read passages, one a line (“text” or “text=>instead”), as text → what stands in its place."""
    found = {}
    for line in lines.splitlines():
        text, _, instead = line.partition(INSTEAD)
        if text.strip():
            found[text.strip()] = instead.strip() or MASK
    return found


def missing_from(model: type, data: dict[str, Any], passages: Iterable[str]) -> list[int]:
    """Return which of the passages (counted from one) stand in no text of the content."""
    texts = [found.text for found in texts_of(model, data)]
    return [place for place, passage in enumerate(passages, start=1) if not any(passage in text for text in texts)]
