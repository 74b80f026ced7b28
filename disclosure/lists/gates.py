"""What must hold before a list, and with it an edition, is public."""

from typing import Any

from publication.gates import WARNING, Gate, Problem, missing_in_rows, register
from publication.gates.outside import TO_COME
from publication.models import Approval, OutsideApproval
from publication.models.approvals import ApprovalBasis, content_digest

from ..models import ListPage
from .assembling import assemble, digest_of, rests
from .kinds import EXTERNAL, ListKind

_LAW = "国办发〔2018〕118号"


class ListRowsGate(Gate):
    """A list has rows, drawn up from its matters, and those it takes along have not moved on since."""

    code = "list_rows"
    page_types = (ListPage,)

    def check(self, page: Any, revision: Any) -> list[Problem]:
        """Compare the rows with what they would be now."""
        if not page.rows:
            message = (
                "清单还没有内容：请先在各单位的“执法事项”中填写并勾选列入本清单，再打开清单保存一次（勾选“重新汇总”）。"
                if page.kind != ListKind.PLAN
                else "检查计划还没有填写：请至少添加一项检查。"
            )
            return [Problem("empty", message, "plan_rows" if page.kind == ListKind.PLAN else "")]
        if page.kind == ListKind.PLAN and not page.year:
            return [Problem("missing", "“年度”还没有填写。", "year")]
        if page.kind == ListKind.PLAN and (empty := missing_in_rows(page, ("plan_rows",))):
            return empty
        return self._moved(page)

    def _moved(self, page: Any) -> list[Problem]:
        if not page.pk:
            return []
        now = assemble(page)
        alike = digest_of(page.kind, now.rows) == digest_of(page.kind, page.rows)
        if alike and rests(now.rows) == rests(page.rows):
            return []
        taken = {row["revision"] for row in page.rows if row["revision"]}
        present = {row["revision"] for row in now.rows if row["revision"]}
        if taken - present - _published(taken):
            message = "汇总以后，列入的事项又有修改。请重新汇总（打开清单保存一次），再送审。"
            return [Problem("row_moved", message)]
        message = "汇总以后，有事项已经变化；现在公布的是汇总时的内容。需要最新内容的，请重新汇总。"
        return [Problem("rows_old", message, severity=WARNING)]


def _published(revisions: set[int]) -> set[int]:
    """Return those of the revisions that are public already."""
    from wagtail.models import Page

    return set(
        Page.objects.filter(live=True, live_revision_id__in=revisions).values_list("live_revision_id", flat=True)
    )


class ListLetterGate(Gate):
    """行政执法事项清单 and 监管事项目录清单 are public only with the justice bureau's confirmed letter about these rows.

    Asked besides the workflow's own step, so that a workflow without it opens no way around (国办发〔2018〕118号).
    """

    code = "list_letter"
    page_types = (ListPage,)

    def check(self, page: Any, revision: Any) -> list[Problem]:
        """Look for number, date and scan of the letter."""
        if page.kind not in EXTERNAL:
            return []
        if revision is not None:
            digest = content_digest(revision.content)
            letters = OutsideApproval.objects.filter(page_id=page.pk, digest=digest)
            if any(letter.is_confirmed for letter in letters):
                return []
            if Approval.objects.filter(page_id=page.pk, digest=digest, basis=ApprovalBasis.SETUP).exists():
                return []
        label = ListKind(page.kind).label
        message = f"《{label}》须经司法局审核同意：请提交审批，由政策法规科在“外部函件”登记来函的文号、日期和扫描件，再由另一人确认。"
        return [Problem("list_letter", message, law=_LAW)]


TO_COME.add(ListLetterGate.code)
register(ListRowsGate())
register(ListLetterGate())
