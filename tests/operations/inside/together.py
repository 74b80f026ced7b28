"""Two people, or two clocks, in the same moment: each in a thread with a connection of its own, begun together."""

import json
import threading
from collections.abc import Callable
from functools import partial
from typing import Any

from django.db import connection
from wagtail.models import Page, PageLogEntry

from disclosure.clocks import run_clocks
from publication.actions.end_request import DecideEnding, RequestEnding
from publication.actions.publish import PublishPage
from publication.actions.restore import DecideRestoration, RequestRestoration
from publication.errors import Refused
from publication.models import Ending, Restoration, Seal, SurfaceTask
from search.models import Entry

from . import REASON
from .ending import publicity_until, user
from .planting import drafted, penalties

Deed = Callable[[], Any]


def together(*deeds: Deed) -> list[str]:
    """Do all of them at once; return what became of each: the state of what it returned, or ``refused: codes``."""
    barrier, found = threading.Barrier(len(deeds)), [""] * len(deeds)

    def run(place: int, deed: Deed) -> None:
        try:
            connection.ensure_connection()
            barrier.wait()
            found[place] = str(getattr(deed(), "state", "done"))
        except Refused as refusal:
            found[place] = f"refused: {'、'.join(sorted(problem.code for problem in refusal.problems))}"
        except Exception as error:
            found[place] = f"{type(error).__name__}: {error}"
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def facts(pk: int) -> dict[str, Any]:
    """Return how often each thing stands that may stand once."""
    seal = Seal.objects.filter(page_id=pk).first()
    tasks = list(
        SurfaceTask.objects.filter(page_id=pk, event="ended", ending=seal.ending if seal else None).values_list(
            "surface"
        )
    )
    acts = PageLogEntry.objects.filter(page_id=pk)
    return {
        "live": Page.objects.get(pk=pk).live, "sealed": seal is not None, "entry": Entry.objects.filter(page_id=pk).exists(),
        "requested": Ending.objects.filter(page_id=pk, state="requested").count(),
        "executed": Ending.objects.filter(page_id=pk, state="executed").count(),
        "refused": Ending.objects.filter(page_id=pk, state="refused").count(),
        "restored": Restoration.objects.filter(page_id=pk, state="executed").count(),
        "twice": len(tasks) - len(set(tasks)),
        "logged": acts.filter(action__in=[f"ending.{verb}" for verb in ("withdraw", "vanish", "replace", "expire")]).count(),
    }  # fmt: skip


def _request(pk: int, name: str, **values: Any) -> Ending:
    given = {"verb": "withdraw", "kind": "mistake", "statement": REASON, **values}
    return RequestEnding(Page.objects.get(pk=pk), user=user(name), **given).execute()


def _decide(ending: Ending, name: str, approve: bool = True) -> Ending:
    return DecideEnding(ending, user=user(name), approve=approve, note="" if approve else "文书还没有生效。").execute()


def _two_ask(pk: int) -> list[Deed]:
    return [lambda: _request(pk, "editor"), lambda: _request(pk, "reviewer")]


def _two_approve(pk: int) -> list[Deed]:
    asked = _request(pk, "editor")
    return [
        lambda: _decide(asked, "reviewer"),
        lambda: _decide(asked, "disclosure"),
        lambda: _decide(asked, "reviewer"),
    ]


def _approve_and_refuse(pk: int) -> list[Deed]:
    asked = _request(pk, "editor")
    return [lambda: _decide(asked, "reviewer"), lambda: _decide(asked, "disclosure", approve=False)]


def _approve_and_red_button(pk: int) -> list[Deed]:
    asked = _request(pk, "editor")
    return [lambda: _decide(asked, "disclosure"), lambda: _request(pk, "reviewer", emergency=True)]


def _two_red_buttons(pk: int) -> list[Deed]:
    return [lambda: _request(pk, "reviewer", emergency=True), lambda: _request(pk, "disclosure", emergency=True)]


def _withdraw_and_vanish(pk: int) -> list[Deed]:
    return [
        lambda: _request(pk, "reviewer", emergency=True),
        lambda: _request(pk, "disclosure", emergency=True, verb="vanish", kind="privacy"),
    ]


def _withdraw_and_correct(pk: int) -> list[Deed]:
    asked = _request(pk, "editor")
    drafted(pk, "TOGETHERMENDED")
    revision = Page.objects.get(pk=pk).latest_revision
    return [lambda: _decide(asked, "reviewer"), lambda: PublishPage(revision, user=user("reviewer")).execute()]


def _two_clocks(pk: int) -> list[Deed]:
    publicity_until(pk, -1)
    return [run_clocks, run_clocks]


def _clock_and_approval(pk: int) -> list[Deed]:
    asked = _request(pk, "editor")
    publicity_until(pk, -1)
    return [run_clocks, lambda: _decide(asked, "reviewer")]


def _two_restore(pk: int) -> list[Deed]:
    _decide(_request(pk, "editor"), "reviewer")
    asked = RequestRestoration(
        Page.objects.get(pk=pk), user=user("editor"), reason="撤下时认错了文号，决定仍然有效。"
    ).execute()
    return [
        partial(lambda name: DecideRestoration(asked, user=user(name), approve=True).execute(), name)
        for name in ("reviewer", "disclosure")
    ]


def _two_ask_to_restore(pk: int) -> list[Deed]:
    _decide(_request(pk, "editor"), "reviewer")
    reason = "撤下时认错了文号，决定仍然有效。"
    page = Page.objects.get(pk=pk)
    return [
        partial(lambda name: RequestRestoration(page, user=user(name), reason=reason).execute(), name)
        for name in ("editor", "reviewer")
    ]


_SCENES = {
    scene.__name__.removeprefix("_"): scene
    for scene in (
        _two_ask, _two_approve, _approve_and_refuse, _approve_and_red_button, _two_red_buttons, _withdraw_and_vanish,
        _withdraw_and_correct, _two_clocks, _clock_and_approval, _two_restore, _two_ask_to_restore,
    )
}  # fmt: skip


def play(name: str, serial: str, times: int) -> list[dict[str, Any]]:
    """Play a scene ``times`` times, each on a page of its own; return what became of the deeds, and the facts."""
    pages = penalties([f"{serial}{place:03d}CANARY" for place in range(times)], serial)
    found = []
    for page in pages:
        deeds = _SCENES[name](page.pk)
        connection.close()
        found.append({"deeds": together(*deeds), **facts(page.pk)})
    return json.loads(json.dumps(found))
