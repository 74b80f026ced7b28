"""Asking that a sealed page comes back, and deciding about it."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from wagtail.admin import messages
from wagtail.admin.auth import require_admin_access

from ..actions.cancel_request import CancelRequest
from ..actions.restore import DecideRestoration, RequestRestoration
from ..errors import Refused
from ..life.kinds import EndingState
from ..life.rights import may_approve
from ..models import Restoration
from . import queries
from .border import border
from .forms import NoteForm, RestoreForm, add_refusal


@require_admin_access
def ask(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Take the reason and ask."""
    page = get_object_or_404(queries.pages_of(request.user).select_related("seal__ending"), pk=pk)
    waiting = Restoration.objects.filter(page_id=pk, state=EndingState.REQUESTED).first()
    if waiting is not None:
        messages.info(request, "这个页面已有待批准的恢复申请。")
        return redirect("life:restoration", waiting.pk)
    seal = getattr(page, "seal", None)
    if seal is None:
        messages.warning(request, "这个页面没有被撤下，不需要恢复。")
        return redirect("life:page", pk)
    if seal.ending.destroyed_at:
        messages.error(request, "这个页面的内容已按规定销毁，不能恢复。")
        return redirect("life:ending", seal.ending_id)
    form = RestoreForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            asked = RequestRestoration(page, user=request.user, reason=form.cleaned_data["reason"]).execute()
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, "已提交恢复申请，等待另一人批准。")
            return redirect("life:restoration", asked.pk)
    context = {"page": page, "name": queries.name_of(page), "ending": seal.ending, "form": form}
    return render(request, "publication/admin/life_restore.html", context, status=400 if form.errors else 200)


@require_admin_access
def show(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Show a restoration; POST approves, refuses or takes it back (``act``)."""
    asked = get_object_or_404(queries.restorations_of(request.user).select_related("decided_by"), pk=pk)
    own = asked.requested_by_id == request.user.pk
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        act = request.POST.get("act", "")
        try:
            if act == "cancel":
                CancelRequest(asked, user=request.user).execute()
                messages.success(request, "已撤回恢复申请。")
            elif act in ("approve", "refuse"):
                note = form.cleaned_data["note"]
                DecideRestoration(asked, user=request.user, approve=act == "approve", note=note).execute()
                messages.success(request, "已批准，页面已恢复公开。" if act == "approve" else "已记录：不予批准。")
            else:
                messages.error(request, "没有选择批准还是不予批准。")
            return redirect("life:restoration", pk)
        except Refused as refusal:
            add_refusal(form, refusal)
    return _show(request, asked, form, own)


def _show(request: HttpRequest, asked: Restoration, form: NoteForm, own: bool) -> HttpResponse:
    user = request.user
    context = {
        "asked": asked,
        "name": queries.name_of(asked.page),
        "unit": border().unit_names([asked.page]).get(asked.page_id, ""),
        "person": queries.person(asked.requested_by),
        "decided": queries.person(asked.decided_by) if asked.decided_at else "",
        "may_decide": asked.is_open and not own and may_approve(user, asked.ending.rule, asked.page),
        "may_cancel": asked.is_open and own,
        "form": form,
    }
    return render(request, "publication/admin/life_restoration.html", context, status=400 if form.errors else 200)
