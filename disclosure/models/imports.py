"""One uploaded spreadsheet on its way to pages: checked, imported, submitted, published. One task for the reviewer."""

import datetime
import uuid

from django.conf import settings
from django.db import models
from django.db.models import QuerySet
from django.utils import timezone
from wagtail.models import Page

from staff_directory.models import Unit


class ImportStatus(models.TextChoices):
    """Where an import stands."""

    CHECKING = "checking", "正在检查"
    REFUSED = "refused", "文件不能读取"
    CHECKED = "checked", "已检查，待确认"
    IMPORTING = "importing", "正在导入"
    IMPORTED = "imported", "已导入为草稿"
    SUBMITTED = "submitted", "已提交，待审核发布"
    SIGNING = "signing", "正在记录审核"
    PUBLISHING = "publishing", "正在发布"
    PUBLISHED = "published", "已发布"
    RETURNED = "returned", "已退回"
    NOTHING = "nothing", "没有新的决定"
    CANCELLED = "cancelled", "已取消"


RUNNING = (ImportStatus.CHECKING, ImportStatus.IMPORTING, ImportStatus.SIGNING, ImportStatus.PUBLISHING)


class ImportJob(models.Model):
    """An upload and what became of it. The file is kept outside media and deleted when finished or after a week."""

    unit = models.ForeignKey(Unit, verbose_name="单位", on_delete=models.PROTECT, related_name="imports")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="上传人",
        null=True,
        on_delete=models.SET_NULL,
        related_name="decision_imports",
    )
    approver = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="审核人",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    file_name = models.CharField("文件名", max_length=255)
    stored_name = models.CharField(max_length=64, blank=True)
    kind = models.CharField("类别", max_length=16, blank=True)
    status = models.CharField("状态", max_length=16, choices=ImportStatus, default=ImportStatus.CHECKING)
    good_rows_only = models.BooleanField("只导入没有错误的行", default=False)
    correct_changed = models.BooleanField("内容不同的作为更正草稿", default=False)
    submit_after = models.BooleanField("导入后提交审核", default=False)
    secrecy_checked = models.BooleanField("已作保密审查", default=False)
    late_reason = models.CharField("逾期公开原因", max_length=300, blank=True)
    publish_after = models.BooleanField("导入后公开", default=False, editable=False)
    note = models.CharField("说明", max_length=500, blank=True)
    report = models.JSONField(default=dict, blank=True)

    total = models.PositiveIntegerField("总行数", default=0)
    position = models.PositiveIntegerField("已处理行数", default=0)
    created = models.PositiveIntegerField("新建", default=0)
    skipped = models.PositiveIntegerField("已有相同", default=0)
    changed = models.PositiveIntegerField("已有不同", default=0)
    published = models.PositiveIntegerField("已发布", default=0)

    lease = models.UUIDField(null=True, editable=False)
    lease_until = models.DateTimeField(null=True, editable=False)
    failures = models.PositiveSmallIntegerField(default=0, editable=False)
    created_at = models.DateTimeField("上传时间", default=timezone.now)
    finished_at = models.DateTimeField("完成时间", null=True, blank=True)

    class Meta:
        verbose_name = "决定导入"
        verbose_name_plural = "决定导入"
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["status", "lease_until"], name="import_running")]

    def __str__(self) -> str:
        return f"{self.unit.name} {self.file_name}"

    @property
    def is_running(self) -> bool:
        """Tell whether a worker has, or should take, this job."""
        return self.status in RUNNING

    @property
    def percent(self) -> int:
        """Return the progress of the present step, 0 to 100."""
        return min(100, self.position * 100 // self.total) if self.total else 0

    def take(self, seconds: int = 60) -> bool:
        """Take the lease unless another worker holds it; on success this object carries it."""
        now = timezone.now()
        token = uuid.uuid4()
        free = models.Q(lease_until=None) | models.Q(lease_until__lt=now)
        taken = ImportJob.objects.filter(free, pk=self.pk, status__in=RUNNING).update(
            lease=token, lease_until=now + datetime.timedelta(seconds=seconds)
        )
        if taken:
            self.refresh_from_db()
        return bool(taken)

    def pages(self) -> QuerySet[Page]:
        """Return the pages that this import made or drafted."""
        return Page.objects.filter(pk__in=self.rows.values("page_id"))


class ImportedRow(models.Model):
    """One row of an import that became a page (or a draft correction of one)."""

    job = models.ForeignKey(ImportJob, on_delete=models.CASCADE, related_name="rows")
    page = models.ForeignKey("disclosure.DecisionNoticePage", on_delete=models.CASCADE, related_name="imported_rows")
    revision = models.ForeignKey("wagtailcore.Revision", null=True, on_delete=models.SET_NULL, related_name="+")
    sheet = models.CharField("工作表", max_length=100)
    row = models.PositiveIntegerField("行")
    correction = models.BooleanField("更正草稿", default=False)
    published = models.BooleanField("已发布", default=False)
    excluded = models.BooleanField("剔除", default=False)
    excluded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="剔除人",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    excluded_at = models.DateTimeField("剔除时间", null=True, blank=True)
    excluded_reason = models.CharField("剔除理由", max_length=300, blank=True)
    refusal = models.CharField("未发布原因", max_length=300, blank=True)

    class Meta:
        verbose_name = "导入行"
        verbose_name_plural = "导入行"
        constraints = [models.UniqueConstraint(fields=["job", "sheet", "row"], name="imported_row_once")]

    def __str__(self) -> str:
        return f"{self.sheet} {self.row}"
