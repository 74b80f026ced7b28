"""Confirming a penalty's grade: by 政策法规科, on the record, with what follows for the public (信用修复管理办法)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page, WorkflowState

from publication.actions.end_request import RequestEnding
from publication.aliases import aliases_of
from publication.errors import Refused
from publication.gates.base import Problem
from publication.life.kinds import EndingKind, Verb
from publication.life.rights import acting_with
from publication.models import Seal
from publication.permits import permitted
from publication.privacy.detect import find
from publication.privacy.kinds import CERTAIN, KINDS, NUMBERS

from ..kinds import CreditGrade, Publicity
from ..models import DecisionNoticePage, PenaltyGrade
from ..publicity import proposed_grade
from .standing import differs, end_of, newest, proposal_of, rule_of, write

CONFIRM = "disclosure.confirm_grade"
ACT, ACT_EXTEND = "grade.confirm", "grade.extend"
LAW = "信用修复管理办法"
WITHHELD = "经核定属轻微失信信息，依照《信用修复管理办法》不公示。"
SHORTEST_REASON = 4


def confirms_for(user: Any) -> str | None:
    """Return "" for who confirms grades in the own right, in whose place a deputy does, None for others."""
    return acting_with(user, CONFIRM)


def locked(pk: int) -> DecisionNoticePage:
    """Return a penalty as it stands, with its page's row locked until the transaction ends."""
    Page.objects.select_for_update().get(pk=pk)
    found: DecisionNoticePage = DecisionNoticePage.objects.get(pk=pk)
    return found


def reason_problems(reason: str, *, needed: str = "") -> list[Problem]:
    """Return what is wrong with an internal reason; ``needed`` says why one must be given, "" when none must."""
    if needed and len(reason) < SHORTEST_REASON:
        return [Problem("reason", f"{needed}，请写明理由（至少{SHORTEST_REASON}个字）。", "reason")]
    found = [item for item in find(reason, label="理由") if item.severity == CERTAIN or item.kind in NUMBERS]
    kinds = "、".join(dict.fromkeys(KINDS[item.kind] for item in found))
    return [Problem("privacy", f"理由中有{kinds}，请删去。", "reason")] if found else []


def proposed_of(notice: Any, rule: Any, before: PenaltyGrade | None) -> CreditGrade:
    """Return what is proposed, however often the grade was confirmed: of a public page the column holds what was confirmed."""
    if before is None:
        return proposal_of(notice, rule)
    if before.speaks_of(notice):
        return CreditGrade(before.proposed)
    return proposed_grade(notice.penalty_kinds, notice.fine_fen, rule.ordinary_fine_fen)


class ConfirmGrade:
    """Confirm, or change, the grade of one penalty; ``execute()`` returns the :class:`PenaltyGrade` that stands.

    ``withheld``: a minor one is not public at all; a draft is marked 不公开, of a public one the withdrawal is asked for (another
    person approves it). ``months``: how long it is public from its decision on (None: the longest the rule allows). A reason is
    needed where the grade is not the proposed one, or where another confirmation stood. A public page's columns change with it.
    """

    verb = "grade"

    def __init__(
        self, notice: Any, *, user: Any, grade: str, withheld: bool = False, months: int | None = None, reason: str = ""
    ) -> None:
        self.notice, self.user, self.grade, self.withheld = notice, user, grade, withheld
        self.months, self.reason = None if withheld else months, reason.strip()
        self.before: PenaltyGrade | None = None

    def problems(self) -> list[Problem]:
        """Return everything that stands against it, each at its field."""
        if confirms_for(self.user) is None:
            return [Problem("permission", "您没有核定失信等级的权限，请联系政策法规科。")]
        rule = rule_of(self.notice)
        if rule is None:
            return [
                Problem(
                    "no_rule",
                    "这一件不需要核定：只有逐件公开、有决定日期的行政处罚，且决定之日有启用的公示期规则，才核定失信等级。",
                )
            ]
        if Seal.objects.filter(page_id=self.notice.pk).exists():
            return [Problem("sealed", "这一件已撤下并封存，不再核定。")]
        if self.grade not in CreditGrade.values:
            return [Problem("grade", "请选择失信等级。", "grade")]
        found = self._period(rule)
        self.before = newest([self.notice.pk]).get(self.notice.pk)
        self.proposed = proposed_of(self.notice, rule, self.before)
        return found + reason_problems(self.reason, needed=self._needs_reason(rule))

    def _period(self, rule: Any) -> list[Problem]:
        if self.withheld:
            if self.grade != CreditGrade.MINOR:
                return [Problem("withheld", "只有“轻微”的可以不公开。", "withheld", law=LAW)]
            return []
        least, most = rule.least_months(self.grade), rule.months(self.grade)
        if self.months is None:
            self.months = most
        if not least <= self.months <= most:
            label = CreditGrade(self.grade).label
            return [Problem("months", f"“{label}”的公示期为{least}至{most}个月（{rule.name}）。", "months", law=LAW)]
        return []

    def _needs_reason(self, rule: Any) -> str:
        if self.before is not None and self.before.speaks_of(self.notice):
            same = (self.before.grade, self.before.withheld, self.before.months, self.before.extended)
            return "" if same == (self.grade, self.withheld, self.months, False) else "更改已核定的等级或公示期"
        if self.grade != self.proposed:
            return "核定的等级与建议的不同"
        if self.grade != CreditGrade.MINOR and self.months != rule.months(self.grade):
            return "公示期短于最长期限"
        return ""

    def check(self) -> None:
        """Ask all of it.

        Raises:
            Refused: with every problem.
        """
        found = self.problems()
        if found:
            raise Refused(found, page=self.notice)

    def execute(self) -> PenaltyGrade:
        """Confirm in one transaction; asked twice the same, it is done once.

        Raises:
            Refused: see :meth:`check`, and of a public page that is to be withheld :class:`RequestEnding`.
        """
        with transaction.atomic():
            self.notice = locked(self.notice.pk)
            self.check()
            before = self.before
            rule = rule_of(self.notice)
            until = None if self.withheld else end_of(self.notice, self.months or 0)
            if before is not None and before.speaks_of(self.notice) and not before.extended:
                if (before.grade, before.withheld, before.until) == (self.grade, self.withheld, until):
                    return before
            made = supersede(
                self.notice, before, user=self.user, reason=self.reason, proposed=self.proposed, grade=self.grade,
                withheld=self.withheld, months=self.months, until=until, rule=str(rule),
            )  # fmt: skip
            note(self.notice, ACT, self.user, before, made)
            if self.notice.live and self.withheld:
                RequestEnding(
                    self.notice, verb=Verb.EXPIRE, kind=EndingKind.EXPIRED, user=self.user, statement=WITHHELD
                ).execute()
            elif not self.notice.live:
                self._mark(before)
        return made

    def _mark(self, before: PenaltyGrade | None) -> None:
        """Say in the draft that it is not to be public; take it back where that was said by a confirmation before."""
        if self.withheld == bool(before is not None and before.withheld):
            return
        draft = self.notice.get_latest_revision_as_object()
        if self.withheld:
            draft.publicity, draft.publicity_reason = Publicity.WITHHELD, WITHHELD
        elif draft.publicity == Publicity.WITHHELD and draft.publicity_reason == WITHHELD:
            draft.publicity, draft.publicity_reason = Publicity.PUBLIC, ""
        else:
            return
        revision = draft.save_revision(user=self.user, clean=False, log_action=True)
        draft.latest_revision, draft.latest_revision_created_at = revision, revision.created_at
        draft.save(clean=False)
        for state in WorkflowState.objects.filter(
            object_id=str(self.notice.pk), base_content_type__model="page", base_content_type__app_label="wagtailcore",
            status=WorkflowState.STATUS_IN_PROGRESS,
        ):  # fmt: skip
            state.cancel(user=self.user)


