"""What the import screens show: where a job stands, what to do next, counts, and problems row by row."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from ..models import ImportJob
from ..models.imports import ImportStatus

STEPS = ("上传", "检查", "确认", "导入", "审核", "公开")
#: Step at which each status stands; a step beyond the last one means that all is done.
_AT = {
    ImportStatus.CHECKING: 1,
    ImportStatus.REFUSED: 1,
    ImportStatus.CHECKED: 2,
    ImportStatus.CANCELLED: 2,
    ImportStatus.IMPORTING: 3,
    ImportStatus.IMPORTED: 4,
    ImportStatus.SUBMITTED: 4,
    ImportStatus.RETURNED: 4,
    ImportStatus.SIGNING: 4,
    ImportStatus.PUBLISHING: 5,
    ImportStatus.PUBLISHED: 6,
    ImportStatus.NOTHING: 6,
}
_STOPPED = (ImportStatus.REFUSED, ImportStatus.CANCELLED, ImportStatus.RETURNED)
TONES = {
    ImportStatus.REFUSED: "bad",
    ImportStatus.CHECKED: "warn",
    ImportStatus.IMPORTED: "warn",
    ImportStatus.SUBMITTED: "warn",
    ImportStatus.RETURNED: "bad",
    ImportStatus.PUBLISHED: "good",
    ImportStatus.NOTHING: "good",
}
LEVELS = {"error": "错误", "warning": "提醒"}


def steps_at(current: int, stopped: bool = False) -> list[dict[str, str]]:
    """Return the six steps as ``{"label", "state"}``; state is done, current, bad or todo."""
    found = []
    for place, label in enumerate(STEPS):
        state = "done" if place < current else "todo"
        if place == current:
            state = "bad" if stopped else "current"
        found.append({"label": label, "state": state})
    return found


def steps_of(job: ImportJob) -> list[dict[str, str]]:
    """Return the steps of a job."""
    status = ImportStatus(job.status)
    return steps_at(_AT[status], status in _STOPPED)


@dataclass(slots=True)
class RowProblems:
    """The problems of one sheet row; row 0 is the sheet as a whole."""

    sheet: str
    row: int
    problems: list[dict[str, Any]] = field(default_factory=list)

    @property
    def level(self) -> str:
        """Return ``error`` when any problem is one."""
        return "error" if any(problem["level"] == "error" for problem in self.problems) else "warning"


def by_row(problems: Iterable[dict[str, Any]], level: str = "") -> list[RowProblems]:
    """Return the problems (of ``level`` only, if given) grouped by sheet and row, in the order of the file."""
    groups: dict[tuple[str, int], RowProblems] = {}
    for problem in problems:
        if level and problem["level"] != level:
            continue
        key = (problem["sheet"], problem["row"])
        group = groups.setdefault(key, RowProblems(*key))
        group.problems.append({**problem, "level_label": LEVELS[problem["level"]]})
    return list(groups.values())


def tone_of(job: ImportJob) -> str:
    """Return the tone of the card that says what to do: good, wait, bad, or nothing special."""
    status = ImportStatus(job.status)
    if status == ImportStatus.CHECKED:
        return "bad" if job.report.get("errors") else "good"
    return {"warn": "wait"}.get(TONES.get(status, ""), TONES.get(status, ""))


def counts_of(job: ImportJob) -> list[dict[str, Any]]:
    """Return the figures of the check as ``{"label", "value", "tone"}``; zeros that say nothing are left out."""
    report = job.report
    if not report.get("sheets"):
        return []
    total = sum(sheet["rows"] for sheet in report["sheets"])
    good, skipped, changed = report["good_rows"], report["skipped"], report["changed"]
    figures: list[tuple[str, int, str, bool]] = [
        ("读到的行", total, "", True),
        ("新的决定", good - skipped - changed, "good", True),
        ("有错误的行", total - good, "bad", total > good),
        ("提醒", report.get("warnings", 0), "warn", bool(report.get("warnings"))),
        ("已有，内容相同", skipped, "", bool(skipped)),
        ("已有，内容不同", changed, "warn", bool(changed)),
    ]
    return [{"label": label, "value": value, "tone": tone} for label, value, tone, shown in figures if shown]


def next_step(
    job: ImportJob, *, is_mine: bool, may_publish: bool, waits_for: str = "", then: str = ""
) -> tuple[str, str]:
    """Return what to do now as (heading, text); ``waits_for`` and ``then`` name the next step of approval and the one after."""
    errors = job.report.get("errors", 0)
    status = ImportStatus(job.status)
    if status == ImportStatus.CHECKED and not is_mine:
        return "等待上传人确认", "表格已检查，上传人确认后才会导入。"
    if status == ImportStatus.CHECKED and errors:
        text = "请按下面的说明改正后重新上传，现在没有导入任何内容。也可以先只导入没有错误的行，其余改好再传。"
        return f"表格中有 {errors} 处错误", text
    if status == ImportStatus.CHECKED:
        return "检查通过，请确认导入", "核对下面的数字。确认后生成草稿，审核人发布之前公众看不到。"
    if status == ImportStatus.SUBMITTED and may_publish and then:
        return "等您审核", f"逐件核对；不应公开的勾选“剔除”。通过后转“{then}”，全部步骤通过后才公开。"
    if status == ImportStatus.SUBMITTED and may_publish:
        return "等您审核", "逐件核对；不应公开的勾选“剔除”。发布后公众立即可见，并按规定计入公示期限。"
    if status == ImportStatus.SUBMITTED and waits_for:
        return f"已提交，等待“{waits_for}”", "审核人须是另一个人。结果会显示在这里和首页的“最近的导入”。"
    return {
        ImportStatus.CHECKING: ("正在检查表格", "可以离开本页，检查在后台继续。"),
        ImportStatus.REFUSED: ("文件不能读取", "没有导入任何内容。按下面的说明处理后重新上传。"),
        ImportStatus.IMPORTING: ("正在导入", "可以离开本页，导入在后台继续；中断后会自动接着做，不会重复也不会遗漏。"),
        ImportStatus.IMPORTED: ("已导入为草稿", "核对草稿后提交审核；审核人发布之前公众看不到。"),
        ImportStatus.SUBMITTED: ("已提交，等待审核人发布", "审核人须是另一位有发布权限的人。结果会显示在这里和首页的“最近的导入”。"),
        ImportStatus.RETURNED: ("审核人退回了这次导入", "按退回原因修改草稿，然后重新提交。"),
        ImportStatus.SIGNING: ("正在记录审核", "可以离开本页，记录完成后转下一步。"),
        ImportStatus.PUBLISHING: ("正在发布", "可以离开本页，发布在后台继续。"),
        ImportStatus.PUBLISHED: ("已发布", f"{job.published} 件决定已经公开。"),
        ImportStatus.NOTHING: ("没有新的决定，不用审核", "表中的决定都已经有了，没有导入新的内容；文件已经删除。"),
        ImportStatus.CANCELLED: ("已取消", "没有导入任何内容，上传的文件已经删除。"),
    }[status]  # fmt: skip
