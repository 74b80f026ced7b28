"""An edition as XLSX, CSV or JSON."""

import csv
import io
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import xlsxwriter
from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.utils import timezone

from ..board_export import Echo, as_text
from ..laws.lapsing import Gone
from .editions import public_rows
from .public import asked, chosen_edition, editions_of, filtered

_CHUNK = 200
_SUSPENDED = "状态提示"
_NOTE = "暂停：所依据的规定已经失效"


def answer(page: Any, request: Any) -> Any:
    """Return the file that the address asks for; None when it asks for the page."""
    wanted = asked(request)
    if not wanted.file:
        return None
    edition = chosen_edition(editions_of(page), wanted.edition)
    if edition is None:
        return HttpResponse("这份清单还没有公布过。", status=404, content_type="text/plain; charset=utf-8")
    rows = filtered(public_rows(edition), wanted)
    response = {"xlsx": _xlsx, "csv": _csv, "json": _json}[wanted.file](page, edition, rows)
    name = quote(f"{page.title}（第{edition.number}版）.{wanted.file}")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-cache"
    return response


def _lines(edition: Any, rows: Any) -> Iterator[tuple[list[str], bool]]:
    gone = Gone.present()
    for row in rows.iterator(chunk_size=_CHUNK):
        yield row.cells, gone.suspends(row)


def _xlsx(page: Any, edition: Any, rows: Any) -> Any:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet(page.title[:31].translate(str.maketrans("[]:*?/\\", "（）：＊？／＼")))
    head = book.add_format({"bold": True, "bg_color": "#E7F0FA", "border": 1, "text_wrap": True, "valign": "top"})
    text = book.add_format({"text_wrap": True, "valign": "top", "border": 1})
    columns = ["序号", *edition.columns, _SUSPENDED]
    sheet.merge_range(
        0, 0, 0, max(1, len(columns) - 1), _heading(page, edition), book.add_format({"bold": True, "font_size": 14})
    )
    sheet.write_row(1, 0, columns, head)
    sheet.freeze_panes(2, 0)
    sheet.set_column(1, len(columns) - 1, 22)
    for place, (cells, suspended) in enumerate(_lines(edition, rows), start=1):
        sheet.write_number(place + 1, 0, place, text)
        for column, value in enumerate(cells, start=1):
            sheet.write_string(place + 1, column, value[:32_000], text)
        sheet.write_string(place + 1, len(columns) - 1, _NOTE if suspended else "", text)
    book.close()
    stream.seek(0)
    return FileResponse(stream, content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")


def _heading(page: Any, edition: Any) -> str:
    day = timezone.localtime(edition.published_at)
    return f"{page.title}（第{edition.number}版，{day.year}年{day.month}月{day.day}日公布）"


def _csv(page: Any, edition: Any, rows: Any) -> Any:
    def lines() -> Iterator[str]:
        writer = csv.writer(Echo())
        yield "\ufeff" + writer.writerow(["序号", *edition.columns, _SUSPENDED])
        for place, (cells, suspended) in enumerate(_lines(edition, rows), start=1):
            yield writer.writerow([place, *map(as_text, cells), _NOTE if suspended else ""])

    return StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")


def _json(page: Any, edition: Any, rows: Any) -> Any:
    def parts() -> Iterator[str]:
        head = {
            "title": page.title,
            "edition": edition.number,
            "published": timezone.localdate(edition.published_at).isoformat(),
            "approval": {"body": edition.approval_body, "number": edition.approval_number, "date": edition.approval_date and edition.approval_date.isoformat()},
            "columns": edition.columns,
        }  # fmt: skip
        yield json.dumps(head, ensure_ascii=False)[:-1] + ', "rows": ['
        for place, (cells, suspended) in enumerate(_lines(edition, rows)):
            row = {**dict(zip(edition.columns, cells, strict=False)), "suspended": suspended}
            yield (",\n" if place else "\n") + json.dumps(row, ensure_ascii=False)
        yield "\n]}\n"

    return StreamingHttpResponse(parts(), content_type="application/json; charset=utf-8")
