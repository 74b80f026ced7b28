"""Rows of 2015 files — old states and scopes, and what is required now and was not then."""

from typing import Any

from ..kinds import PENALTY_KINDS
from .problems import WARNING
from .row_check import RowCheck


def read_legacy_values(check: RowCheck) -> None:
    """The second 处罚类别, 状态 and 使用范围 of 2015 files."""
    if not check.template.is_legacy:
        return
    values = check.values
    second = values.pop("penalty_kinds_2", [])
    if second:
        both = set(values.get("penalty_kinds", [])) | set(second)
        values["penalty_kinds"] = [kind for kind in PENALTY_KINDS if kind in both]
    field = "licence_state" if check.template.kind == "licence" else "state_2015"
    state = values.get(field, "") if field in values else ""
    if state in {"objection", "unknown"}:
        word = "异议" if state == "objection" else "其他"
        message = f"2015 年版的状态“{word}”没有对应的现行状态，导入为草稿，请补填当前状态。"
        check.report(check.column(field), "legacy_state", WARNING, message, word)
        check.checked.draft_only = True
        values[field] = ""
    if state == "revoked":
        message = "决定已被撤销，导入为“不公开”。"
        check.report(check.column(field), "legacy_state", WARNING, message, "撤销")
        withhold(values, "决定已撤销")
    values.pop("state_2015", None)
    scope = values.pop("scope_2015", "")
    if scope in {"shared", "authorised"}:
        word = "政府内部共享" if scope == "shared" else "授权查询"
        check.report(
            check.column("scope_2015"), "internal_scope", WARNING, f"使用范围是“{word}”，导入为“不公开”。", word
        )
        withhold(values, f"信息使用范围：{word}")


def withhold(values: dict[str, Any], reason: str) -> None:
    """Let a row be imported as 不公开, for ``reason`` beside those it has."""
    values["publicity"] = "withheld"
    values["publicity_reason"] = "；".join(filter(None, [values.get("publicity_reason", ""), reason]))


_NEW_REQUIREMENTS = {
    "licence": {"valid_from": "有效期自", "organ_code": "许可机关统一社会信用代码", "source_name": "数据来源单位",
                "source_code": "数据来源单位统一社会信用代码"},
    "penalty": {"violation_type": "违法行为类型", "penalty_valid_until": "处罚有效期",
                "organ_code": "处罚机关统一社会信用代码", "source_name": "数据来源单位", "source_code": "数据来源单位统一社会信用代码"},
}  # fmt: skip


def note_missing(check: RowCheck) -> None:
    """What is required now and was not then; the row waits as a draft."""
    if not check.template.is_legacy:
        return
    missing = {field: check.column(field).label for field in check.checked.missing}
    for field, label in _NEW_REQUIREMENTS[check.template.kind].items():
        if not check.values.get(field):
            missing[field] = label
    if check.party == "organisation":
        for field, label in (("credit_code", "统一社会信用代码"), ("legal_representative", "法定代表人")):
            if not check.values.get(field) and field not in check.faulty:
                missing[field] = label
    check.checked.missing = list(missing)
    if missing:
        check.checked.draft_only = True
        message = f"2015 年版没有现在必填的：{'、'.join(missing.values())}。这一行导入为草稿，补齐后才能发布。"
        check.report(None, "legacy_missing", WARNING, message)
