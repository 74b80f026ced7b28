"""The public directories of officers: one for each unit below its page, and one across units under 事前公开."""

from typing import Any

from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from home.models.base import StructurePage

from ..officers.listing import directory_context
from ..officers.qualified import public_certificates
from ..transfer.names import notes_on
from .units import Unit

_TEMPLATE = "staff_directory/officer_list.html"


class OfficerDirectoryPage(StructurePage):
    """执法人员 of one unit: those who are qualified today, read from the register when it is asked for."""

    unit = models.OneToOneField(Unit, verbose_name="单位", on_delete=models.PROTECT, related_name="officer_directory")
    introduction = models.TextField("导语", blank=True, max_length=500)

    content_panels = [
        *StructurePage.content_panels,
        FieldPanel("unit", permission="staff_directory.change_unit"),
        FieldPanel("introduction", help_text="人员和证件在“执法人员”登记中维护，这里不用填写。"),
    ]
    search_fields = [*StructurePage.search_fields, index.SearchField("introduction")]
    route_related = ("unit", "unit__successor")
    parent_page_types = ["staff_directory.UnitPage"]
    subpage_types: list[str] = []
    template = _TEMPLATE

    class Meta:
        verbose_name = "执法人员目录"
        verbose_name_plural = "执法人员目录"

    @property
    def officers_shown(self) -> list[tuple[str, str]]:
        """Return (name, all that is shown) of each certificate that the public sees; one query, none after :meth:`prepare_results`."""
        if "_officers" not in self.__dict__:
            self.prepare_results([self])
        found: list[tuple[str, str]] = self.__dict__["_officers"]
        return found

    @staticmethod
    def prepare_results(pages: list[Any]) -> None:
        """Look up the officers of many directories at once."""
        by_unit: dict[int, list[tuple[str, str]]] = {page.unit_id: [] for page in pages}
        for found in public_certificates().filter(officer__unit__in=by_unit):
            words = (found.officer.name, found.number, found.officer.post, found.categories, found.area)
            by_unit[found.officer.unit_id].append((found.officer.name, " ".join(filter(None, words))))
        for page in pages:
            page.__dict__["_officers"] = by_unit[page.unit_id]

    def search_summary(self) -> dict[str, Any]:
        """Return the title and the officers, so that a result shows the one who was looked for."""
        lines = "；".join(line for _, line in self.officers_shown)
        return {
            "title": self.title,
            "date": None,
            "kind_label": "执法人员",
            "text": f"{self.introduction} {lines}".strip(),
        }

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the filtered list."""
        context = super().get_context(request, *args, **kwargs)
        context["unit_notes"] = notes_on(self.unit, self)
        context.update(directory_context(request, self, self.unit))
        return context


class OfficerListPage(StructurePage):
    """The officers of every unit whose directory is public."""

    introduction = models.TextField("导语", blank=True, max_length=500)

    must_say = ("introduction",)
    content_panels = [*StructurePage.content_panels, FieldPanel("introduction")]
    search_fields = [*StructurePage.search_fields, index.SearchField("introduction")]
    parent_page_types = ["home.SectionPage"]
    subpage_types: list[str] = []
    template = _TEMPLATE

    class Meta:
        verbose_name = "执法人员公示列表"
        verbose_name_plural = "执法人员公示列表"

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the filtered list."""
        context = super().get_context(request, *args, **kwargs)
        context.update(directory_context(request, self, None))
        return context
