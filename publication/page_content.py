"""The content of a page as its revision keeps it, for pages made by the thousand."""

from collections.abc import Callable
from functools import cache
from typing import Any

from django.db import models
from modelcluster.models import get_all_child_m2m_relations, get_all_child_relations, get_field_value

#: Field types whose values, when they are of the types below, stand in a revision as they are.
_PLAIN_FIELDS = frozenset(
    {
        models.CharField,
        models.TextField,
        models.SlugField,
        models.BooleanField,
        models.IntegerField,
        models.BigIntegerField,
        models.PositiveIntegerField,
        models.DateField,
    }
)


def _reader(field: Any) -> Callable[[Any], Any]:
    name = field.attname
    if field.remote_field is not None:
        return lambda page: getattr(page, name)
    if type(field) not in _PLAIN_FIELDS or getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
        return lambda page: get_field_value(field, page)
    return lambda page: getattr(page, name)


@cache
def _plan(
    model: type[models.Model], only: frozenset[str] | None
) -> tuple[list[tuple[str, Callable[[Any], Any]]], list[str]]:
    """Return (name and reader of every serialised column, or of those in ``only``; names of the child relations)."""
    columns = [
        (field.name, _reader(field))
        for field in model._meta.fields
        if field.serialize and (only is None or field.name in only)
    ]
    children = [relation.get_accessor_name() for relation in get_all_child_relations(model)]
    children += [field.name for field in get_all_child_m2m_relations(model) if field.serialize]
    return columns, children


def content_of(page: Any, only: frozenset[str] | None = None) -> dict[str, Any]:
    """Return what ``page.serializable_data()`` returns, in a fraction of its time where the page carries no children.

    Of its columns no more than ``only``, where the caller reads no others.
    """
    columns, children = _plan(type(page), only)
    held = getattr(page, "_cluster_related_objects", {})
    if any(held.get(name) != [] for name in children):
        found: dict[str, Any] = page.serializable_data()
        return found
    return {"pk": page.pk, **{name: read(page) for name, read in columns}, **{name: [] for name in children}}
