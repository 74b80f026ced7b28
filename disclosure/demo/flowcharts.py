"""Flowcharts of the demo bureau: in plain words, law by name and article, time limits as the law gives them."""

from dataclasses import dataclass
from typing import Any

from staff_directory.models import Unit

from ..flowcharts.blocks import with_ids
from ..models import FlowchartIndexPage, FlowchartPage
from ..starter import child
from .flowchart_steps import (
    COMPLAINT,
    INJURY,
    INSPECTION,
    LABOUR_CASE,
    LICENCE,
    ORDINARY_PENALTY,
    REVIEW,
    SIMPLE_PENALTY,
    Line,
)


@dataclass(frozen=True, slots=True)
class Sample:
    """A flowchart: its unit's code, its own code (which is also its address), and what it says."""

    unit: str
    code: str
    title: str
    category: str
    purpose: str
    basis: str
    lines: tuple[Line, ...]


# fmt: off
SAMPLES = (
    Sample("zcfg", "FZSH", "重大执法决定法制审核流程图", "review",
        "承办机构怎样送审、法制审核机构审什么、意见不一致怎么协调。未经审核或者审核未通过的，不得作出决定；违反的，依法追究责任。",
        "《中华人民共和国行政处罚法》第五十八条\n国办发〔2018〕118号", REVIEW),
    Sample("ldjc", "LDJC-AJ", "劳动保障监察案件办理流程图", "penalty",
        "劳动者投诉用人单位以后，案件分几步办、每步多长时间。",
        "《劳动保障监察条例》第十四条、第十七条、第二十条\n《关于实施〈劳动保障监察条例〉若干规定》第十八条、第三十七条", LABOUR_CASE),
    Sample("ldjc", "CF-PT", "行政处罚普通程序流程图", "penalty",
        "作出行政处罚以前要做哪些事，当事人在每一步有什么权利。",
        "《中华人民共和国行政处罚法》第四十二条、第四十四条、第四十五条、第五十七条、第五十八条、第六十条、第六十一条、第六十三条、第六十四条",
        ORDINARY_PENALTY),
    Sample("ldjc", "CF-JY", "行政处罚简易程序流程图", "penalty",
        "违法事实确凿、处罚较轻的，可以当场决定：什么情形、怎么办。", "《中华人民共和国行政处罚法》第五十一条", SIMPLE_PENALTY),
    Sample("xzsp", "XK-YB", "行政许可办理流程图", "licence",
        "申请行政许可要经过哪些环节，最长多少个工作日。",
        "《中华人民共和国行政许可法》第三十二条、第三十八条、第四十条、第四十二条、第四十四条、第八十二条", LICENCE),
    Sample("gsbx", "GSRD", "工伤认定办理流程图", "confirmation",
        "职工受伤或者患职业病以后，谁来申请、多久有结果、不服怎么办。", "《工伤保险条例》第十四条、第十五条、第十七条、第二十条", INJURY),
    Sample("ldjc", "JC-SSJ", "行政检查“双随机、一公开”流程图", "inspection",
        "检查对象和检查人员怎样随机产生，检查当场怎么做，结果怎么公开。",
        "《人力资源市场暂行条例》第三十四条、第三十六条\n《劳动保障监察条例》第十四条", INSPECTION),
    Sample("ldjc", "TSJB", "劳动保障投诉举报处理流程图", "complaint",
        "投诉和举报送到哪里、多久答复、不归本局管的怎么办。", "《劳动保障监察条例》第九条、第十七条\n《关于实施〈劳动保障监察条例〉若干规定》第十八条",
        COMPLAINT),
)
# fmt: on


def stream_of(lines: tuple[Line, ...]) -> list[dict[str, Any]]:
    """Return the lines as a page's ``steps`` are stored."""
    found = []
    for line in lines:
        value: dict[str, Any] = {"text": line.text}
        if line.kind in ("action", "decision", "document"):
            value |= {"actor": line.actor, "limit": line.limit, "unit": line.unit}
        if line.kind == "action":
            value["documents"] = line.documents
        if line.kind == "decision":
            branches = [{"condition": condition, "target": target} for condition, target in line.branches]
            value["branches"] = with_ids(line.key, branches)
        elif line.kind != "end":
            value["target"] = line.to
        found.append({"type": line.kind, "value": value, "id": line.key})
    return found


def make_flowcharts(units: dict[str, Unit], user: Any = None) -> None:
    """Make and publish the samples below their units' folders, once."""
    for sample in SAMPLES:
        unit = units[sample.unit]
        index = FlowchartIndexPage.objects.get(unit=unit)
        page = FlowchartPage(
            title=sample.title,
            slug=sample.code.lower(),
            unit=unit,
            code=sample.code,
            category=sample.category,
            purpose=sample.purpose,
            basis=sample.basis,
            steps=stream_of(sample.lines),
        )
        child(index, page, user)
