"""Samples for the style guide: every component in every state."""

import datetime
from typing import Any

from django import forms


class _SampleForm(forms.Form):
    """A form with an error, a help text and an ordinary field."""

    name = forms.CharField(label="单位名称", help_text="填写全称。")
    phone = forms.CharField(label="联系电话", required=False)


def samples() -> dict[str, Any]:
    """Return the contexts of the components shown on ``/styleguide/``."""
    options = [
        {"value": "", "label": "全部年份", "selected": True},
        {"value": "2026", "label": "2026年", "selected": False},
    ]
    day = datetime.date(2026, 3, 5)
    item = {
        "url": "#content",
        "title": "行政处罚决定书 示例人社监罚决字〔2026〕第001号",
        "number": "示例人社监罚决字〔2026〕第001号",
        "party": "示例市示例有限公司",
        "subject": "未按规定建立职工名册",
        "organ": "示例局",
        "date": day,
        "kind_label": "行政处罚",
        "tags": [],
    }
    return {
        "fields": [
            {"name": "q", "label": "关键词", "type": "text", "value": "", "options": []},
            {"name": "year", "label": "年份", "type": "select", "value": "", "options": options},
        ],
        "items": [item, {**item, "tags": ["注销"], "party": "张某某", "subject": ""}],
        "facts": [
            {"label": "行政相对人名称", "value": "示例市示例有限公司", "kind": "text"},
            {"label": "统一社会信用代码", "value": "91210500MA0DEM0132", "kind": "code"},
            {"label": "处罚决定日期", "value": day, "kind": "date"},
            {"label": "违法事实", "value": "第一段。\n第二段。", "kind": "multiline"},
        ],
        "form": _SampleForm({"name": "", "phone": ""}, auto_id="faulty_%s"),
        "blank_form": _SampleForm(auto_id="blank_%s"),
        "crumbs": [{"title": "首页", "url": "#content"}, {"title": "事后公开", "url": "#content"}],
        "page": {"title": "行政处罚"},
        "tiles": [
            {"title": "行政处罚", "url": "#content", "summary": "行政处罚结果公示"},
            {"title": "行政许可", "url": "#content", "summary": ""},
        ],
        "chosen": [{"label": "年份：2026年", "url": "#content"}, {"label": "处罚类别：罚款", "url": "#content"}],
        "table": {"caption": "公开时限", "header": ["决定类型", "时限"], "body": [["行政许可", "7个工作日"]]},
        "events": [{"date": day, "text": "作出决定"}, {"date": datetime.date(2026, 3, 10), "text": "公开"}],
    }
