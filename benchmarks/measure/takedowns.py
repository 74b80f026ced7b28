"""The steps of the takedown benchmark, on the portal's own data: what readers open, and withdrawals one by one and in bulk."""

import os
import time
from typing import Any

REASON = "经查，这里的内容发布有误，现予撤下。"


def takedown_addresses() -> dict[str, Any]:
    """Return what readers open: details spread over the whole site, lists, searches and the front page."""
    from disclosure.models import DecisionNoticePage

    notices = DecisionNoticePage.objects.live().order_by("pk")
    count = notices.count()
    details = [notices[place].get_url() for place in range(0, count, max(1, count // 200))]
    lists = ["/after/decisions/", "/after/penalties/", "/after/licences/", "/after/decisions/?year=2026"]
    searches = ["/search/?q=%E5%B7%A5%E8%B5%84", "/search/?q=%E7%A4%BE%E4%BC%9A%E4%BF%9D%E9%99%A9"]
    return {"addresses": {"detail": details, "list": lists, "search": searches, "home": ["/"]}}


def _ask(notices: list[Any]) -> list[Any]:
    from django.contrib.auth import get_user_model

    from publication.actions.end_request import RequestEnding

    editor = get_user_model().objects.get(username="disclosure")
    return [
        RequestEnding(notice, verb="withdraw", kind="mistake", user=editor, statement=REASON).execute()
        for notice in notices
    ]


def _receipt_of(ending: Any, seconds: float = 60) -> Any:
    from publication.models import Receipt

    until = time.monotonic() + seconds
    while time.monotonic() < until:
        found = Receipt.objects.filter(ending=ending).first()
        if found is not None:
            return found
        time.sleep(0.05)
    raise RuntimeError(f"No receipt of {ending.pk} within {seconds} s.")


class Click:
    """The reviewer at the portal's own screens, signed in: an approval is a form that is sent over HTTP."""

    def __init__(self, name: str) -> None:
        import requests
        from django.contrib.auth import get_user_model
        from django.test import Client

        client = Client()
        client.force_login(get_user_model().objects.get(username=name))
        self.origin, self.session = os.environ["BASE_URL"], requests.Session()
        self.session.trust_env = False
        self.session.cookies.set("sessionid", client.cookies["sessionid"].value)
        self.session.get(f"{self.origin}/admin/", timeout=60).raise_for_status()

    def approve(self, pk: int) -> None:
        """Press “批准”; it must have been done when the answer is there."""
        from publication.models import Ending

        address = f"{self.origin}/admin/life/endings/{pk}/decide/"
        headers = {"X-CSRFToken": self.session.cookies.get("csrftoken", ""), "Referer": address}
        self.session.post(
            address, data={"act": "approve", "note": ""}, headers=headers, timeout=60, allow_redirects=False
        )
        if not Ending.objects.get(pk=pk).is_executed:
            raise RuntimeError(f"The approval of {pk} was not taken.")


def takedown(count: str) -> dict[str, Any]:
    """Approve ``count`` withdrawals, one after the other, by the form; return the seconds from each click to its last probe."""
    from django.utils import timezone

    from disclosure.models import DecisionNoticePage
    from publication.models import SurfaceTask

    head = Click("reviewer")
    live = DecisionNoticePage.objects.live().filter(unit__code="ldjc").order_by("pk")
    total = live.count()
    spread = [live[place] for place in range(0, total, max(1, total // int(count)))][: int(count)]
    seconds = []
    for ending in _ask(spread):
        clicked = timezone.now()
        head.approve(ending.pk)
        _receipt_of(ending)
        last = max(SurfaceTask.objects.filter(ending=ending).values_list("probed_at", flat=True))
        seconds.append((last - clicked).total_seconds())
    return {"seconds": seconds}


def takedown_many(count: str) -> dict[str, Any]:
    """Approve a batch of ``count`` withdrawals and wait for the last receipt; return the seconds. The portal's worker executes it."""
    from django.contrib.auth import get_user_model

    from disclosure.models import DecisionNoticePage
    from publication.actions.end_many import DecideEndMany, RequestEndMany
    from publication.actions.end_many_run import start
    from publication.life_admin.preparing import prepare, rows_of_pages
    from publication.models import EndingBatchItem, Receipt

    users = get_user_model().objects
    officer, head = users.get(username="disclosure"), users.get(username="reviewer")
    notices = list(DecisionNoticePage.objects.live().filter(unit__code="ldjc").order_by("-pk")[: int(count)])
    batch = prepare(officer, rows_of_pages(officer, notices))
    RequestEndMany(batch, verb="withdraw", kind="mistake", user=officer, statement=REASON).execute()
    began = time.monotonic()
    start(DecideEndMany(batch, user=head, approve=True).execute())
    endings = EndingBatchItem.objects.filter(batch=batch).exclude(ending=None).values("ending")
    ended = 0.0
    while Receipt.objects.filter(ending__in=endings).count() < len(notices):
        if not ended and endings.count() == len(notices):
            ended = time.monotonic() - began
        if time.monotonic() - began > 600:
            raise RuntimeError(f"Not every receipt of batch {batch.pk} is there within 600 s.")
        time.sleep(0.25)
    return {"wall": time.monotonic() - began, "ended": ended, "count": len(notices)}
