"""Units that merge, split or are renamed: the record of each transfer, and subtrees that changed hands."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from wagtail.models import Page

from ..kinds import TransferKind, TransferState
from .units import Unit


class UnitTransfer(models.Model):
    """One transfer: prepared by the system administrator, confirmed and executed by the security administrator."""

    kind = models.CharField("方式", max_length=8, choices=TransferKind)
    source = models.ForeignKey(Unit, verbose_name="原单位", on_delete=models.PROTECT, related_name="transfers_out")
    successor = models.ForeignKey(
        Unit, verbose_name="承继单位", null=True, blank=True, on_delete=models.PROTECT, related_name="transfers_in"
    )
    old_name = models.CharField("原名称", max_length=100, blank=True)
    new_name = models.CharField("新名称", max_length=100, blank=True)
    pages = models.JSONField("划转的栏目", default=list, blank=True)
    effective_on = models.DateField("生效日期")
    reason = models.CharField("依据和原因", max_length=500)
    state = models.CharField("状态", max_length=12, choices=TransferState, default=TransferState.PREPARED)
    result = models.JSONField("结果", default=dict, blank=True)
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="拟定人", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    prepared_at = models.DateTimeField("拟定时间", default=timezone.now)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="确认人",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    confirmed_at = models.DateTimeField("确认时间", null=True, blank=True)

    class Meta:
        verbose_name = "单位变更"
        verbose_name_plural = "单位变更"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.old_name or self.source.name} {self.get_kind_display()}"


class HandedOver(models.Model):
    """A subtree of the source's pages that a split gave to another unit: addresses stay, rights pass."""

    transfer = models.ForeignKey(UnitTransfer, on_delete=models.PROTECT, related_name="handed_over")
    page = models.OneToOneField(Page, verbose_name="栏目", on_delete=models.CASCADE, related_name="+")
    unit = models.ForeignKey(Unit, verbose_name="现管理单位", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "划转栏目"
        verbose_name_plural = "划转栏目"

    def __str__(self) -> str:
        return f"{self.page} → {self.unit}"
