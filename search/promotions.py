"""What editors put first for a query (Wagtail's promoted search results)."""

from typing import Any

from wagtail.contrib.search_promotions.models import SearchPromotion

from .analysis import runs
from .entries import Border

_MOST_QUERIES = 2000


def promoted(query: str) -> list[dict[str, str]]:
    """Return the promoted results for this query as ``{"title", "url", "description"}``; a page only while it is public.

    Queries are the same when search reads them the same: in any width, case, and with traditional or simplified characters.
    """
    wanted = runs(query)
    known = SearchPromotion.objects.values_list("query_id", "query__query_string").distinct()[:_MOST_QUERIES]
    chosen = [pk for pk, written in known if wanted and runs(written) == wanted]
    if not chosen:
        return []
    promotions = list(
        SearchPromotion.objects.filter(query_id__in=chosen).select_related("page").order_by("sort_order")[:5]
    )
    border = Border() if any(promotion.page_id for promotion in promotions) else None
    found: list[dict[str, str]] = []
    for promotion in promotions:
        page: Any = promotion.page
        if page is None:
            found.append(
                {
                    "title": promotion.external_link_text,
                    "url": promotion.external_link_url,
                    "description": promotion.description,
                }
            )
        elif border is not None and border.admits(page):
            found.append({"title": page.title, "url": page.get_url() or "", "description": promotion.description})
    return found
