"""Mailing notices: one mail for each person with all that is to be mailed, grouped by kind.

A notice stays unmailed until its mail was taken by the server. Of two senders only one has it at a time (its lease), so that
nobody gets it twice unless the sender dies between the server's answer and the row's.
"""

import datetime
import logging
import uuid
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.conf import settings
from django.core.mail import get_connection
from django.db.models import Q, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.mail import send_mail

from ..models.notices import Delivery, Notice, NoticeKind
from .notify import mail_is_set

logger = logging.getLogger(__name__)

LEASE = datetime.timedelta(minutes=10)
#: After a failure the same notices are left alone for so long.
PAUSE = datetime.timedelta(minutes=5)
PEOPLE_AT_ONCE = 20
_TOGETHER = 5000
SHOWN = 50
GIVE_UP_AFTER = 3


@dataclass(slots=True)
class Outcome:
    """How many mails were sent, and how many people's stay unsent."""

    sent: int = 0
    failed: int = 0


def to_mail(*ways: str) -> QuerySet[Notice]:
    """Return the notices that are to be mailed in one of ``ways``, not read in the admin meanwhile, and nobody's to send now."""
    found = Notice.objects.filter(_free(), mail_to__in=ways, mailed_at=None, read_at=None)
    return found.filter(user__is_active=True).exclude(user__email="")


def _free() -> Q:
    return Q(lease_until=None) | Q(lease_until__lt=timezone.now())


def _lease(people: Sequence[int], ways: Sequence[str]) -> uuid.UUID:
    """Take the people's notices and return the lease; of two senders that ask at once, each row goes to one.

    The condition stands on the row itself, so that a database that made the second one wait asks it again.
    """
    token = uuid.uuid4()
    keys = list(to_mail(*ways).filter(user_id__in=people).values_list("pk", flat=True))
    for start in range(0, len(keys), _TOGETHER):
        rows = Notice.objects.filter(_free(), pk__in=keys[start : start + _TOGETHER], mailed_at=None)
        rows.update(lease=token, lease_until=timezone.now() + LEASE)
    return token


def send_now() -> Outcome:
    """Mail what is to be mailed at once."""
    return _send(Delivery.NOW)


def send_digest() -> Outcome:
    """Mail everything that is still unmailed: the digest, and what could not be mailed at once."""
    return _send(Delivery.NOW, Delivery.DIGEST)


def _send(*ways: str) -> Outcome:
    outcome = Outcome()
    if not mail_is_set():
        return outcome
    people = list(to_mail(*ways).order_by("user_id").values_list("user_id", flat=True).distinct())
    if not people:
        return outcome
    connection = get_connection()
    try:
        connection.open()
    except Exception:
        logger.exception("The mail server cannot be reached; %s people's notices stay unsent.", len(people))
        to_mail(*ways).update(lease_until=timezone.now() + PAUSE)
        outcome.failed = len(people)
        return outcome
    try:
        for start in range(0, len(people), PEOPLE_AT_ONCE):
            if not _send_to(people[start : start + PEOPLE_AT_ONCE], ways, connection, outcome):
                outcome.failed += len(people[start + PEOPLE_AT_ONCE :])
                break
    finally:
        _close(connection)
    return outcome


def _send_to(people: Sequence[int], ways: Sequence[str], connection: Any, outcome: Outcome) -> bool:
    """Mail some people's notices and note the outcome; False when the server has refused three people running."""
    token = _lease(people, ways)
    held = Notice.objects.filter(lease=token).select_related("user").defer("detail").order_by("user_id", "pk")
    waiting = [list(group) for _, group in groupby(held, key=lambda notice: notice.user_id)]
    refused = 0
    for place, notices in enumerate(waiting):
        account = notices[0].user
        mine = Notice.objects.filter(user=account, lease=token)
        try:
            subject, body = render(notices)
            send_mail(subject, body, [account.email], connection=connection)
        except Exception as error:
            # What the server answers may hold the person's address: the log names account, error and code only.
            answer = f"{type(error).__name__} {getattr(error, 'smtp_code', '')}".strip()
            logger.error("The notices of account %s could not be mailed and stay unsent: %s", account.pk, answer)
            _close(connection)
            outcome.failed += 1
            refused += 1
            mine.update(lease=None, lease_until=timezone.now() + PAUSE)
            if refused >= GIVE_UP_AFTER:
                Notice.objects.filter(lease=token).update(lease=None, lease_until=timezone.now() + PAUSE)
                outcome.failed += len(waiting) - place - 1
                return False
            continue
        refused = 0
        outcome.sent += 1
        mine.update(mailed_at=timezone.now(), lease=None, lease_until=None)
    return True


def _close(connection: Any) -> None:
    """Close; a connection that the server has broken is of no more use either way."""
    try:
        connection.close()
    except Exception:
        logger.info("The connection to the mail server was closed by the server.")


def render(notices: Sequence[Notice]) -> tuple[str, str]:
    """Return (subject, text) of the mail about one person's ``notices``; titles and links only, no content and no comment."""
    counts = Counter(notice.kind for notice in notices)
    named = [f"{NoticeKind(kind).label} {counts[kind]}" for kind in NoticeKind if kind in counts]
    subject = f"【{settings.WAGTAIL_SITE_NAME}】{'，'.join(named)}"
    base = settings.WAGTAILADMIN_BASE_URL.rstrip("/")
    context = {
        "site": settings.WAGTAIL_SITE_NAME,
        "count": len(notices),
        "groups": list(_groups(notices, base)),
        "all_url": f"{base}{reverse('notices:index')}",
        "choices_url": f"{base}{reverse('notices:choices')}",
    }
    return subject, render_to_string("publication/mail/notices.txt", context)


def _groups(notices: Sequence[Notice], base: str) -> Iterator[dict[str, Any]]:
    for kind in NoticeKind:
        found = [notice for notice in notices if notice.kind == kind]
        if found:
            rows = [
                {"subject": notice.subject, "url": f"{base}{reverse('notices:open', args=[notice.pk])}"}
                for notice in found[:SHOWN]
            ]
            yield {"label": kind.label, "count": len(found), "rows": rows, "more": len(found) - len(rows)}
