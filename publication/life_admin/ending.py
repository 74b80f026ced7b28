"""One ending: all that is known of it, and what its people may do next."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin import messages
from wagtail.admin.auth import require_admin_access

from ..actions.cancel_request import CancelRequest
from ..actions.end_request import DecideEnding, ReviewEmergency
from ..actions.probe_again import ProbeAgain
from ..actions.recipients import AskRecipient, ConfirmRecipient
from ..errors import Refused
from ..life.due import is_late
from ..life.kinds import EndingKind
from ..life.rights import REVIEW, acting_with, may_approve, may_ask, may_ask_destruction
from ..models import Ending, RecipientTask, Relapse, SurfaceState
from . import queries
from .border import border
from .forms import NoteForm, add_refusal
from .surfaces import rows_of


def found(request: HttpRequest, pk: int) -> Ending:
    """Return the ending if the user may see it; 404 otherwise."""
    related = ("decided_by", "reviewed_by", "successor", "instrument_scan")
    ending: Ending = get_object_or_404(
        queries.endings_of(request.user).select_related(*queries._RELATED, *related), pk=pk
    )
    return ending


@require_admin_access
@require_GET
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one ending."""
    return _show(request, found(request, pk))


def _show(request: HttpRequest, ending: Ending, form: Any = None, at: str = "", status: int = 200) -> HttpResponse:
    user, page = request.user, ending.page
    own = ending.requested_by_id == user.pk
    seal = getattr(page, "seal", None)
    rows = rows_of(ending) if ending.is_executed else []
    form = form or NoteForm()
    context = {
        "ending": ending,
        "name": queries.name_of(page),
        "hidden": queries.is_hidden(page),
        "unit": ending.unit_name or border().unit_names([page]).get(page.pk, ""),
        "people": {
            "asked": queries.person(ending.requested_by),
            "decided": queries.person(ending.decided_by) if ending.decided_at else "",
            "reviewed": queries.person(ending.reviewed_by) if ending.reviewed_at else "",
        },
        "late": is_late(ending, timezone.localdate()),
        "is_sealing": seal is not None and seal.ending_id == ending.pk,
        "may_decide": ending.is_open and not own and may_approve(user, ending.rule, ending.page),
        "may_cancel": ending.is_open and own,
        "may_review": ending.waits_for_review and not own and acting_with(user, REVIEW) is not None,
        "may_restore": seal is not None
        and seal.ending_id == ending.pk
        and not ending.destroyed_at
        and may_ask(user, page),
        "may_recipients": ending.is_executed and may_ask(user, ending.page),
        "may_probe": seal is not None and seal.ending_id == ending.pk and may_probe(user, ending),
        "decide_form": form if at == "decide" else NoteForm(),
        "review_form": form if at == "review" else NoteForm(),
        "recipients": list(ending.recipient_tasks.select_related("recipient", "asked_by").order_by("pk")),
        "receipts": list(ending.receipts.all()[:20]),
        "relapses": list(Relapse.objects.filter(page_id=page.pk, gone_at=None)[:20]) if ending.is_executed else [],
        **surfaces_context(rows),
        **_destruction(user, ending),
    }
    if at and not context[f"may_{at}"]:
        for error in (error for errors in form.errors.values() for error in errors):
            messages.error(request, error)
    return render(request, "publication/admin/life_ending.html", context, status=status)


def _destruction(user: Any, ending: Ending) -> dict[str, Any]:
    """Return what the screen says of destroying a secret's content; no query for any other reason."""
    if ending.kind != EndingKind.SECRET or not ending.is_executed:
        return {}
    made = list(ending.destructions.all()[:20])
    return {
        "secret": True,
        "destructions": made,
        "may_destroy": may_ask_destruction(user, ending) and not any(one.is_open or one.is_executed for one in made),
    }


def surfaces_context(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the surfaces' table with how many of them wait."""
    return {"surfaces": rows, "waiting": sum(row["task"].state == SurfaceState.WAITING for row in rows)}


def may_probe(user: Any, ending: Ending) -> bool:
    """Tell whether the user may have the surfaces looked at again: whoever has a part in endings there."""
    return may_ask(user, ending.page) or may_approve(user, ending.rule, ending.page)


@require_admin_access
@require_GET
def surfaces(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the surfaces' table as a piece of HTML; it asks again by itself while something waits."""
    ending = found(request, pk)
    context = {"ending": ending, **surfaces_context(rows_of(ending))}
    return render(request, "publication/admin/life_surfaces.html", context)


def _done(request: HttpRequest, act: Callable[[], Any], message: str, pk: int) -> HttpResponseBase:
    """Run a verb without a form of its own; its refusal is told above."""
    try:
        act()
    except Refused as refusal:
        for problem in refusal.problems:
            messages.error(request, problem.message)
    else:
        messages.success(request, message)
    return redirect("life:ending", pk)


@require_admin_access
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Approve or refuse."""
    ending, form = found(request, pk), NoteForm(request.POST)
    approve = request.POST.get("act") == "approve"
    if not approve and request.POST.get("act") != "refuse":
        messages.error(request, "没有选择批准还是不予批准。")
        return redirect("life:ending", pk)
    if form.is_valid():
        try:
            DecideEnding(ending, user=request.user, approve=approve, note=form.cleaned_data["note"]).execute()
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, "已批准并执行，正在核对各处是否消失。" if approve else "已记录：不予批准。")
            return redirect("life:ending", pk)
    return _show(request, found(request, pk), form, "decide", 400)


@require_admin_access
@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Take back one's own request."""
    ending = found(request, pk)
    return _done(request, CancelRequest(ending, user=request.user).execute, "已撤回申请。", pk)


@require_admin_access
@require_POST
def review(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Review what was done at once."""
    ending, form = found(request, pk), NoteForm(request.POST)
    if form.is_valid():
        try:
            ReviewEmergency(ending, user=request.user, note=form.cleaned_data["note"]).execute()
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, "审查意见已记录。")
            return redirect("life:ending", pk)
    return _show(request, ending, form, "review", 400)


@require_admin_access
@require_POST
def probe(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Look again now."""
    ending = found(request, pk)
    if not may_probe(request.user, ending):
        messages.error(request, "您没有再次探查的权限。")
        return redirect("life:ending", pk)
    return _done(request, ProbeAgain(ending, user=request.user).execute, "已安排再次探查，结果会自动更新。", pk)


def _task(request: HttpRequest, pk: int) -> RecipientTask:
    tasks = RecipientTask.objects.filter(ending__in=queries.endings_of(request.user)).select_related(
        "ending", "ending__page"
    )
    task: RecipientTask = get_object_or_404(tasks, pk=pk)
    return task


@require_admin_access
@require_POST
def ask_recipient(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Record that an outside body was told."""
    task = _task(request, pk)
    act = AskRecipient(task, user=request.user, note=request.POST.get("note", "")[:300])
    return _done(request, act.execute, "已登记：告知对方。", task.ending_id)


@require_admin_access
@require_POST
def confirm_recipient(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Record that an outside body confirmed."""
    task = _task(request, pk)
    act = ConfirmRecipient(task, user=request.user, note=request.POST.get("note", "")[:300])
    return _done(request, act.execute, "已登记：对方确认。", task.ending_id)
