"""What a flowchart is about."""

from django.db import models


class ChartCategory(models.TextChoices):
    """The kinds of enforcement (as :class:`disclosure.kinds.Kind`), and what goes before or beside them."""

    LICENCE = "licence", "行政许可"
    PENALTY = "penalty", "行政处罚"
    COMPULSION = "compulsion", "行政强制"
    CONFIRMATION = "confirmation", "行政确认"
    INSPECTION = "inspection", "行政检查"
    PAYMENT = "payment", "行政给付"
    REVIEW = "review", "法制审核"
    COMPLAINT = "complaint", "投诉举报"
    OTHER = "other", "其他"
