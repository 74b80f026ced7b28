"""Destroy what vanished for a secret: by order of a secrecy office, asked by one person, approved by another (保守国家秘密法).

A system that is not made for state secrets may not keep one, and nobody may destroy a carrier of one on their own (《中华人民共和国
保守国家秘密法》): hence the order. Who gave it, its number and its day are kept; a scan is not, for it may be secret itself.
"""

import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page

from ..destruction import later
from ..destruction.base import registered
from ..destruction.mentions import sweep
from ..destruction.outside import outside
from ..destruction.scope import last_version, scope_of, stored_since
from ..errors import Refused
from ..gates.base import Problem
from ..life.kinds import EndingKind, EndingState, Verb
from ..life.rights import SECRECY, acting_with, may_approve_destruction, may_ask_destruction
from ..models import Destruction, DestructionPart, Ending, PartState, Seal, SurfaceEvent, SurfaceState, SurfaceTask
from ..permits import permitted
from ..trail.guard import DESTROY

#: What the approver types.
CONFIRMATION = "销毁内容"


def destruction_problems(ending: Ending) -> list[Problem]:
    """Return what keeps the content behind an ending from being destroyed, whoever asks."""
    if ending.verb != Verb.VANISH or ending.kind != EndingKind.SECRET:
        return [Problem("kind", "只有因“涉及国家秘密”消除的内容才按命令销毁；其他撤下的内容须保留备查。")]
    if ending.destroyed_at:
        return [Problem("destroyed", "内容已经销毁。")]
    if not ending.is_executed or not Seal.objects.filter(ending=ending, page_id=ending.page_id).exists():
        return [Problem("not_vanished", "页面还没有消除，或者后来已恢复公开：请先消除，再申请销毁。")]
    tasks = SurfaceTask.objects.filter(ending=ending, event=SurfaceEvent.ENDED)
    if tasks.filter(state=SurfaceState.WAITING).exists() or not ending.receipts.exists():
        message = (
            "还没有核对完各处是否消失（没有回执）：销毁以后就不能再核对。请等回执出具；一直没有的，看撤下记录中的原因。"
        )
        return [Problem("surfaces", message)]
    return []


class RequestDestruction:
    """Ask that the content behind ``ending`` be destroyed; ``execute()`` returns the :class:`Destruction`."""

    def __init__(
        self, ending: Ending, *, user: Any, order_body: str, order_number: str, order_date: datetime.date | None,
        backups_by: datetime.date | None,
    ) -> None:  # fmt: skip
        self.ending, self.user = ending, user
        self.body, self.number = order_body.strip(), order_number.strip()
        self.dated, self.backups_by = order_date, backups_by

    def problems(self) -> list[Problem]:
        """Return everything that is wrong, each at its field."""
        found = destruction_problems(self.ending)
        if not may_ask_destruction(self.user, self.ending):
            found.append(Problem("permission", "您没有申请销毁这项内容的权限，请联系本单位负责人或保密审查员。"))
        for value, name, label in (
            (self.body, "order_body", "作出命令的机构"), (self.number, "order_number", "命令文号"),
            (self.dated, "order_date", "命令日期"), (self.backups_by, "backups_by", "备份最迟销毁日期"),
        ):  # fmt: skip
            if not value:
                found.append(Problem("order", f"请填写“{label}”：没有保密机构的命令，任何人不得销毁。", name))
        if self.dated and self.dated > timezone.localdate():
            found.append(Problem("future", "“命令日期”不能晚于今天。", "order_date"))
        if self.dated and self.backups_by and self.backups_by < self.dated:
            found.append(Problem("before", "“备份最迟销毁日期”不能早于命令日期。", "backups_by"))
        return found

    def execute(self) -> Destruction:
        """Record the request; one that stands already is returned.

        Raises:
            Refused: see :meth:`problems`.
        """
        standing = Destruction.objects.filter(ending=self.ending, state=EndingState.REQUESTED).first()
        if standing is not None:
            return standing
        found = self.problems()
        if found:
            raise Refused(found, page=self.ending.page)
        try:
            with transaction.atomic():
                made = Destruction.objects.create(
                    ending=self.ending, requested_by=self.user, order_body=self.body, order_number=self.number,
                    order_date=self.dated, backups_by=self.backups_by,
                )  # fmt: skip
                log(self.ending.page, "destruction.request", user=self.user, data={"destruction": made.pk})
        except IntegrityError:
            # Two people asked at once, or it was executed meanwhile.
            return Destruction.objects.filter(ending=self.ending).exclude(state__in=("refused", "cancelled")).get()
        return made


