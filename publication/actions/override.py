"""Set one problem of one revision aside, where its gate allows that."""

from typing import Any

from wagtail.log_actions import log
from wagtail.models import Page, Revision

from ..approvals import last_editor, same_content
from ..errors import Refused
from ..gates.base import Problem
from ..guards.signed import signing
from ..models.approvals import GateOverride, content_digest


class OverrideProblem:
    """Record that ``user`` sets ``problem`` of ``revision`` aside, with a reason: only for exactly this content."""

    verb = "override"

    def __init__(self, page: Page, revision: Revision, problem: Problem, user: Any, reason: str) -> None:
        self.page, self.revision, self.problem, self.user, self.reason = page, revision, problem, user, reason.strip()

    def check(self) -> None:
        """Raise when this person may not set the problem aside.

        Raises:
            Refused: the gate allows no override, the right or the reason is missing, or the last edit is the user's own.
        """
        found = []
        if not self.problem.override_permission:
            found.append(Problem("no_override", "这一项不能例外放行，请按提示改正。"))
        elif not self.user.has_perm(self.problem.override_permission):
            found.append(Problem("no_right", "您没有例外放行的权限，请联系政策法规科。"))
        if last_editor(same_content(self.revision)) == self.user.pk:
            found.append(Problem("own_edit", "这一版本最后由您本人修改，须由另一位有权的人放行。"))
        if not self.reason:
            found.append(Problem("no_reason", "请写明放行理由。"))
        if found:
            raise Refused(found, page=self.page)

    def execute(self) -> GateOverride:
        """Record it, once, and write it to the page's history.

        Raises:
            Refused: see :meth:`check`.
        """
        self.check()
        with signing(self.verb):
            override, made = GateOverride.objects.get_or_create(
                revision=self.revision,
                digest=content_digest(self.revision.content),
                code=self.problem.code,
                defaults={
                    "page_id": self.page.pk,
                    "user": self.user,
                    "message": self.problem.message,
                    "reason": self.reason,
                },
            )
            if made:
                data = {"code": self.problem.code, "reason": self.reason}
                log(self.page, "publication.override", user=self.user, revision=self.revision, data=data)
        return override
