"""What a person is told: notices in the admin, how each kind is mailed to them, and which daily work has been done."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from wagtail.models import Page


class NoticeKind(models.TextChoices):
    """What a notice is about."""

    WAITING = "waiting", "等我审核"
    RETURNED = "returned", "退回修改"
    PUBLISHED = "published", "已通过、已公开"
    STEP = "step", "步骤将到期、已到期"
    LEGAL = "legal", "法定期限"
    ESCALATION = "escalation", "升级提醒"
    COMMENT = "comment", "批注"
    ENDING = "ending", "撤下与恢复"


class Delivery(models.TextChoices):
    """How a notice is mailed. In the admin it stands in any case."""

    NOW = "now", "立即发邮件"
    DIGEST = "digest", "每日汇总邮件"
    NONE = "none", "只在后台"


#: Kinds that nobody can turn off: a legal deadline is mailed at once.
ALWAYS_MAILED = frozenset({NoticeKind.LEGAL})


class Notice(models.Model):
    """One thing that one person is told; ``subject`` and ``detail`` hold no personal number, ``url`` is a path of this site.

    ``key`` names the occasion: nobody has two notices with the same one. ``mail_to`` is set to how it is to be mailed when the
    notice is made. A sender holds ``lease`` until ``lease_until`` while it mails; what is not ``mailed_at`` then is tried again.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="收件人", on_delete=models.CASCADE, related_name="notices"
    )
    kind = models.CharField("种类", max_length=16, choices=NoticeKind)
    subject = models.CharField("事由", max_length=255)
    detail = models.TextField("说明", blank=True)
    url = models.CharField("去处", max_length=500, blank=True)
    page = models.ForeignKey(
        Page, verbose_name="页面", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    key = models.CharField(max_length=120, blank=True, editable=False)
    created_at = models.DateTimeField("时间", default=timezone.now)
    read_at = models.DateTimeField("已读时间", null=True, blank=True)
    mail_to = models.CharField("邮件", max_length=8, choices=Delivery, default=Delivery.NONE)
    mailed_at = models.DateTimeField("邮件时间", null=True, blank=True)
    lease = models.UUIDField(null=True, editable=False)
    lease_until = models.DateTimeField(null=True, editable=False)

    #: Where a page is named in notices is no use of that page.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "通知"
        verbose_name_plural = "通知"
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["user", "key"], condition=~Q(key=""), name="notice_once")]
        indexes = [
            models.Index(fields=["user", "read_at"], name="notice_unread"),
            models.Index(fields=["key"], name="notice_of_occasion"),
            models.Index(
                fields=["mail_to", "user"],
                name="notice_to_mail",
                condition=Q(mailed_at__isnull=True, read_at__isnull=True) & ~Q(mail_to="none"),
            ),
            models.Index(fields=["read_at"], name="notice_read", condition=Q(read_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.subject


class NoticeChoice(models.Model):
    """How one person wants one kind mailed; without a row it comes in the daily digest."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="用户", on_delete=models.CASCADE, related_name="notice_choices"
    )
    kind = models.CharField("种类", max_length=16, choices=NoticeKind)
    mail_to = models.CharField("邮件", max_length=8, choices=Delivery, default=Delivery.DIGEST)

    class Meta:
        verbose_name = "通知方式"
        verbose_name_plural = "通知方式"
        constraints = [models.UniqueConstraint(fields=["user", "kind"], name="notice_choice_once")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}：{self.get_mail_to_display()}"


class DailyRun(models.Model):
    """That a piece of daily work was begun, and done, on a day (Asia/Shanghai); undone, it is tried again later that day."""

    name = models.CharField("工作", max_length=32)
    day = models.DateField("日期")
    tried_at = models.DateTimeField("最近一次开始", null=True, blank=True)
    done_at = models.DateTimeField("完成", null=True, blank=True)

    class Meta:
        verbose_name = "每日工作"
        verbose_name_plural = "每日工作"
        constraints = [models.UniqueConstraint(fields=["name", "day"], name="daily_run_once")]

    def __str__(self) -> str:
        return f"{self.name} {self.day:%Y-%m-%d}"
