"""Asking that one page stops being public; with the red button, doing it at once."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from wagtail.admin import messages
from wagtail.admin.auth import require_admin_access
from wagtail.models import Page

from ..actions.end_request import RequestEnding
from ..errors import Refused
from ..life import rights
from ..life.describe import describe
from ..life.due import due_on
from ..life.kinds import RULES, EndingKind, EndingState, Verb
from ..life.tombstone import context_of
from ..models import Ending
from . import queries
from .forms import AT_ONCE, EndForm, add_refusal


def may_ask(user: Any, page: Any) -> bool:
    """Tell whether ``user`` may ask that ``page`` ends: it is public, theirs to edit, and no mirror of another."""
    if not page.live or page.alias_of_id or page.is_root():
        return False
    return rights.may_ask(user, page)


def may_end_at_once(user: Any, page: Any) -> bool:
    """Tell whether the red button is the user's."""
    return bool(user.has_perm("publication.end_at_once") and may_ask(user, page))


def _page(request: HttpRequest, pk: int) -> Any:
    page = get_object_or_404(queries.pages_of(request.user), pk=pk).specific
    if not page.permissions_for_user(request.user).can_edit():
        raise Http404
    return page


@require_admin_access
def ask(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Show the form; POST previews, asks, or ends at once (``act``). Nothing typed or uploaded is lost on an error."""
    page = _page(request, pk)
    waiting = Ending.objects.filter(page_id=pk, state=EndingState.REQUESTED).first()
    if not page.live:
        messages.warning(request, "这个页面现在没有公开，不需要撤下。")
        return redirect("life:page", pk)
    if waiting is not None and not may_end_at_once(request.user, page):
        messages.info(request, "这个页面已有待批准的申请。")
        return redirect("life:ending", waiting.pk)
    if request.method != "POST":
        return _show(request, page, EndForm(page=page, user=request.user), waiting)
    form = EndForm(request.POST, request.FILES, page=page, user=request.user)
    good = form.is_valid()
    form.keep_scan()
    act = request.POST.get("act", "")
    if not good:
        return _show(request, page, form, waiting, status=400)
    if act == "preview":
        return _show(request, page, form, waiting, preview=preview_of(page, form.said(), request))
    emergency = act == "emergency"
    if emergency and not form.check_confirmation():
        return _show(request, page, form, waiting, status=400)
    try:
        ending = RequestEnding(page, user=request.user, emergency=emergency, **form.said()).execute()
    except Refused as refusal:
        add_refusal(form, refusal)
        return _show(request, page, form, waiting, status=400)
    done = "已立即撤下，请等待事后审查。" if emergency else "已提交申请，等待另一人批准。"
    messages.success(request, done)
    return redirect("life:ending", ending.pk)


def preview_of(page: Any, said: dict[str, Any], request: HttpRequest) -> dict[str, Any]:
    """Return what a visitor will find at the page's address, with the day until which it must be done and the law."""
    rule = RULES[EndingKind(said["kind"])]
    arose = said["duty_arose_on"] or said["instrument_date"] or timezone.localdate()
    limit = due_on(said["kind"], arose)
    found = {
        "status": rule.status,
        "law": rule.law,
        "due_on": limit,
        "late": limit is not None and limit < timezone.localdate(),
    }
    if rule.status == 404:
        return found
    described = describe(page)
    ending = Ending(
        page=page, verb=said["verb"], kind=said["kind"], statement=said["statement"], status=rule.status,
        successor=said.get("successor"), what=described.what, unit_name=described.unit_name,
        number=described.number if rule.shows_number else "", executed_at=timezone.now(),
        published_on=timezone.localtime(page.first_published_at).date() if page.first_published_at else None,
    )  # fmt: skip
    return {**found, **context_of(ending, lambda other: other.get_url(request) or "")}


def _show(
    request: HttpRequest, page: Page, form: EndForm, waiting: Any, *, status: int = 200, preview: Any = None
) -> HttpResponse:
    context = {
        "page": page,
        "form": form,
        "waiting": waiting,
        "preview": preview,
        "at_once": AT_ONCE,
        "may_end_at_once": may_end_at_once(request.user, page),
        "replace": Verb.REPLACE.label,
    }
    return render(request, "publication/admin/life_end.html", context, status=status)
