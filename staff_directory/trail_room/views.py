"""The trail's screens: filtered list by key, one entry, exports. A fixed number of queries however long the trail is."""

from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET
from wagtail.admin.auth import permission_denied, require_admin_access
from wagtail.models import Page, Revision

from publication.models import TrailEntry
from publication.trail.record import record

from ..reading.border import addresses_for, may_read
from .export import json_lines, workbook
from .filters import TrailFilter
from .vanishing import without_content
from .words import words_of

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
    words = words_of(entry)
    changes = [
        (words.get(name, name), *(_in_words(name, side.get(name, ""), words) for side in (before, after)))
        for name in names
    ]
    data = [(words.get(name, name), _in_words(name, value, words)) for name, value in entry.data.items()]
    context = {"entry": entry, "changes": changes, "data": data, "versions": _versions(request.user, entry)}
    return render(request, "staff_directory/admin/trail_show.html", context)


def _in_words(name: str, value: Any, words: dict[str, str]) -> Any:
    """Return a value as it is read: of the changed fields what they are called, of a truth value a word."""
    if isinstance(value, bool):
        return "是" if value else "否"
    return (
        "、".join(words.get(field, field) for field in value) if name == "fields" and isinstance(value, list) else value
    )


def _versions(user: Any, entry: TrailEntry) -> dict[str, str]:
    """Return where the version that an act made is read, and compared with the one before it, for who reads the page; by label."""
    key = (entry.after or {}).get("revision")
    page = Page.objects.filter(pk=entry.page_id).first() if key and entry.page_id else None
    if page is None or addresses_for(user, [page])[page.pk] == "" or not may_read(user):
        return {}
    kept = Revision.page_revisions.filter(object_id=str(page.pk))
    made = kept.filter(pk=key).first()
    if made is None:
        return {}
    found = {"看这一版本": reverse("reading:revision", args=[page.pk, made.pk])}
    known = (entry.before or {}).get("revision")
    older = kept.filter(pk=known).first() if known else None
    if older is None:
        older = kept.filter(created_at__lt=made.created_at).order_by("-created_at", "-pk").first()
    if older is not None:
        found["与上一版本比较"] = reverse("reading:compare", args=[page.pk, older.pk, made.pk])
    return found


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
