"""What is wrong with a flowchart, said at the step: nothing is drawn wrong silently, and nothing incomplete becomes public."""

from collections.abc import Iterator
from dataclasses import dataclass

from .chart import Chart, StepKind

MOST_STEPS = 60


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to mend. ``place`` of the step (None: the chart as a whole), ``part`` of it (a block's field), ``way`` among its ways."""

    code: str
    message: str
    place: int | None = None
    part: str = ""
    way: int | None = None


def faults_of(chart: Chart) -> list[Fault]:
    """Return every fault of a chart, the whole first, then by step. Loops are none."""
    return [*_whole(chart), *_steps(chart), *_ways(chart), *_reach(chart)]


def _whole(chart: Chart) -> Iterator[Fault]:
    kinds = [step.kind for step in chart.steps]
    if not kinds:
        yield Fault("no_steps", "流程图还没有步骤。请在“步骤”中从“开始”一步加起，附上的旧图片不能代替步骤。")
        return
    if len(kinds) > MOST_STEPS:
        yield Fault(
            "too_many", f"一张流程图最多{MOST_STEPS}步，现有{len(kinds)}步。请拆成几张，用“结束”一步写明接哪一张。"
        )
    starts = [place for place, kind in enumerate(kinds) if kind == StepKind.START]
    if not starts:
        yield Fault("no_start", "缺少“开始”一步。请在最前面加一步“开始”，写明流程由什么引起。")
    for place in starts[1:]:
        yield Fault("second_start", f"{chart.named(place)}：一张流程图只有一个“开始”，请改为办理环节或删去。", place)
    if StepKind.END not in kinds:
        yield Fault("no_end", "缺少“结束”一步。请加一步“结束”，写明流程到哪里为止。")


def _steps(chart: Chart) -> Iterator[Fault]:
    for place, step in enumerate(chart.steps):
        name = chart.named(place)
        if not step.text.strip():
            yield Fault("no_text", f"{name}（{step.kind_label}）还没有写内容。", place, "text")
        if step.limit is not None and not step.unit:
            yield Fault("no_unit", f"{name}：时限{step.limit}没有选工作日还是自然日。", place, "unit")
        if step.unit and step.limit is None:
            yield Fault("no_limit", f"{name}：选了时限的算法，没有填天数。", place, "limit")
        if step.kind == StepKind.DECISION and len(step.ways) < 2:
            message = f"{name}：判断至少要有两个分支，现有{len(step.ways)}个。只有一种去向的，请改为办理环节。"
            yield Fault("few_branches", message, place, "branches")


def _ways(chart: Chart) -> Iterator[Fault]:
    for place, step in enumerate(chart.steps):
        name, seen = chart.named(place), set()
        for number, way in enumerate(step.ways):
            condition = way.condition.strip()
            which = f"第{number + 1}个分支" + (f"“{condition}”" if condition else "")
            if step.kind == StepKind.DECISION and not condition:
                yield Fault("no_condition", f"{name}：{which}没有写条件。", place, "condition", number)
            if condition and condition in seen:
                yield Fault("same_condition", f"{name}：两个分支的条件都是“{condition}”。", place, "condition", number)
            seen.add(condition)
            if way.target and chart.target_of(place, way) is None:
                what = which if step.kind == StepKind.DECISION else "去向"
                message = f"{name}：{what}指向的步骤已不存在，请重新选择。"
                yield Fault("no_target", message, place, "target", number)


def _reach(chart: Chart) -> Iterator[Fault]:
    steps = chart.steps
    starts = {place for place, step in enumerate(steps) if step.kind == StepKind.START}
    first = {min(starts)} if starts else ({0} if steps else set())
    reached = chart.reached_from(first)
    ends = {place for place, step in enumerate(steps) if step.kind == StepKind.END}
    finishing = chart.reached_from(ends, backwards=True)
    all_targets = [[chart.target_of(place, way) for way in step.ways] for place, step in enumerate(steps)]
    broken = {
        place
        for place, targets in enumerate(all_targets)
        if steps[place].kind != StepKind.END and all(target is None for target in targets)
    }
    # What leads to a broken end goes on once that is mended: it does not go round in a circle.
    breaking = chart.reached_from(broken, backwards=True)
    yield from _unreached(chart, reached)
    for place, step in enumerate(steps):
        if step.kind == StepKind.END:
            continue
        targets = all_targets[place]
        if place in broken:
            # A way to a step that is gone was named already.
            if not any(way.target for way in step.ways):
                message = f"{chart.named(place)}：走到这里就断了，没有下一步，也不是“结束”。"
                yield Fault("dead_end", message, place, "text")
            continue
        for number, (way, target) in enumerate(zip(step.ways, targets, strict=True)):
            if target is None and not way.target:
                message = f"{chart.named(place)}：第{number + 1}个分支去往下一步，但后面没有步骤了。"
                yield Fault("no_next", message, place, "target", number)
        if ends and place not in finishing and place not in breaking:
            yield Fault(
                "endless",
                f"{chart.named(place)}：从这里走不到“结束”，只会绕圈。请加一个能走出来的分支。",
                place,
                "text",
            )


def _unreached(chart: Chart, reached: set[int]) -> Iterator[Fault]:
    """Name the steps where what cannot be reached begins; those that follow are counted there, for one change mends them all."""
    lost = [place for place in range(len(chart.steps)) if place not in reached]
    led_to = {edge.target for edge in chart.edges if edge.source != edge.target}
    told: set[int] = set()
    for place in [*(place for place in lost if place not in led_to), *lost]:
        if place in told:
            continue
        following = chart.reached_from({place}) - reached - told - {place}
        told |= following | {place}
        what = "只有同样走不到的步骤通到这里" if place in led_to else "没有任何一步通到这里"
        more = f"它后面还有{len(following)}步也因此走不到。" if following else ""
        message = f"{chart.named(place)}：{what}，请检查前面各步的去向，或删去这一步。{more}"
        yield Fault("unreachable", message, place, "text")
