"""Late publication is allowed and recorded with a reason (国办发〔2018〕118号): in the editor, by import, on the board, in the trail."""

import csv
import datetime
import io

import pytest
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from disclosure.imports import steps
from disclosure.models import DecisionNoticePage, ImportJob
from publication.actions.create_many import CreateMany
from publication.actions.publish_many import PublishMany
from publication.gates import findings_of, problems_of
from publication.models import TrailEntry
from tests.conftest import build_penalty

from .test_import_jobs import row, run, workbook  # noqa: F401

pytestmark = pytest.mark.django_db

OLD = datetime.date(2026, 3, 5)


def late_notice(penalties, editor, number=1, **values):
    """A draft whose legal date has passed long ago."""
    notice = build_penalty(penalties, number, **{"decided_on": OLD, "publicity_until": "2099-12-31", **values})
    return DecisionNoticePage.objects.get(pk=CreateMany(penalties, [notice], user=editor).execute()[0].pk)


def codes(page):
    return {found.code: found.severity for found in findings_of(page, page.get_latest_revision())}


def acts():
    return TrailEntry.objects.filter(act="publish.late")


def test_a_missing_reason_is_a_warning_and_keeps_nothing_back(client, penalties, editor, reviewer):
    page = late_notice(penalties, editor)
    assert codes(page)["late_reason"] == "warning"
    client.force_login(editor)
    text = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert "请写明逾期公开原因" in text
    assert 'href="#id_late_reason"' in text
    assert 'name="late_reason"' in text
    assert page.get_latest_revision().publish(user=reviewer) is None
    assert DecisionNoticePage.objects.get(pk=page.pk).live


def test_in_time_nothing_is_asked_and_nothing_is_noted(penalties, editor, reviewer):
    page = late_notice(penalties, editor, decided_on=timezone.localdate())
    assert "late_reason" not in codes(page)
    page.get_latest_revision().publish(user=reviewer)
    assert not acts().exists()


def test_a_scheduled_publication_that_will_be_late_is_asked(penalties, editor):
    page = late_notice(penalties, editor, decided_on=timezone.localdate())
    page.go_live_at = timezone.now() + datetime.timedelta(days=40)
    assert {found.code for found in findings_of(page, None)} >= {"late", "late_reason"}


def test_the_reason_is_in_the_trail_when_it_becomes_public_and_not_in_public(client, penalties, editor, reviewer):
    page = late_notice(penalties, editor, late_reason="送达回证补正")
    PublishMany([(page, page.get_latest_revision())], user=reviewer).execute()
    entry = acts().get()
    assert entry.page_id == page.pk
    assert entry.actor_id == reviewer.pk
    assert entry.unit_name == page.unit.name
    assert entry.data["due"] == "2026-03-16"
    assert entry.data["days"] == (timezone.localdate() - datetime.date(2026, 3, 16)).days
    assert "送达回证补正" in entry.reason
    page = DecisionNoticePage.objects.get(pk=page.pk)
    assert "送达回证" not in client.get(page.url).content.decode()
    assert not client.get("/search/", {"q": '"送达回证补正"'}).context["results"]
    page.save_revision(user=editor).publish(user=reviewer)
    assert acts().count() == 1, "a correction is not late again"


def test_what_sets_the_portal_up_is_nobodys_late_publication(live_penalty):
    assert not acts().exists()


def test_writing_the_reason_voids_no_approval(penalties, editor, reviewer):
    page = late_notice(penalties, editor)
    from publication.actions.approve import sign_missing

    sign_missing(page, page.get_latest_revision(), reviewer)
    page.late_reason = "经办人员调整"
    revision = page.save_revision(user=editor)
    assert problems_of(revision.as_object(), revision) == []


def test_the_board_and_its_download_tell_the_reason(client, penalties, editor, reviewer, other_unit):
    for number in range(1, 4):
        late_notice(penalties, editor, number, late_reason="=cmd|' /C calc'!A0" if number == 1 else "")
    public = late_notice(penalties, editor, 9, late_reason="等待复核")
    public.get_latest_revision().publish(user=reviewer)
    client.force_login(editor)
    board = reverse("deadlines")
    text = client.get(f"{board}?state=late").content.decode()
    assert "逾期原因：=cmd" in text
    assert "没有写明逾期原因" in text
    assert "等待复核" not in text
    assert "逾期原因：等待复核" in client.get(f"{board}?state=published").content.decode()
    answer = client.get(f"{board}?state=late&export=csv")
    assert answer.streaming
    lines = list(csv.DictReader(io.StringIO(b"".join(answer).decode("utf-8-sig"))))
    assert [line["文号"][-2:] for line in lines] == ["1号", "2号", "3号"]
    assert lines[0]["逾期公开原因"].startswith("'=cmd")
    assert lines[0]["最迟公开"] == "2026-03-16"
    assert lines[0]["状态"] == "已逾期"
    (line,) = csv.DictReader(
        io.StringIO(b"".join(client.get(f"{board}?state=published&export=csv")).decode("utf-8-sig"))
    )
    assert (line["状态"], line["逾期公开原因"]) == ("逾期公开", "等待复核")
    assert TrailEntry.objects.filter(act="export", data__view="deadlines").count() == 2


