"""The pages that list decisions: a unit's index per kind, and the public lists across units."""

from typing import Any

from django.db import models
from wagtail.admin.panels import FieldPanel

from home.models.base import StructurePage
from staff_directory.models import Unit

from ..kinds import Kind
from ..listing import listing_context
from ..withdrawals import withdrawals_context


class DecisionIndexPage(StructurePage):
    """One unit's decisions of one kind; the notices stand below it."""

    kind = models.CharField("类别", max_length=16, choices=Kind)
    unit = models.ForeignKey(Unit, verbose_name="单位", on_delete=models.PROTECT, related_name="decision_indexes")

    content_panels = [
        *StructurePage.content_panels,
        # What a folder is for is no editor's to change: notices would stand in the wrong list, or with another unit.
        FieldPanel("kind", permission="staff_directory.change_unit"),
        FieldPanel("unit", permission="staff_directory.change_unit"),
    ]
    route_related = ("unit",)
    parent_page_types = ["staff_directory.UnitPage"]
    subpage_types = ["disclosure.DecisionNoticePage"]
    template = "disclosure/decision_list_page.html"

    class Meta:
        verbose_name = "单位执法决定目录"
        verbose_name_plural = "单位执法决定目录"

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the filtered page of results."""
        context = super().get_context(request, *args, **kwargs)
        context.update(listing_context(request, self, kind=self.kind, unit=self.unit))
        return context


class DecisionListPage(StructurePage):
    """A public list under 事后公开, across units; of one kind, or of all."""

    kind = models.CharField("类别", max_length=16, choices=Kind, blank=True, help_text="不选则列出全部类别。")
    summary = models.CharField("一句话说明", max_length=120, blank=True)

    must_say = ("summary",)
    content_panels = [*StructurePage.content_panels, FieldPanel("kind"), FieldPanel("summary")]
    parent_page_types = ["home.SectionPage"]
    subpage_types: list[str] = []
    template = "disclosure/decision_list_page.html"

    class Meta:
        verbose_name = "执法决定公示列表"
        verbose_name_plural = "执法决定公示列表"

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the filtered page of results."""
        context = super().get_context(request, *args, **kwargs)
        context.update(listing_context(request, self, kind=self.kind, unit=None))
        return context


class WithdrawalListPage(StructurePage):
    """The public list of withdrawals (撤回公告): what was varied, revoked, or found unlawful or void (行政处罚法第四十八条)."""

    introduction = models.CharField("一句话说明", max_length=200, blank=True)

    must_say = ("introduction",)
    content_panels = [*StructurePage.content_panels, FieldPanel("introduction")]
    parent_page_types = ["home.SectionPage"]
    subpage_types: list[str] = []
    max_count = 1
    template = "disclosure/withdrawal_list_page.html"

    class Meta:
        verbose_name = "撤回公告"
        verbose_name_plural = "撤回公告"

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add a page of withdrawals."""
        context = super().get_context(request, *args, **kwargs)
        context.update(withdrawals_context(request, self))
        return context
