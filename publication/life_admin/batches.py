"""Many at once: a list, its preview, one request, one approval, and what became of each."""

import csv
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin import messages
from wagtail.admin.auth import require_admin_access
from wagtail.permissions import page_permission_policy

from ..actions.end_many import MOST, CancelEndMany, DecideEndMany, RequestEndMany, TakeOut
from ..actions.end_many_run import start
from ..errors import Refused
from ..life.lookup import Chooser, ListUnreadable, choosers, read_list
from ..models import BatchState, EndingBatch, ItemFound
from ..trail.record import record
from . import queries
from .forms import BatchForm, ListForm, NoteForm, add_refusal
from .preparing import Row, numbers_in, prepare, rows_of_chosen, rows_of_numbers, too_many

_SHOWN = 100
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def _batch(request: HttpRequest, pk: int) -> EndingBatch:
    batch: EndingBatch = get_object_or_404(queries.batches_of(request.user).select_related("instrument_scan"), pk=pk)
    return batch


@require_admin_access
def new(request: HttpRequest) -> HttpResponseBase:
    """Take numbers, pasted or in a table, and look each up; or conditions (``by`` names whose), and choose what meets them."""
    chosen = next((found for found in choosers() if found.code == request.POST.get("by")), None)
    form = ListForm() if chosen is not None else ListForm(request.POST or None, request.FILES or None)
    ways = [(found, found.form(request.POST if found is chosen else None, prefix=found.code)) for found in choosers()]
    if request.method == "POST":
        asked = next((typed for found, typed in ways if found is chosen), form)
        rows = _chosen(request, chosen, asked) if chosen is not None else _listed(request, form)
        if not asked.errors:
            return redirect("life:batch", prepare(request.user, rows).pk)
    wrong = any(typed.errors for typed in (form, *(typed for _, typed in ways)))
    context = {"form": form, "ways": ways, "most": MOST}
    return render(request, "publication/admin/life_batch_new.html", context, status=400 if wrong else 200)


def _listed(request: HttpRequest, form: ListForm) -> list[Row]:
    """Return the lines of the numbers; what is wrong is said at its field."""
    if not form.is_valid():
        return []
    numbers = numbers_in(form.cleaned_data["numbers"])
    if form.cleaned_data["file"]:
        try:
            numbers += read_list(form.cleaned_data["file"])
        except ListUnreadable as problem:
            form.add_error("file", str(problem))
    if not form.errors and not numbers:
        form.add_error("numbers", "请填写文号，一行一个，或者上传表格。")
    if said := too_many(len(numbers)):
        form.add_error("numbers", said)
    return [] if form.errors else rows_of_numbers(request.user, numbers)


def _chosen(request: HttpRequest, chooser: Chooser, form: Any) -> list[Row]:
    """Return the lines of what meets the conditions; what is wrong is said above the form."""
    if not form.is_valid():
        return []
    own = page_permission_policy.instances_user_has_permission_for(request.user, "change")
    found = list(chooser.choose(form.cleaned_data, own, MOST + 1))
    rows = rows_of_chosen(request.user, found)
    if len(found) > MOST:
        form.add_error(None, f"符合条件的超过 {MOST} 件，请缩小条件，分几次。")
    elif not rows:
        form.add_error(None, "没有符合条件的、您能办理的公开页面，请放宽条件。")
    return rows


@require_admin_access
@require_GET
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a batch and what is to be done next."""
    return _show(request, _batch(request, pk))


def _form(request: HttpRequest, batch: EndingBatch, *data: Any) -> BatchForm | None:
    first = batch.items.filter(found=ItemFound.READY).select_related("page").first()
    return BatchForm(*data, page=first.page, user=request.user) if first is not None else None


def _show(
    request: HttpRequest, batch: EndingBatch, form: Any = None, note: Any = None, status: int = 200
) -> HttpResponse:
    own = batch.requested_by_id == request.user.pk
    items = batch.items.select_related("page", "page__seal__ending").order_by("number")
    only = request.GET.get("found", "")
    if only in ItemFound.values:
        items = items.filter(found=only)
    elif only == "problem":
        items = items.exclude(problem="")
    page = Paginator(items, _SHOWN).get_page(request.GET.get("p"))
    counted = dict(batch.items.order_by().values_list("found").annotate(Count("pk")))
    open_ = batch.state == BatchState.REQUESTED
    context = {
        "batch": batch,
        "page": page,
        "rows": [{"item": item, "name": queries.name_of(item.page) if item.page_id else ""} for item in page],
        "counts": [
            {"value": value, "label": label, "count": counted[value]}
            for value, label in ItemFound.choices
            if value in counted
        ],
        "only": only,
        "ready": counted.get(ItemFound.READY, 0),
        "out": batch.items.filter(excluded=True).count(),
        "done": batch.items.exclude(ending=None).count(),
        "failed": batch.items.exclude(problem="").count(),
        "person": queries.person(batch.requested_by),
        "decided": queries.person(batch.decided_by) if batch.decided_at else "",
        "form": (form or _form(request, batch)) if own and batch.state == BatchState.PREPARED else None,
        "note": note or NoteForm(),
        "may_decide": open_ and queries.waiting_batches(request.user).filter(pk=batch.pk).exists(),
        "may_cancel": own and batch.state in (BatchState.PREPARED, BatchState.REQUESTED),
        "running": batch.state == BatchState.RUNNING,
    }
    return render(request, "publication/admin/life_batch.html", context, status=status)


@require_admin_access
@require_GET
def progress(request: HttpRequest, pk: int) -> JsonResponse:
    """Say how far a running batch is."""
    batch = _batch(request, pk)
    return JsonResponse(
        {
            "running": batch.state == BatchState.RUNNING, "label": batch.get_state_display(), "percent": batch.percent,
            "position": batch.position,
        }
    )  # fmt: skip


@require_admin_access
@require_POST
def submit(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Ask for all of them at once."""
    batch = _batch(request, pk)
    if batch.requested_by_id != request.user.pk:
        raise Http404
    form = _form(request, batch, request.POST, request.FILES) if batch.state == BatchState.PREPARED else None
    if form is None:
        messages.error(request, "这张清单已提交，或没有可以撤下的页面。")
        return redirect("life:batch", pk)
    good = form.is_valid()
    form.keep_scan()
    if good:
        try:
            RequestEndMany(batch, user=request.user, **form.said()).execute()
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, "已提交申请，等待另一人批准。")
            return redirect("life:batch", pk)
    return _show(request, batch, form, status=400)


