"""The mirrors (aliases) of a page, which show what it shows."""

from collections.abc import Iterable

from wagtail.models import Page


def aliases_of(page: Page) -> list[Page]:
    """Return every alias of ``page``, public or not, aliases of aliases included; a query for each generation."""
    return [alias for _, alias in aliases_of_many([page.pk])]


def aliases_of_many(keys: Iterable[int]) -> list[tuple[int, Page]]:
    """Return (page key, alias) for every alias of the pages, aliases of aliases included; a query for each generation."""
    found: list[tuple[int, Page]] = []
    edge = {key: key for key in keys}
    while edge:
        layer = list(Page.objects.filter(alias_of_id__in=edge))
        found += [(edge[alias.alias_of_id], alias) for alias in layer]
        edge = {alias.pk: edge[alias.alias_of_id] for alias in layer}
    return found
