"""The screens of workbooks of guides."""

import io
from pathlib import Path
from typing import Any

from django.http import HttpRequest

from ...matters.sheets.export import write
from ...matters.sheets.reading import read
from ...matters.sheets.screens import SHOWN, Screens
from ...models import GuideWorkbook, ServiceGuideIndexPage, ServiceGuidePage
from .applying import apply
from .layout import GUIDES, value_of
from .planning import Plan, newest, plan


def _workbook(unit: Any) -> io.BytesIO:
    """Return a unit's guides; drafts as they stand, so that nothing is lost on the way back."""
    return write(GUIDES, newest(unit).values(), value_of)


def _look(unit: Any, file: Path) -> Plan:
    return plan(unit, read(file, GUIDES))


def _write(request: HttpRequest, unit: Any, file: Path) -> dict[str, Any]:
    return apply(unit, read(file, GUIDES), user=request.user, reviewed=bool(request.POST.get("secrecy_checked")))


def _result(upload: GuideWorkbook) -> dict[str, Any]:
    codes = upload.result.get("codes", [])
    drafts = ServiceGuidePage.objects.filter(unit=upload.unit, code__in=codes, has_unpublished_changes=True, seal=None)
    return {"drafts": drafts.order_by("code")[:SHOWN]}


screens = Screens(
    kind="guide",
    title="指南表格",
    model=GuideWorkbook,
    folder=ServiceGuideIndexPage,
    label="服务指南",
    export_of=_workbook,
    look=_look,
    write=_write,
    said="已存为草稿：新增{new}份，修改{changed}份。还没有公开。",
    result=_result,
)
