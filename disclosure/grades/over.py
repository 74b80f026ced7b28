"""What did not go down at the end of its period: a person decides, on the record (信用修复管理办法: 未改正的不自动停止公示)."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from publication.actions.end import Expire
from publication.errors import Refused
from publication.gates.base import Problem
from publication.life.kinds import EndingKind
from publication.life.rights import acting_with
from publication.models import Ending

from ..clocks import STATEMENT, over
from ..models import PenaltyGrade
from .standing import newest, rule_of
from .verbs import ACT_EXTEND, CONFIRM, locked, note, proposed_of, reason_problems, supersede

#: A penalty that was not mended is looked at again after a year at the latest.
LONGEST = timedelta(days=366)
EXPIRE = "publication.review_ending"


def over_problems(notice: Any, user: Any, right: str, reason: str, what: str) -> list[Problem]:
    """Return what stands against an act about a penalty whose period is over."""
    if acting_with(user, right) is None:
        return [Problem("permission", f"您没有{what}的权限，由政策法规科公示专员办理。")]
    if not over().filter(pk=notice.pk).exists():
        return [Problem("not_over", "这一件的公示期没有满，或已不再公开，不需要办理。")]
    return reason_problems(reason, needed=what)


class ExtendPublicity:
    """Let a penalty stay public until a later day, because what was wrong is not mended; ``execute()`` returns what stands."""

    verb = "grade"

    def __init__(self, notice: Any, *, user: Any, until: date | None, reason: str) -> None:
        self.notice, self.user, self.until, self.reason = notice, user, until, reason.strip()

    def check(self) -> None:
        """Ask who, whether the period is over, until when, and why.

        Raises:
            Refused: with every problem.
        """
        found = over_problems(self.notice, self.user, CONFIRM, self.reason, "延长公示")
        today = timezone.localdate()
        if not found and (self.until is None or not today < self.until <= today + LONGEST):
            found.append(Problem("until", "延长到哪一天，须在今天之后、一年之内；到期再研究。", "until"))
        if not found and rule_of(self.notice) is None:
            found.append(Problem("no_rule", "决定之日没有启用的公示期规则，请先在“公示期规则”中新增或启用。"))
        if found:
            raise Refused(found, page=self.notice)

    def execute(self) -> PenaltyGrade:
        """Extend in one transaction.

        Raises:
            Refused: see :meth:`check`.
        """
        with transaction.atomic():
            self.notice = locked(self.notice.pk)
            self.check()
            before, rule = newest([self.notice.pk]).get(self.notice.pk), rule_of(self.notice)
            proposed = proposed_of(self.notice, rule, before)
            made = supersede(
                self.notice, before, user=self.user, reason=self.reason, proposed=proposed, extended=True,
                grade=before.grade if before is not None else proposed, until=self.until, rule=str(rule),
            )  # fmt: skip
            note(self.notice, ACT_EXTEND, self.user, before, made)
        return made


class ExpireNow:
    """Let a penalty whose period is over go down now: by 政策法规科, with the reason kept on the record of the ending."""

    def __init__(self, notice: Any, *, user: Any, reason: str) -> None:
        self.notice, self.user, self.reason = notice, user, reason.strip()

    def execute(self) -> Ending | None:
        """Expire it; None when it is not public any more.

        Raises:
            Refused: no right, not over, no reason, or something stands against it.
        """
        found = over_problems(self.notice, self.user, EXPIRE, self.reason, "办理期满下线")
        if found:
            raise Refused(found, page=self.notice)
        with transaction.atomic():
            if place := acting_with(self.user, EXPIRE):
                log(self.notice, "ending.stand_in", user=self.user, data={"acting_for": place})
            return Expire(
                self.notice, kind=EndingKind.EXPIRED, statement=STATEMENT, arose=self.notice.publicity_until,
                user=self.user, note=self.reason,
            ).execute()  # fmt: skip
