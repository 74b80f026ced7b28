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


#: Tables of files that live pages show, each with its model's name and the columns that a visitor can notice.
FILE_TABLES = (
    ("publication_storeddocument", "storeddocument", ("file", "title")),
    ("publication_storedimage", "storedimage", ("file",)),
)


def live_page_uses(table: str, model: str, permit: str) -> str:
    """Return the SQL that a live page without a permit refers to the file in row OLD of ``table``.

    The reference index says what the stored row of a page refers to; for a live page that is what the public sees.
    ``permit`` is the SQL, over ``p.path``, that a permit stands.
    """
    return (
        "EXISTS (SELECT 1 FROM wagtailcore_referenceindex r JOIN wagtailcore_page p ON CAST(p.id AS varchar(255)) = r.object_id"
        " WHERE r.to_object_id = CAST(OLD.id AS varchar(255)) AND p.live"
        f" AND r.to_content_type_id IN (SELECT id FROM django_content_type WHERE app_label = 'publication' AND model = '{model}')"
        " AND r.base_content_type_id IN (SELECT id FROM django_content_type WHERE app_label = 'wagtailcore' AND model = 'page')"
        f" AND NOT {permit})"
    )


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
