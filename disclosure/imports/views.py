"""The import screens: upload, preview, confirm, progress, result, review."""

from typing import Any

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.auth import require_admin_access

from publication.life.vanished import GONE, SAID
from publication.models import Seal
from publication.trail.record import record
from publication.tree_paths import live_of_type
from staff_directory.reading.border import addresses_for

from ..importing.unnamed import safe_label
from ..models import DecisionListPage, ImportedRow, ImportJob
from ..models.imports import ImportStatus
from . import access, downloads, files, review, screens, taken_out
from .error_report import workbook_of
from .forms import ConfirmForm, ReviewForm, UploadForm
from .tasks import enqueue
from .told import tell

_ROWS = 50
_GROUPS = 50
_TEMPLATES = tuple((key, downloads.template_title(key)) for key in downloads.CURRENT)


def _job(request: HttpRequest, pk: int) -> ImportJob:
    """Return the job if the user may see it; 404 otherwise."""
    return get_object_or_404(access.jobs_for(request.user), pk=pk)


@require_admin_access
def index(request: HttpRequest) -> HttpResponse:
    """List the imports that the user may see, newest first."""
    page = Paginator(access.jobs_for(request.user), 30).get_page(request.GET.get("p"))
    for job in page:
        job.tone = screens.TONES.get(ImportStatus(job.status), "")
    context = {"jobs": page, "may_upload": bool(access.units_for(request.user))}
    return render(request, "disclosure/admin/import_index.html", context)


@require_admin_access
def upload(request: HttpRequest) -> HttpResponse:
    """Take a file and hand it to the worker for checking."""
    units = access.units_for(request.user)
    if not units:
        raise Http404
    form = UploadForm(request.POST or None, request.FILES or None, units=units)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        job = ImportJob.objects.create(
            unit=form.cleaned_data["unit"],
            user=request.user,
            file_name=safe_label(file.name),
            stored_name=files.keep(file),
            kind=form.cleaned_data["kind"],
        )
        record("import.upload", job)
        enqueue(job)
        return redirect("decision_imports:show", job.pk)
    context = {"form": form, "steps": screens.steps_at(0), "templates": _TEMPLATES}
    return render(request, "disclosure/admin/import_upload.html", context)


@require_admin_access
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show where an import stands and what can be done next."""
    job = _job(request, pk)
    found = job.rows.select_related("page", "revision").order_by("pk")
    rows = Paginator(found, _ROWS).get_page(request.GET.get("p"))
    is_mine = job.user_id == request.user.pk
    turn = review.turn_of(request.user, job) if job.status in review.OPEN else review.Turn()
    may_publish = bool(turn.own)
    out = taken_out.page_of(job, request.GET.get("xp"), is_mine=is_mine, may_review=may_publish)
    _lead(request.user, [*rows, *out])
    heading, advice = screens.next_step(
        job, is_mine=is_mine, may_publish=may_publish, waits_for=turn.waits_for, then=turn.then
    )
    context = {
        "job": job,
        "review": ReviewForm({} if request.GET.get("review") == "unticked" else None),
        "steps": screens.steps_of(job),
        "heading": heading,
        "advice": advice,
        "card": screens.tone_of(job),
        "counts": screens.counts_of(job),
        "rows": rows,
        "waiting": job.rows.filter(published=False, excluded=False).count() if may_publish else 0,
        "may_publish": may_publish,
        "turn": turn,
        "may_submit": job.status in (ImportStatus.IMPORTED, ImportStatus.RETURNED) and is_mine,
        "is_mine": is_mine,
        "taken_out": out,
        "list_url": _public_list(request, job),
        **_problems(request, job),
    }
    return render(request, "disclosure/admin/import_show.html", context)


def _lead(user: Any, rows: list[ImportedRow]) -> None:
    """Give each row its name, the address at which the user looks at its page, and what its revision says: whoever reviews reads all of it.

    What vanished is named here no more than anywhere else, and of what was withdrawn nothing is read.
    """
    addresses = addresses_for(user, [row.page for row in rows])
    keys = [row.page_id for row in rows]
    seals = dict(Seal.objects.filter(page_id__in=keys).values_list("page_id", "ending__status")) if keys else {}
    for row in rows:
        row.sealed = row.page_id in seals  # type: ignore[attr-defined]
        vanished = seals.get(row.page_id) == GONE
        row.title = SAID if vanished else row.page.get_admin_display_title()  # type: ignore[attr-defined]
        row.address = addresses[row.page_id]  # type: ignore[attr-defined]
        if row.sealed:  # type: ignore[attr-defined]
            row.values = []  # type: ignore[attr-defined]
            continue
        row.values = taken_out.values_of(row.revision.content if row.revision is not None else {})  # type: ignore[attr-defined]


def _public_list(request: HttpRequest, job: ImportJob) -> str:
    """Return the address of the public list in which the job's published decisions stand; empty when there is none."""
    if job.status != ImportStatus.PUBLISHED or not job.report.get("sheets"):
        return ""
    kind = job.report["sheets"][0]["template"].split("-")[0]
    page = live_of_type(DecisionListPage, kind=kind).first()
    return page.get_url(request) or "" if page is not None else ""


