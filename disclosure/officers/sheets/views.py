"""The screens of workbooks of officers."""

import io
from pathlib import Path
from typing import Any

from django.http import HttpRequest

from staff_directory.models import Officer, OfficerDirectoryPage

from ...matters.sheets.export import write
from ...matters.sheets.layout import value_of
from ...matters.sheets.reading import read
from ...matters.sheets.screens import SHOWN, Screens
from ...models import OfficerWorkbook
from .applying import apply
from .layout import OFFICERS
from .planning import Plan, officers_of, plan


def _workbook(unit: Any) -> io.BytesIO:
    """Return a unit's officers, those who have left among them."""
    return write(OFFICERS, officers_of(unit), value_of)


def _look(unit: Any, file: Path) -> Plan:
    return plan(unit, read(file, OFFICERS))


def _write(request: HttpRequest, unit: Any, file: Path) -> dict[str, Any]:
    return apply(unit, read(file, OFFICERS), left=request.POST.getlist("left"))


def _result(upload: OfficerWorkbook) -> dict[str, Any]:
    codes = upload.result.get("codes", [])
    return {"officers": Officer.objects.filter(unit=upload.unit, code__in=codes).order_by("code")[:SHOWN]}


screens = Screens(
    kind="officer",
    title="执法人员表格",
    model=OfficerWorkbook,
    folder=OfficerDirectoryPage,
    label="执法人员",
    export_of=_workbook,
    look=_look,
    write=_write,
    said="已登记：新增{new}人，修改{changed}人，离岗{cancelled}人。",
    result=_result,
)
