"""Ask that a page's publicity ends, and decide about it: one person asks, another approves (行政处罚法第四十八条)."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page

from ..errors import Refused
from ..gates.base import Problem
from ..life.describe import Described, describe, repeated_in
from ..life.due import due_on
from ..life.kinds import RULES, EndingKind, EndingRule, EndingState, Verb, kinds_for
from ..life.rights import REVIEW, acting_with, approving_for, may_approve
from ..models import Ending
from ..privacy.detect import find
from ..privacy.kinds import CERTAIN, KINDS, NUMBERS
from .end import End, ending_problems, hold, overtake

SHORTEST_REASON = 8


def personal(text: str, label: str, field: str) -> list[Problem]:
    """Return what keeps a text that will be public back: personal information (个人信息保护法第二十五条)."""
    found = [item for item in find(text, label=label) if item.severity == CERTAIN or item.kind in NUMBERS]
    kinds = "、".join(dict.fromkeys(KINDS[item.kind] for item in found))
    return [Problem("privacy", f"“{label}”会公开，其中有{kinds}，请删去。", field)] if found else []


def repeated(rule: EndingRule, statement: str, described: Described) -> list[Problem]:
    """Return what keeps a public statement back that tells a page's content again: no party, no facts, no number unless it is named."""
    mark = repeated_in(statement, described)
    if not mark and described.number and described.number in statement and not rule.shows_number:
        mark = described.number
    if not mark or mark in described.what:
        return []
    message = (
        f"“公开说明的理由”中有页面上的内容（“{mark[:20]}”），会一直公开，请换一种说法，不写当事人、案情和不公告的文号。"
    )
    return [Problem("content", message, "statement")]


class RequestEnding:
    """Ask that ``page`` be withdrawn, replaced, or made to vanish; ``values`` are fields of :class:`Ending`.

    ``emergency``: it is executed in the same transaction and reviewed afterwards. ``execute()`` returns the
    :class:`Ending`; asked again for a page that waits for approval already, that one. ``described``: the page's description where
    the caller has it.
    """

    def __init__(
        self, page: Page, *, verb: str, kind: str, user: Any, emergency: bool = False, duty_arose_on: date | None = None,
        described: Described | None = None, **values: Any,
    ) -> None:  # fmt: skip
        self.page, self.verb, self.kind, self.user, self.emergency = page, verb, kind, user, emergency
        self.described = described
        self.arose: date = duty_arose_on or values.get("instrument_date") or timezone.localdate()
        self.values: dict[str, Any] = {
            name: value.strip() if isinstance(value, str) else value for name, value in values.items()
        }

    def problems(self) -> list[Problem]:
        """Return everything that is wrong with the request, each at its field."""
        found = _may_ask(self.page, self.user, self.emergency)
        if self.kind not in kinds_for(self.verb):
            return [*found, Problem("kind", "请选择这种方式可用的原因。", "kind")]
        rule = RULES[EndingKind(self.kind)]
        if rule.by_clock and self.user is not None and not self.user.has_perm("publication.review_ending"):
            found.append(
                Problem("kind", "公示期满由系统到期执行，不需要申请；未自动下线的，由政策法规科办理。", "kind")
            )
        statement = self.values.get("statement", "")
        if self.verb != Verb.VANISH and len(statement) < SHORTEST_REASON:
            found.append(
                Problem("statement", f"请写明公开说明的理由，至少{SHORTEST_REASON}个字（{rule.law}）。", "statement")
            )
        found += personal(statement, "公开说明的理由", "statement") + self._repeated(rule, statement)
        if rule.needs_instrument:
            named = (
                ("instrument_name", "依据文书名称"),
                ("instrument_body", "作出依据文书的机关"),
                ("instrument_date", "依据文书日期"),
            )
            for name, label in named:
                if not self.values.get(name):
                    found.append(Problem("instrument", f"“{label}”必须填写：{rule.kind.label}须有依据文书。", name))
        today = timezone.localdate()
        dated = self.values.get("instrument_date")
        if dated and dated > today:
            found.append(Problem("future", "“依据文书日期”不能晚于今天。", "instrument_date"))
        if self.arose > today:
            found.append(Problem("future", "“应撤下之日”不能晚于今天：撤下须等依据文书生效。", "duty_arose_on"))
        return found + ending_problems(self.page, self.verb, self.values.get("successor"))

    def _repeated(self, rule: EndingRule, statement: str) -> list[Problem]:
        if rule.status != 410 or not statement:
            return []
        return repeated(rule, statement, self.described or describe(self.page.specific))

    def made(self) -> Ending:
        """Return the request as a row that is not stored yet."""
        return Ending(
            page_id=self.page.pk, verb=self.verb, kind=self.kind, requested_by=self.user, emergency=self.emergency, duty_arose_on=self.arose,
            due_on=due_on(self.kind, self.arose), status=RULES[EndingKind(self.kind)].status, **self.values,
        )  # fmt: skip

    def check(self) -> None:
        """Ask all of it.

        Raises:
            Refused: with every problem.
        """
        found = self.problems()
        if found:
            raise Refused(found, page=self.page)

    def execute(self) -> Ending:
        """Record the request; in an emergency execute it.

        Raises:
            Refused: see :meth:`check`.
        """
        waiting = Ending.objects.filter(page_id=self.page.pk, state=EndingState.REQUESTED).first()
        if waiting is not None and not self.emergency:
            return waiting
        self.check()
        try:
            with transaction.atomic():
                hold(self.page.pk)
                if waiting is not None:
                    overtake(self.page, user=self.user, reason="已紧急撤下，原来的申请不再需要批准。")
                ending = self.made()
                ending.save()
                log(self.page, "ending.request", user=self.user, data=requested(ending))
                if self.emergency:
                    End(ending, user=self.user).execute()
                    ending.refresh_from_db()
        except IntegrityError:
            # Two people asked at once: the one who came second gets the request that stands.
            found = Ending.objects.filter(page_id=self.page.pk, state=EndingState.REQUESTED).first()
            if found is None:
                raise
            return found
        return ending


