"""What has to be done where a public page rests on a law that is no longer in force."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from wagtail.models import Page

from staff_directory.models import Unit

from .laws import Law


class LapsedState(models.TextChoices):
    """Whether something is still to be done."""

    OPEN = "open", "待清理"
    DONE = "done", "已办结"


class LapsedEnd(models.TextChoices):
    """How it was done; all but the last are recognised by themselves."""

    NEW_EDITION = "new_edition", "已公布新一版"
    REPLACED = "replaced", "已更换依据"
    RETIRED = "retired", "已取消、废止或被新版替代"
    GONE = "gone", "页面已下线"
    IN_FORCE = "in_force", "失效日期已更正"
    BY_HAND = "by_hand", "人工办结"


class LapsedBasisTask(models.Model):
    """One public page that rests on provisions of one law which ceased to be in force on one day; made by the clock.

    ``lapsed_on`` is the first day without force, ``citations`` are the provisions as the page cites them. ``unit`` must act;
    None is 政策法规科 (lists of the whole bureau). ``opened_on`` is the day from which ``due_on`` counts.
    """

    page = models.ForeignKey(Page, verbose_name="页面", on_delete=models.CASCADE, related_name="lapsed_basis_tasks")
    kind = models.CharField("种类", max_length=24)
    law = models.ForeignKey(Law, verbose_name="法律法规", on_delete=models.PROTECT, related_name="lapsed_basis_tasks")
    lapsed_on = models.DateField("失效之日")
    citations = models.JSONField("失效的依据", default=list)
    unit = models.ForeignKey(
        Unit,
        verbose_name="承办单位",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="lapsed_basis_tasks",
    )
    opened_on = models.DateField("开始清理")
    due_on = models.DateField("清理期限")
    state = models.CharField("状态", max_length=8, choices=LapsedState, default=LapsedState.OPEN)
    how = models.CharField("怎样办结", max_length=16, choices=LapsedEnd, blank=True)
    reason = models.CharField("理由", max_length=300, blank=True)
    done_at = models.DateTimeField("办结时间", null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="办结人",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    #: Where a page is named in a task is no use of that page.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "依据失效清理"
        verbose_name_plural = "依据失效清理"
        ordering = ["due_on", "pk"]
        constraints = [models.UniqueConstraint(fields=["page", "law", "lapsed_on"], name="lapsed_basis_task_once")]
        indexes = [models.Index(fields=["state", "due_on", "id"], name="lapsed_basis_task_due")]

    def __str__(self) -> str:
        return f"{'、'.join(self.citations)}：{self.page_id}"

    @property
    def is_late(self) -> bool:
        """Tell whether it is still open after its last day."""
        return self.state == LapsedState.OPEN and self.due_on < timezone.localdate()
