"""The list page, and the editions that its publications freeze."""

from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import Orderable, Revision

from home.corrections import editor_head
from home.models.base import PortalPage
from home.secrecy import secrecy_panel
from staff_directory.models import Unit

from ..lists.forms import ListForm
from ..lists.kinds import ListKind
from ..lists.panels import PlanRowsPanel, RowsPanel


class ListPage(PortalPage):
    """One list across units, or of one unit. ``rows`` are what the next edition will say, as they were last drawn up.

    ``rows`` is a list of ``{"key", "matter", "revision", "unit", "unit_name", "name", "code", "category", "bases",
    "other_bases", "cells"}``; they are part of the revision, so that whoever approves it, and the justice bureau's letter, speak of exactly these rows.
    """

    kind = models.CharField(
        "清单",
        max_length=16,
        choices=ListKind,
        help_text="选“年度行政检查计划”并保存草稿后，下面出现逐项填写检查的栏目。",
    )
    unit = models.ForeignKey(
        Unit,
        verbose_name="单位",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="lists",
        help_text="不选则列出全部单位的事项。",
    )
    year = models.PositiveSmallIntegerField("年度", null=True, blank=True, help_text="年度行政检查计划填写。")
    summary = models.CharField("一句话说明", max_length=120, blank=True)
    introduction = models.TextField("说明", blank=True)
    rows = models.JSONField("各行", default=list, blank=True, editable=False, encoder=DjangoJSONEncoder)

    #: The rows are kept by the editions, which show what changed from one to the next.
    not_corrected = (*PortalPage.not_corrected, "rows", "plan_rows")
    base_form_class = ListForm
    content_panels = [
        *editor_head(),
        FieldPanel("title"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("unit"), FieldPanel("year")]),
        FieldPanel("summary"),
        FieldPanel("introduction"),
        RowsPanel(heading="下一版的内容"),
        MultiFieldPanel([PlanRowsPanel("plan_rows", label="一项检查")], heading="年度行政检查计划"),
        secrecy_panel(),
    ]
    route_related = ("unit", "unit__successor")
    parent_page_types = ["home.SectionPage", "staff_directory.UnitPage"]
    subpage_types: list[str] = []
    template = "disclosure/list_page.html"

    class Meta:
        verbose_name = "清单"
        verbose_name_plural = "清单"

    def serve(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """Answer with the page, or with an edition as a file."""
        from ..lists.downloads import answer

        return answer(self, request) or super().serve(request, *args, **kwargs)

    def get_template(self, request: Any, *args: Any, **kwargs: Any) -> str:
        """The comparison of two editions has a template of its own."""
        from ..lists.public import is_comparison

        return "disclosure/list_comparison.html" if is_comparison(request) else "disclosure/list_page.html"

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the edition's rows, or the comparison."""
        from ..lists.public import list_context

        return {**super().get_context(request, *args, **kwargs), **list_context(self, request)}

    def search_summary(self) -> dict[str, Any]:
        """Return what search shows: never the rows, which may name what is withdrawn later."""
        return {
            "title": self.title,
            "date": self.last_published_at,
            "text": f"{self.summary} {self.introduction}".strip(),
        }


class PlanRow(Orderable):
    """One planned check of the yearly plan (机关 对象 内容 依据 时间 方式 备案)."""

    page = ParentalKey(ListPage, on_delete=models.CASCADE, related_name="plan_rows")
    organ = models.CharField("检查机关", max_length=120)
    counterpart = models.CharField("检查对象", max_length=200)
    content = models.CharField("检查内容", max_length=300)
    basis = models.CharField("检查依据", max_length=300)
    time = models.CharField("检查时间", max_length=60, help_text="例如：2026年4月至6月。")
    method = models.CharField("检查方式", max_length=100)
    filing = models.CharField("备案", max_length=120, blank=True, help_text="备案机关和编号。")

    panels = [
        FieldRowPanel([FieldPanel("organ"), FieldPanel("counterpart")]),
        FieldPanel("content"),
        FieldPanel("basis"),
        FieldRowPanel([FieldPanel("time"), FieldPanel("method"), FieldPanel("filing")]),
    ]

    class Meta(Orderable.Meta):
        verbose_name = "检查计划"

    def cells(self) -> list[str]:
        """Return the row as the list shows it."""
        return [self.organ, self.counterpart, self.content, self.basis, self.time, self.method, self.filing]


class Edition(models.Model):
    """What a list said from one publication to the next; never changed, never deleted."""

    page = models.ForeignKey(ListPage, verbose_name="清单", on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField("版次")
    published_at = models.DateTimeField("公布时间")
    revision = models.ForeignKey(Revision, verbose_name="版本", on_delete=models.PROTECT, related_name="+")
    columns = models.JSONField("栏目", default=list)
    row_count = models.PositiveIntegerField("行数", default=0)
    digest = models.CharField("内容摘要", max_length=64)
    approval_body = models.CharField("批准机关", max_length=100, blank=True)
    approval_number = models.CharField("批准文号", max_length=100, blank=True)
    approval_date = models.DateField("批准日期", null=True, blank=True)

    class Meta:
        verbose_name = "清单版次"
        verbose_name_plural = "清单版次"
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["page", "number"], name="edition_number_once")]

    def __str__(self) -> str:
        return f"第{self.number}版"


class EditionRow(models.Model):
    """One row of an edition as it stood. ``bases`` are the provisions that the power rests on: one that lapses suspends the row;
    ``other_bases`` are cited for duties and accountability, and do not.
    """

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="rows")
    position = models.PositiveIntegerField()
    key = models.CharField(max_length=400)
    matter = models.ForeignKey(
        "disclosure.MatterPage", null=True, blank=True, on_delete=models.PROTECT, related_name="edition_rows"
    )
    code = models.CharField(max_length=40, blank=True)
    name = models.CharField(max_length=460)
    category = models.CharField(max_length=20, blank=True)
    unit_code = models.CharField(max_length=40, blank=True)
    unit_name = models.CharField(max_length=200, blank=True)
    bases = models.JSONField(default=list)
    other_bases = models.JSONField(default=list)
    cells = models.JSONField(default=list)
    words = models.TextField(blank=True)

    class Meta:
        verbose_name = "清单行"
        verbose_name_plural = "清单行"
        ordering = ["position"]
        indexes = [
            models.Index(fields=["edition", "position"], name="edition_row_position"),
            models.Index(fields=["matter", "edition"], name="edition_row_matter"),
        ]

    def __str__(self) -> str:
        return self.name
