"""A regulation's body (a StreamField of headings and articles) and its rows, both ways."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db import models

from .outline import Row, number_anew, number_missing, rows_of_body


def _number(body: Any, change: Callable[[list[Row]], None]) -> None:
    rows = rows_of_body(body)
    change(rows)
    for block, row in zip(body, rows, strict=True):
        block.value["number"] = row.number
        if row.is_article:
            block.value["sub"] = row.sub or None


def one_line_end(text: str) -> str:
    """Return a text with ``\\n`` at the end of each line, however it was sent."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def unify_line_ends(page: Any) -> None:
    """Give the texts of a page, and of the child rows at hand (no query), one kind of line end."""
    held = page.__dict__.get("_cluster_related_objects", {})
    for item in (page, *(row for rows in held.values() for row in rows)):
        for field in item._meta.fields:
            if isinstance(field, models.TextField) and isinstance(value := getattr(item, field.attname), str):
                setattr(item, field.attname, one_line_end(value))


def tidy(body: Any) -> None:
    """Give the articles' texts one kind of line end, in place."""
    for block in body:
        text = block.value.get("text")
        if text and "\r" in text:
            block.value["text"] = one_line_end(text)


def fill_numbers(body: Any) -> None:
    """Number in place what has no number."""
    if any(block.value.get("number") is None for block in body):
        _number(body, number_missing)


def fill_numbers_anew(body: Any) -> None:
    """Number in place everything from one on."""
    _number(body, number_anew)


def as_stream(rows: Iterable[Row]) -> list[tuple[str, dict[str, Any]]]:
    """Return rows as a body's value."""
    return [
        (row.kind, {"number": row.number, "sub": row.sub or None, "text": row.text})
        if row.is_article
        else (row.kind, {"number": row.number, "title": " ".join(row.text.split())})
        for row in rows
    ]
