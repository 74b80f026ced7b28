"""服务指南: one page per service, its fifteen elements each a field of its own (seed 二(一)2(2)); a unit's index, and the public list."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, RegexValidator
from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from home.models.base import PortalPage, StructurePage
from publication.tree_paths import live_of_type
from staff_directory.models import Unit

from ..guides.elements import take_none
from ..guides.forms import GuideForm
from ..guides.kinds import Audience, FeeKind, GuideKind, LimitUnit
from ..guides.listing import guide_list_context
from ..guides.panels import guide_tabs
from ..guides.presentation import guide_context, summary_of
from ..matters.choices import ProjectType
from ..wayfinding import trail_to
from .papers import UnitPaper
from .slugs import new_slug

_LIST = "disclosure/guides/list_page.html"
_DAYS = [MaxValueValidator(3650)]
_MOST = 3000


class ServiceGuidePage(UnitPaper):
    """One service: the fifteen elements, and what else a visitor asks before setting out."""

    code = models.CharField(
        "指南编号",
        max_length=40,
        blank=True,
        validators=[RegexValidator(r"^[A-Za-z0-9][A-Za-z0-9-]*$", "只能用字母、数字和连字符，并以字母或数字开头。")],
        help_text="不填则自动编号。用表格修改时认这一编号，不要重复。",
    )
    matter = models.ForeignKey(
        "disclosure.MatterPage",
        verbose_name="执法事项",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="guides",
        help_text="选填：对应的事项。事项页面会链接到本指南，本指南会链接到事项和它的流程图。",
    )
    kind = models.CharField("服务类别", max_length=16, choices=GuideKind, blank=True)
    audience = models.CharField(
        "面向", max_length=12, choices=Audience, blank=True, help_text="供公众按“个人”“单位”筛选。"
    )
    applicant = models.CharField(
        "谁可以办",
        max_length=200,
        blank=True,
        help_text="一句话，写在公众页面最前面。例如 在本市参保、发生工伤的职工及其用人单位。",
    )
    project_type = models.CharField("办件类型", max_length=12, choices=ProjectType, blank=True)
    result = models.CharField(
        "办理结果", max_length=120, blank=True, help_text="办成后拿到什么。例如 人力资源服务许可证。"
    )

    basis_text = models.TextField(
        "依据（库外）",
        blank=True,
        max_length=_MOST,
        help_text="依据库里没有的写在这里，每行一条，写法：《名称》第X条。",
    )
    acceptor = models.CharField("受理机构", max_length=120, blank=True)
    approver = models.CharField(
        "审批机构", max_length=120, blank=True, help_text="作出决定的机关。不需要审批的，勾选下面的“无”。"
    )
    no_approver = models.BooleanField("审批机构：无", default=False, help_text="确认不需要审批。")
    conditions = models.TextField("许可条件", blank=True, max_length=_MOST, help_text="办理要符合的条件，每行一条。")
    no_conditions = models.BooleanField("许可条件：无", default=False, help_text="确认没有条件，谁都可以办。")
    benefits = models.TextField(
        "优惠政策", blank=True, max_length=_MOST, help_text="减免、优先、绿色通道等，每行一条。"
    )
    no_benefits = models.BooleanField("优惠政策：无", default=False, help_text="确认没有优惠政策。")
    no_materials = models.BooleanField("申请材料：无", default=False, help_text="确认不需要申请人提交任何材料。")
    legal_days = models.PositiveSmallIntegerField("法定时限", null=True, blank=True, validators=_DAYS)
    legal_unit = models.CharField("法定时限单位", max_length=12, choices=LimitUnit, blank=True)
    no_legal_limit = models.BooleanField("法定时限：无", default=False, help_text="确认法律、法规、规章没有规定时限。")
    promised_days = models.PositiveSmallIntegerField(
        "承诺时限",
        null=True,
        blank=True,
        validators=_DAYS,
        help_text="不能比法定时限长；没有缩短的，填法定时限。当场办结填 0。",
    )
    promised_unit = models.CharField("承诺时限单位", max_length=12, choices=LimitUnit, blank=True)
    time_note = models.TextField(
        "时限说明", blank=True, max_length=500, help_text="从什么时候起算；可以延长的情形；听证、鉴定等不计入的时间。"
    )
    fee_kind = models.CharField("收费", max_length=8, choices=FeeKind, blank=True)
    fee_standard = models.TextField("收费项目和标准", blank=True, max_length=500, help_text="收费的必填。")
    fee_basis = models.TextField(
        "收费依据", blank=True, max_length=500, help_text="收费的必填：法律、行政法规的名称和条。"
    )
    visits = models.PositiveSmallIntegerField(
        "到现场次数",
        null=True,
        blank=True,
        validators=[MaxValueValidator(9)],
        help_text="申请人最多要跑几次；不用跑填 0。",
    )
    supervision = models.TextField(
        "监督方式", blank=True, max_length=_MOST, help_text="向谁监督投诉：部门、办公电话、信箱、网上渠道，每行一种。"
    )
    accountability = models.TextField(
        "责任追究", blank=True, max_length=_MOST, help_text="工作人员有哪些情形、依据什么追究责任。"
    )
    remedy = models.TextField(
        "救济渠道",
        blank=True,
        max_length=_MOST,
        help_text="不服怎么办：行政复议、行政诉讼的机关和期限。已按“公示设置”填入，请核对。",
    )

    base_form_class = GuideForm
    edit_handler = guide_tabs()
    route_related = ("unit", "unit__page", "unit__successor", "matter", "matter__flowchart")
    parent_page_types = ["disclosure.ServiceGuideIndexPage"]
    template = "disclosure/guides/guide_page.html"
    exclude_fields_in_copy = ["code"]
    search_fields = [
        *PortalPage.search_fields,
        index.SearchField("code"),
        index.SearchField("applicant"),
        index.SearchField("conditions"),
        index.SearchField("benefits"),
        index.RelatedFields("materials", [index.SearchField("name")]),
        index.FilterField("unit_id"),
        index.FilterField("kind"),
        index.FilterField("audience"),
    ]

    class Meta:
        verbose_name = "服务指南"
        verbose_name_plural = "服务指南"

    def prepare(self) -> None:
        """Fill the address, give all texts one kind of line end, and take “无” where it is written."""
        super().prepare()
        self.code = self.code.strip() or f"ZN-{self.slug if self.slug.isascii() else new_slug()}"[:40]
        take_none(self)

    def clean(self) -> None:
        """Check what can never be right, also in a draft.

        Raises:
            ValidationError: another guide has the code.
        """
        super().clean()
        if ServiceGuidePage.objects.filter(code__iexact=self.code).exclude(pk=self.pk).exists():
            raise ValidationError({"code": f"编号“{self.code}”已有另一份指南在用，请换一个。"})

    def adopt(self, parent: Any) -> None:
        """Take the unit, and the names of who accepts and who decides."""
        super().adopt(parent)
        self.acceptor = self.acceptor or self.unit.name
        if not self.no_approver:
            self.approver = self.approver or self.unit.lawful.name

    def breadcrumbs(self, request: Any) -> list[dict[str, str]]:
        """Return the way a visitor comes: 事前公开 and the public list, not the unit's tree."""
        listing = live_of_type(ServiceGuideListPage).first()
        return trail_to(listing, request) or PortalPage.breadcrumbs(self, request)

    def search_summary(self) -> dict[str, Any]:
        """Return what search shows."""
        return summary_of(self)

    def public_context(self, request: Any) -> dict[str, Any]:
        """Return the answer, the check-list, the folded rest, and what is linked."""
        return guide_context(self, request)


