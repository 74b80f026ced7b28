"""The page search of the admin: by every word of a page that its search fields hold, not by its title's beginning alone.

Wagtail's two searches of pages (the whole tree's, the one inside a folder) ask ``autocomplete``, which knows titles only. What they
search in is unchanged: the pages that the user may see.
"""

from importlib import import_module
from typing import Any

from modelsearch.query import MATCH_ALL
from wagtail.search.utils import parse_query_string

_SEARCH = "wagtail.admin.views.pages.search"
_BULK = "wagtail.admin.views.pages.bulk_actions.page_bulk_action"
_LISTING = "wagtail.admin.views.pages.listing"
_NAME = "page_filter_search"


def find_pages(query: Any, pages: Any, *, relevant_first: bool = True, others: Any = None) -> tuple[Any, Any]:
    """Return the pages of ``pages`` (and of ``others``) that hold the query's words; where none does, by the beginning of a title's
    word: what is still being typed."""
    narrow = pages.search(query, order_by_relevance=relevant_first)
    wide = narrow if others is None else others.search(query, order_by_relevance=relevant_first)
    if not wide.count():  # the screen shows the number: it is asked for once
        narrow = pages.autocomplete(query, order_by_relevance=relevant_first)
        wide = narrow if others is None else others.autocomplete(query, order_by_relevance=relevant_first)
    return narrow, None if others is None else wide


def page_filter_search(q: str, pages: Any, all_pages: Any = None, ordering: Any = None) -> tuple[Any, Any]:
    """Do what Wagtail's function of this name does (``published:yes`` and ``published:no`` included), over more than titles."""
    filters, query = parse_query_string(q, operator="and", zero_terms=MATCH_ALL)
    wanted = {"yes": True, "true": True, "no": False, "false": False}
    live = wanted.get((filters.get("live") or filters.get("published") or "").lower())
    if live is not None:
        pages = pages.filter(live=live)
        all_pages = all_pages.filter(live=live) if all_pages is not None else None
    return find_pages(query, pages, relevant_first=not ordering, others=all_pages)


def _search_queryset(view: Any, queryset: Any) -> Any:
    """Search inside a folder."""
    if not view.is_searching:
        return queryset
    return find_pages(view.search_query, queryset, relevant_first=not view.is_explicitly_ordered)[0]


def bind() -> None:
    """Put both searches in the place of Wagtail's.

    Raises:
        RuntimeError: Wagtail no longer has one of them.
    """
    for module in (_SEARCH, _BULK):
        if not hasattr(import_module(module), _NAME):
            raise RuntimeError(f"Wagtail no longer has {module}.{_NAME}: look at search/admin_pages.py.")
        setattr(import_module(module), _NAME, page_filter_search)
    mixin = import_module(_LISTING).PageListingMixin
    if not hasattr(mixin, "search_queryset"):
        raise RuntimeError(f"Wagtail no longer has {_LISTING}.PageListingMixin.search_queryset.")
    mixin.search_queryset = _search_queryset
