"""The trail's screens: filtered list by key, one entry, exports. A fixed number of queries however long the trail is."""

from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET
from wagtail.admin.auth import permission_denied, require_admin_access

from publication.models import TrailEntry
from publication.trail.record import record

from .export import json_lines, workbook
from .filters import TrailFilter
from .vanishing import without_content

VIEW, EXPORT = "staff_directory.view_trail", "staff_directory.export_trail"
SHOWN = 100


def _more(request: HttpRequest, before: int) -> str:
    query = request.GET.copy()
    query["before"] = str(before)
    return query.urlencode()


@require_admin_access
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """List entries, newest first."""
    if not request.user.has_perm(VIEW):
        return permission_denied(request)
    form = TrailFilter(request.GET)
    entries = form.entries()
    before = request.GET.get("before", "")
    if before.isdigit():
        entries = entries.filter(pk__lt=int(before))
    rows = list(entries.order_by("-pk")[: SHOWN + 1])
    query = request.GET.copy()
    query.pop("before", None)
    context: dict[str, Any] = {
        "form": form,
        "entries": without_content(rows[:SHOWN]),
        "more": _more(request, rows[SHOWN - 1].pk) if len(rows) > SHOWN else "",
        "query": query.urlencode(),
        "may_export": request.user.has_perm(EXPORT),
    }
    return render(request, "staff_directory/admin/trail_index.html", context)


@require_admin_access
@require_GET
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one entry with what was before and after."""
    if not request.user.has_perm(VIEW):
        return permission_denied(request)
    entry = without_content([get_object_or_404(TrailEntry, pk=pk)])[0]
    before, after = entry.before or {}, entry.after or {}
    names = [*before, *(name for name in after if name not in before)]
    changes = [(name, before.get(name, ""), after.get(name, "")) for name in names]
    return render(request, "staff_directory/admin/trail_show.html", {"entry": entry, "changes": changes})


@require_admin_access
@require_GET
def export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Download what the filter finds; the download itself is recorded first."""
    if not request.user.has_perm(EXPORT):
        return permission_denied(request)
    form = TrailFilter(request.GET)
    entries = form.entries()
    record("trail.export", user=request.user, data={"format": kind, "filter": request.GET.dict()})
    name = f"操作日志-{timezone.localdate():%Y%m%d}.{kind}"
    if kind == "xlsx":
        return FileResponse(workbook(entries), as_attachment=True, filename=name)
    response = StreamingHttpResponse(json_lines(entries), content_type="application/x-ndjson; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="trail-{timezone.localdate():%Y%m%d}.jsonl"'
    return response
