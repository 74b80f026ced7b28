"""What the pages of papers share, the index pages of a unit, and the public lists across units."""

from typing import Any

from django.db import models
from wagtail.admin.panels import FieldPanel

from home.models.base import PortalPage, StructurePage
from publication.tree_paths import live_of_type
from staff_directory.models import Unit

from ..owner import unit_for_new
from ..papers.bodies import unify_line_ends
from ..papers.forms import PaperForm
from ..papers.kinds import Paper
from ..papers.lists import list_context
from ..wayfinding import trail_to, unit_link
from .slugs import new_slug

_LIST = "disclosure/papers/list_page.html"


class UnitPaper(PortalPage):
    """A paper of one unit, below the unit's index page of its kind; its address carries no name. Abstract."""

    paper: Paper
    unit = models.ForeignKey(Unit, verbose_name="单位", on_delete=models.PROTECT, related_name="+", editable=False)

    base_form_class = PaperForm
    promote_panels: list[Any] = []
    subpage_types: list[str] = []
    route_related = ("unit", "unit__page", "unit__successor")

    class Meta:
        abstract = True

    def adopt(self, parent: Any) -> None:
        """Take the unit from the index page that the paper stands under."""
        if not self.unit_id:
            self.unit = unit_for_new(parent)

    def prepare(self) -> None:
        """Fill what is derived: here the address, which is never overwritten; line ends are one and the same.

        A browser sends other line ends than a pasted text or a command has; to the approval they would be another content.
        """
        if not self.slug:
            self.slug = new_slug()
        unify_line_ends(self)

    def minimal_clean(self) -> None:
        """Derive also where a draft is saved without validation."""
        self.prepare()
        super().minimal_clean()

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """Derive, then validate."""
        self.prepare()
        super().full_clean(*args, **kwargs)

    def breadcrumbs(self, request: Any) -> list[dict[str, str]]:
        """Return the way a visitor comes: the section and the public list of this kind, not the unit's tree."""
        listing = live_of_type(PaperListPage, kind=self.paper).first()
        return trail_to(listing, request) or super().breadcrumbs(request)

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the unit's link, the section and what the page type says of itself."""
        context = super().get_context(request, *args, **kwargs)
        context["unit_link"] = unit_link(self, request)
        trail = context["breadcrumbs"]
        context["current_section"] = trail[1]["url"] if len(trail) > 1 else ""
        context.update(self.public_context(request))
        return context

    def public_context(self, request: Any) -> dict[str, Any]:
        """Return what the page type's own template shows."""
        return {}


class PaperIndexPage(StructurePage):
    """One unit's papers of one kind; the papers stand below it. Abstract: each kind has a type of its own, for what may be added."""

    paper: Paper
    unit = models.ForeignKey(Unit, verbose_name="单位", on_delete=models.PROTECT, related_name="+")

    content_panels = [
        *StructurePage.content_panels,
        # Whose folder it is is no editor's to change: papers would stand with another unit.
        FieldPanel("unit", permission="staff_directory.change_unit"),
    ]
    route_related = ("unit",)
    parent_page_types = ["staff_directory.UnitPage"]

    class Meta:
        abstract = True

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the filtered rows."""
        context = super().get_context(request, *args, **kwargs)
        context.update(list_context(request, self, self.paper, self.unit))
        return context


class DocumentTemplateIndexPage(PaperIndexPage):
    """A unit's document templates."""

    paper = Paper.TEMPLATE
    template = _LIST
    subpage_types = ["disclosure.DocumentTemplatePage"]

    class Meta:
        verbose_name = "单位文书样本目录"
        verbose_name_plural = "单位文书样本目录"


class RegulationIndexPage(PaperIndexPage):
    """A unit's regulations."""

    paper = Paper.REGULATION
    template = _LIST
    subpage_types = ["disclosure.RegulationPage"]

    class Meta:
        verbose_name = "单位制度文件目录"
        verbose_name_plural = "单位制度文件目录"


class ServiceNoticeIndexPage(PaperIndexPage):
    """A unit's notices of service by publication."""

    paper = Paper.SERVICE
    template = _LIST
    subpage_types = ["disclosure.ServiceNoticePage"]

    class Meta:
        verbose_name = "单位公告送达目录"
        verbose_name_plural = "单位公告送达目录"


class PaperListPage(StructurePage):
    """A public list of one kind of paper, across units, under the section where a visitor looks for it."""

    kind = models.CharField("种类", max_length=12, choices=Paper)
    summary = models.CharField("一句话说明", max_length=120, blank=True)

    must_say = ("summary",)
    content_panels = [*StructurePage.content_panels, FieldPanel("kind"), FieldPanel("summary")]
    parent_page_types = ["home.SectionPage"]
    subpage_types: list[str] = []
    template = _LIST

    class Meta:
        verbose_name = "文书、制度和公告列表"
        verbose_name_plural = "文书、制度和公告列表"

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the filtered rows."""
        context = super().get_context(request, *args, **kwargs)
        context.update(list_context(request, self, self.kind, None))
        return context


INDEXES: dict[str, type[PaperIndexPage]] = {
    model.paper: model for model in (DocumentTemplateIndexPage, RegulationIndexPage, ServiceNoticeIndexPage)
}
