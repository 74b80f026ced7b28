"""From a list of numbers, from conditions, or from chosen pages, to the lines of a batch: each found, or why not."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from wagtail.models import Page

from ..actions.end_many import MOST, add_items, waits_already
from ..errors import Refused
from ..gates.base import Problem
from ..life.lookup import pages_by_number
from ..models import EndingBatch, ItemFound, Seal
from ..text import document_number_key
from .ask import may_ask

Row = tuple[str, str, int | None]
_TOGETHER = 500


def numbers_in(text: str) -> list[str]:
    """Return the numbers of a pasted text: one a line, empty lines left out."""
    return [line.strip()[:160] for line in text.replace("\x00", "").splitlines() if line.strip()]


def _in_bulk(keys: Iterable[int]) -> dict[int, Page]:
    wanted, found = sorted(set(keys)), {}
    for start in range(0, len(wanted), _TOGETHER):
        found.update(Page.objects.in_bulk(wanted[start : start + _TOGETHER]))
    return found


class _Known:
    """What is known of the pages of a list, looked up at once."""

    def __init__(self, user: Any, keys: Iterable[int]) -> None:
        self.user, self.pages = user, _in_bulk(keys)
        every = list(self.pages)
        self.sealed: set[int] = set()
        self.waiting: set[int] = set()
        for start in range(0, len(every), _TOGETHER):
            part = every[start : start + _TOGETHER]
            self.sealed |= set(Seal.objects.filter(page_id__in=part).values_list("page_id", flat=True))
            self.waiting |= waits_already(part)

    def is_own(self, page: Page) -> bool:
        """Tell whether the user works on the page."""
        return bool(page.permissions_for_user(self.user).can_edit())

    def state(self, page: Page) -> str:
        """Return what stands against ending one page that is the user's."""
        if page.pk in self.sealed:
            return ItemFound.ENDED
        if not page.live:
            return ItemFound.NOT_PUBLIC
        if page.pk in self.waiting:
            return ItemFound.WAITING
        return ItemFound.READY if may_ask(self.user, page) else ItemFound.NOT_YOURS

    def of_number(self, keys: Sequence[int]) -> tuple[str, int | None]:
        """Return what a number led to. Of other units' pages only public ones are known at all."""
        pages = [self.pages[key] for key in keys if key in self.pages]
        own = [page for page in pages if self.is_own(page)]
        if not own:
            return (ItemFound.NOT_YOURS if any(page.live for page in pages) else ItemFound.MISSING), None
        live = [page for page in own if page.live]
        if len(live) > 1:
            return ItemFound.AMBIGUOUS, None
        chosen = live[0] if live else own[0]
        return self.state(chosen), chosen.pk


def rows_of_numbers(user: Any, numbers: Sequence[str]) -> list[Row]:
    """Return the lines of a list of numbers."""
    led_to = pages_by_number(numbers)
    known = _Known(user, [key for keys in led_to.values() for key in keys])
    seen: set[str] = set()
    rows: list[Row] = []
    for number in numbers:
        key = document_number_key(number)
        if key in seen:
            rows.append((number, ItemFound.REPEATED, None))
            continue
        seen.add(key)
        rows.append((number, *known.of_number(led_to.get(number, []))))
    return rows


def rows_of_pages(user: Any, pages: Sequence[Page]) -> list[Row]:
    """Return the lines of chosen pages."""
    known = _Known(user, [page.pk for page in pages])
    return [("", known.state(page), page.pk) for page in known.pages.values()]


def rows_of_chosen(user: Any, chosen: Iterable[tuple[str, int]]) -> list[Row]:
    """Return the lines of (number, page key) that conditions led to: those of pages that are the user's to end, or wait already."""
    numbers = {key: number for number, key in chosen}
    known = _Known(user, numbers)
    rows = [(number, known.state(known.pages[key]), key) for key, number in numbers.items() if key in known.pages]
    return [row for row in rows if row[1] != ItemFound.NOT_YOURS]


def too_many(count: int) -> str:
    """Return what is said of more lines than a batch holds; "" where they fit."""
    return f"一次最多 {MOST} 件，现在有 {count} 件，请分几次。" if count > MOST else ""


def prepare(user: Any, rows: Sequence[Row]) -> EndingBatch:
    """Keep the lines as a batch that its maker goes on with.

    Raises:
        Refused: more lines than a batch holds; none is left out in silence.
    """
    said = too_many(len(rows))
    if said:
        raise Refused([Problem("too_many", said)])
    with transaction.atomic():
        batch: EndingBatch = EndingBatch.objects.create(requested_by=user)
        add_items(batch, rows)
    return batch
