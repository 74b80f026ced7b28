"""The library of laws: what matters, guides and decisions rest on, kept once and shown wherever it is cited."""

import datetime
from typing import Any

from django.contrib.admin import display
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q, QuerySet
from django.utils import timezone
from wagtail.search import index


class LawRank(models.TextChoices):
    """What a text of law is (立法法)."""

    LAW = "law", "法律"
    REGULATION = "regulation", "行政法规"
    LOCAL_REGULATION = "local_regulation", "地方性法规"
    RULE = "rule", "部门规章"
    LOCAL_RULE = "local_rule", "地方政府规章"
    DOCUMENT = "document", "规范性文件"


class Law(models.Model):
    """A law, regulation or rule, with the days from and until which it is in force."""

    title = models.CharField("名称", max_length=120, unique=True, help_text="全称，不加书名号。")
    number = models.CharField("文号", max_length=80, blank=True)
    rank = models.CharField("效力级别", max_length=20, choices=LawRank)
    issuer = models.CharField("制定机关", max_length=80, blank=True)
    effective_from = models.DateField("施行日期", null=True, blank=True)
    effective_to = models.DateField(
        "失效日期",
        null=True,
        blank=True,
        help_text="废止或者被替代的，填最后有效的一天；依据它的事项从次日起标注“暂停”。",
    )
    note = models.CharField("说明", max_length=200, blank=True, help_text="例如被哪一部替代。")

    class Meta:
        verbose_name = "法律法规"
        verbose_name_plural = "法律法规"
        ordering = ["rank", "title"]

    def __str__(self) -> str:
        return f"《{self.title}》"

    def clean(self) -> None:
        """Tidy the title; periods are in order.

        Raises:
            ValidationError: naming the field.
        """
        self.title = self.title.strip().strip("《》").strip()
        _period(self)


class LegalBasis(index.Indexed, models.Model):
    """One provision: law, article, paragraph and its text."""

    law = models.ForeignKey(Law, verbose_name="法律法规", on_delete=models.PROTECT, related_name="bases")
    article = models.CharField("条", max_length=20, help_text="例如：第八十条。")
    paragraph = models.CharField("款、项", max_length=30, blank=True, help_text="例如：第一款第二项。")
    text = models.TextField("条文内容", blank=True, help_text="照录条文；没有核对过原文的先不填。")
    effective_from = models.DateField("本条施行日期", null=True, blank=True, help_text="与整部法规相同的不用填。")
    effective_to = models.DateField(
        "本条失效日期", null=True, blank=True, help_text="整部法规继续有效、只有本条被修改或者删去时填。"
    )

    search_fields = [index.SearchField("citation"), index.SearchField("text"), index.AutocompleteField("citation")]

    class Meta:
        verbose_name = "法律依据"
        verbose_name_plural = "法律依据"
        ordering = ["law__rank", "law__title", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["law", "article", "paragraph"],
                name="legal_basis_once",
                violation_error_message="这一条已经在依据库里，请直接选用。",
            )
        ]

    def __str__(self) -> str:
        return self.citation

    @property
    @display(description="依据")
    def citation(self) -> str:
        """Return 《名称》第X条第Y款."""
        return f"《{self.law.title}》{self.article}{self.paragraph}"

    @property
    def last_day(self) -> datetime.date | None:
        """Return the last day on which the provision is in force; None while no end is known."""
        ends = [end for end in (self.effective_to, self.law.effective_to) if end is not None]
        return min(ends) if ends else None

    @property
    def has_lapsed(self) -> bool:
        """Tell whether its last day has passed."""
        end = self.last_day
        return end is not None and end < timezone.localdate()

    def clean(self) -> None:
        """Tidy; periods are in order.

        Raises:
            ValidationError: naming the field.
        """
        self.article, self.paragraph = self.article.strip(), self.paragraph.strip()
        _period(self)


def _period(item: Any) -> None:
    if item.effective_from and item.effective_to and item.effective_to < item.effective_from:
        raise ValidationError({"effective_to": "失效日期早于施行日期，请核对。"})


def lapsed(today: datetime.date | None = None) -> QuerySet[LegalBasis]:
    """Return the provisions whose last day lies before ``today``."""
    day = today or timezone.localdate()
    return LegalBasis.objects.filter(Q(effective_to__lt=day) | Q(law__effective_to__lt=day))
