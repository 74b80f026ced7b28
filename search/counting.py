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

from publication.privacy import detect

from .analysis import is_han, normalise, runs
from .expansion import synonym_table
from .models import SearchCount
from .terms import segments

logger = logging.getLogger(__name__)
KEPT_DAYS = 90
_EVERY_SECONDS = 30.0
_MOST_WAITING = 50
_MOST_KEPT = 2000
_LONGEST = 40
_DIGITS = re.compile(r"\d")
_MANY_DIGITS = 6
#: A number of a document, whose digits are nobody's; a serial has five digits at most.
_DOCUMENT_NUMBER = re.compile(r"字[^\w\s]*(?:19|20)\d{2}年?[^\w\s]*第?\s*\d{1,5}(?!\d)\s*号?")
#: Letters that stand for digits, in words that also have digits.
_AS_DIGITS = str.maketrans("oli", "011")
_WITH_DIGITS = re.compile(r"[a-z0-9]*\d[a-z0-9]*")
_ZH_DIGITS = re.compile("[〇零○幺一二三四五六七八九壹贰叁肆伍陆柒捌玖]{5,}")
#: What personal information is looked for as: a whole query is a name or an address without the word that says so.
_LABELS = ("", "姓名：", "住址：")
#: A word is shown to editors from this many searches on: what was typed once may be anything.
SHOWN_FROM = 3

_lock = threading.Lock()
_waiting: Counter[tuple[datetime.date, str, bool]] = Counter()
_state = {"written": time.monotonic()}


def _digits(text: str) -> int:
    """Return how many digits a text has, however they are written."""
    plain = _WITH_DIGITS.sub(lambda match: match[0].translate(_AS_DIGITS), text)
    return len(_DIGITS.findall(plain)) + sum(map(len, _ZH_DIGITS.findall(plain)))


def _is_personal(text: str) -> bool:
    """Tell whether a normalised query has what may be somebody's: a number, a name, an address, an account."""
    rest = _DOCUMENT_NUMBER.sub(" ", text)
    if _digits(rest) >= _MANY_DIGITS or "@" in rest:
        return True
    own = [known for key, terms in synonym_table().items() for known in (key, *terms)]

    def is_own(word: str) -> bool:
        """Tell whether a word is one of the editors' own, which may look like a name (许可)."""
        return any(word in known for known in own)

    asked = [word for word in (rest, *rest.split()) if not is_own(word)]
    if any(detect.find(f"{label}{word}") for word in asked for label in _LABELS):
        return True
    # A name that goes on with another word: 张三丰欠薪.
    pieces = (piece for run in runs(rest) if is_han(run) for piece in segments(run))
    return any(detect.find(f"姓名：{piece}") for piece in pieces if len(piece) > 2 and not is_own(piece))


def countable(query: str) -> str:
    """Return a query as it is counted; nothing when it is long or has what may be personal information."""
    text = normalise(query)
    word = " ".join(runs(text))
    if not word or len(word) > _LONGEST or _is_personal(text):
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
    """Return the most searched words of the last ``days``, or those most often without a result, from ``SHOWN_FROM`` searches on."""
    since = timezone.localdate() - datetime.timedelta(days=min(days, KEPT_DAYS))
    name = "missed" if empty else "total"
    counts = (
        SearchCount.objects.filter(day__gt=since).values("word").annotate(total=Sum("searches"), missed=Sum("empty"))
    )
    return list(counts.filter(**{f"{name}__gt": 0, "total__gte": SHOWN_FROM}).order_by(f"-{name}", "word")[:most])


atexit.register(write)
