"""The search page, and suggestions while typing."""

from typing import Any
from urllib.parse import urlencode

from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from wagtail.models import Page, Site

from publication.life.tombstone import by_number
from publication.surfaces.visitor import AGENT as PROBE_AGENT

from . import counting
from .analysis import MAX_QUERY, storable
from .excerpts import excerpt
from .expansion import needles_of
from .facets import facets_of
from .finding import RELEVANCE, SORTS, Found, did_you_mean, find
from .planner import MOST_WITHOUT, MOST_WORDS, has_words
from .promotions import promoted
from .public.rows import CAP, Row
from .registry import FACETS
from .suggesting import suggestions

PAGE_SIZE = 20
MAX_PAGE = 50
MOST_TYPED = 60


def _page_number(text: str, last: int) -> int:
    """Return the page asked for, between the first and ``last``; 1 when ``text`` is no number."""
    if not (text.isascii() and text.isdigit()):
        return 1
    return min(max(int(text[:9]), 1), last)


def _pages(rows: list[Row]) -> list[Any]:
    """Return the live pages of ``rows`` in that order; those of a type that describes itself as that type.

    A type's ``prepare_results(pages)`` may look up, for all of them at once, what their results say besides their own content.
    """
    by_model: dict[type[Page], list[int]] = {}
    for row in rows:
        model = ContentType.objects.get_for_id(row.content_type_id).model_class()
        by_model.setdefault(model if hasattr(model, "search_summary") else Page, []).append(row.page_id)
    pages: dict[int, Any] = {}
    for model, members in by_model.items():
        found = {page.pk: page for page in model._default_manager.filter(pk__in=members, live=True)}
        prepare = getattr(model, "prepare_results", None)
        if prepare is not None and found:
            prepare(list(found.values()))
        pages.update(found)
    return [pages[row.page_id] for row in rows if row.page_id in pages]


def result(page: Any, root: str, found: Found) -> dict[str, Any]:
    """Return what the result shows: what the page says of itself, or its title, description and date.

    A page's ``search_summary()`` may give ``text``: public plain text from which the excerpt is taken.
    """
    words = needles_of(found.plan)
    shown: dict[str, Any] = {"title": page.title, "date": page.last_published_at}
    if hasattr(page, "search_summary"):
        shown.update(page.search_summary())
    text = shown.pop("text", "") or shown.get("excerpt", "") or page.search_description
    shown["excerpt"] = excerpt(text, words)
    shown["words"] = words
    shown["url"] = url_of(page, root)
    return shown


def url_of(page: Any, root: str) -> str:
    """Return a page's address below a site's root, without a query."""
    return "/" + page.url_path[len(root) :] if page.url_path.startswith(root) else str(page.url_path)


def _hints(raw: str, query: str, found: Found) -> list[str]:
    """Return what the reader should know about the answer."""
    hints = []
    if len(raw) > len(query):
        hints.append(f"检索词太长，只用了前 {MAX_QUERY} 个字。")
    if query and not has_words(query):
        hints.append("检索词里没有文字或数字，请输入要找的词。")
    elif query and not found.plan:
        hints.append("只有要排除的词，请再输入要找的词。")
    if found.stands_in:
        hints.append("检索服务器暂时没有应答或还没有跟上，本次由备用检索完成，结果相同。")
    if found.typed.left_out:
        hints.append(
            f"词太多，有 {found.typed.left_out} 个没有用上：最多用 {MOST_WORDS} 个要找的词和 {MOST_WITHOUT} 个要排除的词。"
        )
    if found.too_slow:
        hints.append("这次检索用时太长，已停止。请换用更长或更少见的词。")
    if found.added:
        hints.append(f"同时列出含有“{'”“'.join(found.added[:4])}”的结果。只找原词请加引号。")
    if found.parted:
        kept = "、".join(group.word for group in found.plan.groups)
        hints.append(f"没有内容同时含有全部输入，以下是含有“{kept}”的结果。")
    if found.more:
        hints.append(f"结果很多，只列出前 {CAP} 条，请再加一个词或选择条件缩小范围。")
    return hints


def _chosen(request: HttpRequest) -> dict[str, str]:
    """Return the facet values in the address, cut to what a facet can hold."""
    values = {name: storable(request.GET.get(name, ""))[:40].strip() for name in FACETS}
    return {name: value for name, value in values.items() if value}


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show the public pages that a query finds, by facets, by relevance or date; any input gets a calm answer."""
    raw = storable(request.GET.get("q", "")).strip()
    query = raw[:MAX_QUERY].strip()
    sort = request.GET.get("sort", RELEVANCE)
    sort = sort if sort in SORTS else RELEVANCE
    chosen = _chosen(request)
    site = Site.find_for_request(request) if query else None
    found = find(query if site is not None else "", filters=chosen, sort=sort)
    listed = found.rows[: PAGE_SIZE * MAX_PAGE]
    last = max(-(-len(listed) // PAGE_SIZE), 1)
    number = _page_number(request.GET.get("p", "1"), last)
    shown = listed[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    root = site.root_page.url_path if site is not None else "/"

    def address(**changes: str) -> str:
        values = {"q": query, **chosen, "sort": sort if sort != RELEVANCE else "", **changes}
        return "?" + urlencode({name: value for name, value in values.items() if value})

    context = {
        "query": query,
        "chosen": chosen,
        "sort": sort,
        "sorts": [
            {"label": label, "url": address(sort=name if name != RELEVANCE else ""), "chosen": sort == name}
            for name, label in zip(SORTS, ("按相关程度", "按日期"), strict=True)
        ],
        "results": [result(page, root, found) for page in _pages(shown)] if shown else [],
        "withdrawn": by_number(query) if query and number == 1 else [],
        "promoted": promoted(query) if query and number == 1 and not chosen else [],
        "total_text": f"共 {CAP} 条以上" if found.more else f"共 {found.total} 条",
        "previous_url": address(p=str(number - 1)) if number > 1 else "",
        "next_url": address(p=str(number + 1)) if number < last else "",
        "hints": _hints(raw, query, found),
        "facets": facets_of(found, chosen, address, request.GET.get("all", "")) if found.total or chosen else [],
        "clear_url": "?" + urlencode({"q": query}) if chosen else "",
    }
    if found.plan and (not found.total or found.parted) and not chosen and not found.too_slow:
        other = did_you_mean(found)
        context["other"] = {"query": other, "url": "?" + urlencode({"q": other})} if other else None
    if found.plan and number == 1 and not chosen and request.headers.get("User-Agent") != PROBE_AGENT:
        counting.count(query, found.total if not found.parted else 0)
    response = render(request, "search/search.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """Answer what is typed with public titles: ``{"suggestions": [{"text", "url"}]}``."""
    typed = storable(request.GET.get("q", "")).strip()[:MOST_TYPED]
    site = Site.find_for_request(request)
    root = site.root_page.url_path if site is not None else "/"
    response = JsonResponse({"suggestions": suggestions(typed, root) if typed else []})
    # Not kept anywhere: a title that is withdrawn must not be suggested a minute longer.
    response["Cache-Control"] = "no-cache"
    response["X-Robots-Tag"] = "noindex"
    return response
