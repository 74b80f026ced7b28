"""Flowcharts (执法流程图): a page each, below the unit's folder, and the public list of all."""

from typing import Any

from django.core.validators import RegexValidator
from django.db import models
from wagtail.admin.panels import CommentPanel, FieldPanel, HelpPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from home.corrections import editor_head
from home.models.base import PortalPage, StructurePage
from home.secrecy import secrecy_panel
from publication.tree_paths import live_of_type
from staff_directory.models import Unit
from staff_directory.transfer.names import notes_on

from ..flowcharts.blocks import StepsBlock, chart_of
from ..flowcharts.chart import Chart
from ..flowcharts.drawn import drawings_of
from ..flowcharts.forms import FlowchartForm
from ..flowcharts.kinds import ChartCategory
from ..flowcharts.listing import flowchart_list_context
from ..flowcharts.panel import DrawingPanel
from ..flowcharts.presentation import steps_of, summary_of
from ..flowcharts.svg import markup
from ..laws.lapsing import notes_on as lapsed_notes
from ..matters.links import matters_of_chart
from ..owner import unit_for_new
from ..wayfinding import trail_to, unit_link
from .slugs import new_slug


class FlowchartPage(PortalPage):
    """A flowchart under its unit's folder: what it is for, and its steps as data."""

    unit = models.ForeignKey(
        Unit, verbose_name="单位", on_delete=models.PROTECT, related_name="flowcharts", editable=False
    )
    code = models.CharField(
        "编号",
        max_length=40,
        blank=True,
        validators=[RegexValidator(r"^[A-Za-z0-9][A-Za-z0-9-]*$", "只能用字母、数字和连字符，并以字母或数字开头。")],
        help_text="选填。事项、指南可以按编号引用这张图。",
    )
    category = models.CharField("类别", max_length=16, choices=ChartCategory, blank=True)
    purpose = models.CharField(
        "用途", max_length=200, blank=True, help_text="一两句话：这张图管哪件事，办事人或执法人员用它看什么。"
    )
    basis = models.TextField("依据", blank=True, help_text="法律、法规、规章的名称和条款，每行一条。")
    steps = StreamField(StepsBlock(), verbose_name="步骤", blank=True)
    old_picture = models.ForeignKey(
        "publication.StoredImage",
        verbose_name="旧流程图（图片）",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="选填。旧图只供对照，不能代替上面的步骤。",
    )
    old_picture_text = models.CharField(
        "旧图说明", max_length=200, blank=True, help_text="附了旧图的必填：旧图是什么、哪年的、与现行步骤有什么不同。"
    )

    route_related = ("unit", "unit__page", "unit__successor")
    base_form_class = FlowchartForm
    content_panels = [
        *editor_head(),
        FieldPanel("title", classname="title"),  # Wagtail's own panel of the title would look for a slug to fill
        MultiFieldPanel(
            [FieldPanel("category"), FieldPanel("code"), FieldPanel("purpose"), FieldPanel("basis")], heading="说明"
        ),
        HelpPanel(
            content="按办理的先后一步一步加。“判断”写成问题，每个分支写条件、选转到哪一步。下面的“图样”随时画出现在填的内容。"
        ),
        FieldPanel("steps"),
        DrawingPanel(),
        MultiFieldPanel([FieldPanel("old_picture"), FieldPanel("old_picture_text")], heading="旧图（选填）"),
        secrecy_panel(),
    ]
    exclude_fields_in_copy = ["code"]
    promote_panels: list[Any] = []
    settings_panels: list[Any] = [CommentPanel()]
    parent_page_types = ["disclosure.FlowchartIndexPage"]
    subpage_types: list[str] = []
    template = "disclosure/flowchart_page.html"
    search_fields = [
        *PortalPage.search_fields,
        index.SearchField("code"),
        index.SearchField("purpose"),
        index.SearchField("basis"),
        index.SearchField("steps"),
        index.FilterField("unit_id"),
        index.FilterField("category"),
    ]

    class Meta:
        verbose_name = "执法流程图"
        verbose_name_plural = "执法流程图"

    @property
    def chart(self) -> Chart:
        """Return the steps as a chart."""
        return chart_of(self.title, self.steps)

    def adopt(self, parent: Any) -> None:
        """Take the unit from the folder that the page stands under."""
        self.unit = unit_for_new(parent)

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """Take unit and address from the folder; a page that is moved or copied is its new folder's unit's."""
        above = self.path[: -self.steplen] if self.path else ""
        folder = FlowchartIndexPage.objects.select_related("unit").filter(path=above).first() if above else None
        if folder is not None and self.unit_id != folder.unit_id:
            self.adopt(folder)
        if not self.slug:
            self.slug = new_slug()
        super().full_clean(*args, **kwargs)

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the drawings, the steps as text, and where the page belongs."""
        context = super().get_context(request, *args, **kwargs)
        chart = self.chart
        context["steps"] = steps_of(chart)
        if chart.steps:
            drawings = drawings_of(chart)
            context["look"] = drawings.look
            for name in ("wide", "narrow", "folded"):
                context[name] = markup(getattr(drawings, name))
        context["unit_link"] = unit_link(self, request) if self.unit_id else None
        context["unit_notes"] = notes_on(self.unit, self) if self.unit_id else []
        context["lapsed_notes"] = lapsed_notes(self.basis)
        context["matters"] = matters_of_chart(self, request)
        context["has_file"] = bool(self.live and chart.steps and not getattr(request, "is_preview", False))
        trail = context["breadcrumbs"]
        context["current_section"] = trail[1]["url"] if len(trail) > 1 else ""
        return context

    def search_summary(self) -> dict[str, Any]:
        """Return what search shows."""
        return summary_of(self)

    def breadcrumbs(self, request: Any) -> list[dict[str, str]]:
        """Return the way a visitor comes: 事前公开 and the public list, not the unit's tree."""
        listing = live_of_type(FlowchartListPage).first()
        return trail_to(listing, request) or super().breadcrumbs(request)


class FlowchartIndexPage(StructurePage):
    """One unit's flowcharts."""

    unit = models.ForeignKey(Unit, verbose_name="单位", on_delete=models.PROTECT, related_name="flowchart_indexes")

    content_panels = [*StructurePage.content_panels, FieldPanel("unit", permission="staff_directory.change_unit")]
    route_related = ("unit",)
    parent_page_types = ["staff_directory.UnitPage"]
    subpage_types = ["disclosure.FlowchartPage"]
    template = "disclosure/flowchart_list_page.html"

    class Meta:
        verbose_name = "单位流程图目录"
        verbose_name_plural = "单位流程图目录"

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the filtered list."""
        context = super().get_context(request, *args, **kwargs)
        context.update(flowchart_list_context(request, self, self.unit))
        return context


class FlowchartListPage(StructurePage):
    """The public list under 事前公开, across units (seed 二(一)2(2))."""

    summary = models.CharField("一句话说明", max_length=120, blank=True)

    must_say = ("summary",)
    content_panels = [*StructurePage.content_panels, FieldPanel("summary")]
    parent_page_types = ["home.SectionPage"]
    subpage_types: list[str] = []
    template = "disclosure/flowchart_list_page.html"

    class Meta:
        verbose_name = "流程图公示列表"
        verbose_name_plural = "流程图公示列表"

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the filtered list."""
        context = super().get_context(request, *args, **kwargs)
        context.update(flowchart_list_context(request, self, None))
        return context
