"""Nothing is public that the right people have not approved in exactly this wording."""

from collections.abc import Sequence
from typing import Any, ClassVar

from .base import Gate, Problem, register

NOT_APPROVED = "not_approved"
_LAW = "政府信息公开条例第十七条"


class ApprovalGate(Gate):
    """Every step of the page's workflow has approved what this revision says, and nobody their own last edit.

    An edit after approval makes another content, for which nothing stands. A page that is created in bulk has no revision
    yet: ``CreateMany`` signs for its approver and refuses what is not signed.
    """

    code: ClassVar[str] = "approval"

    def check(self, page: Any, revision: Any) -> list[Problem]:
        """Name the steps that are missing."""
        return self.check_many([(page, revision)])[id(page)]

    def check_many(self, pairs: Sequence[tuple[Any, Any]]) -> dict[Any, list[Problem]]:
        """Look up steps and approvals of all pages at once."""
        from ..approvals import counts, last_editor, missing_steps, same_content, standing, step_names, steps_of_many
        from ..models.approvals import Approval, content_digest

        asked = [(page, revision) for page, revision in pairs if revision is not None]
        found: dict[Any, list[Problem]] = {id(page): [] for page, _ in pairs}
        if not asked:
            return found
        steps = steps_of_many(page.path for page, _ in asked)
        stored: dict[int, list[Approval]] = {}
        for approval in Approval.objects.filter(revision_id__in=[revision.pk for _, revision in asked]):
            stored.setdefault(approval.revision_id, []).append(approval)
        for page, revision in asked:
            digest = content_digest(revision.content) if revision.pk in stored else ""
            direct = [
                found
                for found in stored.get(revision.pk, [])
                if found.digest == digest and counts(found, revision.user_id)
            ]
            missing = missing_steps(steps[page.path], direct)
            if not missing:
                continue
            run = same_content(revision)
            missing = missing_steps(steps[page.path], standing(run))
            if missing:
                who = "最后编辑人以外的" if last_editor(run) else ""
                message = f"这一版本还没有通过“{step_names(missing)}”。须由{who}有权审核的人审核后才能公开；审核后又作修改的，须重新审核。"
                found[id(page)].append(Problem(NOT_APPROVED, message, law=_LAW))
        return found


register(ApprovalGate())