def supersede(notice: Any, before: PenaltyGrade | None, *, user: Any, **values: Any) -> PenaltyGrade:
    """Let a new confirmation stand in the place of ``before``, and write it into the columns of a public page and its mirrors."""
    line = [notice, *(alias.specific for alias in aliases_of(notice) if alias.live)]
    with permitted("grade", [page.path for page in line]):
        if before is not None:
            PenaltyGrade.objects.filter(pk=before.pk, superseded_at=None).update(superseded_at=timezone.now())
        made: PenaltyGrade = PenaltyGrade.objects.create(
            page=notice, user=user, kinds=notice.penalty_kinds_text, fine_fen=notice.fine_fen or 0,
            decided_on=notice.decided_on, **values,
        )  # fmt: skip
        if notice.live and not made.withheld and any(differs(page, made) for page in line):
            write(line, made)
    return made


def note(notice: Any, act: str, user: Any, before: PenaltyGrade | None, made: PenaltyGrade) -> None:
    """Write the confirmation to the page's log and the trail, with what stood before."""
    after = {"grade": made.grade, "outcome": made.outcome, "proposed": made.proposed, "rule": made.rule}
    data: dict[str, Any] = {"after": after, "reason": made.reason}
    if place := confirms_for(user):
        data["acting_for"] = place
    if before is not None:
        data["before"] = {"grade": before.grade, "outcome": before.outcome}
    log(notice, act, user=user, data=data)


@dataclass(slots=True)
class Outcome:
    """What became of one of many: ``problem`` is "" where it was done."""

    notice: Any
    problem: str = ""


class ConfirmMany:
    """Confirm many as proposed, each in a transaction of its own; the minor ones withheld, or public for ``minor_months``."""

    def __init__(self, notices: Iterable[Any], *, user: Any, withheld: bool, minor_months: int | None) -> None:
        self.notices, self.user, self.withheld, self.minor_months = list(notices), user, withheld, minor_months

    def execute(self) -> list[Outcome]:
        """Return what became of each, in order; one that cannot be confirmed keeps back no other."""
        rows = newest([notice.pk for notice in self.notices])
        return [Outcome(notice, self._one(notice, rows.get(notice.pk))) for notice in self.notices]

    def _one(self, notice: Any, before: PenaltyGrade | None) -> str:
        rule = rule_of(notice)
        if rule is None:
            return "这一件不需要核定。"
        grade = proposed_of(notice, rule, before)
        minor = grade == CreditGrade.MINOR
        try:
            ConfirmGrade(
                notice, user=self.user, grade=grade, withheld=minor and self.withheld,
                months=self.minor_months if minor else None,
            ).execute()  # fmt: skip
        except Refused as refusal:
            return str(refusal)
        return ""
