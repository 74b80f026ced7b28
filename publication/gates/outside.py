"""What needs another body's agreement (司法局对清单的审核) is public only with its letter, confirmed by a second person."""

from collections.abc import Sequence
from typing import Any, ClassVar

from .base import Gate, Problem, register

NO_LETTER = "no_letter"
#: Codes of problems that a step to come mends: whoever submits has nothing to do about them.
TO_COME = {NO_LETTER}


class OutsideGate(Gate):
    """A page whose workflow has a step that ``needs_letter`` has a confirmed letter about exactly this content."""

    code: ClassVar[str] = "outside"

    def check(self, page: Any, revision: Any) -> list[Problem]:
        """Look for the letter."""
        return self.check_many([(page, revision)])[id(page)]

    def check_many(self, pairs: Sequence[tuple[Any, Any]]) -> dict[Any, list[Problem]]:
        """Look up steps and letters of all pages at once; most workflows have no such step."""
        from ..approvals import same_content, steps_of_many
        from ..models.approvals import Approval, ApprovalBasis, OutsideApproval, content_digest

        found: dict[Any, list[Problem]] = {id(page): [] for page, _ in pairs}
        asked = [(page, revision) for page, revision in pairs if getattr(page, "path", "")]
        steps = steps_of_many(page.path for page, _ in asked)
        kept: dict[int, Any] = {}
        for page, revision in asked:
            for step in steps[page.path]:
                specific = kept.setdefault(step.pk, step.specific)
                if not getattr(specific, "needs_letter", False):
                    continue
                if revision is None:
                    found[id(page)].append(self._problem(specific))
                    continue
                run = same_content(revision)
                letters = OutsideApproval.objects.filter(
                    page_id=page.pk, digest=content_digest(revision.content), body=specific.body
                )
                setup = Approval.objects.filter(revision__in=run, basis=ApprovalBasis.SETUP)
                if not any(letter.is_confirmed for letter in letters) and not setup.exists():
                    found[id(page)].append(self._problem(specific))
        return found

    def _problem(self, step: Any) -> Problem:
        message = (
            f"还没有{step.body}的同意函。请由政策法规科在“外部函件”中登记文号、日期和扫描件，再由另一人确认；"
            "登记以后又作修改的，须重新征求意见。"
        )
        return Problem(NO_LETTER, message, law="国办发〔2018〕118号")


register(OutsideGate())
