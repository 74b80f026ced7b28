"""Which tables the guards watch, found by looking at the models: nothing to remember for a new page type."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db.models import Model
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.models import Page

#: Columns of ``wagtailcore_page`` that a visitor can notice. Drafts, locks and tree positions stay free.
PAGE_COLUMNS = (
    "live",
    "title",
    "slug",
    "url_path",
    "seo_title",
    "search_description",
    "show_in_menus",
    "content_type_id",
    "live_revision_id",
    "first_published_at",
    "last_published_at",
    "expired",
)

_FRAMEWORK = ("wagtail", "django", "taggit")


@dataclass(frozen=True, slots=True)
class GuardedTable:
    """A table that holds part of a page: its name, the column with the page's id, and the columns compared."""

    name: str
    page_column: str
    columns: tuple[str, ...]


def _is_ours(model: type[Model]) -> bool:
    return not model.__module__.startswith(_FRAMEWORK)


def _columns(model: type[Model]) -> tuple[str, ...]:
    return tuple(field.column for field in model._meta.local_concrete_fields if field.column)


def guarded_tables() -> Iterator[GuardedTable]:
    """Yield the tables of our page types, of their inline children and of their many-to-many relations."""
    for model in sorted(apps.get_models(include_auto_created=False), key=lambda found: found._meta.label):
        if model._meta.proxy or not _is_ours(model):
            continue
        if issubclass(model, Page) and model is not Page:
            yield GuardedTable(model._meta.db_table, model._meta.pk.column, _columns(model))
            for field in model._meta.local_many_to_many:
                if isinstance(field, ParentalManyToManyField):
                    through = field.remote_field.through
                    yield GuardedTable(
                        through._meta.db_table,
                        through._meta.get_field(field.m2m_field_name()).column,
                        _columns(through),
                    )
        else:
            for field in model._meta.local_fields:
                if isinstance(field, ParentalKey) and issubclass(field.related_model, Page):
                    yield GuardedTable(model._meta.db_table, field.column, _columns(model))
