"""Units in the Wagtail admin."""

from typing import Any

from django.db.models import QuerySet
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page
from wagtail_modeladmin.helpers import PermissionHelper
from wagtail_modeladmin.options import ModelAdmin, modeladmin_register

from .access.sight import chooser_pages
from .models import Unit


@hooks.register("construct_page_chooser_queryset")
def choose_within_border(pages: QuerySet[Page], request: Any) -> QuerySet[Page]:
    """Offer own pages, and public pages that no unit owns."""
    return chooser_pages(pages, request.user)


class UnitPermissionHelper(PermissionHelper):
    """A unit is changed by those with the right to; nobody deletes one that anything points to."""

    def user_can_delete_obj(self, user: Any, obj: Unit) -> bool:
        """Refuse while pages, imports or other units depend on it."""
        used = obj.notices.exists() or obj.imports.exists() or obj.children.exists() or hasattr(obj, "page")
        return not used and bool(super().user_can_delete_obj(user, obj))


class UnitAdmin(ModelAdmin):
    """List, search, filter, order and export of units."""

    model = Unit
    menu_label = "单位"
    menu_icon = "group"
    menu_order = 300
    list_display = ("name", "code", "kind", "standing", "parent", "phone", "valid_until", "order")
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
            [FieldPanel("legal_basis"), FieldPanel("valid_from"), FieldPanel("valid_until"), FieldPanel("successor")],
            heading="职权与存续",
        ),
    ]

    def get_queryset(self, request: Any) -> QuerySet[Unit]:
        """Return every unit: the directory is common to the bureau."""
        return super().get_queryset(request).select_related("parent", "successor")


modeladmin_register(UnitAdmin)
