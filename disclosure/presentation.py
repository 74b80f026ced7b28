"""A decision as the public reads it: every public field under its official Chinese name."""

from typing import Any

from publication.money import fen_to_display
from staff_directory.transfer.names import notes_on

from .kinds import Kind, Publicity


def shown_value(notice: Any, name: str) -> Any:
    """Return the value of a field as it is shown: a choice by its label, a list joined, amounts in 元."""
    value = getattr(notice, name)
    if name == "penalty_kinds":
        return "、".join(value or [])
    if name.endswith("_fen"):
        return "" if value is None else fen_to_display(value)
    if name == "count_month":
        return f"{value.year}年{value.month}月" if value else ""
    display = getattr(notice, f"get_{name}_display", None)
    if display is not None:
        return display()
    if name in ("valid_until", "penalty_valid_until") and value is not None and value.year >= 2099:
        return "长期"
    return value


def _kind_of(value: Any, name: str) -> str:
    if hasattr(value, "year"):
        return "date"
    if name in ("credit_code", "organ_code", "document_number", "licence_number"):
        return "code"
    return "multiline" if isinstance(value, str) and ("\n" in value or len(value) > 60) else "text"


_PARTY = (
    ("party_name", "行政相对人名称"),
    ("party_kind", "行政相对人类别"),
    ("credit_code", "行政相对人代码_1（统一社会信用代码）"),
    ("business_registration", "行政相对人代码_2（工商注册号）"),
    ("organisation_code", "行政相对人代码_3（组织机构代码）"),
    ("tax_registration", "行政相对人代码_4（税务登记号）"),
    ("institution_certificate", "行政相对人代码_5（事业单位证书号）"),
    ("social_organisation_certificate", "行政相对人代码_6（社会组织登记证号）"),
    ("legal_representative", "法定代表人"),
)
_DECISION: dict[str, tuple[tuple[str, str], ...]] = {
    Kind.LICENCE: (
        ("document_name", "行政许可决定文书名称"),
        ("document_number", "行政许可决定文书号"),
        ("licence_category", "许可类别"),
        ("licence_certificate", "许可证书名称"),
        ("licence_number", "许可编号"),
        ("licence_content", "许可内容"),
        ("decided_on", "许可决定日期"),
        ("valid_from", "有效期自"),
        ("valid_until", "有效期至"),
        ("licence_state", "当前状态"),
    ),
    Kind.PENALTY: (
        ("document_number", "行政处罚决定书文号"),
        ("violation_type", "违法行为类型"),
        ("facts", "违法事实"),
        ("basis", "处罚依据"),
        ("penalty_kinds", "处罚类别"),
        ("penalty_content", "处罚内容"),
        ("fine_fen", "罚款金额"),
        ("confiscated_fen", "没收违法所得、没收非法财物的金额"),
        ("withheld_certificate", "暂扣或吊销证照名称及编号"),
        ("decided_on", "处罚决定日期"),
        ("penalty_valid_until", "处罚有效期"),
        ("publicity_until", "公示截止期"),
    ),
}
_GENERAL = (
    ("document_name", "文书名称"),
    ("document_number", "文号"),
    ("category", "执法类别"),
    ("subject", "事项"),
    ("plan_name", "计划名称"),
    ("task_name", "任务名称"),
    ("inspection_result", "检查结果"),
    ("conclusion", "结论"),
    ("follow_up", "后续处理"),
    ("count_month", "汇总月份"),
    ("count_total", "件数"),
    ("decided_on", "决定日期"),
    ("valid_from", "有效期自"),
    ("valid_until", "有效期至"),
)


def _organ(kind: str) -> tuple[tuple[str, str], ...]:
    word = {Kind.LICENCE: "许可", Kind.PENALTY: "处罚"}.get(Kind(kind), "执法")
    return (
        ("organ_name", f"{word}机关"),
        ("organ_code", f"{word}机关统一社会信用代码"),
        ("source_name", "数据来源单位"),
        ("source_code", "数据来源单位统一社会信用代码"),
        ("remarks", "备注"),
    )


def shown_columns(kind: str) -> set[str]:
    """Return the names of the fields that the page of a decision of this kind shows."""
    return {name for columns in (_PARTY, _DECISION.get(Kind(kind), _GENERAL), _organ(kind)) for name, _ in columns}


def _facts(notice: Any, columns: tuple[tuple[str, str], ...]) -> list[dict[str, Any]]:
    rows = ((name, label, shown_value(notice, name)) for name, label in columns)
    return [
        {"label": label, "value": value, "kind": _kind_of(value, name)}
        for name, label, value in rows
        if value not in (None, "")
    ]


def facts_of(notice: Any) -> dict[str, Any]:
    """Return the template context of one notice."""
    from .models.settings import DisclosureSettings

    groups = [
        ("行政相对人", _facts(notice, _PARTY)),
        ("决定内容", _facts(notice, _DECISION.get(notice.kind, _GENERAL))),
        ("机关", _facts(notice, _organ(notice.kind))),
    ]
    joint = [unit.name for unit in notice.joint_units.all()] if notice.pk else []
    if joint:
        groups[2][1].append({"label": "联合执法单位", "value": "、".join(joint), "kind": "text"})
    note = ""
    if notice.publicity == Publicity.PARTIAL:
        note = f"本决定部分内容依法不予公开：{notice.publicity_reason}"
    return {
        "kind_label": Kind(notice.kind).label,
        "fact_groups": [{"title": title, "facts": facts} for title, facts in groups if facts],
        "legal_basis": notice.basis,
        "remedy": DisclosureSettings.load().remedy(notice.kind),
        "publicity_note": note,
        "dates": {
            "published": notice.first_published_at,
            "updated": notice.last_published_at,
            "decided": notice.decided_on,
        },
        "state_tags": state_tags(notice),
        "unit_notes": notes_on(notice.unit, notice),
    }


def subject_of(notice: Any) -> str:
    """Return in a few words what the decision is about."""
    if notice.kind == Kind.PENALTY:
        return str(notice.violation_type)
    if notice.kind == Kind.LICENCE:
        return str(notice.licence_certificate or notice.licence_content)
    return str(notice.subject)


def state_tags(notice: Any) -> list[str]:
    """Return what a reader must know before reading: a licence that no longer holds, a notice published in part."""
    tags = []
    if notice.kind == Kind.LICENCE and notice.licence_state and notice.licence_state != "valid":
        tags.append(notice.get_licence_state_display())
    if notice.publicity == Publicity.PARTIAL:
        tags.append("部分公开")
    return tags


def summary_of(notice: Any) -> dict[str, Any]:
    """Return what lists and search show: number, title, party, subject, organ, date, kind, tags."""
    return {
        "number": notice.document_number,
        "title": notice.title,
        "party": notice.party_name,
        "subject": subject_of(notice),
        "organ": notice.organ_name,
        "date": notice.decided_on,
        "kind_label": Kind(notice.kind).label,
        "tags": state_tags(notice),
    }
