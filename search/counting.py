"""Counting what was searched for: words by day, nothing about who asked, nothing that looks like a person's number.

Counts are gathered in the process and written now and then, so that a search never waits for a writer.
"""

import atexit
import datetime
import logging
import re
import threading
import time
from collections import Counter

from django.db import DatabaseError, connection, transaction
from django.db.models import Sum
from django.utils import timezone

from .analysis import normalise, runs
from .models import SearchCount

logger = logging.getLogger(__name__)
KEPT_DAYS = 90
_EVERY_SECONDS = 30.0
_MOST_WAITING = 50
_MOST_KEPT = 2000
_LONGEST = 40
_DIGITS = re.compile(r"\d")
_MANY_DIGITS = 6
_DOCUMENT_NUMBER = re.compile(r"字\s*\d{4}\s*第")

_lock = threading.Lock()
_waiting: Counter[tuple[datetime.date, str, bool]] = Counter()
_state = {"written": time.monotonic()}


def countable(query: str) -> str:
    """Return a query as it is counted; nothing when it is long or looks like the number of a person, a card or a telephone."""
    word = " ".join(runs(normalise(query)))
    if not word or len(word) > _LONGEST:
        return ""
    if not _DOCUMENT_NUMBER.search(word) and len(_DIGITS.findall(word)) >= _MANY_DIGITS:
        return ""
    return word


def count(query: str, total: int) -> None:
    """Note one search."""
    word = countable(query)
    if not word:
        return
    with _lock:
        if len(_waiting) < _MOST_KEPT:
            _waiting[(timezone.localdate(), word, total == 0)] += 1
        due = len(_waiting) >= _MOST_WAITING or time.monotonic() - _state["written"] > _EVERY_SECONDS
    if due:
        write()


def write() -> None:
    """Write what was gathered; what cannot be written at once waits for the next time."""
    with _lock:
        gathered = dict(_waiting)
        _waiting.clear()
        _state["written"] = time.monotonic()
    if not gathered:
        return
    try:
        _write(gathered)
    except DatabaseError:
        logger.info("Search counts wait: the database is busy")
        with _lock:
            _waiting.update(gathered)


def _write(gathered: dict[tuple[datetime.date, str, bool], int]) -> None:
    rows = [(day, word, times, times if empty else 0) for (day, word, empty), times in gathered.items()]
    quick = connection.vendor == "sqlite" and not connection.in_atomic_block
    with connection.cursor() as cursor:
        if quick:
            cursor.execute("PRAGMA busy_timeout = 50")
        try:
            with transaction.atomic():
                if connection.vendor == "postgresql":
                    cursor.execute("SET LOCAL lock_timeout = '200ms'")
                cursor.executemany(
                    "INSERT INTO search_searchcount (day, word, searches, empty) VALUES (%s, %s, %s, %s)"
                    " ON CONFLICT (day, word) DO UPDATE SET searches = search_searchcount.searches + excluded.searches,"
                    " empty = search_searchcount.empty + excluded.empty",
                    rows,
                )
        finally:
            if quick:
                cursor.execute("PRAGMA busy_timeout = 30000")


def forget_old() -> int:
    """Delete counts older than ``KEPT_DAYS``; return how many."""
    limit = timezone.localdate() - datetime.timedelta(days=KEPT_DAYS)
    return SearchCount.objects.filter(day__lt=limit).delete()[0]


def top(days: int, *, empty: bool = False, most: int = 50) -> list[dict[str, int | str]]:
    """Return the most searched words of the last ``days``, or those most often without a result."""
    since = timezone.localdate() - datetime.timedelta(days=min(days, KEPT_DAYS))
    name = "missed" if empty else "total"
    counts = (
        SearchCount.objects.filter(day__gt=since).values("word").annotate(total=Sum("searches"), missed=Sum("empty"))
    )
    return list(counts.filter(**{f"{name}__gt": 0}).order_by(f"-{name}", "word")[:most])


atexit.register(write)
