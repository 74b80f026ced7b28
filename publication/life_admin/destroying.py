"""Asking that a vanished secret's content be destroyed, deciding, and what still holds it."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from wagtail.admin import messages
from wagtail.admin.auth import require_admin_access

from ..actions.backups import DestroyBackup
from ..actions.destroy import CONFIRMATION, CancelDestruction, DecideDestruction, HandlePart, RequestDestruction
from ..actions.destroy import destruction_problems as problems_of
from ..destruction.backups import backups_of
from ..destruction.outside import COMPACT
from ..errors import Refused
from ..life.kinds import EndingState
from ..life.rights import may_approve_destruction, may_mark_backups
from ..models import Destruction
from . import queries
from .ending import found
from .forms import DestroyForm, NoteForm, add_refusal


def destructions_of(user: Any) -> Any:
    """Return the destructions that the user may see."""
    rows = Destruction.objects.filter(queries.in_sight(user, "ending__page_id"))
    return rows.select_related("ending", "ending__page", "ending__page__seal__ending", "requested_by", "decided_by")


@require_admin_access
def ask(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Take the order and ask."""
    ending = found(request, pk)
    standing = ending.destructions.filter(state__in=(EndingState.REQUESTED, EndingState.EXECUTED)).first()
    if standing is not None:
        messages.info(request, "已有销毁申请或已销毁。")
        return redirect("life:destruction", standing.pk)
    form = DestroyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            asked = RequestDestruction(ending, user=request.user, **form.cleaned_data).execute()
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, "已提交销毁申请，等待另一位保密审查员批准。")
            return redirect("life:destruction", asked.pk)
    context = {
        "ending": ending, "name": queries.name_of(ending.page), "form": form, "problems": problems_of(ending),
    }  # fmt: skip
    return render(request, "publication/admin/life_destroy.html", context, status=400 if form.errors else 200)


@require_admin_access
def show(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Show a destruction; POST approves, refuses, takes it back, or notes what was done elsewhere (``act``)."""
    asked: Destruction = get_object_or_404(destructions_of(request.user), pk=pk)
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            said = _act(request, asked, form.cleaned_data["note"])
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, said) if said else messages.error(request, "没有选择要做什么。")
            return redirect("life:destruction", pk)
    return _show(request, asked, form)


def _key(request: HttpRequest, name: str) -> int:
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0


def _act(request: HttpRequest, asked: Destruction, note: str) -> str:
    act, user = request.POST.get("act", ""), request.user
    if act in ("approve", "refuse"):
        typed = request.POST.get("confirmation", "")
        DecideDestruction(asked, user=user, approve=act == "approve", note=note, confirmation=typed).execute()
        return "已批准，内容已销毁，不能恢复。" if act == "approve" else "已记录：不予批准。"
    if act == "cancel":
        CancelDestruction(asked, user=user).execute()
        return "已撤回销毁申请。"
    if act == "handled":
        part = get_object_or_404(asked.parts.select_related("destruction__ending__page"), pk=_key(request, "part"))
        HandlePart(part, user=user, note=note).execute()
        return "已登记。"
    if act == "backup":
        backup = get_object_or_404(backups_of(asked), pk=_key(request, "backup"))
        DestroyBackup(backup, user=user, note=note).execute()
        return "已登记：备份已销毁。"
    return ""


def _show(request: HttpRequest, asked: Destruction, form: NoteForm) -> HttpResponse:
    user = request.user
    own = asked.requested_by_id == user.pk
    backups = list(backups_of(asked))
    parts = list(asked.parts.select_related("done_by"))
    standing, open_parts = sum(backup.destroyed_at is None for backup in backups), sum(part.is_open for part in parts)
    context = {
        "asked": asked,
        "name": queries.name_of(asked.ending.page),
        "person": queries.person(asked.requested_by),
        "decided": queries.person(asked.decided_by) if asked.decided_at else "",
        "may_decide": asked.is_open and not own and may_approve_destruction(user),
        "may_cancel": asked.is_open and own,
        "may_handle": may_approve_destruction(user),
        "may_mark": may_mark_backups(user),
        "problems": problems_of(asked.ending) if asked.is_open else [],
        "parts": [
            {
                "part": part,
                "person": queries.person(part.done_by) if part.done_by_id else "",
                "by_hand": part.holder != COMPACT,
            }
            for part in parts
        ],
        "backups": [
            {"backup": backup, "person": queries.person(backup.destroyed_by) if backup.destroyed_at else ""}
            for backup in backups
        ],
        "standing": standing,
        "open_parts": open_parts,
        "waiting": asked.is_executed and bool(standing or open_parts),
        "late": asked.is_executed and asked.backups_by < timezone.localdate(),
        "word": CONFIRMATION,
        "form": form,
        "typed": request.POST.get("confirmation", ""),
    }
    return render(request, "publication/admin/life_destruction.html", context, status=400 if form.errors else 200)
