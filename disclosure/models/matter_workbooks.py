"""Workbooks of matters, guides and officers that somebody uploaded: looked at first, then written."""

from django.conf import settings
from django.db import models

from staff_directory.models import Unit


class Workbook(models.Model):
    """One upload. ``result`` after writing: how many rows of each sort, and ``codes``. Abstract."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="上传人", on_delete=models.PROTECT, related_name="+"
    )
    file_name = models.CharField("文件名", max_length=255)
    stored_name = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField("上传时间", auto_now_add=True)
    applied_at = models.DateTimeField("导入时间", null=True, blank=True)
    result = models.JSONField(default=dict, blank=True)

    class Meta:
        abstract = True
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.file_name


class MatterWorkbook(Workbook):
    """Matters. ``result``: ``{"new", "changed", "cancelled", "codes"}``."""

    unit = models.ForeignKey(Unit, verbose_name="单位", on_delete=models.PROTECT, related_name="matter_workbooks")

    class Meta(Workbook.Meta):
        verbose_name = "事项表格"
        verbose_name_plural = "事项表格"


class GuideWorkbook(Workbook):
    """Service guides. ``result``: ``{"new", "changed", "codes"}``."""

    unit = models.ForeignKey(Unit, verbose_name="单位", on_delete=models.PROTECT, related_name="guide_workbooks")

    class Meta(Workbook.Meta):
        verbose_name = "指南表格"
        verbose_name_plural = "指南表格"


class OfficerWorkbook(Workbook):
    """Enforcement officers. ``result``: ``{"new", "changed", "cancelled", "codes"}``."""

    unit = models.ForeignKey(Unit, verbose_name="单位", on_delete=models.PROTECT, related_name="officer_workbooks")

    class Meta(Workbook.Meta):
        verbose_name = "执法人员表格"
        verbose_name_plural = "执法人员表格"
