"""Choices of matters."""

from django.db import models


class Power(models.TextChoices):
    """The ten kinds of power of a list of powers and duties (权责清单职权类型)."""

    LICENCE = "licence", "行政许可"
    PENALTY = "penalty", "行政处罚"
    COMPULSION = "compulsion", "行政强制"
    LEVY = "levy", "行政征收"
    PAYMENT = "payment", "行政给付"
    INSPECTION = "inspection", "行政检查"
    CONFIRMATION = "confirmation", "行政确认"
    REWARD = "reward", "行政奖励"
    ADJUDICATION = "adjudication", "行政裁决"
    OTHER = "other", "其他行政权力"


class Level(models.TextChoices):
    """The level at which a power is exercised (行使层级); the digit is the one in a 31-digit code."""

    STATE = "1", "国家级"
    PROVINCE = "2", "省级"
    CITY = "3", "市级"
    COUNTY = "4", "县级"


class MatterState(models.TextChoices):
    """Whether a matter is in use."""

    IN_USE = "in_use", "在用"
    ADJUSTED = "adjusted", "调整"
    CANCELLED = "cancelled", "取消"


class BasisUse(models.TextChoices):
    """What a provision is cited for."""

    POWER = "power", "实施依据"
    DUTY = "duty", "责任事项依据"
    ACCOUNTABILITY = "accountability", "追责依据"


class Weight(models.TextChoices):
    """How often a kind of check comes up (事项类别)."""

    ORDINARY = "ordinary", "一般检查事项"
    KEY = "key", "重点检查事项"


class Tier(models.TextChoices):
    """Tiers of discretion (裁量阶次), from light to heavy."""

    NONE = "none", "不予处罚"
    REDUCED = "reduced", "减轻"
    MINOR = "minor", "轻微"
    ORDINARY = "ordinary", "一般"
    HEAVY = "heavy", "较重"
    SERIOUS = "serious", "严重"
    GRAVE = "grave", "特别严重"


class Benchmark(models.TextChoices):
    """Whose benchmark a tier follows."""

    PROVINCE = "province", "辽宁省裁量权基准（2023年）"
    LOCAL = "local", "本市裁量权基准"


class RecordClass(models.TextChoices):
    """Classes of audio-visual recording (执法记录类别)."""

    VISIT = "visit", "入户类"
    SCENE = "scene", "场景类"
    CONFIRMATION = "confirmation", "确认类"
    INTERVIEW = "interview", "约谈类"


class DayType(models.TextChoices):
    """How days of a time limit are counted."""

    WORKING = "working", "工作日"
    CALENDAR = "calendar", "自然日"


class ProjectType(models.TextChoices):
    """How a service is done (办件类型)."""

    AT_ONCE = "at_once", "即办件"
    PROMISED = "promised", "承诺件"
