"""Ending pages, waiting for receipts, and what is written down of it."""

import datetime
import io
import time
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Page

from disclosure.models import DecisionNoticePage
from publication.actions.end_request import DecideEnding, RequestEnding
from publication.models import Ending, Receipt, Restoration, Seal, SurfaceTask
from publication.permits import permitted

from . import REASON
from .planting import people


def end_page(pk: int, verb: str, kind: str) -> int:
    """End a page by the verb; return the ending's key."""
    editor, reviewer = people()
    request = RequestEnding(Page.objects.get(pk=pk), verb=verb, kind=kind, user=editor, statement=REASON).execute()
    return DecideEnding(request, user=reviewer, approve=True).execute().pk


def command(*arguments: str) -> dict[str, Any]:
    """Run a management command; return its exit status and what it printed."""
    out, status = io.StringIO(), 0
    try:
        call_command(*arguments, stdout=out, stderr=out)
    except SystemExit as ended:
        status = int(ended.code or 0)
    return {"status": status, "text": out.getvalue()}


def ended(keys: list[int]) -> dict[str, int | None]:
    """Return page key → key of the ending that seals it."""
    found = dict(Seal.objects.filter(page_id__in=keys).values_list("page_id", "ending_id"))
    return {str(key): found.get(key) for key in keys}


def waiting(model: str, pk: int) -> int | None:
    """Return the key of the request about a page that waits for a second person."""
    kind: Any = {"ending": Ending, "restoration": Restoration}[model]
    return kind.objects.filter(page_id=pk, state="requested").values_list("pk", flat=True).first()


def settled(keys: list[int], seconds: float = 60) -> dict[str, Any]:
    """Wait until the outbox's own process has made the receipts of endings; return what is missing and why."""
    until = time.monotonic() + seconds
    while True:
        missing = set(keys) - set(Receipt.objects.filter(ending_id__in=keys).values_list("ending_id", flat=True))
        if not missing or time.monotonic() > until:
            break
        time.sleep(0.2)
    tasks = SurfaceTask.objects.filter(ending_id__in=missing, state="waiting")
    return {"missing": sorted(missing), "why": list(tasks.values_list("surface", "problem"))}


def idle(seconds: float = 60) -> int:
    """Wait until the outbox has nothing to do, so that caches have been told of what was published; return what is left."""
    until = time.monotonic() + seconds
    while (left := SurfaceTask.objects.filter(state="waiting").count()) and time.monotonic() < until:
        time.sleep(0.1)
    return left


def publicity_until(pk: int, days: int) -> None:
    """Let a notice's publicity end ``days`` from today (0: today is the last day)."""
    notice = DecisionNoticePage.objects.get(pk=pk)
    day = timezone.localdate() + datetime.timedelta(days=days)
    with permitted("publish", [notice.path]):
        DecisionNoticePage.objects.filter(pk=pk).update(publicity_until=day, publicity_computed=False)


def withdraw_each(pks: list[int]) -> list[float]:
    """Withdraw pages one by one; return, for each, the wall clock after the answer."""
    editor, reviewer = people()
    times = []
    for pk in pks:
        request = RequestEnding(
            Page.objects.get(pk=pk), verb="withdraw", kind="mistake", user=editor, statement=REASON
        ).execute()
        DecideEnding(request, user=reviewer, approve=True).execute()
        times.append(time.time())
        time.sleep(0.03)
    return times


def user(name: str) -> Any:
    """Return a demo account."""
    return get_user_model().objects.get(username=name)
