"""The steps as an editor writes them: one block for each kind of step, with the fields that this kind has."""

from typing import Any

from wagtail import blocks

from .chart import Chart, Step, StepKind, TimeUnit, Way

_TEXT = 60
_LOOK = "struct-block gongshi-flow-step"


def _text(label: str, hint: str) -> blocks.CharBlock:
    return blocks.CharBlock(label=label, required=False, max_length=_TEXT, help_text=hint)


def _target() -> blocks.CharBlock:
    # What is stored is the other step's key; the editor's script shows a choice of the page's steps in its place.
    return blocks.CharBlock(label="转到", required=False, max_length=64, help_text="不选就是按顺序到下一步。")


def _actor() -> blocks.CharBlock:
    return blocks.CharBlock(label="由谁办理", required=False, max_length=40, help_text="写机构或岗位，不写个人姓名。")


def _limit() -> blocks.IntegerBlock:
    return blocks.IntegerBlock(label="时限（天数）", required=False, min_value=1, max_value=3650)


def _unit() -> blocks.ChoiceBlock:
    return blocks.ChoiceBlock(choices=TimeUnit.choices, label="天数按", required=False)


class StartBlock(blocks.StructBlock):
    """Where it begins."""

    text = _text("由什么开始", "例如：收到申请；发现违法线索。")
    target = _target()

    class Meta:
        icon = "arrow-right"
        form_classname = _LOOK
        label = StepKind.START.label
        label_format = "{text}"


class ActionBlock(blocks.StructBlock):
    """Something is done."""

    text = _text("做什么", "例如：两名以上执法人员调查取证。")
    actor = _actor()
    limit = _limit()
    unit = _unit()
    documents = blocks.CharBlock(
        label="文书", required=False, max_length=80, help_text="这一步用到的文书，用顿号隔开。"
    )
    target = _target()

    class Meta:
        icon = "cog"
        form_classname = _LOOK
        label = StepKind.ACTION.label
        label_format = "{text}"


class BranchBlock(blocks.StructBlock):
    """One way out of a decision."""

    condition = blocks.CharBlock(label="条件", required=False, max_length=30, help_text="例如：符合；不符合。")
    target = _target()

    class Meta:
        icon = "redirect"
        form_classname = "struct-block gongshi-flow-branch"
        label = "分支"
        label_format = "{condition}"


class DecisionBlock(blocks.StructBlock):
    """A question with two or more answers."""

    text = _text("判断什么", "写成问题，例如：材料是否齐全。")
    actor = _actor()
    limit = _limit()
    unit = _unit()
    branches = blocks.ListBlock(
        BranchBlock(),
        label="分支",
        max_num=6,
        default=[{"condition": "是", "target": ""}, {"condition": "否", "target": ""}],
    )

    class Meta:
        icon = "help"
        form_classname = _LOOK
        label = StepKind.DECISION.label
        label_format = "{text}"


class DocumentBlock(blocks.StructBlock):
    """A document is made or served."""

    text = _text("什么文书", "例如：制作行政处罚决定书。")
    actor = _actor()
    limit = _limit()
    unit = _unit()
    target = _target()

    class Meta:
        icon = "doc-full"
        form_classname = _LOOK
        label = StepKind.DOCUMENT.label
        label_format = "{text}"


class EndBlock(blocks.StructBlock):
    """Where it ends."""

    text = _text("到哪里结束", "例如：结案归档。")

    class Meta:
        icon = "tick"
        form_classname = _LOOK
        label = StepKind.END.label
        label_format = "{text}"


class StepsBlock(blocks.StreamBlock):
    """The steps in order."""

    start = StartBlock()
    action = ActionBlock()
    decision = DecisionBlock()
    document = DocumentBlock()
    end = EndBlock()

    class Meta:
        required = False
        max_num = 60


def _ways(kind: str, value: Any) -> tuple[Way, ...]:
    if kind == StepKind.END:
        return ()
    if kind == StepKind.DECISION:
        branches = value.get("branches") or ()
        return tuple(Way(branch.get("condition") or "", branch.get("target") or "") for branch in branches)
    return (Way("", value.get("target") or ""),)


_LETTERS = str.maketrans("0123456789", "ghijklmnop")


def key_of(block_id: str | None) -> str:
    """Return a step's key from its block's id: in letters, so that no check takes digits in it for somebody's number."""
    return (block_id or "").translate(_LETTERS)


def _number(value: Any) -> int | None:
    """Return a number of days; what is being typed comes as text."""
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 5:
        return int(value)
    return value if isinstance(value, int) else None


def chart_of(title: str, steps: Any) -> Chart:
    """Return the chart that a stream of :class:`StepsBlock` describes; a step without an id cannot be a target."""
    found = []
    for child in steps or ():
        value = child.value
        found.append(
            Step(
                key=key_of(child.id),
                kind=child.block_type,
                text=value.get("text") or "",
                actor=value.get("actor") or "",
                limit=_number(value.get("limit")),
                unit=value.get("unit") if value.get("unit") in TimeUnit.values else "",
                documents=value.get("documents") or "",
                ways=_ways(child.block_type, value),
            )
        )
    return Chart(title, tuple(found))


def with_ids(step: str, branches: list[dict[str, str]]) -> list[dict[str, Any]]:
    """Return a step's branches as the editor stores them: without ids of their own the first click on “publish” would give them
    some, and the content would no longer be the one that was approved."""
    return [
        {"type": "item", "value": branch, "id": f"{step}-{number}"} for number, branch in enumerate(branches, start=1)
    ]