class DecideDestruction:
    """Approve or refuse: never the person who asked, only with the secrecy right. An approval destroys at once.

    All within one transaction: every holder destroys its part, then every holder is asked what remains; anything that remains
    undoes the whole. Afterwards bytes are deleted, caches cleared and the database's file rewritten, until that is true.
    """

    verb = "destroy"

    def __init__(
        self, destruction: Destruction, *, user: Any, approve: bool, note: str = "", confirmation: str = ""
    ) -> None:
        self.destruction, self.user, self.approve, self.note = destruction, user, approve, note.strip()
        self.confirmation = confirmation.strip().strip("“”\"'")

    def check(self) -> None:
        """Ask who may decide, and whether it can still be done.

        Raises:
            Refused: decided already, one's own, no right, not confirmed, a refusal without a reason, or see
                :func:`destruction_problems`.
        """
        asked, found = self.destruction, []
        page = asked.ending.page
        if not asked.is_open:
            raise Refused([Problem("decided", f"这项申请已处理（{asked.get_state_display()}）。")], page=page)
        if asked.requested_by_id == self.user.pk:
            found.append(Problem("own_request", "申请人不能批准自己的申请，须由另一位有涉密批准权的人批准。"))
        if not may_approve_destruction(self.user):
            found.append(Problem("permission", "您没有批准销毁的权限：须由保密审查员批准。"))
        if self.approve:
            found += destruction_problems(asked.ending)
            if self.confirmation != CONFIRMATION:
                found.append(
                    Problem("confirmation", f"请输入“{CONFIRMATION}”四个字：销毁以后任何人都不能恢复。", "confirmation")
                )
        elif not self.note:
            found.append(Problem("note", "不予批准须写明理由（不写内容本身）。", "note"))
        if found:
            raise Refused(found, page=page)

    def execute(self) -> Destruction:
        """Decide; asked twice, it is done once.

        Raises:
            Refused: see :meth:`check`; or something remained, and nothing was destroyed.
        """
        asked = Destruction.objects.select_related("ending").get(pk=self.destruction.pk)
        self.destruction = asked
        if asked.is_executed and self.approve:
            return asked
        self.check()
        scope = scope_of(asked.ending) if self.approve else None
        seen = last_version(scope.pages) if scope is not None else 0
        with transaction.atomic():
            Page.objects.select_for_update().get(pk=asked.ending.page_id)
            asked = Destruction.objects.select_for_update().get(pk=asked.pk)
            asked.ending = Ending.objects.select_for_update().get(pk=asked.ending_id)
            self.destruction = asked
            if asked.is_executed and self.approve:
                return asked
            self.check()
            if scope is None:
                self._refuse()
                return asked
            if last_version(scope.pages) != seen:
                scope = scope_of(asked.ending)
            self._destroy(asked, scope)
        later.work((later.BYTES, later.CACHES), now_too=True)
        asked.refresh_from_db()
        return asked

    def _refuse(self) -> None:
        values = {"state": EndingState.REFUSED, "decided_by": self.user, "decided_at": timezone.now()}
        Destruction.objects.filter(pk=self.destruction.pk).update(**values, decision_note=self.note)
        self.destruction.refresh_from_db()
        log(self.destruction.ending.page, "destruction.refuse", user=self.user, data=self._told())

    def _told(self) -> dict[str, Any]:
        """Return what the trail says of the decision: which destruction, and in whose place a deputy decided."""
        place = acting_with(self.user, SECRECY)
        return {"destruction": self.destruction.pk, **({"acting_for": place} if place else {})}

    def _destroy(self, asked: Destruction, scope: Any) -> None:
        now = timezone.now()
        since = stored_since(scope.pages)
        with permitted(self.verb, [DESTROY, *(page.path for page in scope.pages)]):
            counts = {holder.code: holder.destroy(scope) for holder in registered()}
            self._look_again(scope)
            Ending.objects.filter(pk=asked.ending_id).update(destroyed_at=now)
            Destruction.objects.filter(ending=asked.ending_id).exclude(decision_note="").update(decision_note="")
            Destruction.objects.filter(pk=asked.pk).update(
                state=EndingState.EXECUTED, decided_by=self.user, decided_at=now, executed_at=now, stored_since=since
            )
        elsewhere = sweep(scope.names)
        self._record(asked, scope, counts, elsewhere)
        later.plan(asked, scope.bytes)
        fresh = Page.objects.get(pk=asked.ending.page_id)
        log(fresh, "ending.destroy", user=self.user, data=self._told())
        asked.refresh_from_db()

    def _look_again(self, scope: Any) -> None:
        left = {holder.label: count for holder in registered() if (count := holder.remains(scope))}
        if left:
            where = "、".join(f"{label} {count} 处" for label, count in left.items())
            message = f"还有没有销毁的：{where}。整个操作已撤销，什么也没有改变；请联系系统管理员。"
            raise Refused([Problem("remains", message)], page=scope.ending.page)

    def _record(self, asked: Destruction, scope: Any, counts: dict[str, int], elsewhere: dict[str, int]) -> None:
        now = timezone.now()
        parts = [
            DestructionPart(
                destruction=asked, holder=holder.code, label=holder.label, destroyed=counts[holder.code],
                answer="再查：没有残留", kept=holder.kept(scope), done_at=now,
            )
            for holder in registered()
        ]  # fmt: skip
        places = list(outside(scope))
        if elsewhere:
            tables = "、".join(f"{label} {count} 行" for label, count in sorted(elsewhere.items()))
            places.append(
                ("elsewhere", "数据库中另外提到的", f"这些表中还有提到它的文字，请系统管理员逐一处理：{tables}")
            )
        parts += [
            DestructionPart(
                destruction=asked, holder=code, label=label, what_to_do=what[:500], state=PartState.OUTSIDE
            )
            for code, label, what in places
        ]  # fmt: skip
        DestructionPart.objects.bulk_create(parts)


