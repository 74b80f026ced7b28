"""Sealed content: read only with a purpose, on the record. What is sealed is registered by the layer that seals it."""

import datetime
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page

from publication.errors import Refused
from publication.gates.base import Problem
from publication.life.vanished import vanished_pages_using
from publication.trail.scrub import holds_personal_number

READ_SEALED = "staff_directory.read_sealed_pages"
MINUTES = 30
SHORTEST = 5

Sealed = Callable[[Page], bool]
_sealed: list[Sealed] = []


def register_sealed(predicate: Sealed) -> Sealed:
    """Register ``predicate(page) -> bool``: whether a page's content is sealed."""
    if predicate not in _sealed:
        _sealed.append(predicate)
    return predicate


def unregister_sealed(predicate: Sealed) -> None:
    """Take a predicate away again; unknown ones are ignored."""
    if predicate in _sealed:
        _sealed.remove(predicate)


def is_sealed(page: Page) -> bool:
    """Tell whether any layer has sealed ``page``."""
    return any(predicate(page) for predicate in _sealed)


class StatePurpose:
    """Say for what purpose a sealed page is read; good for half an hour in this session."""

    def __init__(self, request: HttpRequest, page: Page, purpose: str) -> None:
        self.request, self.page, self.purpose = request, page, purpose.strip()

    def check(self) -> None:
        """Ask for a purpose that says something and holds no personal number.

        Raises:
            Refused: it does not.
        """
        if len(self.purpose) < SHORTEST:
            raise Refused([Problem("purpose", f"请写明查阅用途，至少{SHORTEST}个字，例如“核查某号线索”。", "purpose")])
        if holds_personal_number(self.purpose):
            raise Refused(
                [Problem("purpose", "查阅用途会记入操作日志，请不要写证件号码、手机号码等个人号码。", "purpose")]
            )

    def execute(self) -> None:
        """Note the purpose in the session and in the log.

        Raises:
            Refused: see :meth:`check`.
        """
        self.check()
        self.request.session[_key(self.page)] = [self.purpose, timezone.now().isoformat()]
        log(self.page, "sealed.read", user=self.request.user, data={"reason": self.purpose})


def _key(page: Page) -> str:
    return f"purpose-{page.pk}"


def stated_purpose(request: HttpRequest, page: Page) -> str:
    """Return the purpose stated for ``page`` within the last half hour, or an empty string."""
    found = request.session.get(_key(page))
    if not found:
        return ""
    purpose, at = found
    fresh = timezone.now() - datetime.datetime.fromisoformat(at) < datetime.timedelta(minutes=MINUTES)
    return str(purpose) if fresh else ""


def may_read_vanished_file(request: HttpRequest, item: Any) -> bool:
    """Tell whether the request may have a vanished page's file: by the right to sealed content, and a purpose stated for the page."""
    if not request.user.has_perm(READ_SEALED):
        return False
    return any(stated_purpose(request, page) for page in vanished_pages_using(item))


def purpose_required(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Wrap ``view(request, page, …)``: a sealed page asks for a purpose first; without the right to it, it does not exist."""

    @wraps(view)
    def asked(request: HttpRequest, page: Page, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not is_sealed(page):
            return view(request, page, *args, **kwargs)
        if not request.user.has_perm(READ_SEALED):
            raise Http404
        if stated_purpose(request, page):
            return view(request, page, *args, **kwargs)
        return ask_purpose(request, page)

    return asked


def ask_purpose(request: HttpRequest, page: Page, error: str = "", purpose: str = "") -> HttpResponse:
    """Show the form that asks for a purpose; nothing of the page but its number is on it."""
    context = {"page": page, "error": error, "purpose": purpose, "minutes": MINUTES, "next": request.get_full_path()}
    return render(request, "staff_directory/admin/purpose.html", context, status=400 if error else 200)


def take_purpose(request: HttpRequest, page: Page) -> HttpResponseBase:
    """Take the form's answer and go on to the page."""
    if not is_sealed(page) or not request.user.has_perm(READ_SEALED):
        raise Http404
    purpose = request.POST.get("purpose", "")
    try:
        StatePurpose(request, page, purpose).execute()
    except Refused as refusal:
        return ask_purpose(request, page, str(refusal), purpose)
    return redirect("reading:page", page.pk)
