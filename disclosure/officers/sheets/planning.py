"""What a workbook would change in the register: new officers, changed ones cell by cell, and those it no longer has."""

from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from staff_directory.models import Officer, OfficerCertificate
from staff_directory.officers.texts import tidy_categories, tidy_number

from ...matters.sheets.layout import Column, Sheet, value_of
from ...matters.sheets.planning import Change, shown
from ...matters.sheets.reading import Read, SheetProblem
from .layout import CERTIFICATES, CODE, PEOPLE


@dataclass
class Plan:
    """``new`` and ``changed`` by code; ``missing``: who serves and stands in the sheet no longer, offered as having left.

    ``officers``: what would be saved, by code, with ``certificates`` (all that the officer then has).
    """

    present: dict[str, Officer]
    new: dict[str, list[Change]] = field(default_factory=dict)
    changed: dict[str, list[Change]] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)
    officers: dict[str, Officer] = field(default_factory=dict)
    certificates: dict[str, list[OfficerCertificate]] = field(default_factory=dict)
    same: int = 0
    problems: list[SheetProblem] = field(default_factory=list)

    @property
    def errors(self) -> int:
        """Count what keeps rows out."""
        return sum(problem.level == "error" for problem in self.problems)

    def name_of(self, code: str) -> str:
        """Return the officer's name."""
        return self.officers[code].name if code in self.officers else ""

    @property
    def changed_rows(self) -> list[tuple[str, str, list[Change]]]:
        """Return what is changed as (code, name, changes)."""
        return [(code, self.name_of(code), changes) for code, changes in self.changed.items()]

    @property
    def new_rows(self) -> list[tuple[str, str, list[Change]]]:
        """Return what is new as (code, name, changes)."""
        return [(code, self.name_of(code), changes) for code, changes in self.new.items()]


def officers_of(unit: Any) -> list[Officer]:
    """Return the unit's officers with their certificates; two queries."""
    found = list(Officer.objects.filter(unit=unit).order_by("order", "name", "pk"))
    papers: dict[int, list[OfficerCertificate]] = {officer.pk: [] for officer in found}
    for certificate in OfficerCertificate.objects.filter(officer__in=papers).order_by("valid_from", "number"):
        papers[certificate.officer_id].append(certificate)
    for officer in found:  # a cluster looks into no prefetched rows
        officer.__dict__["_cluster_related_objects"] = {"certificates": papers[officer.pk]}
    return found


def plan(unit: Any, read: Read) -> Plan:
    """Compare what was read with the register; nothing is changed."""
    present = {officer.code: officer for officer in officers_of(unit)}
    found = Plan(present, problems=list(read.problems))
    codes = {code for rows in read.rows.values() for _, code, _ in rows}
    foreign = set(Officer.objects.filter(code__in=codes - set(present)).values_list("code", flat=True))
    _people(unit, read.rows.get(PEOPLE.key, []), foreign, found)
    _certificates(read.rows.get(CERTIFICATES.key, []), found)
    if PEOPLE.key in read.rows:
        today, listed = timezone.localdate(), {code for _, code, _ in read.rows[PEOPLE.key]}
        found.missing = {
            code: officer.name
            for code, officer in present.items()
            if code not in listed and (officer.serves_until is None or officer.serves_until >= today)
        }
    listed = {code for code in codes if code in present}
    found.same = len(listed - set(found.changed))
    order = [PEOPLE.title, CERTIFICATES.title]
    found.problems.sort(key=lambda problem: (order.index(problem.sheet) if problem.sheet in order else -1, problem.row))
    return found


def _people(unit: Any, rows: Any, foreign: set[str], found: Plan) -> None:
    for number, code, values in rows:
        if code in found.officers:
            found.problems.append(SheetProblem(PEOPLE.title, number, CODE, f"“{code}”在表中出现了两次，请合并成一行。"))
            continue
        if code in foreign:
            message = f"“{code}”已经是其他单位的人员编号，请换一个，例如在前面加上单位代码。"
            found.problems.append(SheetProblem(PEOPLE.title, number, CODE, message))
            continue
        officer = found.present.get(code) or Officer(unit=unit, code=code)
        changes = _fill(PEOPLE, number, officer, values, found)
        found.officers[code] = officer
        if code not in found.present:
            if not officer.name:
                found.problems.append(SheetProblem(PEOPLE.title, number, "姓名", "新的人员须填写“姓名”。"))
            found.new[code] = changes
        elif changes:
            found.changed[code] = changes


def _certificates(rows: Any, found: Plan) -> None:
    taken = dict(
        OfficerCertificate.objects.filter(
            number__in={tidy_number(values.get("number") or "") for _, _, values in rows}
        ).values_list("number", "officer__code")
    )
    seen: set[str] = set()
    for row, code, values in rows:
        officer = found.officers.get(code) or found.present.get(code)
        number = tidy_number(values.get("number") or "")
        problem = ""
        if officer is None:
            problem, column = f"没有编号为“{code}”的人员：请先在“执法人员”表里添加，或核对编号。", CODE
        elif number in seen:
            problem, column = f"“{number}”在表中出现了两次，请合并成一行。", "证件编号"
        elif taken.get(number, code) != code:
            problem, column = f"“{number}”已经登记在另一名执法人员名下，请对照证件核对。", "证件编号"
        if officer is None or problem:
            found.problems.append(SheetProblem(CERTIFICATES.title, row, column, problem))
            continue
        seen.add(number)
        found.officers.setdefault(code, officer)
        if code not in found.certificates:
            found.certificates[code] = list(officer.certificates.all()) if officer.pk else []
        certificate = next((each for each in found.certificates[code] if each.number == number), None)
        is_new = certificate is None
        if certificate is None:
            certificate = OfficerCertificate(officer=officer)
            found.certificates[code].append(certificate)
        changes = _fill(CERTIFICATES, row, certificate, values, found, f"证件{number}的")
        if code in found.new:
            found.new[code] += changes if is_new else []
        elif changes:
            found.changed.setdefault(code, []).extend(changes)


def _fill(sheet: Sheet, row: int, item: Any, values: dict[str, Any], found: Plan, before: str = "") -> list[Change]:
    """Put a row's values into the item, ask the item's own rules, and return what changes."""
    changes = []
    for column in sheet.columns:
        if column.field not in values:
            continue
        value = values[column.field]
        value = {"number": tidy_number, "categories": tidy_categories}.get(column.field, lambda same: same)(value)
        old, new = (str(value_of(item, column)), shown(column, value)) if item.pk else ("", shown(column, value))
        if old != new:
            changes.append(Change(f"{before}{column.label}", old, new))
        setattr(item, column.field, value)
    try:
        item.clean_fields(exclude=["officer", "unit"])
        item.clean()
    except ValidationError as error:
        found.problems += [
            SheetProblem(sheet.title, row, _label(sheet, name), text)
            for name, texts in error.message_dict.items()
            for text in texts
        ]
    return changes


def _label(sheet: Sheet, name: str) -> str:
    columns: dict[str, Column] = {column.field: column for column in sheet.columns}
    return columns[name].label if name in columns else ""
