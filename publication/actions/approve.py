"""Approve one revision: the verb behind the workflow's buttons, the reviewer's publish button, and imports."""

from collections.abc import Sequence
from typing import Any

from wagtail.models import Page, Revision, Task

from ..approvals import (
    acting_for,
    last_editor,
    may_sign,
    missing_steps,
    same_content,
    standing,
    step_names,
    steps_of,
    steps_of_many,
)
from ..errors import Refused
from ..gates.base import Problem
from ..guards.signed import signing
from ..models.approvals import Approval, ApprovalBasis, content_digest

OWN_EDIT = "own_edit"


class ApproveRevision:
    """Record that ``user`` approves what ``revision`` says, for each of ``steps`` (None: the page has no workflow).

    ``check()`` refuses one's own last edit (职责分离) and steps that the user may not take. ``execute()`` is atomic and, asked
    twice, records once.
    """

    verb = "approve"

    def __init__(
        self,
        page: Page,
        revision: Revision,
        user: Any,
        *,
        steps: Sequence[Task | None],
        basis: str = ApprovalBasis.WORKFLOW,
        comment: str = "",
        acting_for: str = "",
    ) -> None:
        self.page, self.revision, self.user = page, revision, user
        self.steps, self.basis, self.comment, self.acting_for = list(steps), basis, comment, acting_for

    def check(self) -> None:
        """Raise when this person may not approve this content.

        Raises:
            Refused: nobody acts, the last edit is the user's own, or a step is not theirs.
        """
        if self.user is None or not self.user.is_active:
            raise Refused([Problem("no_person", "审核须由有权的人作出，不能由系统自动完成。")], page=self.page)
        if last_editor(same_content(self.revision)) == self.user.pk:
            message = "这一版本最后由您本人修改，须由另一位审核人审核发布。内容已保存为草稿，没有丢失。"
            raise Refused([Problem(OWN_EDIT, message)], page=self.page)
        strange = [step for step in self.steps if not may_sign(self.user, self.page, step)]
        if strange:
            message = f"您没有“{step_names(strange)}”的审核权限，请转交有权审核的人。"
            raise Refused([Problem("not_a_reviewer", message)], page=self.page)

    def execute(self) -> list[Approval]:
        """Record the approvals and return them.

        Raises:
            Refused: see :meth:`check`.
        """
        self.check()
        digest = content_digest(self.revision.content)
        made = []
        with signing(self.verb):
            for step in self.steps:
                approval, _ = Approval.objects.get_or_create(
                    page_id=self.page.pk,
                    revision=self.revision,
                    digest=digest,
                    user=self.user,
                    task=step,
                    defaults={
                        "step": step_names([step]),
                        "basis": self.basis,
                        "comment": self.comment,
                        "acting_for": self.acting_for or acting_for(self.user, self.page, step),
                    },
                )
                made.append(approval)
        return made


def sign_missing(page: Page, revision: Revision, user: Any, basis: str = ApprovalBasis.DIRECT) -> None:
    """Let ``user`` sign the steps still missing that are theirs to sign; the approval gate says what then remains.

    Raises:
        Refused: the last edit is the user's own.
    """
    missing = missing_steps(steps_of(page), standing(same_content(revision)))
    own = [step for step in missing if may_sign(user, page, step)]
    if own:
        ApproveRevision(page, revision, user, steps=own, basis=basis).execute()


def unsigned_steps(parent: Page, user: Any, approver: Any) -> list[Problem]:
    """Return why ``approver`` cannot sign for pages that ``user`` makes below ``parent``; empty when they can.

    Without either person the pages are set-up, which nobody signs.
    """
    if user is None and approver is None:
        return []
    if approver is None or (user is not None and approver.pk == user.pk):
        message = "须由录入人以外、有审核权限的人审核后才能公开。"
        return [Problem(OWN_EDIT, message)]
    missing = [
        step for step in steps_of_many([parent.path])[parent.path] or [None] if not may_sign(approver, parent, step)
    ]
    if missing:
        return [Problem("not_approved", f"还没有通过“{step_names(missing)}”，审核人 {approver} 没有这一步的审核权限。")]
    return []


def record_setup(page: Page, revision: Revision, reason: str) -> None:
    """Record that a page of the portal's own structure was made by a command, on an operator's responsibility."""
    with signing("setup"):
        Approval.objects.create(
            page_id=page.pk,
            revision=revision,
            digest=content_digest(revision.content),
            basis=ApprovalBasis.SETUP,
            step="系统初始化",
            comment=reason,
        )
