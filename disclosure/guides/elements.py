"""The fifteen elements of a service guide, in the plan's order (seed 二(一)2(2)), and which of them may be “无”."""

from dataclasses import dataclass
from typing import Any

NONE = "无"
#: What an editor may write for “无” instead of ticking it.
NONE_WORDS = frozenset(("无", "没有", "暂无", "不涉及", "/", "-", "—"))


@dataclass(frozen=True, slots=True)
class Element:
    """One element: its number and name, the field or the child rows that hold it, the column of the rows, and its tick for “无”."""

    number: int
    name: str
    field: str
    column: str = ""
    none: str = ""


ELEMENTS = (
    Element(1, "事项名称", "title"),
    Element(2, "依据", "bases"),
    Element(3, "受理机构", "acceptor"),
    Element(4, "审批机构", "approver", none="no_approver"),
    Element(5, "许可条件", "conditions", none="no_conditions"),
    Element(6, "优惠政策", "benefits", none="no_benefits"),
    Element(7, "申请材料", "materials", none="no_materials"),
    Element(8, "办理流程", "steps"),
    Element(9, "办理时限", "promised_days"),
    Element(10, "监督方式", "supervision"),
    Element(11, "责任追究", "accountability"),
    Element(12, "救济渠道", "remedy"),
    Element(13, "办公时间", "places", "hours"),
    Element(14, "地址", "places", "address"),
    Element(15, "电话", "places", "phone"),
)
#: Text elements: held by a field of the page.
TEXTS = tuple(
    element for element in ELEMENTS if element.field in
    ("acceptor", "approver", "conditions", "benefits", "supervision", "accountability", "remedy")
)  # fmt: skip


def says_none(text: str) -> bool:
    """Tell whether a text is only a word for “无”."""
    return text.strip().rstrip("。.") in NONE_WORDS


def take_none(page: Any) -> None:
    """Where a text that may be “无” says just that, tick it and leave the text empty."""
    for element in TEXTS:
        text = getattr(page, element.field)
        if element.none and says_none(text):
            setattr(page, element.field, "")
            setattr(page, element.none, True)
