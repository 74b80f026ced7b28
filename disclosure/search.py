"""How search reads decisions and their lists: names, text, facets, and the words that the public uses instead."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from publication.followers import register_change_follower
from publication.models import Correction
from search.entries import follow_pages
from search.registry import (
    Description,
    describe_plainly,
    register_describer,
    register_labels,
    register_synonyms,
)
from staff_directory.models import Unit

from .kinds import InspectionResult, Kind, LicenceCategory
from .models import DecisionIndexPage, DecisionListPage, DecisionNoticePage
from .presentation import shown_columns, shown_value, subject_of

_SECTION = "after"
_TEXT = (
    "document_name",
    "violation_type",
    "facts",
    "penalty_kinds_text",
    "penalty_content",
    "withheld_certificate",
    "licence_certificate",
    "licence_content",
    "category",
    "subject",
    "conclusion",
    "plan_name",
    "task_name",
    "follow_up",
    "basis",
    "organ_name",
    "source_name",
    "legal_representative",
    "remarks",
)
_NAMES = ("document_number", "party_name", "credit_code", "licence_number")
_CODES = (
    "business_registration",
    "organisation_code",
    "tax_registration",
    "institution_certificate",
    "social_organisation_certificate",
    "organ_code",
)
_AMOUNTS = ("fine_fen", "confiscated_fen")
_DATES = ("decided_on", "valid_from", "valid_until", "penalty_valid_until", "publicity_until", "count_month")
_CHOICES = ("party_kind", "licence_category", "licence_state", "inspection_result", "source_code", "count_total")
_LICENCE_CATEGORIES = dict(LicenceCategory.choices)
_RESULTS = dict(InspectionResult.choices)
_KINDS = dict(Kind.choices)

SYNONYMS = (
    ("欠薪、讨薪、不发工资、拖欠薪水、工钱", "拖欠工资、拖欠劳动报酬、工资支付"),
    ("血汗钱、包工头欠钱、民工工资", "农民工工资"),
    ("加班费", "延长劳动者工作时间、延长工作时间"),
    ("五险、五险一金、社保", "社会保险"),
    ("劳务派遣证", "劳务派遣经营许可"),
    ("人社局、劳动局、社保局", "人力资源和社会保障局"),
    ("劳动监察、劳监", "劳动保障监察"),
    ("中介、职业中介、人力中介", "人力资源服务"),
    ("罚单", "行政处罚"),
    ("办证", "行政许可"),
    ("工伤鉴定、工伤赔偿", "工伤认定、工伤保险"),
    ("押金", "收取财物"),
    ("童工", "未满16周岁、不满十六周岁"),
)


def _category(notice: Any) -> str:
    if notice.kind == Kind.PENALTY:
        return "、".join(notice.penalty_kinds or [])
    if notice.kind == Kind.LICENCE:
        return _LICENCE_CATEGORIES.get(notice.licence_category, "")
    return _RESULTS.get(notice.inspection_result, "")


def _prepare(notices: list[Any]) -> None:
    """Read the joint units and the correction notes of many decisions in two statements."""
    keys = [notice.pk for notice in notices]
    joint: dict[int, list[str]] = {}
    through = DecisionNoticePage.joint_units.through.objects.filter(decisionnoticepage_id__in=keys).order_by("pk")
    for pk, name in through.values_list("decisionnoticepage_id", "unit__name"):
        joint.setdefault(pk, []).append(name)
    notes: dict[int, list[str]] = {}
    for pk, note in Correction.objects.filter(page_id__in=keys).values_list("page_id", "note"):
        notes.setdefault(pk, []).append(note)
    for notice in notices:
        notice.described_joint = joint.get(notice.pk, [])
        notice.described_notes = notes.get(notice.pk, [])[:20]


def _day(value: Any) -> str:
    return f"{value.year}年{value.month}月{value.day}日" if value else ""


def _shown_facts(notice: Any) -> list[str]:
    """Return what the page shows besides its texts, as it shows it: amounts, dates, joint units, notes of corrections."""
    columns = shown_columns(notice.kind)
    names = (name for name in (*_AMOUNTS, *_DATES, *_CHOICES) if name in columns)
    values = (shown_value(notice, name) for name in names)
    plain = [_day(value) if hasattr(value, "year") else str(value) for value in values if value not in (None, "")]
    return [*plain, *notice.described_joint, *notice.described_notes]


def describe_decision(notice: Any) -> Description:
    """Return a decision as search sees it: only what its public page shows."""
    day = notice.decided_on or timezone.localdate(notice.first_published_at)
    return Description(
        title=notice.title,
        date=day,
        names=[*(getattr(notice, name) for name in _NAMES), subject_of(notice)],
        text=[
            _KINDS.get(notice.kind, ""),
            *(value for name in (*_TEXT, *_CODES) if (value := getattr(notice, name))),
            *_shown_facts(notice),
        ],
        terms=[notice.document_name, subject_of(notice)],
        facets={
            "section": _SECTION,
            "kind": notice.kind,
            "unit": str(notice.unit_id),
            "year": str(day.year),
            "category": _category(notice),
        },
    )


def _describe_index(page: Any) -> Description:
    facets = {"section": _SECTION, "kind": page.kind, "unit": str(page.unit_id)}
    return describe_plainly(page, text=[page.unit.name], terms=[], facets=facets, weight=1)


def _describe_list(page: Any) -> Description:
    return describe_plainly(page, names=[page.summary], facets={"kind": page.kind}, weight=8)


def _kind_labels(values: Iterable[str]) -> dict[str, str]:
    return {value: _KINDS[value] for value in values if value in _KINDS}


def _follow_joint_unit(unit: Any) -> None:
    """Write the entries anew of the decisions that name the unit beside their own."""
    follow_pages(dict(DecisionNoticePage.objects.live().filter(joint_units=unit).values_list("pk", "path")))


def register() -> None:
    """Tell search."""
    register_change_follower(Unit, _follow_joint_unit)
    register_describer(DecisionNoticePage, describe_decision, _prepare)
    register_describer(DecisionIndexPage, _describe_index)
    register_describer(DecisionListPage, _describe_list)
    register_labels("kind", _kind_labels)
    register_synonyms(SYNONYMS)