def _problems(request: HttpRequest, job: ImportJob) -> dict[str, Any]:
    """Return the problems of the chosen level, row by row, a page of rows at a time."""
    problems = job.report.get("problems", [])
    level = request.GET.get("level", "")
    level = level if level in screens.LEVELS else ""
    groups = Paginator(screens.by_row(problems, level), _GROUPS).get_page(request.GET.get("pp"))
    counted = {name: sum(problem["level"] == name for problem in problems) for name in screens.LEVELS}
    return {
        "errors": job.report.get("errors", 0),
        "warnings": job.report.get("warnings", 0),
        "problem_count": len(problems),
        "many_sheets": len(job.report.get("sheets", [])) > 1,
        "groups": groups,
        "level": level,
        "levels": [
            {"value": "", "label": "全部", "count": len(problems)},
            *({"value": name, "label": label, "count": counted[name]} for name, label in screens.LEVELS.items()),
        ],
        "problem_query": f"level={level}&" if level else "",
    }


@require_admin_access
def progress(request: HttpRequest, pk: int) -> JsonResponse:
    """Return the state for the progress bar."""
    job = _job(request, pk)
    return JsonResponse(
        {
            "status": job.status,
            "label": job.get_status_display(),
            "percent": job.percent,
            "running": job.is_running,
            "position": job.position,
        }
    )


def _move(job: ImportJob, before: tuple[str, ...], **values: Any) -> bool:
    """Change the job if it still stands at one of ``before``; two clicks do it once."""
    was = job.status
    moved = ImportJob.objects.filter(pk=job.pk, status__in=before).update(**values)
    if moved:
        job.refresh_from_db()
        record("import.move", job, before={"status": was}, after={"status": job.status}, reason=values.get("note", ""))
        tell(job, job.status)
    return bool(moved)


@require_admin_access
@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Start the import of a checked file."""
    job = _job(request, pk)
    form = ConfirmForm(request.POST)
    complete = form.is_valid()
    choice = dict(form.cleaned_data)
    choice["correct_changed"] = choice.pop("changed_rows", "") == "correct"
    if job.report.get("errors") and not choice["good_rows_only"]:
        messages.error(request, "文件中还有错误的行。请改正后重新上传，或勾选“只导入没有错误的行”。")
    elif job.user_id != request.user.pk:
        messages.error(request, "只有上传人可以确认导入。")
    elif not complete:
        messages.error(request, "；".join(error for errors in form.errors.values() for error in errors))
    elif _move(job, (ImportStatus.CHECKED,), status=ImportStatus.IMPORTING, position=0, **choice):
        enqueue(job)
    return redirect("decision_imports:show", job.pk)


@require_admin_access
@require_POST
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand drafts over to the reviewer."""
    job = _job(request, pk)
    if job.user_id != request.user.pk:
        messages.error(request, "只有上传人可以提交审核。")
    elif _move(job, (ImportStatus.IMPORTED, ImportStatus.RETURNED), status=ImportStatus.SUBMITTED):
        messages.success(request, "已提交，等待审核人发布。")
    return redirect("decision_imports:show", job.pk)


