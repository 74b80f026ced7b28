"""Which public pages rest on a law: every page type that does registers here how that is found.

A later page type registers itself, for instance::

    rests_on_law("guide", "服务指南", ServiceGuidePage, by_rows(GuideBasis), by_texts("basis_text", rows=GuideMaterial))
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from .lapsing import Lapse, citations, plain_title

#: (key of the page, the lapse, the provision as it is cited)
Hit = tuple[int, Lapse, str]
#: ``finder(pages, lapses)`` looks at ``pages``, a queryset of what is public and in use, in a fixed number of queries.
Finder = Callable[[QuerySet[Any], Sequence[Lapse]], Iterator[Hit]]

#: Where more laws than these have lapsed, texts are read whole: a statement has only so many conditions.
_MOST_TITLES = 100


@dataclass(frozen=True, slots=True)
class Resting:
    """A page type: its name in tasks, how citations are found in it, and which of its public pages are ``in_use`` at all."""

    kind: str
    label: str
    model: Any
    finders: tuple[Finder, ...]
    in_use: Callable[[QuerySet[Any]], QuerySet[Any]] | None = None
    #: Editors mend these texts of the page itself: the gate warns at the field.
    fields: tuple[str, ...] = ()

    def pages(self) -> QuerySet[Any]:
        """Return the public pages that are in use."""
        live = self.model._default_manager.filter(live=True)
        return self.in_use(live) if self.in_use is not None else live


_registered: dict[str, Resting] = {}


def rests_on_law(kind: str, label: str, model: Any, *finders: Finder, in_use: Any = None) -> None:
    """Register a page type; ``in_use(queryset)`` leaves out what is public for the record only (cancelled, superseded)."""
    named = (name for finder in finders for name in getattr(finder, "fields", ()))
    fields = tuple(name for name in named if "__" not in name)
    _registered[kind] = Resting(kind, label, model, finders, in_use, fields)


def registered() -> tuple[Resting, ...]:
    """Return the registered page types."""
    return tuple(_registered.values())


def label_of(kind: str) -> str:
    """Return what a kind is called."""
    found = _registered.get(kind)
    return found.label if found is not None else kind


def by_rows(model: Any, page: str = "page", basis: str = "basis") -> Finder:
    """Return a finder over child rows that point at provisions of the library; one query."""

    def find(pages: QuerySet[Any], lapses: Sequence[Lapse]) -> Iterator[Hit]:
        lapsed = {key: (lapse, name) for lapse in lapses for key, name in lapse.bases.items()}
        rows = model._default_manager.filter(**{f"{page}__in": pages.values("pk"), f"{basis}__in": list(lapsed)})
        for page_id, basis_id in rows.values_list(f"{page}_id", f"{basis}_id"):
            lapse, name = lapsed[basis_id]
            yield page_id, lapse, lapse.named(*name)

    return find


def by_texts(*fields: str, rows: Any = None, page: str = "page") -> Finder:
    """Return a finder over texts that cite laws as 《名称》第X条: columns of the page, or of its child ``rows``; one query."""

    def find(pages: QuerySet[Any], lapses: Sequence[Lapse]) -> Iterator[Hit]:
        found = rows._default_manager.filter(**{f"{page}__in": pages.values("pk")}) if rows is not None else pages
        titles = {plain_title(lapse.title) for lapse in lapses}
        wanted = Q() if len(titles) > _MOST_TITLES else Q(pk__in=[])
        for title in titles if len(titles) <= _MOST_TITLES else ():
            for name in fields:
                wanted |= Q(**{f"{name}__contains": title})
        for key, *texts in found.filter(wanted).values_list(f"{page}_id" if rows is not None else "pk", *fields):
            for lapse, name in citations(lapses, "\n".join(text for text in texts if text)):
                yield key, lapse, name

    find.fields = fields if rows is None else ()  # type: ignore[attr-defined]
    return find


def by_reading(text_of: Callable[[Any], str]) -> Finder:
    """Return a finder that reads each page: for texts that no column holds as such; one query."""

    def find(pages: QuerySet[Any], lapses: Sequence[Lapse]) -> Iterator[Hit]:
        for page in pages.iterator(chunk_size=200):
            for lapse, name in citations(lapses, text_of(page)):
                yield page.pk, lapse, name

    return find
