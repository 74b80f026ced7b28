"""Telling outside bodies that a page was taken down, and keeping what they answered (行政处罚法第四十八条: withdrawn everywhere)."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from ..errors import Refused
from ..gates.base import Problem
from ..life.rights import may_ask
from ..models import RecipientTask
from ..receipts.make import make_receipt


class _OnTask:
    """Common to both verbs: one body's part of one ending."""

    act = ""

    def __init__(self, task: RecipientTask, *, user: Any, note: str = "") -> None:
        self.task, self.user, self.note = task, user, note.strip()

    def problems(self) -> list[Problem]:
        """Return what keeps the step back; none by default."""
        return []

    def check(self) -> None:
        """Ask for the right, and whether the step is next.

        Raises:
            Refused: with what is wrong.
        """
        found = self.problems()
        ending = self.task.ending
        if not ending.is_executed:
            found.append(Problem("not_executed", "这项撤下还没有执行。"))
        if not may_ask(self.user, ending.page):
            found.append(Problem("permission", "您没有登记告知情况的权限，请联系本单位或政策法规科。"))
        if len(self.note) > 300:
            found.append(Problem("note", "说明请在300字以内。", "note"))
        if found:
            raise Refused(found, page=ending.page)

    def values(self) -> dict[str, Any]:
        """Return the fields to write."""
        raise NotImplementedError

    def is_done(self) -> bool:
        """Tell whether it was done before."""
        raise NotImplementedError

    def execute(self) -> RecipientTask:
        """Do it once, log it, and make a new receipt where there is one already.

        Raises:
            Refused: see :meth:`check`.
        """
        with transaction.atomic():
            locked = RecipientTask.objects.select_for_update().get(pk=self.task.pk)
            self.task = RecipientTask.objects.select_related("ending", "ending__page", "recipient").get(pk=locked.pk)
            if self.is_done():
                return self.task
            self.check()
            RecipientTask.objects.filter(pk=self.task.pk).update(**self.values())
            ending = self.task.ending
            data = {"ending": ending.pk, "recipient": self.task.recipient.name, "reason": self.note}
            log(ending.page, self.act, user=self.user, data=data)
            if ending.receipts.exists():
                make_receipt(ending)
        self.task.refresh_from_db()
        return self.task


class AskRecipient(_OnTask):
    """Record that the body was told and asked to take it down too."""

    act = "recipient.ask"

    def is_done(self) -> bool:
        """Told already."""
        return self.task.asked_at is not None

    def values(self) -> dict[str, Any]:
        """Who told it, and when."""
        return {"asked_at": timezone.now(), "asked_by": self.user, "note": self.note}


class ConfirmRecipient(_OnTask):
    """Record that the body confirmed; never that it is gone there, for nobody here can see that."""

    act = "recipient.confirm"

    def problems(self) -> list[Problem]:
        """First asked, then confirmed."""
        return [] if self.task.asked_at else [Problem("not_asked", "还没有告知对方，请先登记告知。")]

    def is_done(self) -> bool:
        """Confirmed already."""
        return self.task.confirmed_at is not None

    def values(self) -> dict[str, Any]:
        """When it confirmed."""
        return {"confirmed_at": timezone.now(), "note": self.note or self.task.note}
