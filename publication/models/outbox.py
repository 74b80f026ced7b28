"""What must follow a change of what is public, written in the same transaction and done afterwards until it is true."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from wagtail.models import Page

from .endings import Ending


class SurfaceEvent(models.TextChoices):
    """What happened to a page."""

    ENDED = "ended", "撤下"
    PUBLISHED = "published", "公开"


class SurfaceState(models.TextChoices):
    """How far one surface's part is."""

    WAITING = "waiting", "待处理"
    DONE = "done", "已完成"


class SurfaceTask(models.Model):
    """One surface's part of one change: purge, then (of an ending) probe until the answer says gone.

    ``answer`` is what the last probe said (see ``publication/surfaces/base.py``); ``next_at`` when it is tried again.
    """

    page = models.ForeignKey(Page, verbose_name="页面", on_delete=models.PROTECT, related_name="+")
    ending = models.ForeignKey(
        Ending, verbose_name="撤下记录", null=True, blank=True, on_delete=models.PROTECT, related_name="surface_tasks"
    )
    event = models.CharField("变动", max_length=12, choices=SurfaceEvent)
    surface = models.CharField("呈现面", max_length=32)
    state = models.CharField("状态", max_length=12, choices=SurfaceState, default=SurfaceState.WAITING)
    attempts = models.PositiveIntegerField("已尝试次数", default=0)
    next_at = models.DateTimeField("下次处理", default=timezone.now)
    lease_until = models.DateTimeField(null=True, editable=False)
    purged_at = models.DateTimeField("清除时间", null=True, blank=True)
    probed_at = models.DateTimeField("探查时间", null=True, blank=True)
    answer = models.JSONField("探查答复", default=dict, blank=True)
    problem = models.CharField("上次没有成功的原因", max_length=300, blank=True)
    created_at = models.DateTimeField("登记时间", default=timezone.now)

    class Meta:
        verbose_name = "呈现面任务"
        verbose_name_plural = "呈现面任务"
        indexes = [
            models.Index(fields=["next_at"], condition=models.Q(state="waiting"), name="surface_waiting"),
            models.Index(fields=["page", "surface"], name="surface_of_page"),
        ]

    def __str__(self) -> str:
        return f"{self.surface} {self.page_id}"

    @property
    def is_gone(self) -> bool:
        """Tell whether this surface's last word is that nobody sees the page there."""
        return self.state == SurfaceState.DONE and self.probed_at is not None and not self.answer.get("visible", False)


class Receipt(models.Model):
    """What was probed after an ending, when, and the answer: a signed JSON document (``docs/receipt.schema.json``)."""

    ending = models.ForeignKey(Ending, verbose_name="撤下记录", on_delete=models.PROTECT, related_name="receipts")
    made_at = models.DateTimeField("出具时间", default=timezone.now)
    document = models.TextField("内容")
    digest = models.CharField("摘要", max_length=64)
    signature = models.CharField("签名", max_length=128)
    key_id = models.CharField("公钥编号", max_length=16)

    class Meta:
        verbose_name = "撤下回执"
        verbose_name_plural = "撤下回执"
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"回执 {self.pk}"


class Recipient(models.Model):
    """An outside body that was given public decisions and must be asked to take them down too (信用中国, media, channels)."""

    name = models.CharField("名称", max_length=100, unique=True)
    how = models.CharField("怎样告知", max_length=200, blank=True, help_text="例如“通过信用信息共享平台报送撤销数据”。")
    active = models.BooleanField("启用", default=True)
    order = models.PositiveSmallIntegerField("排序", default=0)

    class Meta:
        verbose_name = "外部接收方"
        verbose_name_plural = "外部接收方"
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name


class RecipientTask(models.Model):
    """One outside body's part of one ending: asked, then perhaps confirmed; never “gone”, for nobody here can see that."""

    ending = models.ForeignKey(Ending, on_delete=models.PROTECT, related_name="recipient_tasks")
    recipient = models.ForeignKey(Recipient, verbose_name="接收方", on_delete=models.PROTECT, related_name="tasks")
    asked_at = models.DateTimeField("告知时间", null=True, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="告知人", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )  # fmt: skip
    confirmed_at = models.DateTimeField("对方确认时间", null=True, blank=True)
    note = models.CharField("说明", max_length=300, blank=True)

    class Meta:
        verbose_name = "外部撤下任务"
        verbose_name_plural = "外部撤下任务"
        constraints = [models.UniqueConstraint(fields=["ending", "recipient"], name="recipient_task_once")]

    def __str__(self) -> str:
        return f"{self.recipient_id} {self.ending_id}"


class Relapse(models.Model):
    """A withdrawn page was seen again by a later probe: an alarm, until a probe says gone again."""

    page = models.ForeignKey(Page, verbose_name="页面", on_delete=models.PROTECT, related_name="+")
    surface = models.CharField("呈现面", max_length=32)
    detail = models.CharField("在哪里看到", max_length=300)
    seen_at = models.DateTimeField("发现时间", default=timezone.now)
    gone_at = models.DateTimeField("再次消失时间", null=True, blank=True)

    class Meta:
        verbose_name = "复现告警"
        verbose_name_plural = "复现告警"
        ordering = ["-seen_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.surface} {self.page_id}"


class Epoch(models.Model):
    """One row: how often what is public has changed while a cache stood before the portal."""

    number = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = "公开内容纪元"
        verbose_name_plural = "公开内容纪元"

    def __str__(self) -> str:
        return str(self.number)