@require_admin_access
@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the user's steps of a submitted import: after the last one it is published, before that the next step's turn comes."""
    job = _job(request, pk)
    turn = review.turn_of(request.user, job) if job.status in review.OPEN else review.Turn()
    if not turn.own:
        waits = f"现在等待“{turn.waits_for}”，" if turn.waits_for and job.user_id != request.user.pk else ""
        messages.error(request, f"{waits}须由上传人以外、担任这一步审核的人操作。")
        return redirect("decision_imports:show", job.pk)
    _mark_excluded(request, job)
    page = request.POST.get("p", "")
    back = f"{reverse('decision_imports:show', args=[job.pk])}?p={page if page.isdecimal() else 1}"
    if request.POST.get("action") == "mark":
        messages.success(request, "已保存本页的剔除。")
        return redirect(f"{back}#rows")
    if not ReviewForm(request.POST).is_valid():
        return redirect(f"{back}&review=unticked#agreed")
    after = ImportStatus.PUBLISHING if turn.is_last else ImportStatus.SIGNING
    values = {"status": after, "approver": request.user, "position": 0}
    values["total"] = job.rows.filter(published=False, excluded=False).count()
    if _move(job, (ImportStatus.SUBMITTED, ImportStatus.IMPORTED), **values):
        enqueue(job)
    return redirect("decision_imports:show", job.pk)


def _mark_excluded(request: HttpRequest, job: ImportJob) -> None:
    """Take out the ticked rows, and put back those shown on the page and not ticked."""
    if job.status not in (ImportStatus.SUBMITTED, ImportStatus.IMPORTED):
        return
    reason = request.POST.get("exclude_reason", "")
    ticked, shown = (taken_out.keys(request.POST.getlist(name)) for name in ("exclude", "shown"))
    count = taken_out.mark(job, request.user, ticked=ticked, shown=shown, reason=reason)
    if count and not reason.strip():
        messages.warning(
            request, f"剔除了 {count} 行，没有写明理由，编辑不知道要改什么。可以放回后重新剔除，写明理由。"
        )


@require_admin_access
@require_POST
def give_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Return a submitted import to its author with a reason."""
    job = _job(request, pk)
    note = request.POST.get("note", "").strip()[:500]
    if not note:
        messages.error(request, "退回须写明要改什么。")
    elif review.may_review(request.user, job):
        _move(job, (ImportStatus.SUBMITTED,), status=ImportStatus.RETURNED, note=note)
    return redirect("decision_imports:show", job.pk)


@require_admin_access
@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Give up a checked file: nothing has been imported, the file is deleted."""
    job = _job(request, pk)
    if job.user_id == request.user.pk and _move(job, (ImportStatus.CHECKED,), status=ImportStatus.CANCELLED):
        files.forget(job)
        messages.success(request, "已取消，文件已删除。")
    return redirect("decision_imports:index")


@require_admin_access
def error_report(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Download the user's own file with a problem column, made now from the stored upload."""
    job = _job(request, pk)
    if job.user_id != request.user.pk or not job.stored_name:
        raise Http404
    return FileResponse(
        workbook_of(job),
        as_attachment=True,
        filename=f"错误报告-{job.pk}.xlsx",
    )


@require_admin_access
def template(request: HttpRequest, key: str) -> HttpResponseBase:
    """Download a blank template."""
    workbook = downloads.blank_template(key)
    if workbook is None:
        raise Http404
    return FileResponse(workbook, as_attachment=True, filename=f"{downloads.template_title(key)}.xlsx")
