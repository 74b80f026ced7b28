"""The matter (执法事项): one page per power of a unit, and a unit's index of them."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from home.models.base import PortalPage, StructurePage
from publication.gates.sealed import number_is_sealed
from staff_directory.models import Unit

from ..matters.choices import Level, MatterState, Power
from ..matters.codes import problem_of, tidy
from ..matters.forms import MatterForm
from ..matters.panels import matter_tabs
from ..owner import unit_for_new
from ..papers.bodies import unify_line_ends
from .matter_facets import EnforcementFacet, InspectionFacet, ServiceFacet, SupervisionFacet
from .slugs import new_slug


class MatterIndexPage(StructurePage):
    """One unit's matters; they stand below it."""

    unit = models.OneToOneField(Unit, verbose_name="单位", on_delete=models.PROTECT, related_name="matter_index")

    content_panels = [*StructurePage.content_panels, FieldPanel("unit", permission="staff_directory.change_unit")]
    route_related = ("unit",)
    parent_page_types = ["staff_directory.UnitPage"]
    subpage_types = ["disclosure.MatterPage"]
    template = "disclosure/matter_index_page.html"

    class Meta:
        verbose_name = "单位执法事项目录"
        verbose_name_plural = "单位执法事项目录"

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add a filtered page of matters."""
        from ..matters.listing import matters_context

        return {**super().get_context(request, *args, **kwargs), **matters_context(request, self)}


class MatterPage(EnforcementFacet, SupervisionFacet, InspectionFacet, ServiceFacet, PortalPage):
    """One power of a unit, with every facet that a list shows (权责清单的并集，另加各清单自己的栏目)."""

    unit = models.ForeignKey(
        Unit, verbose_name="单位", on_delete=models.PROTECT, related_name="matters", editable=False
    )
    code = models.CharField("职权编码", max_length=40, help_text="31位实施编码；没有的填本地编码。全局唯一。")
    local_code = models.CharField("地方权力编码", max_length=40, blank=True)
    sub_item = models.CharField("子项名称", max_length=200, blank=True)
    category = models.CharField("职权类型", max_length=16, choices=Power)
    level = models.CharField("行使层级", max_length=1, choices=Level, default=Level.CITY)
    state = models.CharField("状态", max_length=12, choices=MatterState, default=MatterState.IN_USE)
    state_note = models.CharField("状态说明", max_length=200, blank=True, help_text="取消或者调整的，写明依据。")
    subject = models.CharField("行使主体", max_length=200, blank=True, help_text="不填则为本单位所属的行政机关。")
    undertaker = models.CharField("承办机构", max_length=200, blank=True, help_text="不填则为本单位。")
    counterpart = models.CharField("行政相对人类别", max_length=100, blank=True, help_text="例如：用人单位、自然人。")
    content = models.TextField("行使内容", blank=True)
    time_limit = models.CharField("办理时限", max_length=120, blank=True)
    supervision_phone = models.CharField("监督电话", max_length=60, blank=True)
    duties = models.TextField("责任事项内容", blank=True, help_text="每行一个环节，例如：立案责任：……")
    accountability = models.TextField("追责情形", blank=True)
    remarks = models.TextField("备注", blank=True)
    flowchart = models.ForeignKey(
        "disclosure.FlowchartPage",
        verbose_name="流程图",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="matters",
        help_text="选填：几个事项可以共用一张流程图。",
    )

    base_form_class = MatterForm
    edit_handler = matter_tabs()
    route_related = ("unit", "unit__page", "unit__parent", "unit__successor", "flowchart")
    parent_page_types = ["disclosure.MatterIndexPage"]
    subpage_types: list[str] = []
    exclude_fields_in_copy = ["code"]
    template = "disclosure/matter_page.html"
    search_fields = [
        *PortalPage.search_fields,
        index.SearchField("code"),
        index.SearchField("sub_item"),
        index.SearchField("content"),
        index.SearchField("subject"),
        index.FilterField("category"),
        index.FilterField("unit_id"),
    ]

    class Meta:
        verbose_name = "执法事项"
        verbose_name_plural = "执法事项"
        indexes = [models.Index(fields=["unit", "category", "code"], name="matter_unit_category")]
        constraints = [
            models.UniqueConstraint(
                fields=["code"],
                condition=~models.Q(code=""),
                name="matter_code_once",
                violation_error_message="职权编码已经被另一事项使用；编码全局唯一，请核对。",
            )
        ]

    def adopt(self, parent: Any) -> None:
        """Take the unit from the index page above, and who acts from the unit."""
        if not self.unit_id:
            self.unit = unit_for_new(parent)
        self.prepare()

    def prepare(self) -> None:
        """Tidy the code; fill who acts where it is not said; line ends are one and the same. Never overwrites an address.

        A browser sends other line ends than a workbook or a command has; to the approval they would be another content.
        """
        self.code = tidy(self.code)
        unify_line_ends(self)
        if self.unit_id:
            lawful = self.unit.lawful
            self.subject = self.subject.strip() or lawful.name
            self.undertaker = self.undertaker.strip() or self.unit.name
        if not self.slug:
            self.slug = new_slug()

    def minimal_clean(self) -> None:
        """Tidy also where a draft is saved without validation."""
        self.prepare()
        super().minimal_clean()

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """Tidy, then validate."""
        self.prepare()
        super().full_clean(*args, **kwargs)

    def clean(self) -> None:
        """Check what can never be right, also in a draft.

        Raises:
            ValidationError: naming the field and how to mend it.
        """
        super().clean()
        errors = {}
        if self.code and (wrong := problem_of(self.code)):
            errors["code"] = wrong
        elif self.code and (other := MatterPage.objects.filter(code=self.code).exclude(pk=self.pk).first()):
            sealed = hasattr(other, "seal")
            used = f"职权编码“{self.code}”已经被另一事项使用；编码全局唯一，请核对。"
            errors["code"] = number_is_sealed("职权编码", self.code) if sealed else used
        for name in ("legal", "promised"):
            if getattr(self, f"{name}_days") and not getattr(self, f"{name}_day_type"):
                errors[f"{name}_day_type"] = "请选择按工作日还是自然日计算。"
        if errors:
            raise ValidationError(errors)

    @property
    def public_title(self) -> str:
        """Return the name with the sub-item, as it was approved: several matters of one power share the name."""
        return f"{self.title}（{self.sub_item}）" if self.sub_item else self.title

    def get_admin_display_title(self) -> str:
        """Return the same for the admin, where a draft's title is shown."""
        title = str(super().get_admin_display_title())
        return f"{title}（{self.sub_item}）" if self.sub_item else title

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the facets and what is linked with the matter."""
        from ..matters.presentation import matter_context

        return {**super().get_context(request, *args, **kwargs), **matter_context(self, request)}

    def search_summary(self) -> dict[str, Any]:
        """Return what lists and search show of this matter."""
        from ..matters.presentation import summary_of

        return summary_of(self)
