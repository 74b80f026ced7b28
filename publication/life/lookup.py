"""From numbers of documents (文号) to pages: an upper layer that knows page types with numbers registers how they are found."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from ..text import document_number_key

Finder = Callable[[Sequence[str]], Iterable[tuple[str, int]]]
ListReader = Callable[[Any], list[str]]

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
