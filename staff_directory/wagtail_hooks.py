"""Units in the Wagtail admin."""

from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import include, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page
from wagtail_modeladmin.helpers import PermissionHelper
from wagtail_modeladmin.options import ModelAdmin, modeladmin_register
from wagtail_modeladmin.views import EditView

from publication.actions.change_shown import ChangeShown
from publication.life.vanished import without_vanished

from .access.rules import find
from .access.sight import chooser_pages
from .findings import urls as findings_urls
from .models import Unit
from .officers.admin import OfficerAdmin
from .places.admin import viewsets as place_viewsets
from .reading import urls as reading_urls
from .records import urls as record_urls
from .registers import RegisterIndexView
from .sign_in import urls as sign_in_urls
from .steps import answers, resubmission
from .steps import urls as step_urls
from .trail_room import urls as trail_urls
from .transfer import urls as transfer_urls
from .users.viewsets import without_bulk_actions

hooks.register("after_edit_page", answers.answer)
hooks.register("construct_page_action_menu", answers.only_review)
hooks.register("construct_page_action_menu", resubmission.name_first_step)


@hooks.register("register_admin_urls")
def own_urls() -> list[Any]:
    """Mount this layer's screens; by now every hook is loaded, so that stock entries can be taken away."""
    without_bulk_actions()
    return [
        path("reading/", include(reading_urls)),
        path("records/", include(record_urls)),
        path("findings/", include(findings_urls)),
        path("trail/", include(trail_urls)),
        path("sign-in/", include(sign_in_urls)),
        path("transfers/", include(transfer_urls)),
        path("deputies/", include(step_urls.deputies)),
        path("letters/", include(step_urls.letters)),
        path("workflows-in-use/", include(step_urls.in_use)),
    ]


@hooks.register("register_admin_viewset")
def places() -> list[Any]:
    """The register of halls and windows, and its chooser."""
    return place_viewsets()


class RuledMenuItem(MenuItem):
    """Shown to those whom the rules let in."""

    def __init__(self, label: str, view_name: str, **kwargs: Any) -> None:
        super().__init__(label, reverse(view_name), **kwargs)
        self.view_name = view_name

    def is_shown(self, request: Any) -> bool:
        """Ask the rule of the view."""
        rule = find(self.view_name)
        return request.user.is_superuser or rule is None or rule.allow is None or rule.allow(request.user)


@hooks.register("register_admin_menu_item")
def reading_item() -> MenuItem:
    """The reading room."""
    return RuledMenuItem("查阅", "reading:index", icon_name="view", order=60)


@hooks.register("register_admin_menu_item")
def records_item() -> MenuItem:
    """Accounts, settings and registers, for reading."""
    return RuledMenuItem("登记查阅", "records:index", icon_name="list-ul", order=61)


@hooks.register("register_admin_menu_item")
def findings_item() -> MenuItem:
    """Findings."""
    return RuledMenuItem("监督意见", "findings:index", icon_name="warning", order=70)


@hooks.register("register_admin_menu_item")
def trail_item() -> MenuItem:
    """The trail."""
    return RuledMenuItem("操作日志", "trail:index", icon_name="history", order=510)


@hooks.register("register_admin_menu_item")
def transfers_item() -> MenuItem:
    """Transfers of units."""
    return RuledMenuItem("单位变更", "transfers:index", icon_name="group", order=310)


@hooks.register("register_admin_menu_item")
def letters_item() -> MenuItem:
    """Letters of other bodies."""
    return RuledMenuItem("外部函件", "letters:index", icon_name="mail", order=80)


@hooks.register("register_admin_menu_item")
def deputies_item() -> MenuItem:
    """Deputies."""
    return RuledMenuItem("B角", "deputies:index", icon_name="group", order=305)


@hooks.register("register_settings_menu_item")
def in_use_item() -> MenuItem:
    """Putting a workflow to use."""
    return RuledMenuItem("审批流程启用", "workflows_in_use:index", icon_name="tasks", order=605)


@hooks.register("register_settings_menu_item")
def sessions_item() -> MenuItem:
    """Who is signed in."""
    return RuledMenuItem("登录会话", "sign_in:everybody", icon_name="lock", order=610)


@hooks.register("register_account_menu_item")
def security_item(request: Any) -> dict[str, Any]:
    """The own sessions and authenticator, from the account's page."""
    return {"url": reverse("sign_in:mine"), "label": "登录安全", "help_text": "动态验证码和登录会话。"}


