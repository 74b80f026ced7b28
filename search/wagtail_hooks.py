"""Search in the Wagtail admin: synonyms, promoted results, and what visitors searched for."""

from typing import Any

from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.db.models.signals import post_delete, post_save
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import Column
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from . import counting
from .expansion import forget_synonyms
from .models import Synonym

DAYS = (7, 30, 90)
_MAY_READ = "search.view_searchcount"


class SynonymViewSet(SnippetViewSet):
    """The editors' list of everyday words."""

    model = Synonym
    icon = "resubmit"
    menu_label = "检索同义词"
    menu_order = 520
    add_to_admin_menu = True
    list_display = [
        "words",
        "terms",
        Column("is_active", label="启用", accessor=lambda found: "是" if found.is_active else "否"),
    ]
    list_filter = ["is_active"]
    list_per_page = 50
    panels = [FieldPanel("words"), FieldPanel("terms"), FieldPanel("is_active")]


register_snippet(SynonymViewSet)
post_save.connect(forget_synonyms, sender=Synonym, dispatch_uid="forget_synonyms_saved")
post_delete.connect(forget_synonyms, sender=Synonym, dispatch_uid="forget_synonyms_deleted")


def report(request: HttpRequest) -> HttpResponse:
    """Show the words searched for most, and those without a result.

    Raises:
        PermissionDenied: the user may not see the counts.
    """
    if not request.user.has_perm(_MAY_READ):
        raise PermissionDenied
    days = request.GET.get("days", "")
    chosen = next((choice for choice in DAYS if days == str(choice)), DAYS[1])
    counting.write()
    context = {
        "days": chosen,
        "choices": DAYS,
        "top": counting.top(chosen),
        "empty": counting.top(chosen, empty=True),
        "kept_days": counting.KEPT_DAYS,
        "shown_from": counting.SHOWN_FROM,
    }
    return render(request, "search/admin/report.html", context)


@hooks.register("register_admin_urls")
def report_url() -> list[Any]:
    """Mount the report."""
    return [path("reports/search/", report, name="search_report")]


class _ReportItem(MenuItem):
    """Shown to those who may see the counts."""

    def is_shown(self, request: Any) -> bool:
        """Ask the permission that the view asks."""
        return bool(request.user.has_perm(_MAY_READ))


@hooks.register("register_reports_menu_item")
def report_item() -> MenuItem:
    """Among the reports."""
    return _ReportItem("公众检索", reverse("search_report"), icon_name="search", order=700)


@hooks.register("construct_reports_menu")
def one_report(request: HttpRequest, items: list[Any]) -> None:
    """Leave out the report of Wagtail's own counts, which stay empty here: searches are counted by :mod:`search.counting`."""
    items[:] = [item for item in items if item.name != "search-terms"]


@hooks.register("register_permissions")
def permissions() -> Any:
    """Let groups be given the report."""
    return Permission.objects.filter(content_type__app_label="search", codename="view_searchcount")
