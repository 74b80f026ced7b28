"""The search page."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from wagtail.models import Page, Site

from .analysis import MAX_QUERY, normalise
from .matching import restrict

PAGE_SIZE = 20
MAX_PAGE = 50
_CAP = 1000


def _page_number(text: str) -> int:
    return min(max(int(text), 1), MAX_PAGE) if text.isascii() and text.isdigit() and len(text) < 9 else 1


def search(request: HttpRequest) -> HttpResponse:
    """Show the public pages in which every word stands, newest first; any input gets a calm answer."""
    query = request.GET.get("q", "").encode("utf-8", "ignore").decode().replace("\x00", "").strip()[:MAX_QUERY]
    number = _page_number(request.GET.get("p", "1"))
    results: list[dict[str, Any]] = []
    total = 0
    more = False
    site = Site.find_for_request(request)
    if normalise(query).strip() and site is not None:
        root = site.root_page
        found = restrict(Page.objects.filter(path__startswith=root.path).live().public(), query)
        total = found.order_by()[: _CAP + 1].count()
        start = (number - 1) * PAGE_SIZE
        keys = list(
            found.order_by("-last_published_at", "-pk").values_list("pk", flat=True)[start : start + PAGE_SIZE + 1]
        )
        more = len(keys) > PAGE_SIZE and number < MAX_PAGE
        pages = {page.pk: page for page in Page.objects.filter(pk__in=keys[:PAGE_SIZE]).specific()}
        results = [_result(pages[key], root.url_path) for key in keys[:PAGE_SIZE] if key in pages]

    def address(page: int) -> str:
        return "?" + urlencode({"q": query, "p": page})

    context = {
        "query": query,
        "results": results,
        "total_text": f"共 {_CAP} 条以上" if total > _CAP else f"共 {total} 条",
        "previous_url": address(number - 1) if number > 1 else "",
        "next_url": address(number + 1) if more else "",
    }
    return render(request, "search/search.html", context)


def _result(page: Any, root: str) -> dict[str, Any]:
    """Return what the result shows: what the page says of itself, or its title and description."""
    describe = getattr(page, "search_summary", None)
    found: dict[str, Any] = describe() if describe else {"title": page.title, "excerpt": page.search_description}
    found["url"] = "/" + page.url_path[len(root) :] if page.url_path.startswith(root) else page.url_path
    return found
