"""Findings (监督意见) of the discipline auditor, which the unit must answer."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from wagtail.models import Page

from ..kinds import FindingState
from .units import Unit


class Finding(models.Model):
    """What the auditor found, the unit's answer, and how it was closed. Texts hold no personal numbers."""

    unit = models.ForeignKey(Unit, verbose_name="被监督单位", on_delete=models.PROTECT, related_name="findings")
    page = models.ForeignKey(
        Page, verbose_name="有关页面", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    subject = models.CharField("事由", max_length=120)
    text = models.TextField("监督意见", max_length=4000)
    due_on = models.DateField("答复期限")
    state = models.CharField("状态", max_length=12, choices=FindingState, default=FindingState.OPEN)
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="提出人", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    filed_at = models.DateTimeField("提出时间", default=timezone.now)
    answer = models.TextField("答复", max_length=4000, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="答复人",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)
    note = models.TextField("核查意见", max_length=2000, blank=True)
    closed_at = models.DateTimeField("办结时间", null=True, blank=True)

    class Meta:
        verbose_name = "监督意见"
        verbose_name_plural = "监督意见"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.unit.name}：{self.subject}"

    @property
    def is_late(self) -> bool:
        """Tell whether the unit has not answered in time."""
        return self.state == FindingState.OPEN and self.due_on < timezone.localdate()
