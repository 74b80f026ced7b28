"""What a workbook would change: new guides, and changed ones column by column. A guide that the workbook lacks stays as it is."""

from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models.functions import Lower

from ...matters.sheets.layout import Column, Sheet
from ...matters.sheets.planning import Change, shown
from ...matters.sheets.reading import Read, SheetProblem
from ..rows import with_rows
from .layout import CODE, SHEETS, model_of, value_of


@dataclass
class Plan:
    """``new`` and ``changed`` by code; ``present``: the unit's guides by code, as their newest drafts say."""

    present: dict[str, Any]
    new: dict[str, list[Change]] = field(default_factory=dict)
    changed: dict[str, list[Change]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    same: int = 0
    problems: list[SheetProblem] = field(default_factory=list)

    @property
    def errors(self) -> int:
        """Count what keeps rows out."""
        return sum(problem.level == "error" for problem in self.problems)


def newest(unit: Any) -> dict[str, Any]:
    """Return the unit's guides as their newest drafts say, by code, with their rows."""
    from ...models import ServiceGuidePage

    pages = (
        ServiceGuidePage.objects.filter(unit=unit, seal=None)
        .select_related("unit", "latest_revision")
        .order_by("code", "pk")
    )
    found = with_rows(
        page.latest_revision.as_object() if page.has_unpublished_changes and page.latest_revision_id else page
        for page in pages
    )
    return {guide.code: guide for guide in found}


def plan(unit: Any, read: Read) -> Plan:
    """Compare what was read with what is there; nothing is changed."""
    from ...models import ServiceGuidePage

    present = newest(unit)
    found = Plan(present, problems=list(read.problems), names={code: guide.title for code, guide in present.items()})
    codes = {code for rows in read.rows.values() for _, code, _ in rows}
    unknown = {code.lower() for code in codes - set(present)}
    taken = ServiceGuidePage.objects.annotate(plain=Lower("code")).filter(plain__in=unknown)
    foreign = set(taken.values_list("plain", flat=True))
    listed = _guides(SHEETS[0], read.rows.get("guides", []), foreign, found)
    for sheet in SHEETS[1:]:
        listed |= _rows(sheet, read.rows.get(sheet.key, []), found)
    found.same = len(listed & set(present) - set(found.changed))
    return found


def _guides(sheet: Sheet, rows: Any, foreign: set[str], found: Plan) -> set[str]:
    listed: set[str] = set()
    seen: set[str] = set()
    for number, code, values in rows:
        wrong = list(_wrong(sheet, number, values))
        if code.lower() in seen:
            wrong.append(SheetProblem(sheet.title, number, CODE, f"“{code}”在表中出现了两次，请合并成一行。"))
        elif code.lower() in foreign:
            wrong.append(SheetProblem(sheet.title, number, CODE, f"“{code}”已经是其他指南的编号，请换一个。"))
        elif code not in found.present and not values.get("title"):
            wrong.append(SheetProblem(sheet.title, number, "事项名称", "新的指南须填写“事项名称”。"))
        seen.add(code.lower())
        found.problems += wrong
        if wrong:
            continue
        listed.add(code)
        if code in found.present:
            changes = list(_differences(sheet, found.present[code], values))
            if changes:
                found.changed[code] = changes
        else:
            found.names[code] = values["title"]
            found.new[code] = [
                Change(column.label, "", shown(column, values[column.field]))
                for column in sheet.columns
                if values.get(column.field)
            ]
    return listed


def _rows(sheet: Sheet, rows: Any, found: Plan) -> set[str]:
    groups: dict[str, list[dict[str, Any]]] = {}
    for number, code, values in rows:
        found.problems += _wrong(sheet, number, values)
        if code not in found.present and code not in found.new:
            message = f"没有编号为“{code}”的指南：请先在“指南”表里添加，或核对编号。"
            found.problems.append(SheetProblem(sheet.title, number, CODE, message))
            continue
        groups.setdefault(code, []).append(values)
    for code, group in groups.items():
        if code in found.new:
            found.new[code].append(Change(sheet.title, "", f"{len(group)}行"))
            continue
        before = [
            [str(value_of(item, column)) for column in _own(sheet)]
            for item in getattr(found.present[code], sheet.relation).all()
        ]
        after = [[shown(column, values.get(column.field, "")) for column in _own(sheet)] for values in group]
        if before != after:
            found.changed.setdefault(code, []).extend(_rows_changed(sheet, before, after))
    return set(groups)


def _rows_changed(sheet: Sheet, before: list[list[str]], after: list[list[str]]) -> list[Change]:
    """Name each changed cell where the rows are as many as before, else how many there are."""
    if len(before) != len(after):
        return [Change(sheet.title, f"{len(before)}行", f"{len(after)}行")]
    return [
        Change(f"{sheet.title}第{place}行“{column.label}”", old, new)
        for place, rows in enumerate(zip(before, after, strict=True), start=1)
        for column, old, new in zip(_own(sheet), *rows, strict=True)
        if old != new
    ]


def _own(sheet: Sheet) -> list[Column]:
    return [column for column in sheet.columns if column.field != "code"]


def _differences(sheet: Sheet, guide: Any, values: dict[str, Any]) -> Any:
    for column in sheet.columns:
        if column.field in values:
            before, after = str(value_of(guide, column)), shown(column, values[column.field])
            if before != after:
                yield Change(column.label, before, after)


def _wrong(sheet: Sheet, number: int, values: dict[str, Any]) -> Any:
    """Name what the fields refuse: too large a number, no web address."""
    model = model_of(sheet.relation)
    for column in sheet.columns:
        value = values.get(column.field)
        if column.kind == "bases" or value in (None, "", [], False):
            continue
        held = model._meta.get_field(column.field)
        try:
            held.clean(value, None)
        except ValidationError as error:
            yield SheetProblem(sheet.title, number, column.label, "".join(error.messages))