def test_a_long_download_costs_the_same_queries_a_chunk_and_misses_nothing(penalties, editor, monkeypatch):
    from django.db import connection

    from disclosure import board_export

    for number in range(1, 8):
        late_notice(penalties, editor, number)
    monkeypatch.setattr(board_export, "CHUNK", 3)
    found = DecisionNoticePage.objects.select_related("unit").order_by("decided_on", "pk")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        lines = list(board_export.csv_lines(found))
    assert len(lines) == 8
    assert len(asked) <= 4 * 6


def test_an_import_asks_once_for_all_late_rows(client, unit, editor, workbook):  # noqa: F811
    path = workbook(row(1, unit, **{"处罚决定日期": "2026/3/5"}), row(2, unit))
    client.force_login(editor)
    with path.open("rb") as file:
        client.post(reverse("decision_imports:upload"), {"unit": unit.pk, "file": file, "kind": ""})
    job = ImportJob.objects.get()
    steps.run(job.pk)
    text = client.get(reverse("decision_imports:show", args=[job.pk])).content.decode()
    assert "1 行已超过法定公开期限：逾期公开原因" in text
    form = {"secrecy_checked": "on", "late_reason": "系统更换"}
    client.post(reverse("decision_imports:confirm", args=[job.pk]), form)
    steps.run(job.pk)
    reasons = dict(DecisionNoticePage.objects.values_list("document_number", "late_reason"))
    assert sorted(reasons.values()) == ["", "系统更换"]
    job.refresh_from_db()
    assert "late_reason" not in {found["code"] for found in job.report["problems"]}


def test_the_command_takes_a_reason_and_warns_without(unit, editor, workbook):  # noqa: F811
    path = workbook(row(1, unit, **{"处罚决定日期": "2026/3/5"}), row(2, unit))
    status, report = run(path, "--unit", unit.code, "--as", editor.username)
    assert status == 0
    assert [found["row"] for found in report["problems"] if found["code"] == "late_reason"] == [2]
    DecisionNoticePage.objects.all().delete()
    status, report = run(path, "--unit", unit.code, "--as", editor.username, "--late-reason", "系统更换")
    assert status == 0
    assert "late_reason" not in {found["code"] for found in report["problems"]}
    assert DecisionNoticePage.objects.filter(late_reason="系统更换").count() == 1


def test_the_board_counts_late_today_soon_and_over_by_unit_and_the_download_agrees(
    client, penalties, editor, other_unit
):
    from disclosure.board import board_of, counts, per_unit
    from disclosure.models import DecisionIndexPage
    from publication.calendar import due_date
    from staff_directory.kinds import Role
    from tests.conftest import make_person

    from .grading import expired

    today = timezone.localdate()
    now = next(
        day
        for day in (today - datetime.timedelta(days=back) for back in range(5, 20))
        if due_date("penalty", day) >= today
    )
    late_notice(penalties, editor, 1)
    late_notice(penalties, editor, 2, decided_on=now)
    expired(DecisionIndexPage.objects.get(unit=other_unit, kind="penalty"), 3, fulfilment="open")
    officer = make_person("officer", Role.DISCLOSURE_OFFICER)
    found = counts(officer)
    assert (found["late"], found["over"]) == (1, 1)
    assert found["today"] == (due_date("penalty", now) == today)
    lines = {line["code"]: line for line in per_unit(officer)}
    assert lines["ldjc"]["late"] == lines["sbzx"]["over"] == 1
    assert sum(line["all"] for line in lines.values()) == found[""]
    client.force_login(officer)
    for state, count in found.items():
        answer = client.get(reverse("deadlines"), {"state": state, "export": "csv"})
        rows = list(csv.DictReader(io.StringIO(b"".join(answer).decode("utf-8-sig"))))
        assert len(rows) == count == board_of(officer, state).count(), state
    text = client.get(reverse("deadlines"), {"state": "over"}).content.decode()
    assert "待政策法规科研究" in text
    assert "公示期满未下线 1" in text
    assert "各单位" in text
    own = client.get(reverse("deadlines"), {"state": "late", "unit": "sbzx"}).content.decode()
    assert "没有逾期的决定" in own
    client.force_login(editor)
    assert counts(editor)["over"] == 0
