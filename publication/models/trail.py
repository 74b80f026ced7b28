"""One act, kept for good: written once, never changed; forgotten only by the retention command, after half a year."""

import uuid

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone


class TrailEntry(models.Model):
    """Names are kept as they were at the time, without foreign keys, so that nothing can pull an entry with it."""

    at = models.DateTimeField("时间", default=timezone.now, db_index=True)
    actor_id = models.BigIntegerField("操作人编号", null=True, blank=True)
    actor_name = models.CharField("操作人", max_length=150, blank=True)
    roles = models.CharField("当时的角色", max_length=255, blank=True)
    ip = models.GenericIPAddressField("来源地址", null=True, blank=True)
    agent = models.CharField("浏览器", max_length=200, blank=True)
    act = models.CharField("操作", max_length=64)
    object_type = models.CharField("对象类型", max_length=100, blank=True)
    object_id = models.CharField("对象编号", max_length=64, blank=True)
    label = models.CharField("对象", max_length=255, blank=True)
    page_id = models.BigIntegerField("页面编号", null=True, blank=True)
    unit_id = models.BigIntegerField("单位编号", null=True, blank=True)
    unit_name = models.CharField("单位", max_length=100, blank=True)
    before = models.JSONField("操作前", null=True, blank=True, encoder=DjangoJSONEncoder)
    after = models.JSONField("操作后", null=True, blank=True, encoder=DjangoJSONEncoder)
    data = models.JSONField("其他", default=dict, blank=True, encoder=DjangoJSONEncoder)
    reason = models.TextField("原因", blank=True)
    request_id = models.UUIDField("请求", null=True, blank=True, default=uuid.uuid4)

    class Meta:
        verbose_name = "操作日志"
        verbose_name_plural = "操作日志"
        indexes = [
            models.Index(fields=["actor_id", "-id"], name="trail_actor"),
            models.Index(fields=["unit_id", "-id"], name="trail_unit"),
            models.Index(fields=["page_id", "-id"], name="trail_page"),
            models.Index(fields=["act", "-id"], name="trail_act"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.actor_name} {self.act}"

    @property
    def act_label(self) -> str:
        """Return the act's Chinese label."""
        from ..trail.acts import label_of

        return label_of(self.act)


class TrailSeal(models.Model):
    """A digest over a run of entries, chained to the seal before: shows if entries were changed around the guards."""

    first_id = models.BigIntegerField("首条")
    last_id = models.BigIntegerField("末条", unique=True)
    count = models.PositiveIntegerField("条数")
    previous = models.CharField("前一封签", max_length=64, blank=True)
    digest = models.CharField("封签", max_length=64)
    sealed_at = models.DateTimeField("封签时间", default=timezone.now)

    class Meta:
        verbose_name = "日志封签"
        verbose_name_plural = "日志封签"
        ordering = ["last_id"]

    def __str__(self) -> str:
        return f"{self.first_id}–{self.last_id} {self.digest[:12]}"
