"""The board of endings: filters, numbers, relapses; as many queries for one as for a hundred."""

import datetime
import html
import json

import pytest
from django.urls import reverse
from django.utils import timezone

from publication.models import (
    Ending,
    Notice,
    Relapse,
    SurfaceTask,
)

from .conftest import ask, end
from .screens import url

pytestmark = pytest.mark.django_db


def test_a_relapse_is_told_to_everyone_concerned_and_stands_on_board_and_home(
    client, notice, editor, reviewer, officer
):
    ending = end(notice, editor, reviewer)
    Relapse.objects.create(page=notice, surface="page", detail="页面仍能看到内容")
    told = Notice.objects.filter(subject__contains="又能看到")
    assert {found.user for found in told} == {editor, reviewer, officer}
    client.force_login(editor)
    board = client.get(reverse("life:board"), {"state": "relapse"}).content.decode()
    assert url(ending, "ending") in board
    assert "撤下后复现" in client.get(reverse("wagtailadmin_home")).content.decode()


def test_the_menu_says_how_many_wait(client, notice, editor, reviewer):
    ask(notice, editor)
    client.force_login(reviewer)
    home = client.get(reverse("wagtailadmin_home")).content.decode()
    assert json.dumps("撤下与恢复（1）") in html.unescape(home) or "撤下与恢复（1）" in home
    numbers = client.get(reverse("life:board")).context["numbers"]
    assert numbers[0]["value"] == 1
    client.force_login(editor)
    assert client.get(reverse("life:board")).context["numbers"][1]["value"] == 1


def test_the_board_is_filtered(client, notice, live_penalty, editor, reviewer, officer):
    first, second = ask(notice, editor), ask(live_penalty, editor, kind="mistake")
    client.force_login(officer)

    def shown(**query):
        return {line["ending"].pk for line in client.get(reverse("life:board"), query).context["lines"]}

    assert shown() == {first.pk, second.pk}
    assert shown(kind="mistake") == {second.pk}
    assert shown(unit="ldjc") == {first.pk, second.pk}
    assert shown(unit="ldjc", state="executed") == set()
    assert shown(state="due") >= {first.pk}
    assert shown(before=second.pk) == {first.pk}
    assert shown(state="'", before="x", kind="?") == {first.pk, second.pk}


def test_the_board_asks_as_much_for_one_as_for_a_hundred(client, notice, editor, officer, django_assert_num_queries):
    """Speed: a constant number of queries."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(officer)
    ask(notice, editor)
    board = reverse("life:board")
    client.get(board)
    with CaptureQueriesContext(connection) as one:
        client.get(board)
    row = Ending.objects.get()
    Ending.objects.bulk_create(
        [
            Ending(
                page_id=row.page_id, verb="withdraw", kind="mistake", state="cancelled", requested_by=editor,
                duty_arose_on=row.duty_arose_on, due_on=row.due_on,
            )
            for _ in range(100)
        ]
    )  # fmt: skip
    with django_assert_num_queries(len(one)):
        text = client.get(board).content.decode()
    assert "更早的" in text
    assert len(one) <= 45


def test_work_that_stands_is_told_for_publications_too_and_names_no_page(client, notice, officer):
    """The status of the outbox: a cache that takes nothing, or a worker that does not run, is seen on the board."""
    old = timezone.now() - datetime.timedelta(minutes=5)
    for values in ({"created_at": old, "attempts": 4, "problem": notice.get_url()}, {"created_at": old}, {}):
        SurfaceTask.objects.create(page=notice, event="published", surface="front_cache", **values)
    client.force_login(officer)
    text = client.get(reverse("life:board")).content.decode()
    assert "页面缓存和CDN（公开）：2 项" in text
    assert "已尝试 4 次" in text
    assert notice.get_url() not in text
    SurfaceTask.objects.update(state="done")
    assert "还没有处理完的清除" not in client.get(reverse("life:board")).content.decode()
