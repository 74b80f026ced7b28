"""Who approved which exact text, which rule was set aside by whom, and what another body agreed to by letter."""

import hashlib
import json
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from wagtail.models import Page, Revision, Task

from ..file_marks import file_marks

#: Parts of a revision's content that are book-keeping: they change without a change of what it says.
BOOKKEEPING = frozenset(
    {
        "path", "depth", "numchild", "url_path", "draft_title", "live", "has_unpublished_changes", "expired", "locked", "locked_at",
        "locked_by", "owner", "first_published_at", "last_published_at", "latest_revision", "latest_revision_created_at",
        "live_revision", "wagtail_admin_comments", "translation_key", "locale", "alias_of",
    }
)  # fmt: skip


#: Fields in which the bureau notes something for itself: a change of one changes nothing of what is approved.
_internal: set[str] = set()


def leave_out_of_digest(*names: str) -> None:
    """Say which fields of page types are internal notes, so that writing in one voids no approval."""
    _internal.update(names)


def content_digest(content: Any) -> str:
    """Return the SHA-256 of what a revision's content says: two revisions with the same digest say the same.

    The files that it refers to are part of what it says: their bytes, and an attachment's title, as they are now. One that
    was replaced since makes another content, for which nothing stands.
    """
    files = file_marks(content)
    return said_digest(content, **({"#files": files} if files else {}))


def said_digest(content: Any, **more: Any) -> str:
    """Return the SHA-256 of what a revision's content says itself (and of ``more``).

    Enough to compare two versions of one page with each other: where they refer to the same files, those are the same now.
    """
    said = {name: value for name, value in content.items() if name not in BOOKKEEPING and name not in _internal} | more
    text = json.dumps(said, sort_keys=True, ensure_ascii=False, cls=DjangoJSONEncoder)
    return hashlib.sha256(text.encode()).hexdigest()


class ApprovalBasis(models.TextChoices):
    """By which way an approval was given."""

    WORKFLOW = "workflow", "审批流程"
    DIRECT = "direct", "审核人直接发布"
    IMPORT = "import", "导入审核"
    SETUP = "setup", "系统初始化"


class _Trace(models.Model):
    """A page, the revision and digest that an act is about, who acted, when, and why."""

    page = models.ForeignKey(Page, verbose_name="页面", on_delete=models.CASCADE, related_name="+")
    revision = models.ForeignKey(Revision, verbose_name="版本", on_delete=models.RESTRICT, related_name="+")
    digest = models.CharField("内容摘要", max_length=64)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="操作人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField("时间", default=timezone.now)

    class Meta:
        abstract = True


class Approval(_Trace):
    """One step's approval of one revision; it speaks of that content only (政府信息公开条例 17: review before publication)."""

    task = models.ForeignKey(
        Task, verbose_name="步骤", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    step = models.CharField("步骤名称", max_length=255, blank=True)
    basis = models.CharField("方式", max_length=12, choices=ApprovalBasis)
    comment = models.TextField("意见", blank=True)
    acting_for = models.CharField("代行", max_length=100, blank=True)

    class Meta:
        verbose_name = "审核记录"
        verbose_name_plural = "审核记录"
        indexes = [models.Index(fields=["revision", "task"], name="approval_of_revision")]

    def __str__(self) -> str:
        return f"{self.step or self.get_basis_display()} {self.created_at:%Y-%m-%d %H:%M}"


class GateOverride(_Trace):
    """A problem of one revision set aside by a second person, with a reason, where its gate allows that."""

    code = models.CharField("问题", max_length=60)
    message = models.TextField("问题内容")
    reason = models.TextField("理由")

    class Meta:
        verbose_name = "例外放行记录"
        verbose_name_plural = "例外放行记录"
        constraints = [models.UniqueConstraint(fields=["revision", "digest", "code"], name="override_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.created_at:%Y-%m-%d %H:%M}"


class OutsideApproval(_Trace):
    """What another body (the justice bureau) answered by letter about one revision: recorded by one person, confirmed by another."""

    body = models.CharField("批准机关", max_length=100)
    number = models.CharField("文号", max_length=100)
    dated = models.DateField("日期")
    scan = models.ForeignKey(
        "publication.StoredDocument", verbose_name="扫描件", on_delete=models.PROTECT, related_name="+"
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="确认人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    confirmed_at = models.DateTimeField("确认时间", null=True, blank=True)

    class Meta:
        verbose_name = "外部批准"
        verbose_name_plural = "外部批准"

    def __str__(self) -> str:
        return f"{self.body} {self.number}"

    @property
    def is_confirmed(self) -> bool:
        """Tell whether a second person has confirmed the letter."""
        return self.confirmed_by_id is not None and self.confirmed_by_id != self.user_id
