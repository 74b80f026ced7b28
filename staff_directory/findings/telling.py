"""Who is told of a finding: the unit's heads that it waits for their answer, the auditor that it was answered or is late."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.urls import reverse

from publication.models import NoticeKind
from publication.notices.notify import Message, notify, settle
from publication.notices.reminders import register_reminders

from ..kinds import FindingState, Role
from ..models import Deputy, Finding
from ..roles.membership import heirs, users_with_role

_SOON = timedelta(days=2)


def answerers(finding: Finding) -> list[Any]:
    """Return the active heads of the finding's unit, or of its successor, and their present deputies."""
    heads = list(users_with_role(Role.UNIT_HEAD, finding.unit))
    rows = Deputy.objects.filter(role_group__role=Role.UNIT_HEAD, role_group__unit_id__in=heirs(finding.unit))
    deputies = [row.person for row in rows.select_related("person") if row.is_present and row.person.is_active]
    return list({person.pk: person for person in (*heads, *deputies)}.values())


def _url(finding: Finding) -> str:
    return reverse("findings:show", args=[finding.pk])


def _key(finding: Finding) -> str:
    return f"finding-{finding.pk}"


def tell(finding: Finding) -> None:
    """Tell whom the finding's present state concerns; what was said of the state before is over."""
    settle(_key(finding))
    due = f"{finding.due_on.month}月{finding.due_on.day}日"
    if finding.state == FindingState.OPEN:
        said = "退回重新答复" if finding.answer else "请答复"
        subject = f"监督意见“{finding.subject}”：{said}，{due}前"
        notify(answerers(finding), NoticeKind.ESCALATION, subject, _url(finding), key=_key(finding))
        return
    people = [finding.filed_by] if finding.state == FindingState.ANSWERED else answerers(finding)
    said = "单位已答复，请核查" if finding.state == FindingState.ANSWERED else "已办结"
    subject = f"监督意见“{finding.subject}”：{said}"
    notify([person for person in people if person is not None], NoticeKind.ESCALATION, subject, _url(finding))


def late(today: date) -> Iterator[Message]:
    """Yield a message a day while an answer is nearly due or late: to the heads, and when it is late to the auditor too."""
    known: dict[int, list[Any]] = {}  # queries grow with units, not with findings
    found = Finding.objects.filter(state=FindingState.OPEN, due_on__lte=today + _SOON)
    for finding in found.select_related("unit", "filed_by").order_by("due_on", "pk")[:200]:
        over = finding.due_on < today
        said = "答复已逾期" if over else f"请在{finding.due_on.month}月{finding.due_on.day}日前答复"
        if finding.unit_id not in known:
            known[finding.unit_id] = answerers(finding)
        people = [*known[finding.unit_id], *([finding.filed_by] if over and finding.filed_by else [])]
        for person in people:
            key = f"{_key(finding)}-{today:%Y%m%d}"
            yield Message(person, NoticeKind.ESCALATION, f"监督意见“{finding.subject}”：{said}", _url(finding), key=key)


def register() -> None:
    """Tell the floor below."""
    register_reminders(late)
