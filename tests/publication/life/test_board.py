"""Board, download and daily reminder of endings: late, due today, within three working days; a batch is one of them (行政处罚法 48)."""

import csv
import datetime
import io

import pytest
from django.urls import reverse
from django.utils import timezone

from publication.actions.create_many import CreateMany
from publication.life_admin.digest import reminders
from publication.life_admin.preparing import prepare, rows_of_pages
from publication.models import Ending, EndingBatch, TrailEntry
from staff_directory.kinds import Role
from tests.conftest import build_penalty, make_person

from .conftest import STATEMENT, ask, end

pytestmark = pytest.mark.django_db
BOARD = "life:board"


def batch(pages, editor, due):
    made = prepare(editor, rows_of_pages(editor, pages))
    EndingBatch.objects.filter(pk=made.pk).update(
        state="requested", verb="withdraw", kind="mistake", statement=STATEMENT, due_on=due, total=len(pages)
    )
    return made


@pytest.fixture
def open_ones(penalties, editor, reviewer):
    """One request and one batch that are late, one request due today, one batch due tomorrow or so."""
    built = [build_penalty(penalties, number) for number in range(61, 67)]
    pages = CreateMany(penalties, built, user=editor, approver=reviewer, publish=True).execute()
    today = timezone.localdate()
    late, now = ask(pages[0], editor, kind="mistake"), ask(pages[1], editor, kind="mistake")
    Ending.objects.filter(pk=late.pk).update(due_on=today - datetime.timedelta(days=2))
    Ending.objects.filter(pk=now.pk).update(due_on=today)
    batch(pages[2:4], editor, today - datetime.timedelta(days=1))
    batch(pages[4:6], editor, today + datetime.timedelta(days=1))


def numbers(client):
    return {found["label"]: found["value"] for found in client.get(reverse(BOARD)).context["numbers"]}


def test_the_numbers_agree_with_the_lists_the_units_the_download_and_the_reminder(
    client, open_ones, reviewer, officer, editor, other_unit
):
    client.force_login(officer)
    assert numbers(client) | {"已逾期": 2, "今天到期": 1, "三个工作日内到期": 2, "等我批准": 4} == numbers(client)
    for state, count in (("late", 2), ("today", 1), ("soon", 2), ("due", 3), ("mine", 4)):
        context = client.get(reverse(BOARD), {"state": state}).context
        assert len(context["lines"]) + len(context["batches"]) == count, state
        answer = client.get(reverse(BOARD), {"state": state, "export": "csv"})
        rows = list(csv.DictReader(io.StringIO(b"".join(answer).decode("utf-8-sig"))))
        assert len(rows) == count, state
    assert TrailEntry.objects.filter(act="export", data__view=BOARD).count() == 5
    (line,) = client.get(reverse(BOARD)).context["per_unit"]
    assert (line.late, line.today, line.soon, line.waiting) == (2, 1, 2, 4)
    home = client.get(reverse("wagtailadmin_home")).content.decode()
    assert "<strong>3</strong> 撤下逾期或今天到期" in home
    assert "<strong>2</strong> 撤下三个工作日内到期" in home
    told = {message.user: message.subject for message in reminders(timezone.localdate())}
    said = "撤下与恢复：等您批准 4 件，已逾期 2 件，今天到期 1 件，三个工作日内到期 2 件"
    assert told == {reviewer: said, officer: said}
    client.force_login(editor)
    assert numbers(client)["我的申请待批准"] == 4
    client.force_login(make_person("stranger", Role.UNIT_HEAD, other_unit))
    assert not any(numbers(client).values())


def test_a_batch_whose_execution_broke_off_stays_late_and_one_that_is_done_does_not(client, open_ones, officer):
    client.force_login(officer)
    EndingBatch.objects.filter(due_on__lt=timezone.localdate()).update(state="failed")
    assert numbers(client)["已逾期"] == 2
    EndingBatch.objects.filter(state="failed").update(state="done")
    assert numbers(client)["已逾期"] == 1


def test_the_download_names_nothing_that_vanished(client, notice, editor, reviewer, officer):
    """政府信息公开条例第十五条."""
    end(notice, editor, reviewer, kind="privacy", verb="vanish")
    client.force_login(officer)
    text = b"".join(client.get(reverse(BOARD), {"export": "csv"})).decode()
    assert notice.title not in text
    assert f"已消除的页面 #{notice.pk}" in text


def test_nobody_is_reminded_where_nothing_is_open(notice, officer, django_assert_num_queries):
    with django_assert_num_queries(3):
        assert list(reminders(timezone.localdate())) == []


def test_what_is_ticked_on_one_page_of_a_list_is_kept_when_one_pages_on(
    client, penalties, editor, reviewer, monkeypatch
):
    from publication.life_admin import batches

    monkeypatch.setattr(batches, "_SHOWN", 2)
    built = [build_penalty(penalties, number) for number in range(71, 76)]
    pages = CreateMany(penalties, built, user=editor, approver=reviewer, publish=True).execute()
    made = batch(pages, editor, timezone.localdate())
    client.force_login(reviewer)
    address = reverse("life:batch_decide", args=[made.pk])
    items = list(made.items.order_by("number"))
    text = client.get(reverse("life:batch", args=[made.pk])).content.decode()
    assert 'value="go::2"' in text
    assert f'href="?found=&amp;p=2"' not in text  # noqa: F541
    answer = client.post(
        address, {"act": "go::2", "p": "1", "shown": [items[0].pk, items[1].pk], "exclude": [items[1].pk]}
    )
    assert answer["Location"].endswith("?p=2")
    client.post(address, {"act": "go:ready:1", "p": "2", "shown": [items[2].pk, items[3].pk], "exclude": [items[2].pk]})
    assert list(made.items.filter(excluded=True).values_list("number", flat=True)) == [2, 3]
    text = client.get(reverse("life:batch", args=[made.pk])).content.decode()
    assert "现在剔除 2 件" in text
    client.post(address, {"act": "approve", "p": "1", "shown": [items[0].pk, items[1].pk], "exclude": [items[1].pk]})
    assert made.items.exclude(ending=None).count() == 3


def test_a_hostile_place_in_the_list_leads_back_to_it(client, penalties, editor, reviewer):
    pages = CreateMany(
        penalties, [build_penalty(penalties, 81)], user=editor, approver=reviewer, publish=True
    ).execute()
    made = batch(pages, editor, timezone.localdate())
    client.force_login(reviewer)
    for act in ("go:<script>:x", "go:ready:-1", "go:::"):
        answer = client.post(reverse("life:batch_decide", args=[made.pk]), {"act": act})
        assert answer["Location"].split("?")[0] == reverse("life:batch", args=[made.pk])
        assert "script" not in answer["Location"]
