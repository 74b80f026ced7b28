"""What stands in a row's columns once its content is destroyed: nothing where that is allowed, else something that says nothing."""

import datetime
from typing import Any

from django.db import models
from modelcluster.models import get_all_child_relations
from wagtail.fields import StreamField
from wagtail.models import Page

from .base import NEUTRAL

_DAY = datetime.date(1970, 1, 1)


def neutral_value(field: models.Field[Any, Any]) -> Any:
    """Return the neutral value of a column. Choices without a blank stay: the caller leaves out :data:`KEEP`."""
    if isinstance(field, StreamField):
        return field.to_python("[]")
    if field.remote_field is not None:
        return None if field.null else KEEP
    if isinstance(field, models.JSONField):
        return field.get_default()
    if field.null and not isinstance(field, models.CharField | models.TextField):
        return None
    if isinstance(field, models.BooleanField):
        return field.get_default() or False
    if isinstance(field, models.CharField | models.TextField):
        if field.choices:
            return field.get_default() if field.has_default() else "" if field.blank else KEEP
        return "" if field.blank else NEUTRAL[: getattr(field, "max_length", None) or None]
    if isinstance(field, models.FileField):
        return ""
    if isinstance(field, models.DateTimeField):
        return datetime.datetime.combine(_DAY, datetime.time(), datetime.UTC)
    if isinstance(field, models.DateField):
        return _DAY
    return field.get_default() if field.has_default() else 0


KEEP = object()


def own_models(page: Page) -> list[type[models.Model]]:
    """Return the concrete page types of a page, below Wagtail's own."""
    return [
        model
        for model in (type(page), *type(page)._meta.get_parent_list())
        if issubclass(model, Page) and model is not Page
    ]


def neutral_values(model: type[models.Model]) -> dict[str, Any]:
    """Return column → neutral value for a page type's own table."""
    found = {
        field.name: neutral_value(field)
        for field in model._meta.local_concrete_fields
        if not field.primary_key and not (field.remote_field is not None and field.remote_field.parent_link)
    }
    return {name: value for name, value in found.items() if value is not KEEP}


def child_tables(page: Page) -> list[tuple[type[models.Model], str]]:
    """Return (model, name of the key to the page) of everything that is edited with the page as its child."""
    return [(relation.related_model, relation.field.name) for relation in get_all_child_relations(type(page))]


def many_tables(page: Page) -> list[tuple[type[models.Model], str]]:
    """Return (through model, name of the key to the page) of the page's many-to-many relations."""
    return [
        (field.remote_field.through, field.m2m_field_name())
        for model in own_models(page)
        for field in model._meta.local_many_to_many
    ]


def files_in(page: Page) -> list[str]:
    """Return the names of files that the page's own columns hold."""
    return [
        getattr(page, field.name).name
        for model in own_models(page)
        for field in model._meta.local_concrete_fields
        if isinstance(field, models.FileField) and getattr(page, field.name)
    ]
