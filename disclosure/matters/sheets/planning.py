"""What a workbook would change: new matters, changed ones cell by cell, and those it no longer has."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from staff_directory.transfer.answering import answered_by

from ..choices import MatterState
from ..loading import with_rows
from .absent import Absent, absent
from .layout import SHEETS, Column, Sheet, value_of
from .reading import Read, SheetProblem


@dataclass
class Change:
    """One changed cell; of a facet with rows, one changed row (``column`` then names the sheet and the row's number in it)."""

    column: str
    before: str
    after: str


def say(page: Any, text: str) -> None:
    """Say in the note of a public page what a workbook changes in it; what a waiting draft's note says already stays before it."""
    if page.live:
        said = page.correction_note if page.has_unpublished_changes else ""
        page.correction_note = f"{said}{text}"[:300]


def say_changes(page: Any, changes: list[Change]) -> None:
    """Name in the note what is changed, never what it says."""
    say(page, f"更新{'、'.join(dict.fromkeys(change.column for change in changes))}。")


@dataclass
class Plan:
    """``new`` and ``changed`` by code; ``missing``: matters in use that the sheet “事项” no longer has, offered as cancelled;
    ``absent``: what another sheet no longer says of a matter, offered to be taken out.

    ``present`` are the unit's matters by code, as their newest drafts say.
    """

    present: dict[str, Any]
    new: dict[str, list[Change]] = field(default_factory=dict)
    changed: dict[str, list[Change]] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)
    absent: dict[str, Absent] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    same: int = 0
    problems: list[SheetProblem] = field(default_factory=list)

    def of(self, codes: Mapping[str, list[Change]]) -> list[tuple[str, str, list[Change]]]:
        """Return ``changed`` or ``new`` as (code, name, changes), for a template."""
        return [(code, self.names.get(code, ""), changes) for code, changes in codes.items()]

    @property
    def changed_rows(self) -> list[tuple[str, str, list[Change]]]:
        """Return what is changed as (code, name, changes)."""
        return self.of(self.changed)

    @property
    def new_rows(self) -> list[tuple[str, str, list[Change]]]:
        """Return what is new as (code, name, changes)."""
        return self.of(self.new)

    @property
    def errors(self) -> int:
        """Count what keeps rows out."""
        return sum(problem.level == "error" for problem in self.problems)


def newest(unit: Any) -> dict[str, Any]:
    """Return the matters that the unit answers for as their newest drafts say, by code, with their rows."""
    from ...models import MatterPage

    pages = MatterPage.objects.filter(answered_by(unit), seal=None).select_related("unit", "latest_revision")
    found = [
        page.latest_revision.as_object() if page.has_unpublished_changes and page.latest_revision_id else page
        for page in pages
    ]
    return {matter.code: matter for matter in with_rows(found)}


def plan(unit: Any, read: Read) -> Plan:
    """Compare what was read with what is there; nothing is changed."""
    from ...models import MatterPage

    present = newest(unit)
    found = Plan(present, problems=list(read.problems), names={code: matter.title for code, matter in present.items()})
    codes = {code for rows in read.rows.values() for _, code, _ in rows}
    foreign = set(MatterPage.objects.filter(code__in=codes - set(present)).values_list("code", flat=True))
    listed: set[str] = set()
    for sheet in SHEETS:
        rows = read.rows.get(sheet.key, [])
        if sheet.key == "matters":
            listed = _matters(sheet, rows, present, foreign, found)
        else:
            _facet(sheet, rows, present, listed, found)
    if "matters" in read.rows:
        # A sheet of one of the units that were merged says nothing of the others' matters.
        units = {present[code].unit_id for code in listed if code in present} or {unit.pk}
        found.missing = {
            code: matter.title
            for code, matter in present.items()
            if code not in listed and matter.state != MatterState.CANCELLED and matter.unit_id in units
        }
        found.absent = {item.key: item for item in absent(read.rows, present, listed)}
    order = [sheet.title for sheet in SHEETS]
    found.problems.sort(key=lambda problem: (order.index(problem.sheet) if problem.sheet in order else -1, problem.row))
    found.same = len(listed & set(present) - set(found.changed))
    return found