def requested(ending: Ending) -> dict[str, Any]:
    """Return what the log says of a request."""
    return {"verb": ending.verb, "kind": ending.kind, "emergency": ending.emergency, "ending": ending.pk}


def _may_ask(page: Page, user: Any, emergency: bool) -> list[Problem]:
    if user is None:
        return []
    needed = "publication.end_at_once" if emergency else "publication.request_ending"
    if not user.has_perm(needed) or not page.permissions_for_user(user).can_edit():
        what = "紧急撤下" if emergency else "申请撤下"
        return [Problem("permission", f"您没有对这个页面{what}的权限，请联系本单位负责人或政策法规科。")]
    return []


class DecideEnding:
    """Approve or refuse a request: never the person who asked. An approval executes it at once."""

    def __init__(self, ending: Ending, *, user: Any, approve: bool, note: str = "") -> None:
        self.ending, self.user, self.approve, self.note = ending, user, approve, note.strip()

    def check(self) -> None:
        """Ask who may decide.

        Raises:
            Refused: it is decided already, it is one's own, the right is missing, or a refusal says no reason.
        """
        ending, found = self.ending, []
        if not ending.is_open:
            raise Refused([Problem("decided", f"这项申请已处理（{ending.get_state_display()}）。")], page=ending.page)
        if ending.requested_by_id is not None and ending.requested_by_id == self.user.pk:
            found.append(Problem("own_request", "申请人不能批准自己的申请，须由另一位有权的人批准。"))
        if not may_approve(self.user, ending.rule, ending.page):
            found.append(Problem("permission", "您没有批准这项申请的权限。"))
        if not self.approve and not self.note:
            found.append(Problem("note", "不予批准须写明理由。", "note"))
        found += personal(self.note, "批准意见", "note")
        if found:
            raise Refused(found, page=ending.page)

    def execute(self) -> Ending:
        """Decide; asked twice, it is done once.

        Raises:
            Refused: see :meth:`check`, and :class:`End`.
        """
        with transaction.atomic():
            hold(self.ending.page_id)
            self.ending = Ending.objects.select_for_update().get(pk=self.ending.pk)
            if self.ending.is_executed and self.approve:
                return self.ending
            self.check()
            values = {"decided_by": self.user, "decided_at": timezone.now(), "decision_note": self.note}
            if not self.approve:
                values["state"] = EndingState.REFUSED
            Ending.objects.filter(pk=self.ending.pk).update(**values)
            self.ending.refresh_from_db()
            place = approving_for(self.user, self.ending.rule, self.ending.page)
            if place:
                log(
                    self.ending.page,
                    "ending.stand_in",
                    user=self.user,
                    data={"acting_for": place, "ending": self.ending.pk},
                )
            if self.approve:
                return End(self.ending, user=self.user).execute()
            log(self.ending.page, "ending.refuse", user=self.user, data={"reason": self.note, "ending": self.ending.pk})
        return self.ending


class ReviewEmergency:
    """Review an ending that was executed at once: by a second person, afterwards, on the record."""

    def __init__(self, ending: Ending, *, user: Any, note: str) -> None:
        self.ending, self.user, self.note = ending, user, note.strip()

    def execute(self) -> Ending:
        """Record the review.

        Raises:
            Refused: nothing is to be reviewed, it is one's own, the right is missing, or nothing was written.
        """
        found = []
        if not self.ending.waits_for_review:
            found.append(Problem("reviewed", "这次撤下不需要事后审查，或已审查。"))
        if self.ending.requested_by_id == self.user.pk:
            found.append(Problem("own_request", "执行紧急撤下的人不能审查自己的操作。"))
        place = acting_with(self.user, REVIEW)
        if place is None:
            found.append(Problem("permission", "您没有事后审查的权限。"))
        if not self.note:
            found.append(Problem("note", "请写明审查意见。", "note"))
        if found:
            raise Refused(found, page=self.ending.page)
        with transaction.atomic():
            Ending.objects.filter(pk=self.ending.pk, reviewed_at=None).update(
                reviewed_by=self.user, reviewed_at=timezone.now(), review_note=self.note
            )
            data = {"reason": self.note, "ending": self.ending.pk, **({"acting_for": place} if place else {})}
            log(self.ending.page, "ending.review", user=self.user, data=data)
        self.ending.refresh_from_db()
        return self.ending
