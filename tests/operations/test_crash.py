"""The power goes in the middle of a verb or of the outbox: a page is wholly public or wholly gone, and what was begun is finished.

Every verb is killed (SIGKILL, in a process of its own) at 22 points spread over all its statements and commits, at every one where
it has fewer; so is the outbox over the endings of each verb, at its statements, commits and requests.
"""

import pytest
import requests

#: act → the states that a page may be in after the kill: as it was, or as it is when it is done.
FATES = {
    "publish": ("draft", "public old"), "correct": ("public old", "public new"), "request": ("public new", "public new"),
    "withdraw": ("public new", "gone"), "request_restoration": ("gone", "gone"), "restore": ("gone", "public new"),
    "replace": ("public old", "gone"), "vanish": ("public old", "gone"), "expire": ("public old", "gone"),
    "emergency": ("public old", "gone"),
}  # fmt: skip
KEPT = 410, 404


@pytest.fixture
def quiet(site):
    """The portal with its own outbox and timers held still, so that nothing is done but by the test."""
    own = [p for p in site.portal.processes() if {"run_outbox", "run_timers"} & set(p.cmdline())]
    assert len(own) == 2
    for process in own:
        process.suspend()
    yield site
    for process in own:
        process.resume()


def agrees(site, pages: list[dict], states: list[str]) -> None:
    """What a visitor sees is what is stored."""
    with requests.Session() as session:
        for page, state in zip(pages, states, strict=False):
            answer = session.get(site.origin + page["url"], timeout=30, allow_redirects=False)
            public = {name: page[name] and page[name] in answer.text for name in ("old", "new")}
            if state.startswith("public"):
                assert answer.status_code == 200
                assert [name for name, there in public.items() if there] == [state.split()[1]]
            else:
                assert answer.status_code in KEPT
                assert not any(public.values())


def killed(site, name: str, pages: list[dict]) -> None:
    """Kill one act at its points, look, and do it again."""
    before, after = FATES[name]
    found = site.world.ask("crashing.crash", name, pages)
    assert found["killed"] == found["chosen"] == min(22, found["points"]), found
    assert found["chosen"] >= 20 or found["chosen"] == found["points"]
    assert set(found["states"]) == {before, after}, found
    agrees(site, pages, found["states"])
    done = site.world.ask("crashing.again", name, pages)["states"]
    assert set(done) == {after}, done
    agrees(site, pages, done)


def outbox_killed(site, pages: list[dict]) -> list[int]:
    """Kill the outbox over the endings of these pages; return their keys."""
    found = site.world.ask("crashing.crash_outbox", pages)
    assert found["killed"] == found["chosen"] >= 20, found
    return found["endings"]


def finishes(site, endings: list[int]) -> None:
    """The outbox, started again, makes each receipt, once."""
    site.world.ask("crashing.free")
    done = site.world.ask("ending.command", "run_outbox", "--once")
    assert done["status"] == 0
    found = site.world.ask("ending.settled", endings, 60)
    assert found["missing"] == [], found["why"]
    assert set(site.world.ask("crashing.receipts", endings)) == {1}


def test_from_publication_to_restoration_killed_at_any_point(quiet):
    """Publish, correct, request, withdraw, and back again: the same pages through every verb."""
    site = quiet
    pages = site.world.ask("crashing.plant", "CRASHA", False)
    killed(site, "publish", pages)
    pages = site.world.ask("crashing.draft", pages, "CRASHB")
    for name in ("correct", "request", "withdraw"):
        killed(site, name, pages)
    finishes(site, outbox_killed(site, pages))
    for name in ("request_restoration", "restore"):
        killed(site, name, pages)


@pytest.mark.parametrize(
    ("name", "verb", "kind"),
    [("replace", "replace", "varied"), ("vanish", "vanish", "privacy"), ("expire", "", ""), ("emergency", "", "")],
)
def test_other_endings_killed_at_any_point(quiet, name, verb, kind):
    """Replace, vanish, expire, and what is done at once: gone or not, and the outbox finishes."""
    pages = quiet.world.ask("crashing.plant", f"CRASH{name.upper()}", True, verb, kind)
    killed(quiet, name, pages)
    finishes(quiet, outbox_killed(quiet, pages))
