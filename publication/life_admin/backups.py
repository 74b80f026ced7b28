"""The register of backups, kept by the system administrator; which of them must be destroyed stands at the top."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin import messages
from wagtail.admin.auth import require_admin_access
from wagtail.admin.menu import MenuItem

from ..actions.backups import DestroyBackup, RecordBackup
from ..destruction.backups import to_destroy
from ..errors import Refused
from ..life.rights import may_mark_backups
from ..models import Backup
from . import queries
from .forms import BackupForm, add_refusal

_SHOWN = 50


class BackupMenuItem(MenuItem):
    """Among the settings, for who keeps the register."""

    def is_shown(self, request: Any) -> bool:
        """Ask for the right."""
        return may_mark_backups(request.user)


def item() -> MenuItem:
    """Return the menu item."""
    return BackupMenuItem("备份登记", reverse("backups:index"), name="backups", icon_name="download", order=720)


@require_admin_access
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Show the register."""
    return _show(request, BackupForm())


def _show(request: HttpRequest, form: BackupForm, status: int = 200) -> HttpResponse:
    rows = Backup.objects.select_related("destroyed_by", "recorded_by").order_by("-made_at", "-pk")
    page = Paginator(rows, _SHOWN).get_page(request.GET.get("p"))
    needed = list(to_destroy().order_by("made_at", "pk")[:_SHOWN])
    keys = {backup.pk for backup in needed}
    context = {
        "needed": needed,
        "page": page,
        "rows": [
            {
                "backup": backup,
                "needed": backup.pk in keys,
                "person": queries.person(backup.destroyed_by) if backup.destroyed_at else "",
            }
            for backup in page
        ],
        "form": form if request.user.has_perm("publication.add_backup") else None,
    }
    return render(request, "publication/admin/backups.html", context, status=status)


@require_admin_access
@require_POST
def record(request: HttpRequest) -> HttpResponseBase:
    """Record a backup, also one of long ago."""
    form = BackupForm(request.POST)
    if form.is_valid():
        try:
            made = RecordBackup(user=request.user, **form.cleaned_data).execute()
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            held = to_destroy().filter(pk=made.pk).exists()
            more = "它存有已下令销毁的内容，须销毁。" if held else ""
            messages.success(request, f"已登记备份“{made.name}”。{more}")
            return redirect("backups:index")
    return _show(request, form, 400)


@require_admin_access
@require_POST
def destroy(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Note that a backup was destroyed."""
    backup = get_object_or_404(Backup, pk=pk)
    try:
        DestroyBackup(backup, user=request.user, note=request.POST.get("note", "")[:200]).execute()
    except Refused as refusal:
        for problem in refusal.problems:
            messages.error(request, problem.message)
    else:
        messages.success(request, f"已登记：备份“{backup.name}”已销毁。")
    return redirect("backups:index")


urlpatterns = [
    path("", index, name="index"),
    path("record/", record, name="record"),
    path("<int:pk>/destroy/", destroy, name="destroy"),
]