def _matters(sheet: Sheet, rows: Any, present: dict[str, Any], foreign: set[str], found: Plan) -> set[str]:
    listed: set[str] = set()
    for number, code, values in rows:
        if code in listed:
            found.problems.append(
                SheetProblem(sheet.title, number, "职权编码", f"“{code}”在表中出现了两次，请合并成一行。")
            )
        elif code in foreign:
            found.problems.append(
                SheetProblem(sheet.title, number, "职权编码", f"“{code}”已经是其他单位的事项，请核对编码。")
            )
        elif code in present:
            listed.add(code)
            changes = _differences(sheet, present[code], values)
            if changes:
                found.changed.setdefault(code, []).extend(changes)
        else:
            missing = [
                column.label
                for column in sheet.columns
                if column.field in ("title", "category") and not values.get(column.field)
            ]
            if missing:
                found.problems.append(SheetProblem(sheet.title, number, missing[0], f"新的事项须填写“{missing[0]}”。"))
                continue
            listed.add(code)
            found.names[code] = values["title"]
            found.new[code] = [
                Change(column.label, "", shown(column, values[column.field]))
                for column in sheet.columns
                if values.get(column.field)
            ]
    return listed


def _facet(sheet: Sheet, rows: Any, present: dict[str, Any], listed: set[str], found: Plan) -> None:
    groups: dict[str, list[dict[str, Any]]] = {}
    for number, code, values in rows:
        if code not in present and code not in found.new:
            message = f"没有编码为“{code}”的事项：请先在“事项”表里添加，或核对编码。"
            found.problems.append(SheetProblem(sheet.title, number, "职权编码", message))
            continue
        if not sheet.relation and code in groups:
            found.problems.append(
                SheetProblem(sheet.title, number, "职权编码", f"“{code}”在表中出现了两次，请合并成一行。")
            )
            continue
        groups.setdefault(code, []).append(values)
    for code, group in groups.items():
        if code in found.new:
            found.new[code].append(Change(sheet.title, "", f"{len(group)}行" if sheet.relation else "已填写"))
        elif sheet.relation:
            before = [_row_of(sheet, item) for item in getattr(present[code], sheet.relation).all()]
            after = [_row_of_values(sheet, values) for values in group]
            if changes := _changed_rows(sheet, before, after):
                found.changed.setdefault(code, []).extend(changes)
        elif changes := _differences(sheet, present[code], group[0]):
            found.changed.setdefault(code, []).extend(changes)


def _differences(sheet: Sheet, matter: Any, values: dict[str, Any]) -> list[Change]:
    changes = []
    for column in sheet.columns:
        if column.field not in values:
            continue
        before, after = str(value_of(matter, column)), shown(column, values[column.field])
        if column.field in ("subject", "undertaker") and not after:
            continue  # filled from the unit
        if before != after:
            changes.append(Change(column.label, before, after))
    return changes


def shown(column: Column, value: Any) -> str:
    """Return a value as the sheet shows it."""
    if column.kind == "bases":
        return "\n".join(basis.citation for basis in value)
    if column.kind == "choice":
        return column.choices(value).label if value else ""
    if column.kind == "yes":
        return "是" if value else "否"
    return "" if value is None else str(value)


def _changed_rows(sheet: Sheet, before: list[list[str]], after: list[list[str]]) -> list[Change]:
    """Return the rows that one side has and the other has not, place by place."""
    changes: list[Change] = []
    for kind, old_from, old_to, new_from, new_to in SequenceMatcher(
        None, list(map(tuple, before)), list(map(tuple, after)), autojunk=False
    ).get_opcodes():
        if kind == "equal":
            continue
        old, new = before[old_from:old_to], after[new_from:new_to]
        for place in range(max(len(old), len(new))):
            was = old[place] if place < len(old) else []
            now = new[place] if place < len(new) else []
            number = (new_from if place < len(new) else old_from) + place + 1
            changes.append(Change(f"{sheet.title}第{number}行", _joined(was), _joined(now)))
    return changes


def _joined(cells: list[str]) -> str:
    return "；".join(cell for cell in cells if cell)


def _row_of(sheet: Sheet, item: Any) -> list[str]:
    return [str(value_of(item, column)) for column in sheet.columns if column.field != "code"]


def _row_of_values(sheet: Sheet, values: dict[str, Any]) -> list[str]:
    return [shown(column, values.get(column.field, "")) for column in sheet.columns if column.field != "code"]
