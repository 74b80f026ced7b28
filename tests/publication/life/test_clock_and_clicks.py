"""A clock that is a day off either way, and buttons pressed twice, change nothing of what is public."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry

from disclosure.clocks import run_clocks
from disclosure.models import DecisionNoticePage
from publication.actions.end_request import DecideEnding
from publication.actions.restore import DecideRestoration, RequestRestoration
from publication.models import Ending, Notice, Receipt, Restoration, SurfaceTask
from publication.permits import permitted
from tests.publication.life.screens import form, url

from .conftest import ask, end

pytestmark = pytest.mark.django_db
DAYS = pytest.mark.parametrize("days", [-1, 1])


@pytest.fixture
def clock(monkeypatch):
    """Set the clock ``days`` off the true time."""
    true = timezone.now

    def off(days):
        monkeypatch.setattr(timezone, "now", lambda: true() + datetime.timedelta(days=days))

    return off


def until(notice, days):
    """Let the notice's publicity end ``days`` from today."""
    day = timezone.localdate() + datetime.timedelta(days=days)
    with permitted("publish", [notice.path]):
        DecisionNoticePage.objects.filter(pk=notice.pk).update(publicity_until=day, publicity_computed=False)


def finish(visitor):
    """Work off the outbox with the clock as it stands."""
    from publication.surfaces.work import work

    for _ in range(20):
        visitor.forget()
        if not work(visitor):
            break


@DAYS
def test_what_expired_stays_so_and_is_done_once(client, visitor, clock, notice, days):
    """信用修复管理办法：期满停止公示，一次。"""
    until(notice, -1)
    assert run_clocks().expired == 1
    clock(days)
    assert run_clocks().expired == 0
    assert client.get(notice.get_url()).status_code == 410
    finish(visitor)
    assert Ending.objects.count() == Receipt.objects.count() == 1
    clock(0)
    assert run_clocks().expired == 0
    assert client.get(notice.get_url()).status_code == 410


def test_the_last_day_is_public_and_a_clock_set_back_brings_nothing_back(client, clock, notice):
    """The last public day is the day named; once it is over it is over."""
    until(notice, 0)
    for days in (-1, 0):
        clock(days)
        assert run_clocks().expired == 0
        assert client.get(notice.get_url()).status_code == 200
    clock(1)
    assert run_clocks().expired == 1
    for days in (0, -1):
        clock(days)
        assert run_clocks().expired == 0
        assert client.get(notice.get_url()).status_code == 410
    assert Ending.objects.count() == 1


@DAYS
def test_a_request_keeps_its_day_and_is_approved(client, visitor, clock, notice, editor, reviewer, days):
    """行政处罚法第四十八条：the day by which it is due stands from the day the duty arose, whatever the clock says later."""
    asked = ask(notice, editor)
    due = asked.due_on
    clock(days)
    DecideEnding(asked, user=reviewer, approve=True).execute()
    assert client.get(notice.get_url()).status_code == 410
    clock(0)
    finish(visitor)
    ending = Ending.objects.get()
    assert ending.due_on == due
    assert Receipt.objects.get().ending == ending


@DAYS
def test_a_restoration_stands(client, visitor, clock, notice, editor, reviewer, days):
    """Asked today, approved by another clock: public, and not hidden again by any run of the clocks."""
    end(notice, editor, reviewer)
    asked = RequestRestoration(notice, user=editor, reason="撤下时认错了文号，决定仍然有效。").execute()
    clock(days)
    DecideRestoration(asked, user=reviewer, approve=True).execute()
    run_clocks()
    finish(visitor)
    assert client.get(notice.get_url()).status_code == 200
    assert not SurfaceTask.objects.filter(state="waiting").exists()


@pytest.mark.parametrize(("way", "kind"), [("withdraw:revoked", "withdraw"), ("vanish:privacy", "vanish")])
def test_pressed_twice_it_is_asked_and_done_once(client, notice, editor, reviewer, way, kind):
    """Request, approval, then a refusal that comes too late."""
    client.force_login(editor)
    for _ in range(2):
        client.post(url(notice), form(way=way))
    ending = Ending.objects.get()
    client.force_login(reviewer)
    for act in ("approve", "approve", "refuse"):
        client.post(url(ending, "decide"), {"act": act, "note": "再看一次。" if act == "refuse" else ""})
    ending.refresh_from_db()
    assert ending.state == "executed"
    assert PageLogEntry.objects.filter(page_id=notice.pk, action=f"ending.{kind}").count() == 1
    assert SurfaceTask.objects.filter(ending=ending, surface="page").count() == 1
    assert Notice.objects.filter(user=editor, subject__contains="已撤下").count() <= 1
    client.logout()
    assert client.get(notice.get_url()).status_code == (404 if kind == "vanish" else 410)


def test_the_red_button_pressed_twice_ends_once(client, notice, reviewer):
    client.force_login(reviewer)
    for _ in range(2):
        client.post(url(notice), form("emergency", way="withdraw:mistake", confirmation="立即撤下"), follow=True)
    assert Ending.objects.get().is_executed


def test_a_restoration_pressed_twice_is_done_once_and_a_late_refusal_is_none(client, notice, editor, reviewer):
    end(notice, editor, reviewer)
    client.force_login(editor)
    for _ in range(2):
        client.post(url(notice, "restore"), {"reason": "撤下时认错了文号，决定仍然有效。"})
    asked = Restoration.objects.get()
    client.force_login(reviewer)
    for act in ("approve", "approve", "refuse"):
        client.post(
            reverse("life:restoration", args=[asked.pk]), {"act": act, "note": "不同意。" if act == "refuse" else ""}
        )
    asked.refresh_from_db()
    assert asked.state == "executed"
    assert PageLogEntry.objects.filter(page_id=notice.pk, action="restoration.execute").count() == 1
    assert client.get(notice.get_url()).status_code == 200
