"""Every working day each person who approves, or whose own requests wait, is told the numbers of the board: in the admin and by mail."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q
from django.urls import reverse

from ..life.kinds import APPROVE
from ..models import Ending, EndingBatch, Restoration
from ..models.notices import NoticeKind
from ..notices.notify import Message
from . import queries

_WORDS = (
    ("等您批准", "waiting"),
    ("已逾期", queries.LATE),
    ("今天到期", queries.TODAY),
    ("三个工作日内到期", queries.SOON),
)


def _concerned() -> list[Any]:
    """Return the active people who may approve or review: unit heads, 政策法规科, the secrecy office."""
    labels = {APPROVE, *queries.SPECIAL.values(), "publication.review_ending"}
    held = Q()
    for label in labels:
        app, codename = label.split(".")
        held |= Q(groups__permissions__codename=codename, groups__permissions__content_type__app_label=app)
    return list(get_user_model()._default_manager.filter(held, is_active=True).distinct().order_by("pk"))


def numbers_of(user: Any) -> dict[str, int]:
    """Return the numbers that the board shows the user."""
    return {"waiting": queries.waiting_count(user), **queries.counted_by_when(user)}


def reminders(today: date) -> Iterator[Message]:
    """Yield one message to each person concerned for whom a number is not zero; nobody is asked about while nothing is open."""
    rows = (
        Ending.objects.filter(state="requested"),
        EndingBatch.objects.filter(state__in=queries.OPEN_BATCHES),
        Restoration.objects.filter(state="requested"),
    )
    if not any(found.exists() for found in rows):
        return
    for person in _concerned():
        numbers = numbers_of(person)
        parts = [f"{label} {numbers[name]} 件" for label, name in _WORDS if numbers[name]]
        if not parts:
            continue
        state = "mine" if numbers["waiting"] else queries.DUE if numbers[queries.DUE] else queries.SOON
        url = f"{reverse('life:board')}?state={state}"
        yield Message(person, NoticeKind.ENDING, f"撤下与恢复：{'，'.join(parts)}", url, key=f"endings-{today:%Y%m%d}")
