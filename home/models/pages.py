"""The home page, the three sections and plain pages."""

from typing import Any

from django.db import models
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index

from ..front import latest_items, quick_routes
from .base import PortalPage, StructurePage

_TEXT_FEATURES = ["h3", "bold", "ol", "ul", "hr", "link", "document-link"]


class HomePage(StructurePage):
    """Search first, the three sections, the latest decisions and quick routes."""

    introduction = models.CharField("导语", max_length=200, blank=True)

    must_say = ("introduction",)
    content_panels = [*StructurePage.content_panels, FieldPanel("introduction")]
    search_fields = [*StructurePage.search_fields, index.SearchField("introduction")]
    parent_page_types = ["wagtailcore.Page"]
    template = "home/home_page.html"

    class Meta:
        verbose_name = "首页"
        verbose_name_plural = "首页"

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add ``sections``, ``latest`` and ``routes``."""
        context = super().get_context(request, *args, **kwargs)
        sections = SectionPage.objects.exact_type(SectionPage).child_of(self).live().public().order_by("path")
        context["sections"] = [
            {"title": page.title, "url": page.get_url(request), "summary": page.summary} for page in sections
        ]
        context["latest"] = latest_items(request)
        context["routes"] = quick_routes(request)
        return context


class SectionPage(StructurePage):
    """事前公开, 事中公示 or 事后公开: an introduction and what stands below it."""

    summary = models.CharField("一句话说明", max_length=120, blank=True)
    introduction = RichTextField("介绍", blank=True, features=_TEXT_FEATURES)

    must_say = ("summary",)
    content_panels = [*StructurePage.content_panels, FieldPanel("summary"), FieldPanel("introduction")]
    search_fields = [*StructurePage.search_fields, index.SearchField("summary"), index.SearchField("introduction")]
    template = "home/section_page.html"

    class Meta:
        verbose_name = "栏目"
        verbose_name_plural = "栏目"

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add ``children``."""
        context = super().get_context(request, *args, **kwargs)
        children = self.get_children().live().public().order_by("path").specific()[:200]
        context["children"] = [
            {
                "title": page.title,
                "url": page.get_url(request),
                "summary": getattr(page, "summary", "") or page.search_description,
            }
            for page in children
        ]
        return context


class TextTableBlock(blocks.StructBlock):
    """A small table: the first row is the header; cells are separated by ``|``."""

    caption = blocks.CharBlock(label="表题", required=False, max_length=100)
    rows = blocks.TextBlock(label="内容", help_text="每行一行，单元格之间用竖线 | 分隔，首行为表头。")

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Add ``header`` (list of cells) and ``body`` (list of rows)."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        lines = [[cell.strip() for cell in line.split("|")] for line in value["rows"].splitlines() if line.strip()]
        context["header"], context["body"] = (lines[0], lines[1:]) if lines else ([], [])
        return context

    class Meta:
        label = "表格"
        icon = "table"
        template = "home/blocks/text_table.html"


class StandardPage(PortalPage):
    """A plain page: introduction and body."""

    introduction = models.TextField("导语", blank=True)
    body = StreamField(
        [
            ("heading", blocks.CharBlock(label="小标题", form_classname="title", template="home/blocks/heading.html")),
            ("text", blocks.RichTextBlock(label="正文", features=_TEXT_FEATURES)),
            ("table", TextTableBlock()),
            ("document", DocumentChooserBlock(label="附件", template="home/blocks/document.html")),
        ],
        verbose_name="正文",
        blank=True,
    )

    content_panels = [*PortalPage.content_panels, FieldPanel("introduction"), FieldPanel("body")]
    search_fields = [*PortalPage.search_fields, index.SearchField("introduction"), index.SearchField("body")]
    template = "home/standard_page.html"

    class Meta:
        verbose_name = "普通页面"
        verbose_name_plural = "普通页面"
