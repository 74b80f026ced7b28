"""The text of an object's search fields, analysed."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Manager
from modelsearch.index import AutocompleteField, RelatedFields, SearchField

from .analysis import indexed, storable


def plain_text(value: Any) -> str:
    """Return a search field's value as text; lists and mappings are joined."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return " ".join(plain_text(item) for item in value)
    if isinstance(value, dict):
        return " ".join(plain_text(item) for item in value.values())
    return "" if value is None else str(value)


def _values(obj: Any, field: Any) -> Iterator[tuple[Any, str]]:
    if isinstance(field, SearchField | AutocompleteField):
        yield field, plain_text(field.get_value(obj))
    elif isinstance(field, RelatedFields):
        related = field.get_value(obj)
        if related is None:
            return
        for item in related.all() if isinstance(related, Manager) else [related() if callable(related) else related]:
            for sub_field in field.fields:
                yield from _values(item, sub_field)


def analysed(obj: Any) -> tuple[str, str, str]:
    """Return (title, body, autocomplete) of ``obj`` as space-separated tokens."""
    title, body, complete = [], [], []
    for field in obj.get_search_fields():
        for found, text in _values(obj, field):
            if isinstance(found, AutocompleteField):
                complete.append(text)
            elif found.field_name == "title":
                title.append(text)
            else:
                body.append(text)
    return tuple(indexed("\n".join(texts)) for texts in (title, body, complete))  # type: ignore[return-value]


def as_written(obj: Any, longest: int = 20_000) -> tuple[str, str]:
    """Return (title, body) of ``obj`` as they are written, for engines that compare letter by letter (fuzzy search)."""
    title, body = [], []
    for field in obj.get_search_fields():
        for found, text in _values(obj, field):
            if isinstance(found, SearchField):
                (title if found.field_name == "title" else body).append(text)
    return storable("\n".join(title)), storable("\n".join(body)[:longest])
