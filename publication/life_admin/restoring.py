"""Asking that a sealed page comes back, and deciding about it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET
from wagtail.admin import messages
from wagtail.admin.auth import require_admin_access

from ..actions.cancel_request import CancelRequest
from ..actions.restore import DecideRestoration, RequestRestoration
from ..actions.restore_masked import may_sign_masked, still_to_sign
from ..errors import Refused
from ..life.kinds import EndingKind, EndingState
from ..life.rights import may_approve
from ..models import Restoration
from . import queries
from .border import border
from .forms import MaskedRestoreForm, NoteForm, RestoreForm, add_refusal


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
    may_mask = seal.ending.kind == EndingKind.PRIVACY
    form = (MaskedRestoreForm if may_mask else RestoreForm)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        masking = form.masking() if isinstance(form, MaskedRestoreForm) else None
        try:
            asked = RequestRestoration(
                page, user=request.user, reason=form.cleaned_data["reason"], masking=masking
            ).execute()
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
                done = DecideRestoration(asked, user=request.user, approve=act == "approve", note=note).execute()
                if done.is_open:
                    messages.success(request, "已记录您的审核；其余环节审核、批准之后，页面恢复公开。")
                else:
                    messages.success(request, "已批准，页面已恢复公开。" if act == "approve" else "已记录：不予批准。")
            else:
                messages.error(request, "没有选择批准还是不予批准。")
            return redirect("life:restoration", pk)
        except Refused as refusal:
            add_refusal(form, refusal)
    return _show(request, asked, form, own)


@require_admin_access
@require_GET
def preview(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Show the masked version as it would be public: to who asked for it, and to who decides about it or signs it."""
    asked = get_object_or_404(queries.restorations_of(request.user), pk=pk)
    own = asked.requested_by_id == request.user.pk
    may = _deciding(request.user, asked, own)
    if asked.revision is None or not asked.is_open or not (own or may["may_decide"] or may["may_sign"]):
        raise Http404
    page = asked.revision.as_object()
    answer: HttpResponseBase = page.make_preview_request(request, page.default_preview_mode)
    return answer


def _deciding(user: Any, asked: Restoration, own: bool) -> dict[str, bool]:
    """Return whether the user may decide, and whether they may sign a step of the masked version."""
    return {
        "may_decide": asked.is_open and not own and may_approve(user, asked.ending.rule, asked.page),
        "may_sign": asked.is_open and not own and may_sign_masked(user, asked),
    }


def _show(request: HttpRequest, asked: Restoration, form: NoteForm, own: bool) -> HttpResponse:
    user = request.user
    context = {
        "asked": asked,
        "name": queries.name_of(asked.page),
        "unit": border().unit_names([asked.page]).get(asked.page_id, ""),
        "person": queries.person(asked.requested_by),
        "decided": queries.person(asked.decided_by) if asked.decided_at else "",
        **_deciding(user, asked, own),
        "may_cancel": asked.is_open and own,
        "may_preview": asked.revision_id and asked.is_open,
        "still_to_sign": still_to_sign(asked),
        "form": form,
    }
    return render(request, "publication/admin/life_restoration.html", context, status=400 if form.errors else 200)
