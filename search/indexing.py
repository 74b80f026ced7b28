"""The text of an object's search fields, analysed."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import CharField, Manager, SlugField, TextField
from modelsearch.index import AutocompleteField, RelatedFields, SearchField

from .analysis import indexed_lines, storable

_PLAIN_COLUMNS = (CharField, TextField, SlugField)


def plain_text(value: Any) -> str:
    """Return a search field's value as text; lists and mappings are joined."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return " ".join(plain_text(item) for item in value)
    if isinstance(value, dict):
        return " ".join(plain_text(item) for item in value.values())
    return "" if value is None else str(value)


@lru_cache(maxsize=4096)
def _plain_name(model: type[Any], field: Any) -> str:
    """Return the attribute that a search field of a plain text column reads, which needs no more; "" for any other."""
    try:
        column = field.get_field(model)
    except FieldDoesNotExist:
        return ""
    return str(column.attname) if type(column) in _PLAIN_COLUMNS else ""


def _values(obj: Any, field: Any) -> Iterator[tuple[Any, str]]:
    if isinstance(field, SearchField | AutocompleteField):
        name = _plain_name(type(obj), field)
        yield field, plain_text(getattr(obj, name) if name else field.get_value(obj))
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
    return indexed_lines(title), indexed_lines(body), indexed_lines(complete)


def as_written(obj: Any, longest: int = 20_000) -> tuple[str, str]:
    """Return (title, body) of ``obj`` as they are written, for engines that compare letter by letter (fuzzy search)."""
    title, body = [], []
    for field in obj.get_search_fields():
        for found, text in _values(obj, field):
            if isinstance(found, SearchField):
                (title if found.field_name == "title" else body).append(text)
    return storable("\n".join(title)), storable("\n".join(body)[:longest])
