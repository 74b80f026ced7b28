"""What was published keeps the name it was published under, with a note of what became of the unit."""

import datetime
from typing import Any

from django.utils import timezone


def _day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def _shown(day: datetime.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def name_at(unit: Any, moment: datetime.datetime | None) -> str:
    """Return the name that ``unit`` had at ``moment`` (None: now)."""
    if moment is None:
        return unit.name
    day = timezone.localtime(moment).date()
    for change in sorted(unit.changes, key=lambda found: str(found.get("from"))):
        if change.get("kind") == "rename" and day < _day(change["from"]):
            return str(change["name"])
    return unit.name


def notes_on(unit: Any, page: Any) -> list[str]:
    """Return the public notes for a page of ``unit``: renamed since, duties passed on, column handed over. No query when
    ``unit.successor`` is loaded."""
    notes = []
    old = name_at(unit, getattr(page, "first_published_at", None))
    if old != unit.name:
        since = next(_day(change["from"]) for change in unit.changes if change.get("name") == old)
        notes.append(f"本页公开时，公示单位名称为“{old}”；该单位自{_shown(since)}起更名为“{unit.name}”。")
    for change in unit.changes:
        if change.get("kind") == "split" and str(getattr(page, "path", "")).startswith(change["path"]):
            notes.append(f"自{_shown(_day(change['from']))}起，本栏目的职责由“{change['to']}”承继。")
    if unit.successor_id and not unit.is_current and unit.valid_until:
        since = unit.valid_until + datetime.timedelta(days=1)
        notes.append(f"自{_shown(since)}起，“{unit.name}”的职责由“{unit.successor.name}”承继。")
    return notes
