"""The record of how a page stopped being public, the seal on it, how it came back, and how its text was corrected."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from wagtail.models import Page, Revision

from ..life.kinds import RULES, EndingKind, EndingState, Verb


def _person(label: str) -> Any:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=label, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )


class _Request(models.Model):
    """Asked for by one person, approved by another; an emergency is executed first and reviewed after."""

    page = models.ForeignKey(Page, verbose_name="页面", on_delete=models.PROTECT, related_name="+")
    state = models.CharField("状态", max_length=12, choices=EndingState, default=EndingState.REQUESTED)
    requested_by = _person("申请人")
    requested_at = models.DateTimeField("申请时间", default=timezone.now)
    decided_by = _person("批准人")
    decided_at = models.DateTimeField("批准时间", null=True, blank=True)
    decision_note = models.CharField("批准意见", max_length=300, blank=True)
    executed_at = models.DateTimeField("执行时间", null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def is_open(self) -> bool:
        """Tell whether it waits for a second person."""
        return self.state == EndingState.REQUESTED

    @property
    def is_executed(self) -> bool:
        """Tell whether it has been done."""
        return self.state == EndingState.EXECUTED


class Ending(_Request):
    """The withdrawal record (撤下记录): append-only once executed, never deleted; the database holds both.

    ``what``, ``unit_name``, ``number``, ``published_on`` are what the page's tombstone says, kept here so that the
    tombstone never reads the page. ``statement`` is public, through the privacy check; ``instrument_*`` is internal.
    """

    verb = models.CharField("方式", max_length=12, choices=Verb)
    kind = models.CharField("原因", max_length=16, choices=EndingKind)
    statement = models.TextField("公开说明的理由", max_length=500, blank=True)
    instrument_name = models.CharField("依据文书名称", max_length=100, blank=True)
    instrument_number = models.CharField("依据文书文号", max_length=100, blank=True)
    instrument_date = models.DateField("依据文书日期", null=True, blank=True)
    instrument_body = models.CharField("作出依据文书的机关", max_length=100, blank=True)
    instrument_scan = models.ForeignKey(
        "publication.StoredDocument", verbose_name="依据文书扫描件", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
    )  # fmt: skip
    duty_arose_on = models.DateField("应撤下之日起算", help_text="依据文书生效之日；没有文书的，为发现之日。")
    due_on = models.DateField("最迟撤下日期", null=True, blank=True)
    emergency = models.BooleanField("紧急撤下", default=False)
    reviewed_by = _person("事后审查人")
    reviewed_at = models.DateTimeField("事后审查时间", null=True, blank=True)
    review_note = models.CharField("事后审查意见", max_length=300, blank=True)
    successor = models.ForeignKey(
        Page, verbose_name="替代页面", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    live_revision = models.ForeignKey(
        Revision, verbose_name="撤下时公开的版本", null=True, on_delete=models.PROTECT, related_name="+"
    )
    status = models.PositiveSmallIntegerField("网址的答复", default=410)
    url_path = models.CharField(max_length=765, blank=True, editable=False)
    what = models.CharField("是什么", max_length=100, blank=True)
    unit_name = models.CharField("单位", max_length=200, blank=True)
    number = models.CharField("文号", max_length=128, blank=True)
    number_key = models.CharField(max_length=160, blank=True, editable=False)
    published_on = models.DateField("公开日期", null=True, blank=True)
    destroyed_at = models.DateTimeField("内容销毁时间", null=True, blank=True)

    class Meta:
        verbose_name = "撤下记录"
        verbose_name_plural = "撤下记录"
        ordering = ["-requested_at", "-pk"]
        indexes = [
            models.Index(fields=["state", "due_on"], name="ending_due"),
            models.Index(fields=["-executed_at", "-id"], name="ending_newest"),
            models.Index(fields=["number_key"], name="ending_number"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["page"], condition=models.Q(state="requested"), name="ending_one_request_per_page"
            )
        ]
        permissions = [
            ("request_ending", "可申请撤下"),
            ("approve_ending", "可批准撤下"),
            ("approve_secret_ending", "可批准涉密消除"),
            ("end_at_once", "可紧急撤下"),
            ("review_ending", "可事后审查紧急撤下"),
        ]

    def __str__(self) -> str:
        return f"{self.get_verb_display()}：{self.get_kind_display()}"

    @property
    def rule(self) -> Any:
        """Return what this reason brings with it."""
        return RULES[EndingKind(self.kind)]

    @property
    def waits_for_review(self) -> bool:
        """Tell whether this was done in an emergency and nobody has reviewed it yet."""
        return self.emergency and self.is_executed and self.reviewed_at is None

    @property
    def executed_on(self) -> Any:
        """Return the day on which the page stopped being public."""
        return timezone.localtime(self.executed_at).date() if self.executed_at else None

    @property
    def is_named(self) -> bool:
        """Tell whether the public list of withdrawals and a search for the number name it."""
        return bool(self.number) and self.rule.shows_number


class Seal(models.Model):
    """A page that is sealed: while this row stands, the database refuses to let the page be public but by ``restore``."""

    page = models.OneToOneField(Page, on_delete=models.PROTECT, primary_key=True, related_name="seal")
    ending = models.ForeignKey(Ending, on_delete=models.PROTECT, related_name="seals")

    class Meta:
        verbose_name = "封存"
        verbose_name_plural = "封存"

    def __str__(self) -> str:
        return f"{self.page_id}"


class Restoration(_Request):
    """A page comes back because its withdrawal was itself wrong: an approval and a reason of its own.

    A page that vanished for privacy may come back masked: as ``revision``, made while it is ended. ``passages`` are what was to be
    hidden besides the findings, kept only until it is decided; ``left_out`` are the keys of the files that the masked version does
    without, by the name of their model.
    """

    ending = models.ForeignKey(Ending, verbose_name="撤下记录", on_delete=models.PROTECT, related_name="restorations")
    reason = models.TextField("恢复公开的理由", max_length=500)
    revision = models.ForeignKey(
        Revision, verbose_name="隐去后的版本", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    passages = models.TextField("要隐去的文字", blank=True, editable=False)
    left_out = models.JSONField("去掉的附件和图片", default=dict, blank=True, editable=False)

    class Meta:
        verbose_name = "恢复记录"
        verbose_name_plural = "恢复记录"
        ordering = ["-requested_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["page"], condition=models.Q(state="requested"), name="restoration_one_request_per_page"
            )
        ]

    def __str__(self) -> str:
        return f"恢复 {self.page_id}"


class Correction(models.Model):
    """A public page's text was mended: the dated note that stands on the page, and the versions before and after."""

    page = models.ForeignKey(Page, verbose_name="页面", on_delete=models.PROTECT, related_name="corrections")
    note = models.CharField("更正说明", max_length=300)
    before = models.ForeignKey(Revision, verbose_name="更正前", null=True, on_delete=models.PROTECT, related_name="+")
    after = models.ForeignKey(Revision, verbose_name="更正后", on_delete=models.PROTECT, related_name="+")
    user = _person("发布人")
    created_at = models.DateTimeField("更正时间", default=timezone.now)

    class Meta:
        verbose_name = "更正记录"
        verbose_name_plural = "更正记录"
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.note


class FormerAddress(models.Model):
    """An address that a public page once had: it leads to the page, or says what the page's own address says."""

    url_path = models.CharField("网址", max_length=765, primary_key=True)
    page = models.ForeignKey(Page, on_delete=models.PROTECT, related_name="former_addresses")
    until = models.DateTimeField("到何时", default=timezone.now)

    class Meta:
        verbose_name = "曾用网址"
        verbose_name_plural = "曾用网址"

    def __str__(self) -> str:
        return self.url_path
