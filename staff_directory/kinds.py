"""Enumerations of roles, duties, transfers and findings."""

from django.db import models


class Duty(models.TextChoices):
    """What an account may never mix: an account holds roles of one duty only."""

    BUSINESS = "business", "业务"
    OUTSIDE = "outside", "外部审核"
    DISCIPLINE = "discipline", "纪检监督"
    SYSTEM = "system", "系统管理"
    SECURITY = "security", "安全管理"
    AUDIT = "audit", "审计管理"


class Role(models.TextChoices):
    """Every role; the value is its name in code and on the command line."""

    UNIT_EDITOR = "unit_editor", "单位编辑"
    UNIT_HEAD = "unit_head", "单位负责人"
    UNIT_LEGAL_REVIEWER = "unit_legal_reviewer", "单位法制审核员"
    LEGAL_REVIEWER = "legal_reviewer", "政策法规科法制审核员"
    DISCLOSURE_OFFICER = "disclosure_officer", "政策法规科公示专员"
    SECRECY_REVIEWER = "secrecy_reviewer", "保密审查员"
    DEPUTY_DIRECTOR = "deputy_director", "分管领导"
    OUTSIDE_REVIEWER = "outside_reviewer", "司法局审核员"
    DISCIPLINE_AUDITOR = "discipline_auditor", "纪检监督员"
    SYSTEM_ADMIN = "system_admin", "系统管理员"
    SECURITY_ADMIN = "security_admin", "安全管理员"
    AUDIT_ADMIN = "audit_admin", "审计管理员"


class TransferKind(models.TextChoices):
    """What happens to a unit."""

    MERGE = "merge", "合并：全部职责并入另一单位"
    SPLIT = "split", "拆分：部分职责划给另一单位"
    RENAME = "rename", "更名"


class TransferState(models.TextChoices):
    """Where a transfer stands."""

    PREPARED = "prepared", "已拟定，待确认"
    EXECUTED = "executed", "已执行"
    CANCELLED = "cancelled", "已取消"


class FindingState(models.TextChoices):
    """Where a finding of the discipline auditor stands."""

    OPEN = "open", "待答复"
    ANSWERED = "answered", "已答复，待核"
    CLOSED = "closed", "已办结"
