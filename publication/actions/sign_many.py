"""Sign steps of the approval of many revisions at once: an import's review, or a bulk publication."""

from collections.abc import Sequence
from typing import Any

from wagtail.models import Revision, Task

from ..approvals import acting_for, last_editor, may_sign, same_content, step_names, steps_of_many
from ..guards.signed import signing
from ..models.approvals import Approval, ApprovalBasis, content_digest


class SignMany:
    """Let ``user`` sign, for every (page, revision) pair whose last edit is not their own, the steps that are theirs.

    ``steps`` (None: every step of each page's workflow) limits which. Asked twice, it records once.
    """

    verb = "approve"

    def __init__(
        self,
        pairs: Sequence[tuple[Any, Revision]],
        *,
        user: Any,
        steps: Sequence[Task | None] | None = None,
        basis: str = ApprovalBasis.IMPORT,
    ) -> None:
        self.pairs, self.user, self.basis = list(pairs), user, basis
        self.steps = None if steps is None else list(steps)
        self._allowed: dict[tuple[str, int | None], str | None] = {}

    def execute(self) -> int:
        """Record the approvals and return how many are new; nobody signs their own last edit."""
        if self.user is None:
            return 0
        steps = steps_of_many(page.path for page, _ in self.pairs) if self.steps is None else {}
        known = set(
            Approval.objects.filter(revision__in=[revision for _, revision in self.pairs], user=self.user).values_list(
                "revision_id", "task_id"
            )
        )
        rows = []
        for page, revision in self.pairs:
            if revision.user_id == self.user.pk and last_editor(same_content(revision)) == self.user.pk:
                continue
            digest = content_digest(revision.content)
            for step in (self.steps if self.steps is not None else steps[page.path]) or [None]:
                if (revision.pk, step.pk if step else None) in known:
                    continue
                capacity = self._capacity(page, step)
                if capacity is not None:
                    rows.append(
                        Approval(
                            page_id=page.pk, revision=revision, digest=digest, user=self.user, task=step,
                            step=step_names([step]), basis=self.basis, acting_for=capacity,
                        )
                    )  # fmt: skip
        if rows:
            with signing(self.verb, savepoint=False):
                Approval.objects.bulk_create(rows, batch_size=500)
        return len(rows)

    def _capacity(self, page: Any, step: Task | None) -> str | None:
        """Return in whose place the user signs ("" in the own right), None when they may not; in the own right it is the
        same for all pages with one parent."""
        key = (page.path[: -page.steplen], step.pk if step else None)
        if key in self._allowed:
            return self._allowed[key]
        found = acting_for(self.user, page, step) if may_sign(self.user, page, step) else None
        if found == "":
            self._allowed[key] = found
        return found
