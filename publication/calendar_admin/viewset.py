"""List, add, change and delete days of the working calendar, with Wagtail's own model views."""

from typing import Any

from django.urls import path, reverse
from django.utils import timezone
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import HeaderButton

from ..models import CalendarDay
from .views import paste, year_states


class YearsPanel(Component):
    """Which years are known, and which wait for somebody to enter them."""

    template_name = "publication/admin/calendar_years.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Return the years' states."""
        return {"years": year_states(timezone.localdate())}


class CalendarIndexView(IndexView):
    """The list of entered days, with the state of the years above it."""

    template_name = "publication/admin/calendar_index.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the years' panel."""
        return {**super().get_context_data(**kwargs), "years_panel": YearsPanel()}

    @property
    def header_buttons(self) -> list[Any]:
        """Offer entry by pasting beside the single day."""
        buttons = list(super().header_buttons)
        if self.request.user.has_perm("publication.add_calendarday"):
            buttons.append(HeaderButton("批量录入", url=reverse("calendar_days:paste"), icon_name="paste"))
        return buttons


class CalendarDayViewSet(ModelViewSet):
    """``/admin/calendar/``."""

    model = CalendarDay
    name = "calendar_days"
    url_prefix = "calendar"
    icon = "date"
    menu_label = "工作日历"
    menu_order = 700
    add_to_settings_menu = True
    form_fields = ["day", "works", "name"]
    list_display = ["day", Column("works", label="安排", accessor=lambda day: "班" if day.works else "休"), "name"]
    list_filter = ["works"]
    ordering = ["-day"]
    search_fields = ["name"]
    index_view_class = CalendarIndexView

    def get_urlpatterns(self) -> list[Any]:
        """Add entry by pasting."""
        return [path("paste/", paste, name="paste"), *super().get_urlpatterns()]
