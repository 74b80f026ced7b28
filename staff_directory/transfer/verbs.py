"""The verbs: prepare, execute and cancel a transfer. Two persons: the system administrator prepares, the security
administrator, who keeps the rights, executes."""

import datetime
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page

from publication.errors import Refused
from publication.gates.base import Problem
from publication.trail.context import acting

from ..kinds import TransferKind, TransferState
from ..models import HandedOver, Unit, UnitPage, UnitTransfer
from . import moves
from .parts import parts


class PrepareTransfer:
    """Write down what is to happen; nothing changes yet."""

    def __init__(
        self,
        kind: str,
        source: Unit,
        *,
        successor: Unit | None = None,
        new_name: str = "",
        pages: Sequence[int] = (),
        effective_on: datetime.date,
        reason: str,
        user: Any,
    ) -> None:
        self.transfer = UnitTransfer(
            kind=kind,
            source=source,
            successor=successor,
            old_name=source.name,
            new_name=new_name.strip(),
            pages=list(pages),
            effective_on=effective_on,
            reason=reason.strip(),
            prepared_by=user,
        )
        self.user = user

    def check(self) -> None:
        """Ask for the right and for everything the kind needs.

        Raises:
            Refused: with every problem.
        """
        problems = []
        if not self.user.has_perm("staff_directory.prepare_transfer"):
            problems.append(Problem("role", "只有系统管理员可以拟定单位变更。"))
        problems += shape_problems(self.transfer)
        if problems:
            raise Refused(problems)

    def execute(self) -> UnitTransfer:
        """Keep the transfer and return it.

        Raises:
            Refused: see :meth:`check`.
        """
        self.check()
        with transaction.atomic():
            self.transfer.save()
            log(self.transfer, "transfer.prepare", user=self.user, data={"reason": self.transfer.reason})
        return self.transfer


def shape_problems(transfer: UnitTransfer) -> list[Problem]:
    """Return what is wrong with the transfer as it is written down."""
    found = []
    source, successor = transfer.source, transfer.successor
    if not transfer.reason:
        found.append(Problem("reason", "请写明依据，例如机构编制文件的文号。", "reason"))
    if transfer.kind == TransferKind.RENAME:
        if not transfer.new_name:
            found.append(Problem("new_name", "请填写新名称。", "new_name"))
        elif Unit.objects.filter(name=transfer.new_name).exists():
            found.append(Problem("new_name", f"已有名为“{transfer.new_name}”的单位。", "new_name"))
        return found
    if successor is None or successor.pk == source.pk:
        return [*found, Problem("successor", "请选择另一个单位作为承继单位。", "successor")]
    if not successor.is_current:
        found.append(Problem("successor", f"“{successor.name}”已停用，不能承继。", "successor"))
    if source.successor_id and not source.is_current:
        found.append(Problem("source", f"“{source.name}”的职责已经移交过。", "source"))
    if not UnitPage.objects.filter(unit=successor).exists():
        found.append(Problem("successor", f"“{successor.name}”还没有单位主页，请先建立。", "successor"))
    if transfer.kind == TransferKind.SPLIT:
        root = UnitPage.objects.filter(unit=source).first()
        allowed = set(Page.objects.child_of(root).values_list("pk", flat=True)) if root else set()
        if not transfer.pages or not set(transfer.pages) <= allowed:
            found.append(Problem("pages", "请选择要划转的栏目（原单位主页下的目录）。", "pages"))
        elif HandedOver.objects.filter(page_id__in=transfer.pages).exists():
            found.append(Problem("pages", "所选栏目中有已经划转过的。", "pages"))
    return found


def preview(transfer: UnitTransfer) -> dict[str, int]:
    """Return what would move, by label."""
    counts = moves.counts(transfer)
    counts.update({part.label: part.count(transfer) for part in parts() if part.concerns(transfer)})
    return counts


class ExecuteTransfer:
    """Do it: names, rights, drafts, tasks and imports pass in one transaction; what is public stays where it is."""

    verb = "transfer"

    def __init__(self, transfer: UnitTransfer, *, user: Any) -> None:
        self.transfer, self.user = transfer, user

    def check(self) -> None:
        """Ask for the right, the second person, the date, and what the parts say.

        Raises:
            Refused: with every problem.
        """
        found = []
        if not self.user.has_perm("staff_directory.confirm_transfer"):
            found.append(Problem("role", "只有安全管理员可以确认并执行单位变更。"))
        if self.transfer.prepared_by_id == self.user.pk:
            found.append(Problem("same_person", "拟定人不能自己确认。"))
        if self.transfer.state != TransferState.PREPARED:
            found.append(Problem("state", f"这项变更{self.transfer.get_state_display()}，不能再执行。"))
        if self.transfer.effective_on > timezone.localdate():
            found.append(Problem("effective_on", "还没有到生效日期，届时再执行。"))
        found += shape_problems(self.transfer)
        for part in parts():
            found += [Problem("part", text) for text in part.problems(self.transfer)]
        if found:
            raise Refused(found)

    def execute(self) -> UnitTransfer:
        """Execute and return the transfer.

        Raises:
            Refused: see :meth:`check`, or somebody was quicker.
        """
        self.check()
        with transaction.atomic(), acting(user=self.user, reason=self.transfer.reason):
            taken = UnitTransfer.objects.filter(pk=self.transfer.pk, state=TransferState.PREPARED).update(
                state=TransferState.EXECUTED, confirmed_by=self.user, confirmed_at=timezone.now()
            )
            if not taken:
                raise Refused([Problem("state", "另一人已处理这项变更，请刷新。")])
            result = moves.execute(self.transfer, self.user)
            for part in (found for found in parts() if found.concerns(self.transfer)):
                result[part.label] = part.execute(self.transfer, self.user)
            UnitTransfer.objects.filter(pk=self.transfer.pk).update(result=result)
            log(
                self.transfer,
                "transfer.execute",
                user=self.user,
                data={"result": result, "reason": self.transfer.reason},
            )
        self.transfer.refresh_from_db()
        return self.transfer


class CancelTransfer:
    """Give up a prepared transfer."""

    def __init__(self, transfer: UnitTransfer, *, user: Any) -> None:
        self.transfer, self.user = transfer, user

    def execute(self) -> None:
        """Cancel it.

        Raises:
            Refused: it is not waiting any more.
        """
        waiting = UnitTransfer.objects.filter(pk=self.transfer.pk, state=TransferState.PREPARED)
        with transaction.atomic():
            if not waiting.update(state=TransferState.CANCELLED):
                raise Refused([Problem("state", "这项变更已不在待确认状态。")])
            log(self.transfer, "transfer.cancel", user=self.user)
