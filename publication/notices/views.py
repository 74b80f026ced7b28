"""The screens of notices: everybody sees their own."""

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.auth import require_admin_access

from ..models.notices import Notice, NoticeKind
from .forms import ChoicesForm
from .menu import no_mail

_SHOWN = 30


def _own(request: HttpRequest) -> QuerySet[Notice]:
    return Notice.objects.filter(user=request.user)


def _filters(given: QueryDict) -> dict[str, str]:
    """Return the filters of an address or a form that are known: a kind, unread ones only."""
    found: dict[str, str] = {}
    kind = str(given.get("kind", ""))
    if kind in NoticeKind.values:
        found["kind"] = kind
    if given.get("unread") == "1":
        found["unread"] = "1"
    return found


def _chosen(notices: QuerySet[Notice], filters: dict[str, str]) -> QuerySet[Notice]:
    if "kind" in filters:
        notices = notices.filter(kind=filters["kind"])
    return notices.filter(read_at=None) if "unread" in filters else notices


@require_admin_access
def index(request: HttpRequest) -> HttpResponse:
    """List the user's notices, newest first."""
    filters = _filters(request.GET)
    page = Paginator(_chosen(_own(request), filters), _SHOWN).get_page(request.GET.get("p"))
    query = urlencode(filters)
    context = {
        "notices": page,
        "kinds": NoticeKind.choices,
        "filters": filters,
        "query": f"{query}&" if query else "",
        "unread": _own(request).filter(read_at=None).count(),
    }
    return render(request, "publication/admin/notice_index.html", context)


@require_admin_access
def open_one(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that the notice was read and lead on to what it is about; another person's does not exist (404)."""
    notice = get_object_or_404(_own(request), pk=pk)
    _own(request).filter(pk=pk, read_at=None).update(read_at=timezone.now())
    if notice.url and url_has_allowed_host_and_scheme(notice.url, allowed_hosts=None):
        return redirect(notice.url)
    return redirect("notices:index")


@require_admin_access
@require_POST
def mark_read(request: HttpRequest) -> HttpResponse:
    """Note that one notice (``id``) was read, or with ``all`` every one that the filter shows; back to the list."""
    filters = _filters(request.POST)
    found = _own(request).filter(read_at=None)
    key = request.POST.get("id", "")
    if request.POST.get("all"):
        count = _chosen(found, filters).update(read_at=timezone.now())
        messages.success(request, f"已把 {count} 条通知标为已读。")
    elif key.isascii() and key.isdecimal() and len(key) < 18:
        found.filter(pk=key).update(read_at=timezone.now())
    place = request.POST.get("p", "")
    query: dict[str, Any] = {**filters, **({"p": place} if place.isascii() and place.isdecimal() else {})}
    return redirect(f"{reverse('notices:index')}?{urlencode(query)}" if query else "notices:index")


@require_admin_access
def choices(request: HttpRequest) -> HttpResponse:
    """Let the user choose for each kind whether and when it is mailed."""
    form = ChoicesForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "通知方式已保存。")
        return redirect("notices:choices")
    return render(request, "publication/admin/notice_choices.html", {"form": form, "no_mail": no_mail(request.user)})
