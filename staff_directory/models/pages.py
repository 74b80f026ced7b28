"""The public page of each enforcing body (执法主体), and the page that lists them."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index

from home.models.base import PortalPage, StructurePage

from ..transfer.names import notes_on
from .units import Standing, Unit

_TEXT_FEATURES = ["bold", "ol", "ul", "link", "document-link"]


class UnitIndexPage(StructurePage):
    """执法主体: every unit's page, in the bureau's order."""

    introduction = models.TextField("导语", blank=True)

    must_say = ("introduction",)
    content_panels = [*StructurePage.content_panels, FieldPanel("introduction")]
    search_fields = [*StructurePage.search_fields, index.SearchField("introduction")]
    parent_page_types = ["home.HomePage", "home.SectionPage"]
    subpage_types = ["staff_directory.UnitPage"]
    template = "staff_directory/unit_index_page.html"

    class Meta:
        verbose_name = "执法主体目录"
        verbose_name_plural = "执法主体目录"

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add ``units``."""
        context = super().get_context(request, *args, **kwargs)
        # By type: every decision stands below its unit, so that a range of paths would read them all.
        pages = (
            UnitPage.objects.filter(depth=self.depth + 1)
            .live()
            .public()
            .select_related("unit", "unit__successor")
            .order_by("unit__order", "unit__code")
        )
        context["units"] = [
            {
                "title": page.title,
                "url": page.get_url(request),
                "standing": page.unit.get_standing_display(),
                "kind": page.unit.get_kind_display(),
                "phone": page.unit.phone,
                "notes": notes_on(page.unit, None),
            }
            for page in [found for found in pages if found.path.startswith(self.path)][:300]
        ]
        return context


class UnitPage(PortalPage):
    """One enforcing body: duties, powers, bases, delegation, phones. The unit's other pages stand below it."""

    unit = models.OneToOneField(Unit, verbose_name="单位", on_delete=models.PROTECT, related_name="page")
    duties = RichTextField("主要职责", blank=True, features=_TEXT_FEATURES)
    powers = RichTextField("执法权限", blank=True, features=_TEXT_FEATURES)
    remedies = RichTextField("救济渠道", blank=True, features=_TEXT_FEATURES)
    delegating_body = models.CharField("委托机关", max_length=100, blank=True)
    delegation_number = models.CharField("委托书文号", max_length=100, blank=True)
    delegation_from = models.DateField("委托期限自", null=True, blank=True)
    delegation_until = models.DateField("委托期限至", null=True, blank=True)
    delegation_letter = models.ForeignKey(
        "publication.StoredDocument",
        verbose_name="委托书",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    content_panels = [
        *PortalPage.content_panels,
        FieldPanel("unit"),
        FieldPanel("duties"),
        FieldPanel("powers"),
        FieldPanel("remedies"),
        MultiFieldPanel(
            [
                FieldPanel("delegating_body"),
                FieldPanel("delegation_number"),
                FieldPanel("delegation_from"),
                FieldPanel("delegation_until"),
                FieldPanel("delegation_letter"),
            ],
            heading="委托（受委托组织填写）",
        ),
    ]
    search_fields = [
        *PortalPage.search_fields,
        index.SearchField("duties"),
        index.SearchField("powers"),
        index.SearchField("remedies"),
    ]
    route_related = ("unit", "unit__parent", "unit__successor")
    parent_page_types = ["staff_directory.UnitIndexPage"]
    template = "staff_directory/unit_page.html"

    class Meta:
        verbose_name = "单位主页"
        verbose_name_plural = "单位主页"

    def clean(self) -> None:
        """Ask for the letter of delegation where the unit enforces by delegation (行政处罚法 20)."""
        super().clean()
        if not self.unit_id or self.unit.standing != Standing.DELEGATED:
            return
        if not self.delegating_body.strip():
            raise ValidationError({"delegating_body": "受委托组织须写明委托机关。"})
        if self.delegation_from and self.delegation_until and self.delegation_until < self.delegation_from:
            raise ValidationError({"delegation_until": "委托期限的截止日早于起始日，请核对。"})

    def facts(self) -> list[dict[str, Any]]:
        """Return the unit's facts as ``{"label", "value", "kind"}``, empty ones left out."""
        unit = self.unit
        rows = [
            ("单位名称", unit.name, "text"),
            ("单位类型", unit.get_kind_display(), "text"),
            ("执法身份", unit.get_standing_display() if unit.standing != Standing.NONE else "", "text"),
            ("统一社会信用代码", unit.credit_code, "code"),
            ("上级单位", unit.parent.name if unit.parent else "", "text"),
            ("职权依据", unit.legal_basis, "multiline"),
            ("委托机关", self.delegating_body, "text"),
            ("委托书文号", self.delegation_number, "text"),
            ("委托期限自", self.delegation_from, "date"),
            ("委托期限至", self.delegation_until, "date"),
            ("办公地址", unit.address, "text"),
            ("联系电话", unit.phone, "text"),
            ("监督电话", unit.supervision_phone, "text"),
        ]
        return [{"label": label, "value": value, "kind": kind} for label, value, kind in rows if value]

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add ``unit_facts`` and ``indexes`` (the public indexes below this page)."""
        context = super().get_context(request, *args, **kwargs)
        context["unit_facts"] = self.facts()
        context["unit_notes"] = notes_on(self.unit, self)
        indexes = Page.objects.child_of(self).live().public().order_by("path")[:30]
        context["indexes"] = [{"title": page.title, "url": page.get_url(request), "count_text": ""} for page in indexes]
        return context
