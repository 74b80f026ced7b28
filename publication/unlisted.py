"""Page types that are public by their own address and their own list only: no search, no suggestion, no sitemap.

An upper layer registers a type whose pages show what nobody should keep or look up elsewhere, such as the full name of a
person who is served by publication.
"""

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from wagtail.models import Page

_models: list[type[Page]] = []


def register_unlisted(model: type[Page]) -> None:
    """Keep pages of ``model`` (not of its subclasses) out of search, suggestions and sitemap."""
    if model not in _models:
        _models.append(model)


def listed(pages: QuerySet[Page]) -> QuerySet[Page]:
    """Return those of ``pages`` that may be listed everywhere; no query of its own once content types are known."""
    keys = unlisted_types()
    return pages.exclude(content_type_id__in=keys) if keys else pages


def unlisted_types() -> list[int]:
    """Return the content types of the registered page types."""
    return sorted(found.pk for found in ContentType.objects.get_for_models(*_models).values()) if _models else []
