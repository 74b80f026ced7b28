"""Killing a verb, or the outbox, at point after point of its work: the power goes, nothing is tidied up.

A point is a statement, the moment before and after each commit, and each request of a probe. The process that dies is a fork of
this one; the product knows nothing of it.
"""

import datetime
import json
import os
import signal
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.utils import timezone
from wagtail.models import Page

from disclosure.models import DecisionNoticePage
from publication.actions.end import Expire
from publication.actions.end_request import DecideEnding, RequestEnding
from publication.actions.publish import PublishPage
from publication.actions.restore import DecideRestoration, RequestRestoration
from publication.errors import Refused
from publication.models import Correction, Ending, Receipt, Restoration, Seal, SurfaceTask
from publication.surfaces import registered
from publication.surfaces.visitor import Visitor
from publication.surfaces.work import work
from search.models import Entry

from . import REASON
from .planting import drafted, penalties, people

POINTS = 22
_VALUES = {"verb": "withdraw", "kind": "mistake"}
Act = Callable[[int], Any]


def _asked(pk: int) -> Ending:
    return Ending.objects.filter(page_id=pk, state="requested").get()


def _request(pk: int, **values: Any) -> Ending:
    editor, reviewer = people()
    user = reviewer if values.get("emergency") else editor
    return RequestEnding(Page.objects.get(pk=pk), user=user, statement=REASON, **{**_VALUES, **values}).execute()


def _approve(pk: int) -> None:
    waiting = Ending.objects.filter(page_id=pk, state="requested").first()
    if waiting is not None:
        DecideEnding(waiting, user=people()[1], approve=True).execute()


def _publish(pk: int) -> None:
    page = Page.objects.get(pk=pk)
    PublishPage(page.latest_revision, user=people()[1]).execute()


def _at_once(pk: int) -> None:
    if Page.objects.get(pk=pk).live:
        _request(pk, emergency=True)


def _expire(pk: int) -> None:
    Expire(
        Page.objects.get(pk=pk),
        kind="expired",
        statement="公示期已满。",
        arose=timezone.localdate() - datetime.timedelta(1),
    ).execute()


def _request_restoration(pk: int) -> None:
    RequestRestoration(Page.objects.get(pk=pk), user=people()[0], reason="撤下时认错了文号，决定仍然有效。").execute()


def _restore(pk: int) -> None:
    waiting = Restoration.objects.filter(page_id=pk, state="requested").first()
    if waiting is not None:
        DecideRestoration(waiting, user=people()[1], approve=True).execute()


#: name → what is done to one page, so that it can be done again.
ACTS: dict[str, Act] = {
    "publish": _publish, "correct": _publish, "request": _request, "withdraw": _approve, "replace": _approve,
    "vanish": _approve, "expire": _expire, "emergency": _at_once, "request_restoration": _request_restoration,
    "restore": _restore,
}  # fmt: skip


