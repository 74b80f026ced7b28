"""Blank templates to download."""

import io
from typing import Any

import xlsxwriter

from ..importing.enumerations import labels_of
from ..importing.headers import TEMPLATES_BY_KEY

CURRENT = ("licence-organisation", "licence-person", "penalty-organisation", "penalty-person")
_ROWS_WITH_LISTS = 5000


def template_title(key: str) -> str:
    """Return the template's Chinese title."""
    return str(TEMPLATES_BY_KEY[key].title)


def blank_template(key: str) -> Any:
    """Return a workbook with the header, notes and drop-downs of a current template; None for an unknown key."""
    if key not in CURRENT:
        return None
    form = TEMPLATES_BY_KEY[key]
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet(form.title[:31])
    notes = book.add_worksheet("填写说明")
    required = book.add_format({"bold": True, "bg_color": "#FDE9D9", "border": 1, "text_wrap": True, "valign": "top"})
    optional = book.add_format({"bold": True, "bg_color": "#E7F0FA", "border": 1, "text_wrap": True, "valign": "top"})
    text = book.add_format({"num_format": "@"})
    notes.write_row(0, 0, ["列名", "代码", "是否必填", "说明"], optional)
    notes.set_column(0, 0, 40)
    notes.set_column(3, 3, 70)
    for place, column in enumerate(form.columns):
        must = column.required or bool(column.required_for)
        sheet.write_string(0, place, ("*" if column.required else "") + column.label, required if must else optional)
        sheet.set_column(place, place, max(14, min(36, len(column.label) * 2)), text)
        choices = column.choices or (labels_of(column.enum) if column.enum else ())
        if choices and column.kind != "kinds":
            sheet.data_validation(
                1,
                place,
                _ROWS_WITH_LISTS,
                place,
                {
                    "validate": "list",
                    "source": list(choices),
                    "error_title": "不在选项内",
                    "error_message": "请从下拉列表中选择。",
                },
            )
        state = "必填" if column.required else ("视情况必填" if column.required_for else "选填")
        hint = column.help or ("可选：" + "、".join(choices) if choices else "")
        notes.write_row(place + 1, 0, [column.label, column.code, state, hint])
    sheet.freeze_panes(1, 0)
    book.close()
    stream.seek(0)
    return stream
