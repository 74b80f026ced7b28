"""The kinds of decision and the other closed lists of the national columns."""

from django.db import models


class Kind(models.TextChoices):
    """Kinds of decision; each unit keeps an index page per kind."""

    LICENCE = "licence", "行政许可"
    PENALTY = "penalty", "行政处罚"
    COMPULSION = "compulsion", "行政强制"
    CONFIRMATION = "confirmation", "行政确认"
    INSPECTION = "inspection", "行政检查"
    PAYMENT = "payment", "行政给付"
    OTHER = "other", "其他执法决定"


class Publicity(models.TextChoices):
    """Whether the decision is public (政府信息公开条例 14–16, 37; 行政处罚法 48)."""

    PUBLIC = "public", "公开"
    PARTIAL = "partial", "部分公开"
    WITHHELD = "withheld", "不公开"


class PartyKind(models.TextChoices):
    """行政相对人类别."""

    ORGANISATION = "organisation", "法人及非法人组织"
    PERSON = "person", "自然人"
    SOLE_TRADER = "sole_trader", "个体工商户"


class LicenceCategory(models.TextChoices):
    """许可类别 (行政许可法 12)."""

    ORDINARY = "ordinary", "普通"
    CONCESSION = "concession", "特许"
    RECOGNITION = "recognition", "认可"
    APPROVAL = "approval", "核准"
    REGISTRATION = "registration", "登记"
    OTHER = "other", "其他"


class LicenceState(models.TextChoices):
    """A licence that expired or was cancelled stays public with its state."""

    VALID = "valid", "有效"
    EXPIRED = "expired", "期满"
    CANCELLED = "cancelled", "注销"
    REVOKED = "revoked", "撤销"
    INVALID = "invalid", "无效"


class CreditGrade(models.TextChoices):
    """How serious a breach of trust a penalty stands for (信用修复管理办法): it decides how long the penalty is public."""

    MINOR = "minor", "轻微"
    ORDINARY = "ordinary", "一般"
    SERIOUS = "serious", "严重"


class Fulfilment(models.TextChoices):
    """Whether the party has performed the penalty and mended what was wrong (信用修复管理办法: what is not mended is not hidden by itself)."""

    DONE = "done", "已履行并改正"
    OPEN = "open", "尚未改正"


class InspectionResult(models.TextChoices):
    """检查结果 as random inspections report it."""

    NO_PROBLEM = "no_problem", "未发现问题"
    CORRECTED = "corrected", "发现问题已责令改正"
    UNCOOPERATIVE = "uncooperative", "不配合检查情节严重"
    INACTIVE = "inactive", "未发现开展本次抽查涉及的经营活动"
    UNREACHABLE = "unreachable", "通过登记的住所（经营场所）无法联系"
    FOLLOW_UP = "follow_up", "发现问题待后续处理"


#: 处罚类别, light to heavy (行政处罚法 9).
PENALTY_KINDS = (
    "警告",
    "通报批评",
    "罚款",
    "没收违法所得",
    "没收非法财物",
    "暂扣许可证件",
    "降低资质等级",
    "吊销许可证件",
    "限制开展生产经营活动",
    "责令停产停业",
    "责令关闭",
    "限制从业",
    "行政拘留",
    "其他",
)

#: Address part of each kind's index page.
KIND_SLUGS = {
    Kind.LICENCE: "licences",
    Kind.PENALTY: "penalties",
    Kind.COMPULSION: "compulsion",
    Kind.CONFIRMATION: "confirmations",
    Kind.INSPECTION: "inspections",
    Kind.PAYMENT: "payments",
    Kind.OTHER: "others",
}