class _Points:
    """Counts points, and kills this process at the ``nth`` (0: never)."""

    def __init__(self, nth: int) -> None:
        self.nth, self.passed = nth, 0

    def __call__(self) -> None:
        self.passed += 1
        if self.passed == self.nth:
            os.kill(os.getpid(), signal.SIGKILL)

    def statement(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        self()
        return execute(sql, params, many, context)

    def around(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*arguments: Any, **values: Any) -> Any:
            self()
            result = function(*arguments, **values)
            self()
            return result

        return counted


def _in_child(act: Callable[[], Any], nth: int = 0) -> int:
    """Run ``act`` in a forked process that dies at its ``nth`` point; return how many points it passed alive, -1 when it was killed."""
    connection.close()
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            os.close(reading)
            points = _Points(nth)
            connection.ensure_connection()
            connection._commit = points.around(connection._commit)
            Visitor._fetch = points.around(Visitor._fetch)  # type: ignore[method-assign]
            with connection.execute_wrapper(points.statement):
                act()
            os.write(writing, str(points.passed).encode())
            status = 0
        finally:
            os._exit(status)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        said = pipe.read()
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return -1
    assert status == 0, "the act failed without being killed"
    return int(said)


def spread(total: int) -> list[int]:
    """Return at most ``POINTS`` of 1 … ``total``, the first and the last among them."""
    if total <= POINTS:
        return list(range(1, total + 1))
    return sorted({1 + round(place * (total - 1) / (POINTS - 1)) for place in range(POINTS)})


def state_of(pk: int, old: str, new: str) -> str:
    """Return ``public`` (with the text that is public), ``gone``, ``draft`` when all that is stored about a page agrees, else the facts."""
    row, entry = DecisionNoticePage.objects.get(pk=pk), Entry.objects.filter(page_id=pk).first()
    seal = Seal.objects.filter(page_id=pk).select_related("ending").first()
    text = next((name for name, token in (("old", old), ("new", new)) if token and token in row.facts), "")
    told = SurfaceTask.objects.filter(page_id=pk, ending=seal.ending).count() if seal is not None else 0
    facts = {
        "live": row.live, "pinned": row.live_revision_id is not None, "entry": entry is not None, "sealed": seal is not None,
        "executed": seal is not None and seal.ending.is_executed, "told": told, "text": text,
        "endings": Ending.objects.filter(page_id=pk, state="executed").count(),
        "restored": Restoration.objects.filter(page_id=pk, state="executed").count(),
        "corrections": Correction.objects.filter(page_id=pk).count(),
    }  # fmt: skip
    token = new if text == "new" else old
    if row.live and facts["pinned"] and entry is not None and seal is None and facts["endings"] == facts["restored"]:
        if (
            token in entry.text.upper()
            and token in row.live_revision.content["facts"]
            and facts["corrections"] == (text == "new")
        ):
            return f"public {text}"
    quiet = not row.live and not facts["pinned"] and entry is None
    if quiet and facts["executed"] and told == len(registered()) and facts["endings"] == facts["restored"] + 1:
        return "gone"
    if quiet and seal is None and not facts["endings"]:
        return "draft"
    return json.dumps(facts)


def plant(serial: str, published: bool, verb: str = "", kind: str = "") -> list[dict[str, Any]]:
    """Make pages enough for every point of one verb, two to count with; with a verb that is approved, asked for already."""
    tokens = [f"{serial}{place:03d}CANARY" for place in range(POINTS + 1)]
    made = penalties(tokens, serial, published)
    if verb:
        values: dict[str, Any] = {"verb": verb, "kind": kind}
        if verb == "replace":
            values |= {"successor": penalties([f"{serial}NEXTCANARY"], f"{serial}替", True)[0]}
            values |= {
                "instrument_name": "复议决定书",
                "instrument_body": "示例市人民政府",
                "instrument_date": timezone.localdate(),
            }
        for page in made:
            _request(page.pk, **values)
    return [
        {"pk": page.pk, "url": page.get_url(), "old": token, "new": ""}
        for page, token in zip(made, tokens, strict=True)
    ]


def draft(pages: list[dict[str, Any]], serial: str) -> list[dict[str, Any]]:
    """Save a correction of each page as a draft."""
    for place, page in enumerate(pages):
        page["new"] = f"{serial}{place:03d}CANARY"
        drafted(page["pk"], page["new"])
    return pages


def crash(name: str, pages: list[dict[str, Any]]) -> dict[str, Any]:
    """Kill an act at its points, each time on another page; return how many points it has, how often it died, and each page's state.

    The first page is only counted with: its act runs to the end.
    """
    act = ACTS[name]
    total = _in_child(lambda: act(pages[0]["pk"]))
    chosen = spread(total)
    died = [_in_child(lambda pk=page["pk"]: act(pk), nth) for page, nth in zip(pages[1:], chosen, strict=False)]
    return {
        "points": total,
        "chosen": len(chosen),
        "killed": died.count(-1),
        "states": states(pages[: len(chosen) + 1]),
    }


def again(name: str, pages: list[dict[str, Any]]) -> dict[str, Any]:
    """Do the act again, twice, to every page, as after the restart; return each page's state."""
    for page in [*pages, *pages[:3]]:
        try:
            ACTS[name](page["pk"])
        except Refused as refusal:
            if any(problem.code not in ("not_public", "not_sealed") for problem in refusal.problems):
                raise
    return {"states": states(pages)}


def states(pages: list[dict[str, Any]]) -> list[str]:
    """Return the state of each page."""
    return [state_of(page["pk"], page["old"], page["new"]) for page in pages]


def _only(ending: int) -> None:
    """Let the outbox have nothing to do but one ending: what a killed process held is free once its lease is over, here at once."""
    waiting, now = SurfaceTask.objects.filter(state="waiting"), timezone.now()
    waiting.exclude(ending=ending).update(next_at=now + datetime.timedelta(minutes=10))
    waiting.filter(ending=ending).update(lease_until=None, next_at=now)


def crash_outbox(pages: list[dict[str, Any]]) -> dict[str, Any]:
    """Kill the outbox at its points, each time about another page's ending; return how many points, and how often it died."""
    endings = list(Seal.objects.filter(page_id__in=[page["pk"] for page in pages]).values_list("ending_id", flat=True))
    _only(endings[0])
    total = _in_child(work)
    chosen, killed = spread(total), 0
    for ending, nth in zip(endings[1:], chosen, strict=False):
        _only(ending)
        killed += _in_child(work, nth) == -1
    return {"points": total, "chosen": len(chosen), "killed": killed, "endings": endings}


def free() -> None:
    """Everything waiting may be taken up now."""
    SurfaceTask.objects.filter(state="waiting").update(lease_until=None, next_at=timezone.now())


def receipts(endings: list[int]) -> list[int]:
    """Return how many receipts each ending has."""
    return [Receipt.objects.filter(ending_id=key).count() for key in endings]
