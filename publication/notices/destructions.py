"""Who is told that a secret's content is to be destroyed, was destroyed, and that something still holds it. Never its title."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models.signals import post_save
from django.urls import reverse
from wagtail.models import PageLogEntry

from ..destruction.backups import standing_of, to_destroy, waiting
from ..life.rights import BACKUPS, SECRECY
from ..models import Destruction
from ..models.notices import NoticeKind
from .endings import holders, holders_and_deputies
from .notify import Message, notify, settle
from .reminders import register_reminders


def _url(destruction: Destruction) -> str:
    return reverse("life:destruction", args=[destruction.pk])


def _tell(people: list[Any], subject: str, destruction: Destruction, key: str, detail: str = "") -> None:
    notify(people, NoticeKind.ENDING, subject, _url(destruction), key=key, detail=detail)


def _requested(one: Destruction, key: str) -> None:
    people = [person for person in holders_and_deputies(SECRECY) if person.pk != one.requested_by_id]
    _tell(people, f"页面 #{one.ending.page_id}：申请销毁涉密内容，等您批准", one, key)


def _executed(one: Destruction) -> None:
    name = f"页面 #{one.ending.page_id}"
    people = {person.pk: person for person in [one.requested_by, *holders_and_deputies(SECRECY)] if person is not None}
    left = standing_of(one).count()
    more = f"，还有 {left} 份备份须销毁，最迟{one.backups_by:%m月%d日}" if left else ""
    _tell(list(people.values()), f"{name}：内容已按命令销毁{more}", one, f"destruction-{one.pk}-executed")
    if left:
        subject = f"有 {left} 份备份存有已下令销毁的内容，请销毁并登记，最迟{one.backups_by:%m月%d日}"
        key = f"destruction-{one.pk}-backups"
        notify(holders(BACKUPS), NoticeKind.ENDING, subject, reverse("backups:index"), key=key)


def _logged(sender: Any, instance: Any, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """A verb wrote its log entry."""
    if (
        raw
        or not created
        or instance.action not in ("destruction.request", "destruction.refuse", "destruction.cancel", "ending.destroy")
    ):
        return
    people = Destruction.objects.select_related("ending", "requested_by")
    one = people.filter(pk=(instance.data or {}).get("destruction")).first()
    if one is None:
        return
    key = f"destruction-{one.pk}"
    if instance.action == "destruction.request":
        _requested(one, key)
        return
    settle(key)
    if instance.action == "ending.destroy":
        _executed(one)
    elif instance.action == "destruction.refuse" and one.requested_by is not None:
        subject = f"页面 #{one.ending.page_id}：销毁申请没有得到批准"
        _tell([one.requested_by], subject, one, f"{key}-refused")


def still_held(today: date) -> Iterator[Message]:
    """Yield a message a day to the secrecy reviewers of each destruction that something still holds, and to the system
    administrator while it is a backup."""
    open_ones = waiting()
    reviewers = holders_and_deputies(SECRECY) if open_ones else []
    for one in open_ones:
        left = standing_of(one).count()
        late = "（已逾期）" if one.backups_by < today else f"（最迟{one.backups_by:%m月%d日}）"
        what = f"还有 {left} 份备份没有销毁{late}" if left else "还有待处理的存放处"
        key = f"destruction-{one.pk}-held-{today:%Y%m%d}"
        for person in reviewers:
            yield Message(
                person, NoticeKind.ENDING, f"页面 #{one.ending.page_id} 的内容已下令销毁：{what}", _url(one), None, key
            )
    count = to_destroy().count() if open_ones else 0
    if count:
        for person in holders(BACKUPS):
            subject, url = f"有 {count} 份备份存有已下令销毁的内容，请销毁并登记", reverse("backups:index")
            yield Message(person, NoticeKind.ENDING, subject, url, None, f"backups-to-destroy-{today:%Y%m%d}")


def connect() -> None:
    """Connect everything; once."""
    post_save.connect(_logged, sender=PageLogEntry, dispatch_uid="notices-destructions")
    register_reminders(still_held)
