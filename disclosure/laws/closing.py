"""Closing a task by hand: the verb, and who may."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from publication.errors import Refused
from publication.gates.base import Problem
from publication.notices.notify import settle
from publication.trail.scrub import scrub

from ..models import LapsedBasisTask
from ..models.lapsed import LapsedEnd, LapsedState
from . import telling

ACT = "lapsed.close"
#: 政策法规科, which keeps the library of laws.
KEEPER = "disclosure.change_law"
_SHORTEST, _LONGEST = 4, 300


def may_close(user: Any, task: LapsedBasisTask) -> bool:
    """Tell whether the user answers for the page: whoever may publish it, or keeps the library of laws."""
    return bool(user.has_perm(KEEPER) or task.page.permissions_for_user(user).can_publish())


class CloseTask:
    """Say that nothing is left to be done although the page still cites what lapsed, and why; the reason stays on the record."""

    verb = "close"

    def __init__(self, task: LapsedBasisTask, *, user: Any, reason: str) -> None:
        self.task, self.user, self.reason = task, user, " ".join(reason.split())

    def check(self) -> None:
        """Ask for the right, the reason, and that the task is open.

        Raises:
            Refused: with every problem.
        """
        found = []
        if not may_close(self.user, self.task):
            found.append(Problem("role", "只有本单位负责人或者政策法规科可以人工办结。"))
        if self.task.state != LapsedState.OPEN:
            found.append(Problem("state", "这项清理已经办结，请刷新。"))
        if len(self.reason) < _SHORTEST:
            found.append(Problem("reason", "请写明理由，例如“新法第十二条规定相同，下一版清单一并更换”。", "reason"))
        if len(self.reason) > _LONGEST:
            found.append(Problem("reason", f"理由最多 {_LONGEST} 个字。", "reason"))
        if found:
            raise Refused(found)

    def execute(self) -> LapsedBasisTask:
        """Close it, on the record.

        Raises:
            Refused: see :meth:`check`, or somebody was quicker.
        """
        self.check()
        with transaction.atomic():
            reason = scrub(self.reason)
            done = LapsedBasisTask.objects.filter(pk=self.task.pk, state=LapsedState.OPEN).update(
                state=LapsedState.DONE, how=LapsedEnd.BY_HAND, reason=reason, done_at=timezone.now(), done_by=self.user
            )
            if not done:
                raise Refused([Problem("state", "这项清理已经办结，请刷新。")])
            log(self.task.page, ACT, user=self.user, data={"reason": reason, "bases": self.task.citations})
            settle(*telling.keys_of(self.task))
        self.task.refresh_from_db()
        return self.task
