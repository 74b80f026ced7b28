"""What an upper layer says of its page types: what stood there, whose it was, its number, and by what its content is recognised."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from publication.text import document_number_key

_SHORTEST_TITLE = 8


@dataclass(frozen=True, slots=True)
class Described:
    """A page as tombstone, list of withdrawals and probes need it.

    ``what`` is its kind in words (行政处罚决定), never its title. ``marks`` only its own content holds; ``own_marks`` are further
    strings that the page's own address shows; ``words`` find it in search; ``lists`` are addresses (paths with query) of
    lists that showed it.
    """

    what: str
    unit_name: str = ""
    number: str = ""
    marks: tuple[str, ...] = ()
    own_marks: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()

    @property
    def number_key(self) -> str:
        """Return the number as it is compared."""
        return document_number_key(self.number) if self.number else ""


Describer = Callable[[Sequence[Any]], list[Described]]
_describers: dict[type, Describer] = {}


def register_description(model: type, describer: Describer) -> None:
    """Say how pages of ``model`` are described; ``describer(pages)`` gets specific pages with their public content and answers in
    their order, with a number of queries that does not grow with them."""
    _describers[model] = describer


def describe(page: Any) -> Described:
    """Return the description of a specific page; of a type that nobody described, its verbose name and no more."""
    return describe_many([page])[0]


def describe_many(pages: Sequence[Any]) -> list[Described]:
    """Return the descriptions of specific pages, in order."""
    found: list[Described | None] = [None] * len(pages)
    groups: dict[Describer, list[int]] = {}
    for place, page in enumerate(pages):
        describer = next((_describers[model] for model in type(page).__mro__ if model in _describers), _plainly)
        groups.setdefault(describer, []).append(place)
    for describer, places in groups.items():
        for place, described in zip(places, describer([pages[place] for place in places]), strict=True):
            found[place] = described
    return [described for described in found if described is not None]


def repeated_in(text: str, described: Described) -> str:
    """Return a mark of the page that stands in ``text``; "" for none. What a tombstone says may not tell the page's content again."""
    return next((mark for mark in (*described.marks, *described.own_marks) if mark and mark in text), "")


def _plainly(pages: Sequence[Any]) -> list[Described]:
    """A short title (“公示”) stands anywhere: it marks nothing."""
    return [
        Described(
            str(page._meta.verbose_name),
            own_marks=(page.title,) if len(page.title) >= _SHORTEST_TITLE else (),
            words=(page.title,),
        )
        for page in pages
    ]
