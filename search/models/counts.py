"""What was searched for, counted by day: words only, nothing about who asked."""

from django.db import models


class SearchCount(models.Model):
    """How often a word was searched for on a day, and how often without a result; kept 90 days."""

    day = models.DateField("日期")
    word = models.CharField("检索词", max_length=60)
    searches = models.PositiveIntegerField("次数", default=0)
    empty = models.PositiveIntegerField("无结果次数", default=0)

    class Meta:
        verbose_name = "检索统计"
        verbose_name_plural = "检索统计"
        constraints = [models.UniqueConstraint(fields=["day", "word"], name="search_count_day_word")]

    def __str__(self) -> str:
        return f"{self.day} {self.word}"