@hooks.register("construct_reports_menu")
def reports_within_border(request: Any, items: list[Any]) -> None:
    """Leave out the reports that the rules close to the user."""
    closed = {
        "page-types-usage": "wagtailadmin_reports:page_types_usage",
        "site-history": "wagtailadmin_reports:site_history",
    }
    for name, view_name in closed.items():
        rule = find(view_name)
        if (
            rule is not None
            and rule.allow is not None
            and not request.user.is_superuser
            and not rule.allow(request.user)
        ):
            items[:] = [item for item in items if item.name != name]


@hooks.register("construct_page_chooser_queryset")
def choose_within_border(pages: QuerySet[Page], request: Any) -> QuerySet[Page]:
    """Offer own pages, and public pages that no unit owns; never what vanished."""
    return without_vanished(chooser_pages(pages, request.user))


#: What keeps a unit from being deleted, besides its page.
_DEPENDING = ("notices", "imports", "children", "halls", "windows", "officers")


class UnitPermissionHelper(PermissionHelper):
    """A unit is changed by those with the right to; nobody deletes one that anything points to."""

    def user_can_delete_obj(self, user: Any, obj: Unit) -> bool:
        """Refuse while pages, imports or other units depend on it."""
        if getattr(obj, "is_used", None) is not None:
            return not obj.is_used and bool(super().user_can_delete_obj(user, obj))
        used = hasattr(obj, "page") or any(getattr(obj, name).exists() for name in _DEPENDING)
        return not used and bool(super().user_can_delete_obj(user, obj))


class UnitEditView(EditView):
    """Saves by the verb: live pages show the unit."""

    def form_valid(self, form: Any) -> Any:
        """Change what is shown, on the record."""
        return ChangeShown(form.instance, lambda: EditView.form_valid(self, form)).execute()


class UnitIndexView(RegisterIndexView):
    """Exports what a user reads."""

    def to_row_dict(self, item: Unit) -> dict[str, Any]:
        """Put the words in the place of the stored choices."""
        row: dict[str, Any] = super().to_row_dict(item)
        return {**row, "kind": item.get_kind_display(), "standing": item.get_standing_display()}


class UnitAdmin(ModelAdmin):
    """List, search, filter, order and export of units."""

    index_view_class = UnitIndexView
    edit_view_class = UnitEditView
    model = Unit
    menu_label = "单位"
    menu_icon = "group"
    menu_order = 300
    list_display = ("name", "code", "kind", "standing", "phone", "order")
    list_filter = ("kind", "standing")
    search_fields = ("name", "code", "credit_code")
    ordering = ("order", "code")
    list_select_related = ("parent",)
    list_export = (
        "code", "name", "kind", "standing", "parent", "credit_code", "contact", "phone", "supervision_phone", "address",
        "legal_basis", "valid_from", "valid_until", "successor", "order",
    )  # fmt: skip
    export_filename = "units"
    list_per_page = 50
    permission_helper_class = UnitPermissionHelper
    panels = [
        MultiFieldPanel(
            [
                FieldPanel("name"),
                FieldPanel("code"),
                FieldPanel("kind"),
                FieldPanel("standing"),
                FieldPanel("parent"),
                FieldPanel("credit_code"),
                FieldPanel("order"),
            ],
            heading="基本信息",
        ),
        MultiFieldPanel(
            [FieldPanel("contact"), FieldPanel("phone"), FieldPanel("supervision_phone"), FieldPanel("address")],
            heading="联系方式",
        ),
        MultiFieldPanel(
            [FieldPanel("legal_basis")],
            heading="职权",
            help_text="停用和职责承继由“单位变更”办理：系统管理员拟定，安全管理员确认。",
        ),
    ]

    def get_queryset(self, request: Any) -> QuerySet[Unit]:
        """Return every unit: the directory is common to the bureau."""
        units = super().get_queryset(request).select_related("parent", "successor")
        same = Unit.objects.filter(pk=OuterRef("pk"))
        used = (Exists(same.filter(**{f"{name}__isnull": False})) for name in (*_DEPENDING, "page"))
        return units.annotate(is_used=reduce(or_, (Q(found) for found in used)))


modeladmin_register(UnitAdmin)
modeladmin_register(OfficerAdmin)
