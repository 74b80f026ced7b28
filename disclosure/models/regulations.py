"""制度文件: the bureau's own regulations, in chapters and articles (plan 二(一)1, 二(二)1, 二(三)1)."""

from typing import Any

from django import forms
from django.db import models
from modelcluster.fields import ParentalKey
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable
from wagtail.search import index

from home.corrections import editor_head
from home.models.base import PortalPage
from home.secrecy import secrecy_panel
from publication.text import document_number_key

from ..papers.bodies import fill_numbers, tidy
from ..papers.forms import RegulationForm
from ..papers.kinds import Effect, Paper, Standing
from ..papers.numerals import MOST
from ..papers.shown import later_changes, regulation_context, regulation_summary
from .papers import UnitPaper


def _number(label: str, help_text: str = "") -> blocks.IntegerBlock:
    return blocks.IntegerBlock(label=label, required=False, min_value=1, max_value=MOST, help_text=help_text)


def _heading(word: str) -> blocks.StructBlock:
    return blocks.StructBlock(
        [
            ("number", _number(f"第几{word}", "不填则自动接着编号。")),
            ("title", blocks.CharBlock(label="标题", required=False, max_length=80)),
        ],
        label=word,
        icon="title",
    )


def regulation_body() -> list[Any]:
    """Return the blocks of a regulation's body."""
    article = blocks.StructBlock(
        [
            ("number", _number("第几条", "不填则自动接着编号。")),
            (
                "sub",
                blocks.IntegerBlock(
                    label="之几",
                    required=False,
                    min_value=1,
                    max_value=99,
                    help_text="只有“第十二条之一”这样的条文才填。",
                ),
            ),
            (
                "text",
                blocks.TextBlock(label="条文", required=False, rows=4, help_text="不写“第几条”。每款、每项各起一行。"),
            ),
        ],
        label="条",
        icon="pilcrow",
    )
    return [("chapter", _heading("章")), ("article", article), ("section", _heading("节")), ("part", _heading("编"))]


class RegulationPage(UnitPaper):
    """One regulation as adopted; an amended text is a page of its own that amends the earlier one."""

    paper = Paper.REGULATION
    document_number = models.CharField("文号", max_length=100, blank=True, help_text="例如 示例人社发〔2026〕8号。")
    document_number_key = models.CharField(max_length=160, blank=True, editable=False, db_index=True)
    issuing_body = models.CharField("发文机关", max_length=100, blank=True)
    adopted_on = models.DateField("通过（印发）日期", null=True, blank=True)
    effective_on = models.DateField("施行日期", null=True, blank=True)
    standing = models.CharField(
        "效力",
        max_length=12,
        choices=Standing,
        default=Standing.IN_FORCE,
        help_text="被本平台上另一件制度修改、废止的不用改这里：在新制度的“修改或废止的文件”中选择它，效力自动显示。",
    )
    standing_note = models.CharField(
        "修改、废止的依据和日期",
        max_length=200,
        blank=True,
        help_text="效力不是“现行有效”时填写，例如 2026年3月1日 示例人社发〔2026〕2号废止。",
    )
    preamble = models.TextField(
        "前言", blank=True, help_text="第一章（或第一条）之前的文字，例如制定机关和日期的题注。每段一行。"
    )
    body = StreamField(regulation_body(), verbose_name="章、节、条", blank=True)

    base_form_class = RegulationForm
    content_panels = [
        *editor_head(),
        HelpPanel(
            content="有全文的：先填标题、保存草稿，再打开页面上方的“…”菜单，按“粘贴全文”，系统拆分成章、节、条，确认后写入草稿。没有编号的章、节、条在保存时自动编号。"
        ),
        # Not the stock title panel: its script looks for the address field, which this editor does not have.
        FieldPanel("title", classname="title"),
        FieldRowPanel([FieldPanel("document_number"), FieldPanel("issuing_body")]),
        FieldRowPanel([FieldPanel("adopted_on"), FieldPanel("effective_on")]),
        MultiFieldPanel([FieldPanel("standing", widget=forms.Select), FieldPanel("standing_note")], heading="效力"),
        InlinePanel("changes", heading="修改或废止的文件", label="文件"),
        FieldPanel("preamble"),
        FieldPanel("renumber"),
        FieldPanel("body"),
        InlinePanel("attachments", heading="附件", label="附件"),
        secrecy_panel(),
    ]
    parent_page_types = ["disclosure.RegulationIndexPage"]
    template = "disclosure/papers/regulation_page.html"
    exclude_fields_in_copy = ["document_number", "document_number_key"]
    search_fields = [
        *PortalPage.search_fields,
        index.SearchField("document_number"),
        index.SearchField("issuing_body"),
        index.SearchField("preamble"),
        index.SearchField("body"),
    ]

    class Meta:
        verbose_name = "制度文件"
        verbose_name_plural = "制度文件"
        indexes = [models.Index(fields=["-effective_on", "-page_ptr"], name="regulation_newest")]

    def prepare(self) -> None:
        """Fill the number's key, the numbers that are not given, and the address."""
        super().prepare()
        self.document_number = self.document_number.strip()
        self.document_number_key = document_number_key(self.document_number) if self.document_number else ""
        tidy(self.body)
        fill_numbers(self.body)

    def public_context(self, request: Any) -> dict[str, Any]:
        """Return facts, table of contents, articles, attachments, and the earlier and later regulations."""
        return regulation_context(self, request)

    @classmethod
    def prepare_results(cls, pages: list["RegulationPage"]) -> None:
        """Note at each page what later regulations did to it; one query."""
        found: dict[Any, list[str]] = {}
        later = RegulationChange.objects.filter(later_changes(), earlier_id__in=[page.pk for page in pages])
        for key, effect in later.values_list("earlier_id", "effect"):
            found.setdefault(key, []).append(effect)
        for page in pages:
            page.effects = found.get(page.pk, [])

    def search_summary(self) -> dict[str, Any]:
        """Return what lists and search show."""
        return regulation_summary(self)


class RegulationChange(Orderable):
    """An earlier regulation that this one amends or repeals. The earlier one's page shows it by itself: there is no second link."""

    page = ParentalKey(RegulationPage, on_delete=models.CASCADE, related_name="changes")
    effect = models.CharField("怎样", max_length=8, choices=Effect, default=Effect.REPEALS)
    earlier = models.ForeignKey(
        RegulationPage,
        verbose_name="本平台上的文件",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="changed_by",
    )
    name = models.CharField("不在本平台上的，写明名称和文号", max_length=200, blank=True)

    panels = [FieldPanel("effect"), FieldPanel("earlier"), FieldPanel("name")]

    class Meta(Orderable.Meta):
        verbose_name = "修改或废止的文件"
        verbose_name_plural = "修改或废止的文件"

    def __str__(self) -> str:
        return f"{self.get_effect_display()}：{self.name or self.earlier_id}"


class RegulationAttachment(Orderable):
    """A file that belongs to a regulation."""

    page = ParentalKey(RegulationPage, on_delete=models.CASCADE, related_name="attachments")
    document = models.ForeignKey(
        "publication.StoredDocument", verbose_name="文件", null=True, on_delete=models.PROTECT, related_name="+"
    )
    title = models.CharField("名称", max_length=100, blank=True, help_text="不填则用文件的标题。")

    panels = [FieldPanel("document"), FieldPanel("title")]

    class Meta(Orderable.Meta):
        verbose_name = "附件"
        verbose_name_plural = "附件"

    def __str__(self) -> str:
        return self.title or str(self.document_id or "")
