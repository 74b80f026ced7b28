"""The board by unit: how many open requests and batches of each are late, due today or soon, and how many wait in all."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils import timezone
from wagtail.models import Page

from ..models import EndingBatchItem
from . import queries
from .border import border

#: So many open ones are looked at; who has more has other work to do first.
MOST = 2000


@dataclass(slots=True)
class UnitLine:
    """One unit: its name and four numbers; ``soon`` holds today's too."""

    name: str
    late: int = 0
    today: int = 0
    soon: int = 0
    waiting: int = 0

    def count(self, due: date | None, today: date, last: date) -> None:
        """Count one more."""
        self.waiting += 1
        if due is None:
            return
        self.late += due < today
        self.today += due == today
        self.soon += today <= due <= last


def per_unit(user: Any) -> list[UnitLine]:
    """Return the units that have something open, those with most late first; six queries. A batch counts as one, of its first page's
    unit."""
    today = timezone.localdate()
    last = queries.soon_until(today)
    open_ones = [(row.page, row.due_on) for row in queries.open_endings(user).order_by("-pk")[:MOST]]
    first = EndingBatchItem.objects.filter(batch=OuterRef("pk")).exclude(page=None).order_by("number")
    batches = queries.open_batches(user).annotate(first_page=Subquery(first.values("page_id")[:1]))
    rows = list(batches.order_by("-pk").values_list("first_page", "due_on")[:MOST])
    pages = Page.objects.in_bulk({key for key, _ in rows if key is not None})
    open_ones += [(pages[key], due) for key, due in rows if key in pages]
    names = border().unit_names([page for page, _ in open_ones])
    found: dict[str, UnitLine] = {}
    for page, due in open_ones:
        name = names.get(page.pk, "")
        if name:
            found.setdefault(name, UnitLine(name)).count(due, today, last)
    return sorted(found.values(), key=lambda line: (-line.late, -line.today, -line.soon, line.name))
