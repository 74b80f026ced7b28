"""What must hold before a flowchart is public (seed 二(一)2(2): 编制行政执法流程图)."""

from typing import Any

from publication.gates import Gate, Problem, register

from ..models import FlowchartPage
from .chart import Chart, StepKind
from .checks import Fault, faults_of

_REQUIRED = ("category", "purpose")


def field_of(chart: Chart, fault: Fault) -> str:
    """Return the id of the input where a fault is mended: a field, or an input of a step's block."""
    if fault.place is None or not fault.part:
        return "steps"
    step = chart.steps[fault.place]
    start = f"steps-{fault.place}-value"
    if fault.part in ("condition", "target") and fault.way is not None and step.kind == StepKind.DECISION:
        return f"{start}-branches-{fault.way}-value-{fault.part}"
    return "steps" if fault.part == "branches" else f"{start}-{fault.part}"


class FlowchartGate(Gate):
    """What it is for is said, and the steps are whole: begun, ended, reachable, no way out of nothing. Loops are allowed."""

    code = "flowchart"
    page_types = (FlowchartPage,)

    def check(self, page: Any, revision: Any) -> list[Problem]:
        """Name every empty field and every fault, at the step."""
        found = [
            Problem("missing", f"“{page._meta.get_field(name).verbose_name}”还没有填写。", name)
            for name in _REQUIRED
            if not getattr(page, name).strip()
        ]
        if page.old_picture_id and not page.old_picture_text.strip():
            message = "附了旧流程图的图片，须在“旧图说明”中写明它是什么、与现行步骤有什么不同。"
            found.append(Problem("old_picture_text", message, "old_picture_text", law="无障碍环境建设法第三十二条"))
        same = FlowchartPage.objects.live().filter(code__iexact=page.code).exclude(pk=page.pk)
        if page.code and (other := same.only("title").first()) is not None:
            message = f"编号“{page.code}”已由公开的流程图“{other.title}”使用，请换一个。"
            found.append(Problem("code_taken", message, "code"))
        chart = page.chart
        return found + [Problem(fault.code, fault.message, field_of(chart, fault)) for fault in faults_of(chart)]


register(FlowchartGate())
