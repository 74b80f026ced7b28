"""From numbers of documents (文号), or conditions, to pages: an upper layer that knows page types registers how they are found."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from wagtail.models import Page

from ..text import document_number_key

Finder = Callable[[Sequence[str]], Iterable[tuple[str, int]]]
ListReader = Callable[[Any], list[str]]


@dataclass(frozen=True, slots=True)
class Chooser:
    """A way to choose public pages by conditions: ``form`` asks for them, ``choose(cleaned, pages, most)`` yields (number, page key)
    of those among ``pages``."""

    code: str
    label: str
    form: type[Any]
    choose: Callable[[dict[str, Any], QuerySet[Page], int], Iterable[tuple[str, int]]]


_choosers: dict[str, Chooser] = {}
_finders: list[Finder] = []
_readers: list[ListReader] = []


class ListUnreadable(Exception):
    """An uploaded list that cannot be read; its text says why and how to mend it."""


def register_numbers(finder: Finder) -> Finder:
    """Register ``finder(keys) -> (key, page key)``: pages whose number has one of the keys (:func:`document_number_key`)."""
    if finder not in _finders:
        _finders.append(finder)
    return finder


def register_list_reader(reader: ListReader) -> ListReader:
    """Register ``reader(upload) -> numbers``: reads the column 文号 of an uploaded table; raises :class:`ListUnreadable`."""
    if reader not in _readers:
        _readers.append(reader)
    return reader


def register_chooser(chooser: Chooser) -> None:
    """Offer a way to choose pages by conditions; the same code registered again replaces the former."""
    _choosers[chooser.code] = chooser


def choosers() -> list[Chooser]:
    """Return the ways to choose pages by conditions."""
    return list(_choosers.values())


def pages_by_number(numbers: Iterable[str]) -> dict[str, list[int]]:
    """Return number → keys of the pages that have it, however its brackets and digits are written."""
    keys = {number: document_number_key(number) for number in numbers}
    wanted = sorted({key for key in keys.values() if key})
    by_key: dict[str, list[int]] = {}
    for finder in _finders:
        for key, page_id in finder(wanted):
            by_key.setdefault(key, []).append(page_id)
    return {number: by_key.get(key, []) for number, key in keys.items()}


def read_list(upload: Any) -> list[str]:
    """Return the numbers of an uploaded table.

    Raises:
        ListUnreadable: nobody can read it, or it is no table with such a column.
    """
    if not _readers:
        raise ListUnreadable("本平台没有安装读表格的部件，请把文号粘贴到框里。")
    return _readers[0](upload)
