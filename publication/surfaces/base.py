"""The surface: one way by which the public can reach content, and the registry that every ending asks."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any, ClassVar

from wagtail.models import Page

from ..unlisted import listed
from .visitor import Ask, Visitor


@dataclass(slots=True)
class Asked:
    """One request of a probe: the address, the status and the SHA-256 of the answer's body."""

    url: str
    status: int
    digest: str = ""


@dataclass(slots=True)
class Answer:
    """What a probe saw. ``visible``: the public can still reach the content here; ``detail`` where it was seen, in words."""

    visible: bool = False
    detail: str = ""
    asked: list[Asked] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """Return the answer as plain values."""
        return asdict(self)


@dataclass
class Subject:
    """A page that ended: its key, the addresses it had (paths), the lists (paths with query) that showed it, its files.

    ``marks`` are strings that only this page's content holds: they may appear in no answer. ``own_marks`` may stand elsewhere
    (a company has other decisions) but not in the answer of the page's own address. ``words`` are what a visitor would
    search for. ``number`` is what the tombstone names, where its rule says so.
    """

    page_id: int
    addresses: tuple[str, ...]
    marks: tuple[str, ...]
    own_marks: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    number: str = ""
    status: int = 410
    path: str = ""

    @cached_property
    def public_before(self) -> int:
        """How many public pages that the sitemap lists stand before it in the tree; counted once for all who ask."""
        return _listed_between("", self.path) if self.path else 0


def _listed_between(start: str, end: str) -> int:
    """Count the public pages that the sitemap lists from one tree path to before another."""
    return listed(Page.objects.filter(live=True, path__gte=start, path__lt=end)).count()


def count_before(subjects: Sequence[Subject]) -> None:
    """Count for many at once how many public pages stand before each: every part of the tree is counted once, not once for each."""
    placed = sorted((subject for subject in subjects if subject.path), key=lambda subject: subject.path)
    if len(placed) < 2:
        return
    count, reached = 0, ""
    for subject in placed:
        if subject.path != reached:
            count += _listed_between(reached, subject.path)
            reached = subject.path
        subject.public_before = count


class Surface:
    """One way to content. ``keeps_copies``: publication must purge here too.

    ``routes`` are the names of URL patterns, and ``caches`` the aliases of caches, that this surface answers for.
    """

    code: ClassVar[str] = ""
    label: ClassVar[str] = ""
    keeps_copies: ClassVar[bool] = False
    routes: ClassVar[tuple[str, ...]] = ()
    caches: ClassVar[tuple[str, ...]] = ()

    def purge(self, subjects: Sequence[Subject]) -> None:
        """Drop every copy of the pages that this surface keeps; asked twice it does no harm.

        Raises:
            Exception: whatever keeps it from doing so; it is asked again later.
        """

    def asks(self, subjects: Sequence[Subject]) -> list[Ask]:
        """Return what :meth:`probe` will ask, so that it can be asked several at a time; nothing is lost by leaving some out."""
        return []

    def probe(self, subjects: Sequence[Subject], visitor: Visitor) -> dict[int, Answer]:
        """Go the visitor's way and return what each page's probe saw, by the page's key."""
        raise NotImplementedError


_surfaces: dict[str, Surface] = {}
_exempt: dict[str, str] = {}


def register(surface: Surface) -> Surface:
    """Add a surface; the same code registered again replaces the former."""
    _surfaces[surface.code] = surface
    return surface


def unregister(code: str) -> None:
    """Take a surface away again (tests, optional apps)."""
    _surfaces.pop(code, None)


def registered() -> list[Surface]:
    """Return every surface, in the order of registration."""
    return list(_surfaces.values())


def surface(code: str) -> Surface | None:
    """Return the surface of a code, None for one that is no longer registered."""
    return _surfaces.get(code)


def label_of(code: str) -> str:
    """Return a surface's name for people; the code of one that is no longer registered."""
    found = _surfaces.get(code)
    return found.label if found is not None else code


def exempt(reason: str, *routes: str) -> None:
    """Say that URL patterns show no page content, and why."""
    for route in routes:
        _exempt[route] = reason


def exemptions() -> dict[str, str]:
    """Return pattern → reason."""
    return dict(_exempt)


def stands_in(text: str, marks: Iterable[str]) -> bool:
    """Tell whether any of the marks stands in an answer's text."""
    return any(mark and mark in text for mark in marks)
