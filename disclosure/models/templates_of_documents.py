"""文书样本: the uniform documents of enforcement, by stage, each version with its file (plan 二(一)3(1), 二(二)2)."""

from typing import Any

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.models import Orderable
from wagtail.search import index

from home.corrections import editor_head
from home.models.base import PortalPage
from home.secrecy import secrecy_panel

from ..matters.choices import Power
from ..papers.kinds import Paper, Stage
from ..papers.shown import template_context, template_summary
from .papers import UnitPaper


class DocumentTemplatePage(UnitPaper):
    """One version of one document. A newer version names the one that it replaces; which one that is follows from this alone."""

    paper = Paper.TEMPLATE
    stage = models.CharField("环节", max_length=16, choices=Stage, blank=True)
    code = models.CharField(
        "文书编号", max_length=40, blank=True, help_text="本局统一的样本编号，例如 示例文书-01。新版沿用旧版的编号。"
    )
    version = models.CharField("版本", max_length=40, blank=True, help_text="例如 2026年版。")
    effective_on = models.DateField("启用日期", null=True, blank=True)
    usage = models.TextField("用途", blank=True, max_length=500, help_text="什么时候用、由谁填写、送给谁。")
    basis = models.TextField("依据", blank=True, max_length=500, help_text="法律名称和条，每行一条。")
    file = models.ForeignKey(
        "publication.StoredDocument",
        verbose_name="样本文件",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="只用 DOCX 或 PDF。请先删去样本中的真实姓名、证件号码和批注。",
    )
    supersedes = models.ForeignKey(
        "self",
        verbose_name="替代的旧版",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="successors",
        help_text="选择被这一版替代的旧版。这一版公开后，旧版自动标明“已被新版替代”，并互相链接；旧版不用改。",
    )

    content_panels = [
        *editor_head(),
        HelpPanel(content="页面标题写文书名称，例如“行政处罚事先告知书”。"),
        # Not the stock title panel: its script looks for the address field, which this editor does not have.
        FieldPanel("title", classname="title"),
        FieldRowPanel([FieldPanel("stage"), FieldPanel("code")]),
        FieldRowPanel([FieldPanel("version"), FieldPanel("effective_on")]),
        FieldPanel("file"),
        InlinePanel(
            "required_fields", heading="必须载明的内容", label="内容", help_text="按文书中的先后顺序，一行一项。"
        ),
        MultiFieldPanel([FieldPanel("usage"), FieldPanel("basis")], heading="说明"),
        InlinePanel(
            "uses",
            heading="适用的事项",
            label="一项",
            help_text="选填。一行选一个职权类型（适用于这一类型的全部事项），或者选一个事项。选了以后，事项页面和本样本互相链接。",
        ),
        FieldPanel("supersedes"),
        secrecy_panel(),
    ]
    parent_page_types = ["disclosure.DocumentTemplateIndexPage"]
    template = "disclosure/papers/template_page.html"
    route_related = ("unit", "unit__page", "unit__successor", "file", "supersedes")
    search_fields = [
        *PortalPage.search_fields,
        index.SearchField("code"),
        index.SearchField("usage"),
        index.SearchField("basis"),
    ]

    class Meta:
        verbose_name = "文书样本"
        verbose_name_plural = "文书样本"
        indexes = [models.Index(fields=["stage", "code", "page_ptr"], name="template_by_stage")]

    def public_context(self, request: Any) -> dict[str, Any]:
        """Return facts, file, required fields, and the other versions."""
        return template_context(self, request)

    @classmethod
    def prepare_results(cls, pages: list["DocumentTemplatePage"]) -> None:
        """Note at each page whether a newer version is public; one query."""
        newer = cls.objects.live().filter(supersedes_id__in=[page.pk for page in pages])
        replaced = set(newer.values_list("supersedes_id", flat=True))
        for page in pages:
            page.superseded = page.pk in replaced

    def search_summary(self) -> dict[str, Any]:
        """Return what lists and search show."""
        return template_summary(self)


class TemplateField(Orderable):
    """One thing that a document of this kind must say (行政处罚法第五十九条 for decisions)."""

    page = ParentalKey(DocumentTemplatePage, on_delete=models.CASCADE, related_name="required_fields")
    name = models.CharField("内容", max_length=60, help_text="例如 当事人的名称和地址。")
    note = models.CharField("填写说明", max_length=200, blank=True)

    panels = [FieldRowPanel([FieldPanel("name"), FieldPanel("note")])]

    class Meta(Orderable.Meta):
        verbose_name = "必须载明的内容"
        verbose_name_plural = "必须载明的内容"

    def __str__(self) -> str:
        return self.name


class TemplateUse(Orderable):
    """What a document is used for: all matters of one kind of power, or one matter."""

    page = ParentalKey(DocumentTemplatePage, on_delete=models.CASCADE, related_name="uses")
    category = models.CharField("职权类型", max_length=16, choices=Power, blank=True)
    matter = models.ForeignKey(
        "disclosure.MatterPage",
        verbose_name="事项",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="template_uses",
    )

    panels = [FieldRowPanel([FieldPanel("category"), PageChooserPanel("matter", "disclosure.MatterPage")])]

    class Meta(Orderable.Meta):
        verbose_name = "适用的事项"
        verbose_name_plural = "适用的事项"

    def __str__(self) -> str:
        return self.matter.title if self.matter_id else f"全部{self.get_category_display()}事项"
