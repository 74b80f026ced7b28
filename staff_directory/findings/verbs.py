"""File, answer, return and close a finding: each checks, acts once, and is logged."""

import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page

from publication.errors import Refused
from publication.gates.base import Problem
from publication.trail.scrub import holds_personal_number

from ..kinds import FindingState, Role
from ..models import Finding, Unit
from ..roles.membership import has_role
from ..steps.capacity import stands_in_as
from .telling import tell


def _refuse_if(condition: bool, code: str, message: str, field: str = "") -> None:
    if condition:
        raise Refused([Problem(code, message, field)])


def _check_text(text: str, field: str) -> None:
    _refuse_if(not text.strip(), "empty", "请填写内容。", field)
    _refuse_if(
        holds_personal_number(text),
        "personal",
        "文字中有证件号码、手机号码等个人号码，请改用“当事人张某某”等写法。",
        field,
    )


class FileFinding:
    """The discipline auditor finds something that a unit must answer by ``due_on``."""

    def __init__(
        self, unit: Unit, subject: str, text: str, due_on: datetime.date, *, user: Any, page: Page | None = None
    ) -> None:
        self.unit, self.subject, self.text, self.due_on = unit, subject, text, due_on
        self.user, self.page = user, page

    def check(self) -> None:
        """Ask for the role, the texts and a date to come.

        Raises:
            Refused: naming the field.
        """
        _refuse_if(not self.user.has_perm("staff_directory.file_finding"), "role", "只有纪检监督员可以提出监督意见。")
        _check_text(self.subject, "subject")
        _check_text(self.text, "text")
        _refuse_if(self.due_on < timezone.localdate(), "due_on", "答复期限不能早于今天。", "due_on")

    def execute(self) -> Finding:
        """Keep the finding and return it.

        Raises:
            Refused: see :meth:`check`.
        """
        self.check()
        with transaction.atomic():
            found = Finding.objects.create(
                unit=self.unit,
                page=self.page,
                subject=self.subject.strip()[:120],
                text=self.text.strip(),
                due_on=self.due_on,
                filed_by=self.user,
            )
            log(found, "finding.file", user=self.user, data={"unit": self.unit.pk, "page": self.page and self.page.pk})
            tell(found)
        return found


class _Step:
    """One step of a finding, from one state to the next; two clicks do it once."""

    before: FindingState
    after: FindingState
    action = ""

    def __init__(self, finding: Finding, text: str, *, user: Any) -> None:
        self.finding, self.text, self.user = finding, text.strip(), user

    def allowed(self) -> bool:
        """Tell whether the user may take the step."""
        return self.user.has_perm("staff_directory.file_finding")

    def values(self) -> dict[str, Any]:
        """Return what is written besides the state."""
        return {"note": self.text}

    def told(self) -> dict[str, Any]:
        """Return what the trail says of the step."""
        return {"unit": self.finding.unit_id}

    def check(self) -> None:
        """Ask for the role, the state and the text.

        Raises:
            Refused: naming what is missing.
        """
        _refuse_if(not self.allowed(), "role", "没有办理这条监督意见的权限。")
        _refuse_if(
            self.finding.state != self.before,
            "state",
            f"这条监督意见现在是“{self.finding.get_state_display()}”，不能再办这一步。",
        )
        _check_text(self.text, "text")

    def execute(self) -> None:
        """Take the step.

        Raises:
            Refused: see :meth:`check`, or somebody was quicker.
        """
        self.check()
        with transaction.atomic():
            rows = Finding.objects.filter(pk=self.finding.pk, state=self.before)
            _refuse_if(not rows.update(state=self.after, **self.values()), "state", "另一人已办理这一步，请刷新。")
            log(self.finding, self.action, user=self.user, data=self.told())
            self.finding.refresh_from_db()
            tell(self.finding)


def may_answer(user: Any, finding: Finding) -> bool:
    """Tell whether the user answers for the finding's unit."""
    unit = finding.unit
    return has_role(user, Role.UNIT_HEAD, unit) or bool(stands_in_as(user, Role.UNIT_HEAD, unit))


class AnswerFinding(_Step):
    """The head of the unit answers."""

    before, after, action = FindingState.OPEN, FindingState.ANSWERED, "finding.answer"

    def allowed(self) -> bool:
        """Only the unit's own head, or the head of its successor, or a present deputy of one."""
        return may_answer(self.user, self.finding)

    def told(self) -> dict[str, Any]:
        """Say in whose place a deputy answers."""
        place = stands_in_as(self.user, Role.UNIT_HEAD, self.finding.unit)
        own = has_role(self.user, Role.UNIT_HEAD, self.finding.unit)
        return super().told() | ({"acting_for": place} if place and not own else {})

    def values(self) -> dict[str, Any]:
        """Keep the answer, who gave it and when."""
        return {"answer": self.text, "answered_by": self.user, "answered_at": timezone.now()}


class ReturnFinding(_Step):
    """The auditor is not content with the answer."""

    before, after, action = FindingState.ANSWERED, FindingState.OPEN, "finding.return"


class CloseFinding(_Step):
    """The auditor is content."""

    before, after, action = FindingState.ANSWERED, FindingState.CLOSED, "finding.close"

    def values(self) -> dict[str, Any]:
        """Keep the note and when."""
        return {"note": self.text, "closed_at": timezone.now()}
