"""The search page."""

from typing import Any
from urllib.parse import urlencode

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from wagtail.models import Page, PageViewRestriction, Site

from .analysis import MAX_QUERY, query_runs, storable
from .excerpts import excerpt
from .matching import CAP, restrict

PAGE_SIZE = 20
MAX_PAGE = 50


def _page_number(text: str, last: int) -> int:
    """Return the page asked for, between the first and ``last``; 1 when ``text`` is no number."""
    if not (text.isascii() and text.isdigit()):
        return 1
    return min(max(int(text[:9]), 1), last)


def _public_pages(root: Page) -> QuerySet[Page]:
    """Return the live pages below ``root`` that anyone may see.

    Like Wagtail's ``public()``, without its join, which some plans turn into a walk over all pages.
    """
    pages = Page.objects.descendant_of(root, inclusive=True).live()
    restricted = list(PageViewRestriction.objects.values_list("page_id", flat=True))
    if restricted:
        for path in Page.objects.filter(pk__in=restricted).values_list("path", flat=True):
            pages = pages.exclude(path__startswith=path)
    return pages


def _found(query: str, root: Page) -> list[int]:
    """Return the keys of the public pages below ``root`` with every word of ``query``, latest publication first.

    At most ``CAP`` + 1: of more, those made last. They are sorted by publication here, for want of an index on it.
    """
    found = restrict(_public_pages(root), query).order_by("-pk").values_list("pk", "last_published_at")
    rows = [(at.timestamp() if at else 0.0, pk) for pk, at in found[: CAP + 1]]
    return [pk for _, pk in sorted(rows, reverse=True)]


def _pages(keys: list[int]) -> list[Any]:
    """Return the pages of ``keys`` in that order; those of a type that describes itself as that type."""
    pages: dict[int, Any] = {page.pk: page for page in Page.objects.filter(pk__in=keys)}
    by_type: dict[int, list[int]] = {}
    for page in pages.values():
        by_type.setdefault(page.content_type_id, []).append(page.pk)
    for content_type, members in by_type.items():
        model = ContentType.objects.get_for_id(content_type).model_class()
        if model is not None and hasattr(model, "search_summary"):
            pages.update(model._default_manager.in_bulk(members))
    return [pages[key] for key in keys if key in pages]


def _result(page: Any, root: str, query: str) -> dict[str, Any]:
    """Return what the result shows: what the page says of itself, or its title, description and date.

    A page's ``search_summary()`` may give ``text``: public plain text from which the excerpt is taken.
    """
    found: dict[str, Any] = {"title": page.title, "date": page.last_published_at}
    if hasattr(page, "search_summary"):
        found.update(page.search_summary())
    text = found.pop("text", "") or found.get("excerpt", "") or page.search_description
    found["excerpt"] = excerpt(text, query)
    found["url"] = "/" + page.url_path[len(root) :] if page.url_path.startswith(root) else page.url_path
    return found


def _hints(raw: str, query: str, total: int) -> list[str]:
    """Return what the reader should know about the answer."""
    hints = []
    if len(raw) > len(query):
        hints.append(f"检索词太长，只用了前 {MAX_QUERY} 个字。")
    if query and not query_runs(query):
        hints.append("检索词里没有文字或数字，请输入要找的词。")
    if total > CAP:
        hints.append(f"结果很多，只列出最近的 {CAP} 条，请再加一个词缩小范围。")
    return hints


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show the public pages in which every word stands, latest first; any input gets a calm answer."""
    raw = storable(request.GET.get("q", "")).strip()
    query = raw[:MAX_QUERY].strip()
    site = Site.find_for_request(request) if query else None
    keys = _found(query, site.root_page) if site is not None and query_runs(query) else []
    listed = keys[: min(CAP, PAGE_SIZE * MAX_PAGE)]
    last = max(-(-len(listed) // PAGE_SIZE), 1)
    number = _page_number(request.GET.get("p", "1"), last)
    shown = listed[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    root = site.root_page.url_path if site is not None else "/"

    def address(page: int) -> str:
        return "?" + urlencode({"q": query, "p": page})

    context = {
        "query": query,
        "results": [_result(page, root, query) for page in _pages(shown)] if shown else [],
        "total_text": f"共 {CAP} 条以上" if len(keys) > CAP else f"共 {len(keys)} 条",
        "previous_url": address(number - 1) if number > 1 else "",
        "next_url": address(number + 1) if number < last else "",
        "hints": _hints(raw, query, len(keys)),
    }
    response = render(request, "search/search.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response
