"""The public list of withdrawals, a page of it at a time, by key; never a party, a fact or an amount."""

import datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.utils import timezone

from publication.life.tombstone import named
from publication.text import document_number_key

PAGE_SIZE = 20
_MAX_TYPED = 60


def _cursor(text: str) -> tuple[datetime.datetime, int] | None:
    """Read ``{microseconds}_{key}``; None for anything else."""
    moment, _, key = text.partition("_")
    if (
        not (moment.isascii() and moment.isdigit() and key.isascii() and key.isdigit())
        or len(moment) > 17
        or len(key) > 15
    ):
        return None
    try:
        return datetime.datetime.fromtimestamp(int(moment) / 1_000_000, datetime.UTC), int(key)
    except (OverflowError, ValueError, OSError):
        return None


def _mark(ending: Any) -> str:
    return f"{round(ending.executed_at.timestamp() * 1_000_000)}_{ending.pk}"


def withdrawals_context(request: Any, page: Any) -> dict[str, Any]:
    """Return ``items``, ``next_url``, ``query`` and ``reset_url``; one query, two with a successor's page."""
    typed = request.GET.get("q", "").replace("\x00", "").strip()[:_MAX_TYPED]
    found = named()
    if typed:
        key = document_number_key(typed)
        found = found.filter(number_key__contains=key) if key else found.none()
    at = _cursor(request.GET.get("at", ""))
    if at is not None:
        found = found.filter(Q(executed_at__lt=at[0]) | Q(executed_at=at[0], pk__lt=at[1]))
    rows = list(found[: PAGE_SIZE + 1])
    items = [
        {
            "what": row.what,
            "number": row.number,
            "unit": row.unit_name,
            "date": timezone.localtime(row.executed_at).date(),
            "reason": row.get_kind_display(),
            "statement": row.statement,
            "successor_url": row.successor.get_url(request) if row.successor is not None and row.successor.live else "",
        }
        for row in rows[:PAGE_SIZE]
    ]
    more = {"q": typed} if typed else {}
    return {
        "items": items,
        "query": typed,
        "next_url": "?" + urlencode({**more, "at": _mark(rows[PAGE_SIZE - 1])}) if len(rows) > PAGE_SIZE else "",
        "reset_url": page.get_url(request) if typed or at else "",
    }
