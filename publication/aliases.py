"""The mirrors (aliases) of a page, which show what it shows."""

from wagtail.models import Page


def aliases_of(page: Page) -> list[Page]:
    """Return every alias of ``page``, public or not, aliases of aliases included; a query for each generation."""
    found: list[Page] = []
    edge = [page.pk]
    while edge:
        layer = list(Page.objects.filter(alias_of_id__in=edge))
        found += layer
        edge = [alias.pk for alias in layer]
    return found
