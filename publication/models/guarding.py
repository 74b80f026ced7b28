"""Permits, which let one transaction change what is public, and the record of suspended guards."""

from django.conf import settings
from django.db import models


class Permit(models.Model):
    """A verb's permission to change one public page; it exists only inside the verb's own transaction.

    ``path`` is the page's tree path, known before the row exists, so that pages can be created in bulk.
    ``path = "*"`` permits everything: written only while the guards are suspended on the record.
    """

    path = models.CharField("树路径", max_length=255, primary_key=True)
    verb = models.CharField("动作", max_length=32)

    class Meta:
        verbose_name = "公开许可"
        verbose_name_plural = "公开许可"

    def __str__(self) -> str:
        return f"{self.verb} {self.path}"


class GuardSuspension(models.Model):
    """One time that the database guards stood aside (flush, restore): who, when and why."""

    started_at = models.DateTimeField("开始时间", auto_now_add=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="操作人",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    reason = models.CharField("原因", max_length=255)

    class Meta:
        verbose_name = "保护暂停记录"
        verbose_name_plural = "保护暂停记录"

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d %H:%M} {self.reason}"
