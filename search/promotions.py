"""What editors put first for a query (Wagtail's promoted search results)."""

from typing import Any

from wagtail.contrib.search_promotions.models import SearchPromotion

from .entries import Border


def promoted(query: str) -> list[dict[str, str]]:
    """Return the promoted results for exactly this query as ``{"title", "url", "description"}``; a page only while it is public."""
    wanted = " ".join(query.split()).lower()
    promotions = list(
        SearchPromotion.objects.filter(query__query_string__iexact=wanted)
        .select_related("page")
        .order_by("sort_order")[:5]
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
