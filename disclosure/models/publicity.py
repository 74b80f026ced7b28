"""How long a penalty stays public: versioned rules that the bureau keeps (信用修复管理办法 and what preceded it)."""

import datetime
from typing import Any

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.signals import post_delete, post_save

from ..kinds import CreditGrade

CACHE_KEY = "disclosure.publicity_rules"
_CACHE_SECONDS = 30


class PublicityRule(models.Model):
    """One version: the longest and the shortest publicity per grade in months, and from which fine on a penalty is no longer minor.

    A decision follows the newest version in force on its day; decisions before every version are not computed.
    """

    name = models.CharField("依据", max_length=100, help_text="例如《信用修复管理办法》。")
    effective_from = models.DateField("施行日期", unique=True, help_text="决定日期在这一天及以后的，适用本规则。")
    minor_months = models.PositiveSmallIntegerField("轻微：最长公示（月）", default=3)
    ordinary_months = models.PositiveSmallIntegerField("一般：最长公示（月）", default=12)
    serious_months = models.PositiveSmallIntegerField("严重：最长公示（月）", default=36)
    ordinary_least_months = models.PositiveSmallIntegerField("一般：最短公示（月）", default=3)
    serious_least_months = models.PositiveSmallIntegerField("严重：最短公示（月）", default=12)
    ordinary_fine_fen = models.BigIntegerField(
        "罚款达到多少算“一般”（分）",
        default=1_000_000,
        help_text="低于此数的罚款按“轻微”建议；由政策法规科按本地标准确定。",
    )
    enabled = models.BooleanField("启用", default=True, help_text="不启用时不自动计算公示截止期。")

    class Meta:
        verbose_name = "公示期规则"
        verbose_name_plural = "公示期规则"
        ordering = ["-effective_from"]

    def __str__(self) -> str:
        return f"{self.name}（{self.effective_from:%Y-%m-%d}起）"

    def clean(self) -> None:
        """The heavier grade is never public for a shorter time."""
        if not self.minor_months <= self.ordinary_months <= self.serious_months:
            raise ValidationError({"ordinary_months": "公示期应由轻到重递增：轻微不长于一般，一般不长于严重。"})
        for grade, label in (("ordinary", "一般"), ("serious", "严重")):
            if getattr(self, f"{grade}_least_months") > getattr(self, f"{grade}_months"):
                raise ValidationError({f"{grade}_least_months": f"“{label}”的最短公示期不能长于最长公示期。"})

    def months(self, grade: str) -> int:
        """Return the longest publicity of a grade in months."""
        return int(getattr(self, f"{CreditGrade(grade).value}_months"))

    def least_months(self, grade: str) -> int:
        """Return the shortest publicity of a grade in months; what is minor need not be public at all, so at least one if it is."""
        return 1 if grade == CreditGrade.MINOR else int(getattr(self, f"{CreditGrade(grade).value}_least_months"))


def rules() -> list[PublicityRule]:
    """Return every version, newest first; remembered for half a minute."""
    found: list[PublicityRule] | None = cache.get(CACHE_KEY)
    if found is None:
        found = list(PublicityRule.objects.order_by("-effective_from"))
        cache.set(CACHE_KEY, found, _CACHE_SECONDS)
    return found


def rule_for(decided_on: datetime.date) -> PublicityRule | None:
    """Return the version in force on a decision's day; None where there is none or it is switched off."""
    rule = next((rule for rule in rules() if rule.effective_from <= decided_on), None)
    return rule if rule is not None and rule.enabled else None


def _forget(**kwargs: Any) -> None:
    cache.delete(CACHE_KEY)


post_save.connect(_forget, sender=PublicityRule)
post_delete.connect(_forget, sender=PublicityRule)
