"""Small charts for the tests."""

from disclosure.demo.flowchart_steps import Line
from disclosure.demo.flowcharts import stream_of
from disclosure.models import FlowchartIndexPage, FlowchartPage
from publication.actions import publish_page

GOOD = (
    Line("begin", "start", "收到申请"),
    Line("check", "action", "审查申请材料是否符合条件", "窗口（示例）", 5, "working", "受理通知书"),
    Line("ask", "decision", "材料是否齐全", branches=(("齐全", ""), ("不齐全，一次告知补正", "check"))),
    Line("paper", "document", "制作准予许可决定书"),
    Line("end", "end", "办结归档"),
)
#: What an editor's form sends besides the steps.
PLAIN = {
    "title": "示例流程图",
    "category": "licence",
    "code": "",
    "purpose": "说明示例事项怎么办。",
    "basis": "",
    "old_picture": "",
    "old_picture_text": "",
}


def make_chart(unit, lines=GOOD, live=True, **values):
    """A flowchart below its unit's folder."""
    index = FlowchartIndexPage.objects.get(unit=unit)
    fields = {"title": "示例许可办理流程图", "category": "licence", "purpose": "说明示例许可怎么办。", **values}
    page = FlowchartPage(secrecy="clear", unit=unit, steps=stream_of(lines), live=False, **fields)
    index.add_child(instance=page)
    page.save_revision()
    return publish_page(page, setup="测试") if live else page


def form_of(lines, **values):
    """What the editor's browser sends for these steps, telepath's names and all."""
    data = {**PLAIN, **values, "steps-count": len(lines), "comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0}
    for place, item in enumerate(stream_of(lines)):
        start = f"steps-{place}"
        data |= {
            f"{start}-deleted": "",
            f"{start}-order": place,
            f"{start}-type": item["type"],
            f"{start}-id": item["id"],
        }
        for name, value in item["value"].items():
            if name != "branches":
                data[f"{start}-value-{name}"] = "" if value is None else value
                continue
            data[f"{start}-value-branches-count"] = len(value)
            for number, branch in enumerate(value):
                inner = f"{start}-value-branches-{number}"
                data |= {f"{inner}-deleted": "", f"{inner}-order": number, f"{inner}-type": "item", f"{inner}-id": ""}
                data |= {f"{inner}-value-{key}": text for key, text in branch["value"].items()}
    return data
