"""A unit's matters as a workbook that can be changed and sent back."""

import io
from collections.abc import Callable, Iterable
from typing import Any

import xlsxwriter

from staff_directory.transfer.answering import answered_by

from ..loading import with_rows
from .layout import MATTERS, Column, Layout, value_of

_ROWS_WITH_LISTS = 2000


def workbook(unit: Any) -> io.BytesIO:
    """Return the workbook: a sheet for the matters and one for each facet; drafts as they stand, so that nothing is lost on the way back."""
    from ...models import MatterPage

    pages = (
        MatterPage.objects.filter(answered_by(unit), seal=None)
        .select_related("unit", "latest_revision")
        .order_by("category", "code")
    )
    matters = with_rows(
        page.latest_revision.as_object() if page.has_unpublished_changes and page.latest_revision_id else page
        for page in pages
    )
    return write(MATTERS, matters, value_of)


def write(layout: Layout, items: Iterable[Any], value_of: Callable[[Any, Column], Any]) -> io.BytesIO:
    """Return a workbook of ``items`` (each with a ``code``): every sheet of the layout, with the choices in the columns that have them."""
    items = list(items)
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    head = book.add_format({"bold": True, "bg_color": "#E7F0FA", "border": 1, "text_wrap": True, "valign": "top"})
    text = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
    for sheet in layout.sheets:
        page = book.add_worksheet(sheet.title)
        page.write_row(0, 0, [column.label for column in sheet.columns], head)
        page.freeze_panes(1, 1)
        page.set_column(0, len(sheet.columns) - 1, 20, text)
        for place, column in enumerate(sheet.columns):
            _offer(page, place, column)
        number = 1
        for owner in items:
            for item in getattr(owner, sheet.relation).all() if sheet.relation else [owner]:
                for place, column in enumerate(sheet.columns):
                    value = owner.code if column.label == layout.key else value_of(item, column)
                    page.write_string(number, place, str(value)[:32_000], text)
                number += 1
    book.close()
    stream.seek(0)
    return stream


def _offer(page: Any, place: int, column: Column) -> None:
    options = (
        ["是", "否"]
        if column.kind == "yes"
        else [str(label) for label in column.choices.labels]
        if column.choices
        else []
    )
    if options:
        page.data_validation(
            1, place, _ROWS_WITH_LISTS, place,
            {"validate": "list", "source": options, "error_title": "不在选项内", "error_message": "请从下拉列表中选择。"},
        )  # fmt: skip
