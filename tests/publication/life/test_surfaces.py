"""Surfaces: purge, probe and receipt; over real HTTP they are tried in ``tests/operations/test_leaks.py``."""

import json
import re
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import override_settings

from publication.actions.create_many import CreateMany
from publication.actions.restore import DecideRestoration, RequestRestoration
from publication.models import Receipt, Relapse, SurfaceTask
from publication.receipts.make import problems_of
from publication.surfaces import Answer, Surface, register, registered, unregister
from publication.surfaces.audit import audit
from publication.surfaces.base import Subject, count_before
from publication.surfaces.checks import surfaces_are_claimed, unclaimed
from publication.surfaces.work import work
from tests.conftest import build_penalty

from .conftest import end

pytestmark = pytest.mark.django_db


def work_all(visitor):
    """Work until nothing is due, each time as a new visit."""
    while work(visitor):
        visitor.forget()


def test_every_surface_says_gone_and_the_receipt_is_signed(visitor, notice, editor, reviewer):
    """A takedown is a transition, then purge all, then probe all, and a receipt."""
    ending = end(notice, editor, reviewer)
    work_all(visitor)
    assert not SurfaceTask.objects.filter(ending=ending, state="waiting").exists(), list(
        SurfaceTask.objects.filter(ending=ending).values_list("surface", "problem")
    )
    receipt = Receipt.objects.get(ending=ending)
    document = json.loads(receipt.document)
    assert {part["surface"] for part in document["surfaces"]} == {surface.code for surface in registered()}
    assert all(part["gone"] for part in document["surfaces"])
    assert problems_of(receipt) == []
    assert notice.party_name not in receipt.document
    call_command("receipt", receipt.pk, "--verify")


def test_before_a_withdrawal_every_probe_of_a_page_sees_it(visitor, notice):
    """A probe that cannot see what is public proves nothing."""
    from publication.models import Ending
    from publication.surfaces.subjects import subjects_of

    ending = Ending(
        page=notice, verb="withdraw", kind="mistake", url_path=notice.url_path, live_revision=notice.live_revision
    )
    subjects = list(subjects_of([ending]).values())
    seen = {surface.code: surface.probe(subjects, visitor)[notice.pk].visible for surface in registered()}
    assert {code for code, visible in seen.items() if visible} >= {"page", "lists", "search", "sitemap"}


def test_counted_together_or_alone_the_sitemaps_part_leaves_out_what_it_does_not_list(
    penalties, editor, reviewer, monkeypatch
):
    """Pages stand between the two that the sitemap does not list: its part is found without them."""
    built = [build_penalty(penalties, number) for number in range(11, 14)]
    pages = CreateMany(penalties, built, user=editor, approver=reviewer, publish=True).execute()
    monkeypatch.setattr("publication.unlisted._models", [type(pages[0])])
    first, _, last = sorted(page.path for page in pages)
    alone = [Subject(page_id=0, addresses=(), marks=(), path=path).public_before for path in (first, last)]
    together = [Subject(page_id=0, addresses=(), marks=(), path=path) for path in (last, first)]
    count_before(together)
    assert [subject.public_before for subject in reversed(together)] == alone
    assert alone[0] == alone[1] > 0


def test_nothing_is_done_while_a_probe_still_sees_it(visitor, notice, editor, reviewer):
    """No receipt before every surface says gone; then it is tried again."""

    class Stubborn(Surface):
        code, label, sees = "stubborn", "顽固", True

        def probe(self, subjects, visitor):
            return {subject.page_id: Answer(self.sees, "还在") for subject in subjects}

    surface = register(Stubborn())
    try:
        ending = end(notice, editor, reviewer)
        work_all(visitor)
        task = SurfaceTask.objects.get(ending=ending, surface="stubborn")
        assert task.state == "waiting"
        assert task.problem == "还在"
        assert not Receipt.objects.exists()
        surface.sees = False
        SurfaceTask.objects.filter(pk=task.pk).update(next_at=task.created_at)
        work_all(visitor)
        assert Receipt.objects.count() == 1
    finally:
        unregister("stubborn")


def test_of_a_page_that_was_restored_in_the_meantime_nothing_is_asked_and_nothing_claimed(
    visitor, notice, editor, reviewer
):
    """Restored before the probes were through: no task waits for what will not come, no receipt says gone, no alarm stands."""
    ending = end(notice, editor, reviewer)
    Relapse.objects.create(page_id=notice.pk, surface="page", detail="又看到了")
    asked = RequestRestoration(notice, user=editor, reason="撤下时认错了文号，决定仍然有效。").execute()
    DecideRestoration(asked, user=reviewer, approve=True).execute()
    work_all(visitor)
    tasks = SurfaceTask.objects.filter(ending=ending)
    assert not tasks.filter(state="waiting").exists()
    assert not any(task.is_gone for task in tasks)
    assert not Receipt.objects.exists()
    assert not Relapse.objects.filter(gone_at=None).exists()
    second = end(notice, editor, reviewer, kind="mistake")
    visitor.forget()
    work_all(visitor)
    assert [receipt.ending for receipt in Receipt.objects.all()] == [second]


@override_settings(PUBLIC_ORIGIN="http://127.0.0.1:9")
def test_without_an_answer_nothing_is_known_and_nothing_is_done(notice, editor, reviewer):
    """The portal does not answer: no receipt, and the next try stands in the outbox."""
    ending = end(notice, editor, reviewer)
    work()
    waiting = SurfaceTask.objects.filter(ending=ending, state="waiting")
    assert waiting.exists()
    assert all("没有答复" in task.problem for task in waiting)
    assert not Receipt.objects.exists()


def test_audit_takedowns_alarms_on_a_relapse(visitor, notice, editor, reviewer):
    """A nightly look at everything that was withdrawn."""
    end(notice, editor, reviewer)
    work_all(visitor)
    visitor.forget()
    assert audit(visitor=visitor) == []

    class Leaky(Surface):
        code, label = "leaky", "漏"

        def probe(self, subjects, visitor):
            return {subject.page_id: Answer(True, "又看到了") for subject in subjects}

    register(Leaky())
    try:
        assert [relapse.detail for relapse in audit(visitor=visitor)] == ["又看到了"]
        assert Relapse.objects.get().gone_at is None
    finally:
        unregister("leaky")


def test_every_url_pattern_belongs_to_a_surface_or_says_why_not(db):
    """A new address that nobody claims fails the check."""
    from config import urls
    from django.urls import path

    assert surfaces_are_claimed() == []
    urls.urlpatterns.append(path("new-door/", lambda request: None, name="new_door"))
    try:
        assert "new_door" in unclaimed()
    finally:
        urls.urlpatterns.pop()


def test_the_table_of_surfaces_in_the_documentation_is_what_is_registered():
    """docs/life.md names every surface, and none that is not there."""
    text = (Path(__file__).parents[3] / "docs" / "life.md").read_text().split("## 呈现面和回执")[1].split("## ")[0]
    assert dict(re.findall(r"^\| ([^|]+) \| `(\w+)` \|", text, re.MULTILINE)) == {
        surface.label: surface.code for surface in registered()
    }
