"""Pages of which nothing may be said: neither the public nor the admin shows them, but to the discipline auditor (第十四、十五条)."""

from typing import Any

from django.db.models import QuerySet
from wagtail.models import Page

from ..models import Seal


def vanished_keys() -> QuerySet[Any]:
    """Return the keys of the pages that vanished, as a subquery."""
    return Seal.objects.filter(ending__status=404).values("page_id")


def without_vanished(pages: QuerySet[Page]) -> QuerySet[Page]:
    """Return those of ``pages`` that have not vanished; no query of its own."""
    return pages.exclude(pk__in=vanished_keys())


def is_vanished(page: Page) -> bool:
    """Tell whether a page vanished; a public page has not, without a query."""
    return not page.live and Seal.objects.filter(page_id=page.pk, ending__status=404).exists()
