"""The grade of a penalty as 政策法规科 confirmed it, and how long the penalty is public by it: append-only, the newest stands."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from ..kinds import CreditGrade
from .notices import DecisionNoticePage


class PenaltyGrade(models.Model):
    """One confirmation (or extension) of one penalty's grade; what stood before it is ``superseded_at``.

    ``kinds``, ``fine_fen`` (分, 0 for none) and ``decided_on`` are what it was confirmed of: when the penalty says something else
    later, the confirmation does not speak of it any more. ``withheld``: a minor one that is not to be public (``until`` is None).
    ``extended``: what was not mended stays public beyond its period, until ``until``.
    """

    page = models.ForeignKey(
        DecisionNoticePage, verbose_name="处罚", on_delete=models.CASCADE, related_name="grades", editable=False
    )
    proposed = models.CharField("建议等级", max_length=12, choices=CreditGrade)
    grade = models.CharField("核定等级", max_length=12, choices=CreditGrade)
    withheld = models.BooleanField("不公开", default=False)
    months = models.PositiveSmallIntegerField("公示（月）", null=True, blank=True)
    until = models.DateField("公示截止期", null=True, blank=True)
    extended = models.BooleanField("延长公示", default=False)
    reason = models.CharField("理由", max_length=300, blank=True)
    rule = models.CharField("适用规则", max_length=150, blank=True)
    kinds = models.CharField("处罚类别", max_length=200, blank=True)
    fine_fen = models.BigIntegerField("罚款金额（分）", default=0)
    decided_on = models.DateField("决定日期")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="核定人", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField("核定时间", default=timezone.now)
    superseded_at = models.DateTimeField(null=True, editable=False)

    #: A confirmation of a page is no use of that page.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "失信等级核定"
        verbose_name_plural = "失信等级核定"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["page"], condition=models.Q(superseded_at__isnull=True), name="grade_one_stands"
            )
        ]
        permissions = [("confirm_grade", "可核定失信等级")]

    def __str__(self) -> str:
        return f"{self.get_grade_display()}，{self.outcome}"

    @property
    def outcome(self) -> str:
        """Return in words what follows for the public."""
        if self.withheld or self.until is None:
            return "不公开"
        day = f"{self.until.year}年{self.until.month}月{self.until.day}日"
        return f"{'延长' if self.extended else ''}公示至{day}"

    def speaks_of(self, notice: Any) -> bool:
        """Tell whether the penalty still says what was confirmed."""
        return (self.kinds, self.fine_fen, self.decided_on) == (
            notice.penalty_kinds_text,
            notice.fine_fen or 0,
            notice.decided_on,
        )
