"""Many pages that stop being public for one reason: one request, one approval, and what became of each page."""

import datetime
import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from wagtail.models import Page

from ..life.kinds import RULES, EndingKind, Verb
from .endings import Ending


class BatchState(models.TextChoices):
    """Where a batch stands."""

    PREPARED = "prepared", "待填写"
    REQUESTED = "requested", "待批准"
    RUNNING = "running", "正在执行"
    DONE = "done", "已执行"
    REFUSED = "refused", "不予批准"
    CANCELLED = "cancelled", "已撤回申请"
    FAILED = "failed", "执行中断"


class ItemFound(models.TextChoices):
    """What a line of a list led to."""

    READY = "ready", "可以撤下"
    MISSING = "missing", "没有找到"
    NOT_PUBLIC = "not_public", "没有公开"
    ENDED = "ended", "已经撤下"
    NOT_YOURS = "not_yours", "不属于您"
    AMBIGUOUS = "ambiguous", "同一文号有多件"
    REPEATED = "repeated", "重复"
    WAITING = "waiting", "已有待批准的申请"


class EndingBatch(models.Model):
    """One statement and one instrument for many pages; ``position`` counts the items that are done or refused.

    A worker holds ``lease`` until ``lease_until``; each item is a transaction of its own, so that a kill loses and doubles
    nothing.
    """

    state = models.CharField("状态", max_length=12, choices=BatchState, default=BatchState.PREPARED)
    verb = models.CharField("方式", max_length=12, choices=Verb, blank=True)
    kind = models.CharField("原因", max_length=16, choices=EndingKind, blank=True)
    statement = models.TextField("公开说明的理由", max_length=500, blank=True)
    instrument_name = models.CharField("依据文书名称", max_length=100, blank=True)
    instrument_number = models.CharField("依据文书文号", max_length=100, blank=True)
    instrument_date = models.DateField("依据文书日期", null=True, blank=True)
    instrument_body = models.CharField("作出依据文书的机关", max_length=100, blank=True)
    instrument_scan = models.ForeignKey(
        "publication.StoredDocument", verbose_name="依据文书扫描件", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
    )  # fmt: skip
    duty_arose_on = models.DateField("应撤下之日起算", null=True, blank=True)
    due_on = models.DateField("最迟撤下日期", null=True, blank=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="申请人", on_delete=models.PROTECT, related_name="+"
    )
    requested_at = models.DateTimeField("申请时间", default=timezone.now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="批准人", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )  # fmt: skip
    decided_at = models.DateTimeField("批准时间", null=True, blank=True)
    decision_note = models.CharField("批准意见", max_length=300, blank=True)
    finished_at = models.DateTimeField("完成时间", null=True, blank=True)
    total = models.PositiveIntegerField("件数", default=0)
    position = models.PositiveIntegerField("已处理件数", default=0)
    lease = models.UUIDField(null=True, editable=False)
    lease_until = models.DateTimeField(null=True, editable=False)
    failures = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = "批量撤下"
        verbose_name_plural = "批量撤下"
        ordering = ["-requested_at", "-pk"]
        indexes = [models.Index(fields=["state", "lease_until"], name="ending_batch_running")]

    def __str__(self) -> str:
        return f"批量撤下 {self.pk}"

    @property
    def rule(self) -> Any:
        """Return what the reason brings with it; None while none is chosen."""
        return RULES[EndingKind(self.kind)] if self.kind else None

    @property
    def is_open(self) -> bool:
        """Tell whether it waits for a second person."""
        return self.state == BatchState.REQUESTED

    @property
    def percent(self) -> int:
        """Return the progress, 0 to 100."""
        return min(100, self.position * 100 // self.total) if self.total else 0

    def take(self, seconds: int = 60) -> bool:
        """Take the lease of a running batch unless another worker holds it; on success this object carries it."""
        now = timezone.now()
        free = models.Q(lease_until=None) | models.Q(lease_until__lt=now)
        taken = EndingBatch.objects.filter(free, pk=self.pk, state=BatchState.RUNNING).update(
            lease=uuid.uuid4(), lease_until=now + datetime.timedelta(seconds=seconds)
        )
        if taken:
            self.refresh_from_db()
        return bool(taken)


class EndingBatchItem(models.Model):
    """One line of the list: what was typed, the page that it means, and what became of it.

    ``ending`` stands once it is done; ``problem`` says why it was not.
    """

    batch = models.ForeignKey(EndingBatch, on_delete=models.CASCADE, related_name="items")
    number = models.PositiveIntegerField("序号")
    typed = models.CharField("文号", max_length=160, blank=True)
    found = models.CharField("查找结果", max_length=12, choices=ItemFound)
    page = models.ForeignKey(
        Page, verbose_name="页面", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    excluded = models.BooleanField("剔除", default=False)
    ending = models.ForeignKey(
        Ending, verbose_name="撤下记录", null=True, blank=True, on_delete=models.PROTECT, related_name="batch_items"
    )
    problem = models.CharField("没有执行的原因", max_length=300, blank=True)

    class Meta:
        verbose_name = "批量撤下的一件"
        verbose_name_plural = "批量撤下的件"
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="ending_batch_line_once")]

    def __str__(self) -> str:
        return self.typed or f"#{self.page_id}"

    @property
    def outcome(self) -> str:
        """Return in words what became of it."""
        if self.ending_id is not None:
            return "已撤下"
        if self.excluded:
            return "剔除"
        if self.problem:
            return f"没有执行：{self.problem}"
        return str(self.get_found_display())