@require_admin_access
@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Take back one's own batch."""
    batch = _batch(request, pk)
    try:
        CancelEndMany(batch, user=request.user).execute()
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("life:batch", pk)
    messages.success(request, "已撤回，没有撤下任何页面。")
    return redirect("life:board")


def _keys(request: HttpRequest, name: str) -> list[int]:
    return [
        int(text) for text in request.POST.getlist(name)[:MOST] if text.isascii() and text.isdigit() and len(text) < 18
    ]


@require_admin_access
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Approve or refuse the whole, or only note which single ones are out (``act``)."""
    batch, note, act = _batch(request, pk), NoteForm(request.POST), request.POST.get("act", "")
    if not note.is_valid():
        return _show(request, batch, note=note, status=400)
    try:
        TakeOut(batch, user=request.user, shown=_keys(request, "shown"), out=_keys(request, "exclude")).execute()
        if act in ("approve", "refuse"):
            said = note.cleaned_data["note"]
            batch = DecideEndMany(batch, user=request.user, approve=act == "approve", note=said).execute()
            start(batch)
            messages.success(request, "已批准，开始执行。" if act == "approve" else "已记录：不予批准。")
        elif not act.startswith("go:"):
            messages.success(request, "剔除已保存。")
    except Refused as refusal:
        fresh = _batch(request, pk)
        if any(problem.field for problem in refusal.problems) and fresh.is_open:
            add_refusal(note, refusal)
            return _show(request, fresh, note=note, status=400)
        for problem in refusal.problems:
            messages.error(request, problem.message)
    return redirect(f"{request.path.removesuffix('decide/')}?{urlencode(_place(request.POST, act))}")


def _place(given: Any, act: str) -> dict[str, str]:
    """Return which part of the list comes next: where a button ``go:{filter}:{page}`` leads, else where one is."""
    _, found, place = act.split(":", 2) if act.count(":") == 2 else ("", given.get("found", ""), given.get("p", ""))
    wanted = {"found": found if found in (*ItemFound.values, "problem") else "", "p": place}
    return {
        name: value for name, value in wanted.items() if value and len(value) < 20 and (name != "p" or value.isdigit())
    }


def _safe(value: Any) -> str:
    text = str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


class _Echo:
    """What the writer of CSV writes to: each row is handed on at once."""

    def write(self, value: str) -> str:
        """Return the row."""
        return value


def _lines(batch: EndingBatch) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow(["序号", "文号", "页面", "查找结果", "结果", "撤下时间", "撤下记录"])
    items = batch.items.select_related("page", "page__seal__ending", "ending").order_by("number")
    for item in items.iterator(500):
        ended = item.ending
        at = (
            timezone.localtime(ended.executed_at).strftime("%Y-%m-%d %H:%M:%S")
            if ended is not None and ended.executed_at
            else ""
        )
        name = queries.name_of(item.page) if item.page_id else ""
        row = [item.number, item.typed, name, item.get_found_display(), item.outcome, at, item.ending_id or ""]
        yield writer.writerow([_safe(value) for value in row])


@require_admin_access
@require_GET
def result(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """Give the result of each item as CSV."""
    batch = _batch(request, pk)
    record("export", user=request.user, data={"view": "life:batch_csv", "format": "csv", "batch": pk})
    response = StreamingHttpResponse(_lines(batch), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="ending-batch-{pk}.csv"'
    return response