class ServiceGuideIndexPage(StructurePage):
    """One unit's service guides."""

    unit = models.ForeignKey(Unit, verbose_name="单位", on_delete=models.PROTECT, related_name="guide_indexes")

    content_panels = [*StructurePage.content_panels, FieldPanel("unit", permission="staff_directory.change_unit")]
    route_related = ("unit",)
    parent_page_types = ["staff_directory.UnitPage"]
    subpage_types = ["disclosure.ServiceGuidePage"]
    template = _LIST

    class Meta:
        verbose_name = "单位服务指南目录"
        verbose_name_plural = "单位服务指南目录"

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the filtered list."""
        context = super().get_context(request, *args, **kwargs)
        context.update(guide_list_context(request, self, self.unit))
        return context


class ServiceGuideListPage(StructurePage):
    """The public list under 事前公开, across units (seed 二(一)2(2))."""

    summary = models.CharField("一句话说明", max_length=120, blank=True)

    must_say = ("summary",)
    content_panels = [*StructurePage.content_panels, FieldPanel("summary")]
    parent_page_types = ["home.SectionPage"]
    subpage_types: list[str] = []
    template = _LIST

    class Meta:
        verbose_name = "服务指南公示列表"
        verbose_name_plural = "服务指南公示列表"

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the filtered list."""
        context = super().get_context(request, *args, **kwargs)
        context.update(guide_list_context(request, self, None))
        return context
