"""What upper layers tell search about their pages: how a page reads, what its facets mean, which words mean the same.

``search/`` knows no domain. A layer above registers, in its ``apps.py``, a describer for each of its page types.
"""

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.cache import cache
from django.utils import timezone
from modelsearch.index import SearchField
from wagtail.models import Page

from .indexing import plain_text

#: The facets, in the order in which they are shown: name → label. ``category`` may hold several values, parted by 、.
FACETS = {"section": "栏目", "kind": "类别", "unit": "单位", "year": "年份", "category": "分类"}
SEVERAL = "、"
_LABELS_SECONDS = 60


@dataclass(slots=True)
class Description:
    """A public page as search is to see it.

    ``names``: what it is called besides its title (numbers, codes, parties, subject), weighed almost as the title.
    ``text``: all other public text. ``terms``: names whose pinyin is to be found. ``weight``: added to the rank of every
    match, for pages that answer rather than mention (0 for one of many, up to 10).
    """

    title: str
    date: datetime.date
    names: Iterable[str] = ()
    text: Iterable[str] = ()
    terms: Iterable[str] = ()
    facets: dict[str, str] = field(default_factory=dict)
    weight: int = 0


Describer = Callable[[Any], Description]
Preparer = Callable[[list[Any]], None]
Labels = Callable[[Iterable[str]], dict[str, str]]

_describers: dict[type[Page], Describer] = {}
_preparers: dict[type[Page], Preparer] = {}
_labels: dict[str, list[Labels]] = {}
_synonyms: list[tuple[str, str]] = []


def register_describer(model: type[Page], describer: Describer, prepare: Preparer | None = None) -> None:
    """Describe pages of ``model`` (not of its subclasses) by ``describer``; ``prepare(pages)`` reads what many need in few statements."""
    _describers[model] = describer
    if prepare is not None:
        _preparers[model] = prepare


def register_labels(facet: str, labels: Labels) -> None:
    """Name the values of a facet: ``labels(values) -> {value: label}``, for those that it knows."""
    _labels.setdefault(facet, []).append(labels)


def register_synonyms(pairs: Iterable[tuple[str, str]]) -> None:
    """Offer (everyday words, legal terms) with which a new site's list of synonyms begins."""
    _synonyms.extend(pairs)


def described_models() -> list[type[Page]]:
    """Return the page types that have a describer."""
    return list(_describers)


def seed_synonyms() -> list[tuple[str, str]]:
    """Return what was offered as the list's beginning."""
    return list(_synonyms)


def labels_of(facet: str, values: Iterable[str]) -> dict[str, str]:
    """Return value → label, as it was about a minute ago; a value that nobody names is its own label."""
    wanted, key = list(values), f"search-labels-{facet}"
    known: dict[str, str] = cache.get(key, {})
    unknown = [value for value in wanted if value not in known]
    found: dict[str, str] = {}
    for labels in _labels.get(facet, ()) if unknown else ():
        found.update(labels(unknown))
    if found:  # only what somebody names: an address may hold anything
        known |= found
        cache.set(key, known, _LABELS_SECONDS)
    return {value: known.get(value) or value for value in wanted}


def describe_plainly(page: Any, **changes: Any) -> Description:
    """Return what any page's search fields say: title, all other text, the date of its publication."""
    texts = [
        plain_text(found.get_value(page))
        for found in page.get_search_fields()
        if isinstance(found, SearchField) and found.field_name != "title"
    ]
    at = page.first_published_at or page.last_published_at
    day = timezone.localdate(at) if at else datetime.date(2000, 1, 1)
    values: dict[str, Any] = {"title": page.title, "date": day, "text": [*texts, page.search_description]}
    values["facets"] = {"year": str(day.year), **changes.pop("facets", {})}
    return Description(**{**values, "terms": [page.title], "weight": 4, **changes})


def describe(page: Any) -> Description:
    """Return the description of a specific page."""
    return describe_many([page])[0]


def describe_many(pages: Sequence[Any]) -> list[Description]:
    """Return the descriptions of specific pages, in order."""
    by_type: dict[type[Page], list[Any]] = {}
    for page in pages:
        by_type.setdefault(type(page), []).append(page)
    for model, members in by_type.items():
        if model in _preparers:
            _preparers[model](members)
    return [_describers.get(type(page), describe_plainly)(page) for page in pages]