class CancelDestruction:
    """Take back one's own request."""

    def __init__(self, destruction: Destruction, *, user: Any) -> None:
        self.destruction, self.user = destruction, user

    def execute(self) -> None:
        """Cancel it.

        Raises:
            Refused: decided already, or somebody else's.
        """
        page = self.destruction.ending.page
        if self.destruction.requested_by_id != self.user.pk:
            raise Refused([Problem("not_own", "只有申请人能撤回申请。")], page=page)
        with transaction.atomic():
            changed = Destruction.objects.filter(pk=self.destruction.pk, state=EndingState.REQUESTED).update(
                state=EndingState.CANCELLED
            )
            if not changed:
                raise Refused([Problem("decided", "这项申请已处理，不能撤回。")], page=page)
            log(page, "destruction.cancel", user=self.user, data={"destruction": self.destruction.pk})


class HandlePart:
    """Say that a place which no program reaches has been dealt with, and how: a person's word, with name and time."""

    def __init__(self, part: DestructionPart, *, user: Any, note: str) -> None:
        self.part, self.user, self.note = part, user, note.strip()

    def execute(self) -> None:
        """Record it.

        Raises:
            Refused: no right, no note, or nothing waits there for a person.
        """
        part, found = self.part, []
        page = part.destruction.ending.page
        if not may_approve_destruction(self.user):
            found.append(Problem("permission", "须由保密审查员登记。"))
        if not self.note:
            found.append(Problem("note", "请写明由谁、怎样处理的（不写内容本身）。", "note"))
        if part.state != PartState.OUTSIDE or part.holder == later.COMPACT:
            found.append(Problem("state", "这一处不需要人工登记，或已登记。"))
        if found:
            raise Refused(found, page=page)
        with transaction.atomic():
            DestructionPart.objects.filter(pk=part.pk, state=PartState.OUTSIDE).update(
                state=PartState.HANDLED, note=self.note[:200], done_by=self.user, done_at=timezone.now()
            )
            log(page, "destruction.handled", user=self.user, data={"destruction": part.destruction_id, "part": part.pk})
