"""The register of officers in the admin: list, search, filters, order, export; kept within the unit's border."""

from typing import Any

from django.contrib.admin import SimpleListFilter
from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail_modeladmin.helpers import PermissionHelper
from wagtail_modeladmin.options import ModelAdmin
from wagtail_modeladmin.views import CreateView, EditView

from publication.errors import Refused

from ..access.keeping import units_for
from ..models import Officer
from ..registers import RegisterIndexView
from .border import officers_for
from .forms import OfficerForm
from .qualified import public_certificates, qualified
from .texts import categories_in
from .verbs import KeepOfficer


class OfficerPermissionHelper(PermissionHelper):
    """Own units' officers are changed; nobody deletes one: who leaves gets a last day."""

    def user_can_edit_obj(self, user: Any, obj: Officer) -> bool:
        """Ask the border; what the list shows has passed it already."""
        own = hasattr(obj, "is_shown") or officers_for(user).filter(pk=obj.pk).exists()
        return own and bool(super().user_can_edit_obj(user, obj))

    def user_can_delete_obj(self, user: Any, obj: Officer) -> bool:
        """Say no to everybody."""
        return False


class _KeptByVerb:
    """Saves by the verb: live pages show officers."""

    def form_valid(self, form: Any) -> Any:
        """Keep the officer, on the record; what the verb refuses stands at the form."""
        save = super().form_valid
        try:
            return KeepOfficer(form.instance, lambda: save(form)).execute()
        except Refused as refusal:
            for problem in refusal.problems:
                form.add_error(problem.field if problem.field in form.fields else None, problem.message)
            return self.form_invalid(form)


class OfficerCreateView(_KeptByVerb, CreateView):
    """A new officer."""


class OfficerEditView(_KeptByVerb, EditView):
    """A change."""


class StandingFilter(SimpleListFilter):
    """By what the public sees."""

    title = "公示"
    parameter_name = "shown"

    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, str]]:
        """Return the choices."""
        return [("yes", "正在公示"), ("qualified", "目录未公开"), ("no", "不公示")]

    def queryset(self, request: Any, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Filter by the annotations of the list."""
        conditions = {
            "yes": {"is_shown": True},
            "qualified": {"is_shown": False, "is_qualified": True},
            "no": {"is_qualified": False},
        }
        return queryset.filter(**conditions.get(self.value() or "", {}))


class UnitFilter(SimpleListFilter):
    """By unit, of those that the user keeps."""

    title = "单位"
    parameter_name = "of"

    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, str]]:
        """Return the user's units."""
        return [(unit.code, unit.name) for unit in units_for(request.user)]

    def queryset(self, request: Any, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Filter by the unit's code."""
        return queryset.filter(unit__code=self.value()) if self.value() else queryset


class OfficerAdmin(ModelAdmin):
    """List, search, filter, order and export of officers."""

    model = Officer
    menu_label = "执法人员"
    menu_icon = "user"
    menu_order = 54
    index_view_class = RegisterIndexView
    create_view_class = OfficerCreateView
    edit_view_class = OfficerEditView
    permission_helper_class = OfficerPermissionHelper
    list_display = ("name", "unit", "numbers", "until", "standing")
    list_filter = (UnitFilter, StandingFilter, "certificates__state", "certificates__kind")
    search_fields = ("name", "code", "post", "certificates__number", "certificates__categories")
    ordering = ("unit__order", "order", "name")
    list_select_related = ("unit",)
    list_export = (
        "code", "name", "unit", "post", "serves_from", "serves_until", "numbers", "categories", "areas", "until", "states", "standing",
    )  # fmt: skip
    export_filename = "officers"
    list_per_page = 50
    edit_handler = ObjectList(
        [
            HelpPanel(
                content="只登记公示需要的内容：不登记身份证号、电话和照片。考试合格、证件有效、在岗的人员自动公示；离岗、暂扣、注销或过期的自动去掉。"
            ),
            MultiFieldPanel(
                [
                    FieldPanel("unit"),
                    FieldRowPanel([FieldPanel("name"), FieldPanel("post")]),
                    FieldRowPanel([FieldPanel("serves_from"), FieldPanel("serves_until")]),
                    FieldRowPanel([FieldPanel("code"), FieldPanel("order")]),
                ],
                heading="人员",
            ),
            InlinePanel(
                "certificates",
                [
                    FieldRowPanel([FieldPanel("number"), FieldPanel("kind")]),
                    FieldPanel("issuer"),
                    FieldRowPanel([FieldPanel("categories"), FieldPanel("area")]),
                    FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_until")]),
                    FieldRowPanel([FieldPanel("exam_passed_on"), FieldPanel("state")]),
                ],
                heading="执法证件",
                label="一个证件",
            ),
        ],
        base_form_class=OfficerForm,
    )

    def get_queryset(self, request: Any) -> QuerySet[Officer]:
        """Return the officers that the user keeps, with what the list says of them; a query more for the certificates."""
        own = {"officer": OuterRef("pk")}
        from ..models import OfficerCertificate

        return (
            officers_for(request.user)
            .select_related("unit")
            .prefetch_related(Prefetch("certificates", to_attr="papers"))
            .annotate(
                is_shown=Exists(public_certificates().order_by().filter(**own)),
                is_qualified=Exists(OfficerCertificate.objects.filter(qualified(), **own)),
            )
        )

    def numbers(self, officer: Any) -> str:
        """Return the certificates' numbers."""
        return "、".join(each.number for each in officer.papers)

    def categories(self, officer: Any) -> str:
        """Return the categories of all certificates, each once."""
        return "、".join(dict.fromkeys(name for each in officer.papers for name in categories_in(each.categories)))

    def areas(self, officer: Any) -> str:
        """Return the areas."""
        return "、".join(dict.fromkeys(each.area for each in officer.papers if each.area))

    def until(self, officer: Any) -> Any:
        """Return the last day of the certificate that is valid longest."""
        return max((each.valid_until for each in officer.papers), default=None)

    def states(self, officer: Any) -> str:
        """Return the certificates' states."""
        return "、".join(dict.fromkeys(str(each.get_state_display()) for each in officer.papers))

    def standing(self, officer: Any) -> str:
        """Return what the public sees."""
        if officer.is_shown:
            return "正在公示"
        return "目录未公开" if officer.is_qualified else "不公示"

    numbers.short_description = "证件编号"  # type: ignore[attr-defined]
    categories.short_description = "执法类别"  # type: ignore[attr-defined]
    areas.short_description = "执法区域"  # type: ignore[attr-defined]
    until.short_description = "有效期至"  # type: ignore[attr-defined]
    states.short_description = "状态"  # type: ignore[attr-defined]
    standing.short_description = "公示"  # type: ignore[attr-defined]
