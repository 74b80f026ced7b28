"""Halls and windows in the Wagtail admin, and the chooser of windows for the guides' editor."""

from functools import reduce
from importlib import import_module
from operator import or_
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.functional import cached_property
from wagtail import VERSION as WAGTAIL
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.views.generic import EditView, IndexView
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.admin.widgets import BaseChooser

from publication.actions.change_shown import ChangeShown

from ..models import Hall, Window
from .border import PlacePolicy, places_kept


class PlaceEdit(EditView):
    """Saves by the verb: live guides show the row."""

    def save_instance(self) -> Any:
        """Change what is shown, on the record."""
        return ChangeShown(self.form.instance, super().save_instance).execute()


class PlaceIndex(IndexView):
    """The places that the user keeps."""

    def get_base_queryset(self) -> QuerySet[Any]:
        """Keep within the border."""
        return places_kept(super().get_base_queryset(), self.request.user).select_related(*self.select)

    select: tuple[str, ...] = ("unit",)


class WindowIndex(PlaceIndex):
    """With their halls."""

    select = ("unit", "hall")


class _Places(ModelViewSet):
    """What both registers have in common. Nothing is deleted: what a public guide once named is switched off."""

    edit_view_class = PlaceEdit
    index_view_class = PlaceIndex
    list_per_page = 50
    copy_view_enabled = False
    search_backend_name = None

    @cached_property
    def permission_policy(self) -> PlacePolicy:
        """Return the model's permissions within the unit's border."""
        return PlacePolicy(self.model)


class HallViewSet(_Places):
    """``/admin/halls/``."""

    model = Hall
    name = "halls"
    url_prefix = "halls"
    icon = "home"
    menu_label = "办事大厅"
    list_display = ["name", "unit", "address", "phone", BooleanColumn("is_open", label="启用")]
    list_filter = ["unit", "is_open"]
    search_fields = ["name", "address"]
    ordering = ["order", "name"]
    panels: list[Any] = [
        HelpPanel(
            content="大厅和窗口只在这里登记一次，服务指南从中选择。时间、地址、电话在这里修改后，选了它的指南页面马上跟着变，不用逐份修改和审批，请核对清楚再保存；修改记入操作日志。"
        ),
        FieldRowPanel([FieldPanel("name"), FieldPanel("unit")]),
        FieldPanel("address"),
        FieldPanel("hours"),
        FieldRowPanel([FieldPanel("phone"), FieldPanel("note")]),
        FieldRowPanel([FieldPanel("is_open"), FieldPanel("order")]),
    ]


class WindowViewSet(_Places):
    """``/admin/windows/``."""

    model = Window
    name = "windows"
    url_prefix = "windows"
    icon = "table"
    menu_label = "窗口"
    index_view_class = WindowIndex
    list_display = ["number", "hall", "unit", "purpose", "phone", BooleanColumn("is_open", label="启用")]
    list_filter = ["hall", "unit", "is_open"]
    search_fields = ["number", "purpose", "hall__name"]
    ordering = ["hall__order", "hall__name", "order", "number"]
    panels: list[Any] = [
        FieldRowPanel([FieldPanel("hall"), FieldPanel("number")]),
        FieldRowPanel([FieldPanel("unit"), FieldPanel("purpose")]),
        FieldPanel("hours"),
        FieldPanel("phone"),
        FieldRowPanel([FieldPanel("is_open"), FieldPanel("order")]),
    ]


class PlacesGroup(ModelViewSetGroup):
    """Both under one heading of the menu."""

    menu_label = "大厅和窗口"
    menu_icon = "home"
    menu_order = 302
    items = (HallViewSet, WindowViewSet)


class WindowSearch(BaseFilterForm):  # type: ignore[misc]
    """The chooser's search: every word stands in the window's number or purpose, or in its hall's or unit's name."""

    q = forms.CharField(
        label="查找", required=False, max_length=60,
        widget=forms.TextInput(attrs={"placeholder": "大厅、窗口、办什么、单位"}),
    )  # fmt: skip

    def filter(self, objects: QuerySet[Window]) -> QuerySet[Window]:
        """Return the windows that carry the words."""
        words = self.cleaned_data["q"].split()
        for word in words:
            said = ("number", "purpose", "hall__name", "unit__name")
            objects = objects.filter(reduce(or_, (Q(**{f"{name}__icontains": word}) for name in said)))
        self.is_searching, self.search_query = bool(words), self.cleaned_data["q"]
        return objects


class _Offered:
    """Windows where people can go, of every unit: a service may be given at another unit's window."""

    filter_form_class = WindowSearch

    def get_object_list(self) -> QuerySet[Window]:
        """Return them with their halls, in the bureau's order."""
        return Window.objects.filter(is_open=True, hall__is_open=True).select_related("hall")

    @property
    def columns(self) -> list[Column]:
        """Say what each window does, too."""
        return [*super().columns, Column("purpose", label="办什么")]  # type: ignore[misc]


class WindowChoose(_Offered, ChooseView):
    """The chooser's frame."""


class WindowChooseResults(_Offered, ChooseResultsView):
    """The chooser's pages."""


class WindowWidget(BaseChooser):  # type: ignore[misc]
    """Offers no link to edit the window: those who write guides may not, and what is said there is public at once."""

    show_edit_link = False


class WindowChooser(ChooserViewSet):
    """Chooses a window in the editor of a guide. Nothing is registered in passing: it has no form to create one."""

    model = Window
    base_widget_class = WindowWidget
    name = "window_chooser"
    url_prefix = "choose-window"
    icon = "home"
    choose_view_class = WindowChoose
    choose_results_view_class = WindowChooseResults
    choose_one_text = "选择窗口"
    choose_another_text = "换一个窗口"
    page_title = "选择窗口"
    per_page = 50
    register_widget = True

    def get_urlpatterns(self) -> list[Any]:
        """Leave out the address that would register a window."""
        return [pattern for pattern in super().get_urlpatterns() if pattern.name != "create"]


def viewsets() -> list[Any]:
    """Return what the admin registers; Wagtail 8 wants the policies in its registry beforehand."""
    if WAGTAIL >= (8,):
        register = import_module("wagtail.permissions").register_permission_policy
        for model in (Hall, Window):
            register(model, PlacePolicy(model), exact_class=True)
    return [PlacesGroup(), WindowChooser()]
