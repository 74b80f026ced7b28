"""The holder: one place that keeps a page's content, and the registry that every destruction asks."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, ClassVar

#: What stands where content stood.
NEUTRAL = "内容已销毁"


@dataclass
class Scope:
    """What is destroyed: the page with its mirrors (specific, as they were), and by what its content is recognised elsewhere.

    ``names`` are strings that only this content holds (titles, numbers, texts; no other page has them): they live in memory
    until the transaction is through, and are written nowhere. ``number_keys`` are its numbers as they are
    compared; ``text`` is every word of every version. ``files`` are documents and images that only this page used.
    ``bytes`` are (place, name) of files to delete after the transaction: ``media`` or ``uploads``.
    """

    ending: Any
    pages: list[Any]
    names: tuple[str, ...] = ()
    number_keys: frozenset[str] = frozenset()
    text: str = ""
    files: list[Any] = field(default_factory=list)
    kept_files: list[str] = field(default_factory=list)
    file_digests: tuple[str, ...] = ()
    bytes: list[tuple[str, str]] = field(default_factory=list)

    @property
    def keys(self) -> list[int]:
        """Return the pages' keys."""
        return [page.pk for page in self.pages]

    @property
    def texts(self) -> list[str]:
        """Return the pages' keys as generic relations keep them."""
        return [str(page.pk) for page in self.pages]


class Holder:
    """One place. ``tables`` are the labels (``app.Model``) of the tables that it answers for.

    :meth:`destroy` runs within the transaction of the destruction and returns how many things it destroyed; :meth:`remains` is
    asked afterwards, in the same transaction, by looking again: anything but 0 undoes the whole destruction.
    """

    code: ClassVar[str] = ""
    label: ClassVar[str] = ""
    tables: ClassVar[tuple[str, ...]] = ()
    #: The trail writes down what the others take away, so that it is cleaned after them.
    comes_last: ClassVar[bool] = False

    def destroy(self, scope: Scope) -> int:
        """Destroy what this place holds of the scope."""
        raise NotImplementedError

    def remains(self, scope: Scope) -> int:
        """Return how much of it still stands here."""
        raise NotImplementedError

    def kept(self, scope: Scope) -> list[str]:
        """Return what was left here and why, in words without content."""
        return []


_holders: dict[str, Holder] = {}
_loose: dict[str, tuple[str, ...]] = {}
_exempt: dict[str, str] = {}
_compactors: list[Callable[[], None]] = []


def register(holder: Holder) -> Holder:
    """Add a holder; the same code registered again replaces the former."""
    _holders[holder.code] = holder
    return holder


def unregister(code: str) -> Holder:
    """Take a holder away again (tests, optional apps) and return it.

    Raises:
        KeyError: there is none of this code.
    """
    return _holders.pop(code)


def registered() -> list[Holder]:
    """Return every holder; the trail after those whose acts it writes down, pages' own rows last, for all others read them."""
    return sorted(_holders.values(), key=lambda holder: (holder.code == "content", holder.comes_last))


def register_loose(label: str, *fields: str) -> None:
    """Say that text fields of a table (``app.Model``) may mention any page's content: mentions are cut out of them."""
    _loose[label] = fields


def loose() -> dict[str, tuple[str, ...]]:
    """Return label → fields."""
    return dict(_loose)


def exempt(reason: str, *labels: str) -> None:
    """Say that tables hold no page's content, and why."""
    for label in labels:
        _exempt[label] = reason


def exemptions() -> dict[str, str]:
    """Return label → reason."""
    return dict(_exempt)


def register_compactor(compact: Callable[[], None]) -> None:
    """Register what squeezes deleted text out of an index; called outside a transaction, before the database is rewritten."""
    if compact not in _compactors:
        _compactors.append(compact)


def compactors() -> list[Callable[[], None]]:
    """Return them."""
    return list(_compactors)
