"""Telling people: one notice for each, at most one for an occasion, mailed as each of them chose."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import timezone

from ..bulk_rows import insert
from ..models.notices import ALWAYS_MAILED, Delivery, Notice, NoticeChoice
from ..trail.scrub import scrub

_FIELDS = ("user", "kind", "subject", "detail", "url", "page", "key", "created_at", "mail_to")
_MANY = 2000
#: Mail backends that send nothing to anybody.
_UNSENT = ("console", "dummy")


@dataclass(frozen=True, slots=True)
class Message:
    """What one person is to be told; ``url`` is a path of this site, ``key`` names the occasion ("" for no occasion)."""

    user: Any
    kind: str
    subject: str
    url: str
    page_id: int | None = None
    key: str = ""
    detail: str = ""


def mail_is_set() -> bool:
    """Tell whether the portal has a mail service at all (``EMAIL_URL``)."""
    return not any(name in settings.EMAIL_BACKEND for name in _UNSENT)


def plain_line(text: str, length: int = 200) -> str:
    """Return ``text`` as one line without personal numbers, cut to ``length`` characters."""
    line = " ".join(scrub(text).split())
    return line if len(line) <= length else f"{line[: length - 1]}…"


def title_of(page: Any) -> str:
    """Return what a page is called in notices: its title (a decision's is made of document and number; never its party), scrubbed."""
    return plain_line(page.draft_title or page.title, 120)


def notify(
    users: Iterable[Any],
    kind: str,
    subject: str,
    url: str,
    *,
    page: Any = None,
    key: str = "",
    detail: str = "",
) -> None:
    """Give each active one of ``users`` a notice; who has one with the same ``key`` gets no second."""
    page_id = page.pk if page is not None else None
    notify_many([Message(user, kind, subject, url, page_id, key, detail) for user in users])


def notify_many(messages: Sequence[Message]) -> None:
    """Give many notices: two statements for each two thousand."""
    wanted = [message for message in messages if message.user is not None and message.user.is_active]
    for start in range(0, len(wanted), _MANY):
        _insert(wanted[start : start + _MANY])


def _insert(messages: Sequence[Message]) -> None:
    people = {message.user.pk for message in messages}
    rows = NoticeChoice.objects.filter(user_id__in=people).values_list("user_id", "kind", "mail_to")
    chosen = {(user, kind): mail_to for user, kind, mail_to in rows}
    now, sends = timezone.now(), mail_is_set()
    insert(
        Notice,
        _FIELDS,
        [
            [
                message.user.pk,
                str(message.kind),
                plain_line(message.subject),
                scrub(message.detail)[:2000],
                message.url,
                message.page_id,
                message.key,
                now,
                _delivery(message, chosen) if sends and message.user.email else str(Delivery.NONE),
            ]
            for message in messages
        ],
        keep_old=True,
    )


def _delivery(message: Message, chosen: dict[tuple[int, str], str]) -> str:
    """Return how a message is mailed; a legal deadline at once, whatever was chosen."""
    if message.kind in ALWAYS_MAILED:
        return str(Delivery.NOW)
    return str(chosen.get((message.user.pk, str(message.kind)), Delivery.DIGEST))


def settle(*keys: str) -> None:
    """Say that the occasions are over: their unread notices count as read and are not mailed; the keys are free again."""
    found = Notice.objects.filter(key__in=keys)
    found.filter(read_at=None).update(read_at=timezone.now())
    found.update(key="")
