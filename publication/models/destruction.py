"""The order to destroy what vanished for a secret, what became of it at every holder, and the backups that still hold it."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from ..life.kinds import EndingState
from .endings import Ending


def _person(label: str) -> Any:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=label, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )


class Destruction(models.Model):
    """An order to destroy a vanished page's content: no title, no 文号, no word of it stands here; never deleted.

    A scan of the order is not kept: an order about a secret may itself be one; who gave it, its number and its day suffice.
    ``stored_since`` is when the portal first held the content; ``completed_at`` when no file, cache or freed page of the
    database held it any more. Backups made between the two are listed until they are destroyed.
    """

    ending = models.ForeignKey(Ending, verbose_name="撤下记录", on_delete=models.PROTECT, related_name="destructions")
    state = models.CharField("状态", max_length=12, choices=EndingState, default=EndingState.REQUESTED)
    order_body = models.CharField("作出命令的机构", max_length=100)
    order_number = models.CharField("命令文号", max_length=100)
    order_date = models.DateField("命令日期")
    backups_by = models.DateField("备份最迟销毁日期")
    requested_by = _person("申请人")
    requested_at = models.DateTimeField("申请时间", default=timezone.now)
    decided_by = _person("批准人")
    decided_at = models.DateTimeField("批准时间", null=True, blank=True)
    decision_note = models.CharField("不予批准的理由", max_length=300, blank=True)
    executed_at = models.DateTimeField("销毁时间", null=True, blank=True)
    stored_since = models.DateTimeField("内容最早保存时间", null=True, blank=True)
    completed_at = models.DateTimeField("本机清理完成时间", null=True, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "内容销毁记录"
        verbose_name_plural = "内容销毁记录"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["state", "completed_at"], name="destruction_open")]
        constraints = [
            models.UniqueConstraint(
                fields=["ending"],
                condition=models.Q(state__in=("requested", "executed")),
                name="destruction_one_of_ending",
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by=None) | ~models.Q(requested_by=models.F("decided_by")),
                name="destruction_by_two_people",
            ),
        ]

    def __str__(self) -> str:
        return f"内容销毁 {self.pk}"

    @property
    def is_open(self) -> bool:
        """Tell whether it waits for a second person."""
        return self.state == EndingState.REQUESTED

    @property
    def is_executed(self) -> bool:
        """Tell whether the content has been destroyed."""
        return self.state == EndingState.EXECUTED


class PartState(models.TextChoices):
    """How far one holder's part is."""

    DONE = "done", "已销毁，复查没有残留"
    WAITING = "waiting", "待处理"
    OUTSIDE = "outside", "待人工处理"
    HANDLED = "handled", "已由人工处理"


class DestructionPart(models.Model):
    """What one holder destroyed, and what its probe then said.

    ``kept`` names, without content, what was left and why. ``pending`` is what must still be done after the transaction (names of
    files): it is emptied as soon as that is done.
    """

    destruction = models.ForeignKey(Destruction, on_delete=models.PROTECT, related_name="parts")
    holder = models.CharField("存放处", max_length=32)
    label = models.CharField("名称", max_length=100)
    state = models.CharField("状态", max_length=12, choices=PartState, default=PartState.DONE)
    destroyed = models.PositiveIntegerField("销毁件数", default=0)
    answer = models.CharField("复查结果", max_length=300, blank=True)
    kept = models.JSONField("保留及理由", default=list, blank=True)
    what_to_do = models.CharField("怎么做", max_length=500, blank=True)
    pending = models.JSONField(default=list, blank=True, editable=False)
    problem = models.CharField("上次没有成功的原因", max_length=300, blank=True)
    attempts = models.PositiveIntegerField("已尝试次数", default=0)
    next_at = models.DateTimeField("下次处理", default=timezone.now)
    done_at = models.DateTimeField("完成时间", null=True, blank=True)
    done_by = _person("处理人")
    note = models.CharField("处理说明", max_length=200, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "内容销毁的一处"
        verbose_name_plural = "内容销毁的各处"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["destruction", "holder"], name="destruction_part_once")]
        indexes = [models.Index(fields=["next_at"], condition=models.Q(state="waiting"), name="destruction_waiting")]

    def __str__(self) -> str:
        return self.label

    @property
    def is_open(self) -> bool:
        """Tell whether something is still to be done here."""
        return self.state in (PartState.WAITING, PartState.OUTSIDE)


class BackupContent(models.TextChoices):
    """What a backup holds."""

    ALL = "all", "数据库和文件"
    DATABASE = "database", "数据库"
    FILES = "files", "文件"


class Backup(models.Model):
    """One backup, as the operators recorded it: never deleted here; marked destroyed by a person."""

    name = models.CharField(
        "名称", max_length=100, help_text="文件名或介质编号，例如 gongshi-20261126.dump、光盘 2026-11。"
    )
    place = models.CharField("存放地点", max_length=200)
    content = models.CharField("内容", max_length=12, choices=BackupContent, default=BackupContent.ALL)
    made_at = models.DateTimeField("备份时间")
    kept_until = models.DateField("计划保存到", null=True, blank=True)
    recorded_by = _person("登记人")
    recorded_at = models.DateTimeField("登记时间", default=timezone.now)
    destroyed_at = models.DateTimeField("销毁时间", null=True, blank=True)
    destroyed_by = _person("销毁人")
    destroy_note = models.CharField("怎样销毁", max_length=200, blank=True)

    class Meta:
        verbose_name = "备份"
        verbose_name_plural = "备份登记"
        ordering = ["-made_at", "-pk"]
        indexes = [models.Index(fields=["made_at"], name="backup_standing", condition=models.Q(destroyed_at=None))]
        constraints = [models.UniqueConstraint(fields=["name", "made_at"], name="backup_once")]

    def __str__(self) -> str:
        return self.name
