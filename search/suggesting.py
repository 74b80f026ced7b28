"""Suggestions while typing: titles and names of public pages, never what others typed."""

from itertools import product
from typing import Any

from wagtail.models import Page

from .analysis import is_han, runs
from .expansion import of_pinyin
from .grams import Needle, levels, needle, needle_of
from .planner import Group, is_latin, plan
from .public.engines import database_engine
from .public.rows import Row, SearchUnavailable
from .ranking import rank
from .terms import codes_beginning

MOST = 8
_LOOKED_AT = 60
_SHORTEST_BEGINNING = 3
_MORE_DIGITS = 2


def _going_on(word: str) -> list[Needle]:
    """Return needles for a word whose last letters or digits are the beginning of more.

    The zeros before a serial (第000) say nothing yet. A code alone is looked up among those that public pages have had.
    """
    found = runs(word)
    if not found or is_han(found[-1]):
        return []
    *before, last = found
    if not before:
        return (
            [one for code in codes_beginning(last) if (one := needle(code))] if len(last) >= _SHORTEST_BEGINNING else []
        )
    known = needle_of(before)
    if known is None:
        return []
    return [known if last == "0" else Needle(f"{known.text.rstrip()} {last}", known.grams, exact=False)]


def _serials(word: str) -> tuple[Needle, ...]:
    """Return needles for every serial of at most two digits more than the one that a number breaks off in; none for other words.

    So of 924 those up to 92499 are suggested; who means a longer one types a digit more. A broken-off serial is no gram: by the others alone an engine reads all numbers of the year for the few that go on like this.
    """
    *before, last = runs(word) or [""]
    if not before or not last.isdecimal() or not last.isascii() or len(last) < _SHORTEST_BEGINNING:
        return ()
    ends = ["".join(digits) for more in range(_MORE_DIGITS + 1) for digits in product("0123456789", repeat=more)]
    return tuple(found for end in ends if (found := needle_of([last + end])) is not None)


def _rows(typed: str) -> list[Row]:
    engine = database_engine()
    chosen = plan(typed)
    if not chosen:
        return []
    groups, serials = [], ()
    for group in chosen.groups:
        words = of_pinyin(group.word) if is_latin(group.word) else []
        needles = [found for word in words if (found := needle(word)) is not None]
        if group is chosen.groups[-1] and group.place[1] == len(typed):
            ending = typed[group.place[0] : group.place[1]]
            needles += _going_on(ending)
            serials = _serials(ending)
        groups.append(Group(tuple(dict.fromkeys([*group.needles, *needles]))))
    chosen = chosen.only(tuple(groups))
    narrowed = chosen.only((*chosen.groups, Group(serials))) if serials else chosen
    try:
        heavy = engine.rows(narrowed.heavy(), _LOOKED_AT, head=True)
        rows = engine.rows(narrowed, _LOOKED_AT, head=True)
    except SearchUnavailable:
        return []
    known = {row.key for row in heavy}
    scored = rank([*heavy, *(row for row in rows if row.key not in known)], chosen)
    needles_of_groups = [group.needles for group in chosen.groups]

    def in_title(row: Row) -> bool:
        title = levels(row.text)[0]
        return all(any(found.text in title for found in needles) for needles in needles_of_groups)

    return sorted((entry.row for entry in scored), key=lambda row: not in_title(row))


def suggestions(typed: str, root: str) -> list[dict[str, Any]]:
    """Return at most ``MOST`` titles that answer what is typed, each once, as ``{"text", "url"}``."""
    rows = _rows(typed)[: MOST * 3]
    pages = {
        page.pk: page
        for page in Page.objects.filter(pk__in=[row.page_id for row in rows], live=True).only(
            "title", "url_path", "path", "depth"
        )
    }
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        page = pages.get(row.page_id)
        if page is not None and page.title not in found:
            url = "/" + page.url_path[len(root) :] if page.url_path.startswith(root) else page.url_path
            found[page.title] = {"text": page.title, "url": url}
    return list(found.values())[:MOST]
