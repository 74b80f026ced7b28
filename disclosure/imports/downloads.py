"""Workbooks to download: blank templates, and the user's own file with its problems."""

import io
from collections import defaultdict
from pathlib import Path
from typing import Any

import xlsxwriter

from ..importing.enumerations import labels_of
from ..importing.events import SheetStart
from ..importing.headers import TEMPLATES_BY_KEY
from ..importing.source import events

CURRENT = ("licence-organisation", "licence-person", "penalty-organisation", "penalty-person")
_ROWS_WITH_LISTS = 5000


def template_title(key: str) -> str:
    """Return the template's Chinese title."""
    return str(TEMPLATES_BY_KEY[key].title)


def _spool() -> Any:
    return io.BytesIO()


def blank_template(key: str) -> Any:
    """Return a workbook with the header, notes and drop-downs of a current template; None for an unknown key."""
    if key not in CURRENT:
        return None
    form = TEMPLATES_BY_KEY[key]
    stream = _spool()
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


def problem_workbook(path: Path, problems: list[dict[str, Any]]) -> Any:
    """Return the uploaded file's rows with a last column that says what is wrong in each; faulty rows are coloured."""
    by_row: dict[tuple[str, int], list[str]] = defaultdict(list)
    for problem in problems:
        word = "错误" if problem["level"] == "error" else "提醒"
        by_row[problem["sheet"], problem["row"]].append(f"【{word}】{problem['column']}：{problem['message']}")
    stream = _spool()
    book = xlsxwriter.Workbook(
        stream, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    formats = {
        "day": book.add_format({"num_format": "yyyy/mm/dd"}),
        "faulty": book.add_format({"bg_color": "#FFF2B3"}),
        "faulty_day": book.add_format({"bg_color": "#FFF2B3", "num_format": "yyyy/mm/dd"}),
        "note": book.add_format({"text_wrap": True, "bg_color": "#FFF2B3", "font_color": "#B3261E"}),
    }
    sheet: Any = None
    name = ""
    width = 0
    for event in events(path):
        if isinstance(event, SheetStart):
            name, width = event.name, 0
            sheet = book.add_worksheet(name[:31])
            if event.hidden:
                sheet.hide()
            continue
        width = max(width, len(event.cells))
        found = by_row.get((name, event.number), [])
        for place, cell in enumerate(event.cells):
            _write(sheet, event.number - 1, place, cell.value, formats, bool(found))
        if found:
            sheet.write_string(event.number - 1, width, "\n".join(found)[:32000], formats["note"])
    general = by_row.get(("", 0), []) + [line for (_, row), lines in by_row.items() if row == 0 for line in lines]
    if general or sheet is None:
        notes = book.add_worksheet("问题汇总")
        for place, line in enumerate(dict.fromkeys(general)):
            notes.write_string(place, 0, line)
    book.close()
    stream.seek(0)
    return stream


def _write(sheet: Any, row: int, column: int, value: Any, formats: dict[str, Any], faulty: bool) -> None:
    """Write one value as it was: text stays text, also when it begins like a formula."""
    shade = formats["faulty"] if faulty else None
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value, shade)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value, shade)
    elif hasattr(value, "year"):
        sheet.write_datetime(row, column, value, formats["faulty_day" if faulty else "day"])
    else:
        sheet.write_string(row, column, str(value)[:32000], shade)
