"""Finding and cutting out strings wherever a table mentions them, as they are written in text, JSON and addresses."""

import json
import re
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import quote, quote_plus

from django.apps import apps
from django.db import connection, models
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from .base import NEUTRAL, Holder, Scope, loose

#: So many strings are asked about in one statement.
_AT_ONCE = 20


def written(name: str) -> list[str]:
    """Return the ways in which a string is written: plain, in JSON, in an address."""
    found = [name, json.dumps(name)[1:-1], json.dumps(name, ensure_ascii=False)[1:-1], quote(name), quote_plus(name)]
    return list(dict.fromkeys(found))


def all_written(names: Iterable[str]) -> list[str]:
    """Return all of them for many strings."""
    return list(dict.fromkeys(way for name in names for way in written(name)))


def text_fields(model: type[models.Model]) -> list[str]:
    """Return the names of a table's own columns that can hold text."""
    kinds = (models.CharField, models.TextField, models.JSONField, models.FileField, models.BinaryField)
    return [
        field.name
        for field in model._meta.local_concrete_fields
        if isinstance(field, kinds) or type(field).__name__ == "StreamField"
    ]


def mentioning(rows: QuerySet[Any], fields: Sequence[str], names: Sequence[str]) -> set[Any]:
    """Return the keys of the rows in which one of ``names`` stands in one of ``fields``, whatever the case of its letters."""
    found: set[Any] = set()
    casts = {f"_as_text_{name}": Cast(name, TextField()) for name in fields}
    ways = all_written(names)
    for start in range(0, len(ways), _AT_ONCE):
        wanted = Q(pk__in=[])
        for way in ways[start : start + _AT_ONCE]:
            for cast in casts:
                wanted |= Q(**{f"{cast}__icontains": way})
        found |= set(rows.order_by().annotate(**casts).filter(wanted).values_list("pk", flat=True))
    return found


def stands_in(rows: QuerySet[Any], fields: Sequence[str], name: str) -> bool:
    """Tell whether a string stands in one of ``fields`` of any row."""
    casts = {f"_as_text_{field}": Cast(field, TextField()) for field in fields}
    wanted = Q(pk__in=[])
    for way in written(name):
        for cast in casts:
            wanted |= Q(**{f"{cast}__icontains": way})
    return bool(rows.order_by().annotate(**casts).filter(wanted).exists())


class Cutter:
    """Replaces the strings by a neutral word, in text and in JSON."""

    def __init__(self, names: Iterable[str]) -> None:
        ways = sorted(all_written(names), key=len, reverse=True)
        self._pattern = re.compile("|".join(re.escape(way) for way in ways), re.IGNORECASE) if ways else None

    def text(self, text: str) -> str:
        """Return a text without them."""
        return self._pattern.sub(NEUTRAL, text) if self._pattern is not None and text else text

    def value(self, value: Any) -> Any:
        """Return a JSON value without them, in its keys neither."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, list | tuple):
            return [self.value(item) for item in value]
        if isinstance(value, dict):
            return {self.text(str(key)): self.value(item) for key, item in value.items()}
        return value


def cut(rows: QuerySet[Any], fields: Sequence[str], names: Sequence[str]) -> int:
    """Cut ``names`` out of ``fields`` of those ``rows`` that mention them; return how many rows changed."""
    if not names:
        return 0
    keys = mentioning(rows, fields, names)
    cutter = Cutter(names)
    for row in rows.model._base_manager.filter(pk__in=keys).only("pk", *fields).iterator(200):
        values = {}
        for name in fields:
            value = cutter.value(getattr(row, name))
            length = getattr(row._meta.get_field(name), "max_length", None)
            values[name] = value[:length] if length and isinstance(value, str) else value
        rows.model._base_manager.filter(pk=row.pk).update(**values)
    return len(keys)


def model_of(label: str) -> type[models.Model] | None:
    """Return the model of a label whose table the database has; None for one that is not installed."""
    try:
        return apps.get_model(label)
    except LookupError:
        return None


class MentionHolder(Holder):
    """Texts of the tables that were registered as loose."""

    code = "mentions"
    label = "其他登记中提到的文字"

    @property
    def tables(self) -> tuple[str, ...]:  # type: ignore[override]
        """Whatever was registered."""
        return tuple(loose())

    def _each(self) -> Iterable[tuple[type[models.Model], tuple[str, ...]]]:
        for label, fields in loose().items():
            model = model_of(label)
            if model is not None:
                yield model, fields

    def destroy(self, scope: Scope) -> int:
        """Cut every mention out."""
        return sum(cut(model._base_manager.all(), fields, scope.names) for model, fields in self._each())

    def remains(self, scope: Scope) -> int:
        """Look again."""
        names = scope.names
        return sum(len(mentioning(model._base_manager.all(), fields, names)) for model, fields in self._each())


def sweep(names: Sequence[str]) -> dict[str, int]:
    """Return label → number of rows, over every table of the database, in which one of ``names`` still stands.

    Full-text shadow tables have no model: they are squeezed out when the database is rewritten.
    """
    if not names:
        return {}
    tables = set(connection.introspection.table_names())
    found = {}
    for model in apps.get_models(include_auto_created=True):
        fields = text_fields(model)
        if not fields or model._meta.proxy or not model._meta.managed or model._meta.db_table not in tables:
            continue
        count = len(mentioning(model._base_manager.all(), fields, names))
        if count:
            found[model._meta.label] = count
    return found
