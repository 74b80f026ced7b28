"""What the import screens show and refuse."""

import re

import pytest
from django.urls import reverse

from disclosure.imports import screens, steps
from disclosure.models import DecisionNoticePage, ImportedRow, ImportJob
from disclosure.models.imports import ImportStatus
from publication.actions.create_many import CreateMany
from tests.conftest import build_penalty

pytestmark = pytest.mark.django_db


def problem(row, level="error", sheet="行政处罚", **values):
    return {
        "sheet": sheet,
        "row": row,
        "column": "处罚类别",
        "code": "x",
        "level": level,
        "value": "v",
        "message": "m",
        **values,
    }


@pytest.fixture
def submitted(unit, editor, penalties):
    """An import of 60 drafts that waits for its reviewer."""
    job = ImportJob.objects.create(
        unit=unit, user=editor, file_name="处罚.xlsx", status=ImportStatus.SUBMITTED, created=60
    )
    pages = CreateMany(penalties, [build_penalty(penalties, n) for n in range(1, 61)], user=editor).execute()
    ImportedRow.objects.bulk_create(
        ImportedRow(job=job, page=page, revision=page.latest_revision, sheet="行政处罚", row=place)
        for place, page in enumerate(pages, start=2)
    )
    return job


@pytest.mark.parametrize("status", list(ImportStatus))
def test_every_status_says_where_it_stands_and_what_to_do(client, unit, editor, status):
    job = ImportJob.objects.create(unit=unit, user=editor, file_name="x.xlsx", status=status)
    client.force_login(editor)
    text = client.get(reverse("decision_imports:show", args=[job.pk])).content.decode()
    heading, advice = screens.next_step(job, is_mine=True, may_publish=False)
    assert heading in text
    assert advice in text
    states = [step["state"] for step in screens.steps_of(job)]
    assert len(states) == 6
    assert (
        states == ["done"] * 6
        if status in (ImportStatus.PUBLISHED, ImportStatus.NOTHING)
        else {"current", "bad"} & set(states)
    )


def test_problems_are_grouped_by_row_in_the_order_of_the_file():
    groups = screens.by_row([problem(3), problem(5, "warning"), problem(3, "warning"), problem(3, sheet="另一张")])
    assert [(group.sheet, group.row, group.level, len(group.problems)) for group in groups] == [
        ("行政处罚", 3, "error", 2),
        ("行政处罚", 5, "warning", 1),
        ("另一张", 3, "error", 1),
    ]
    assert [group.row for group in screens.by_row([problem(3), problem(5, "warning")], "warning")] == [5]


def test_problems_can_be_filtered_and_paged(client, unit, editor):
    problems = [problem(row, "warning" if row % 2 else "error") for row in range(2, 202)]
    report = {"sheets": [{"name": "行政处罚", "template": "penalty-organisation", "rows": 200}], "good_rows": 100, "skipped": 0,
              "changed": 0, "problems": problems, "errors": 100, "warnings": 100}  # fmt: skip
    job = ImportJob.objects.create(unit=unit, user=editor, file_name="x", status=ImportStatus.CHECKED, report=report)
    client.force_login(editor)
    url = reverse("decision_imports:show", args=[job.pk])
    assert len(client.get(url, {"level": "error"}).context["groups"]) == 50
    last = client.get(url, {"level": "error", "pp": "2"}).context["groups"]
    assert last[-1].row == 200
    for value in ("", "x", "9" * 50, "-1"):
        assert client.get(url, {"level": value, "pp": value, "p": value}).status_code == 200


def test_exclusions_are_kept_page_by_page(client, submitted, reviewer):
    client.force_login(reviewer)
    url = reverse("decision_imports:publish", args=[submitted.pk])
    rows = list(submitted.rows.order_by("pk"))
    first, second = [row.pk for row in rows[:50]], [row.pk for row in rows[50:]]
    client.post(url, {"action": "mark", "shown": first, "exclude": first[:3]})
    client.post(url, {"action": "mark", "shown": second, "exclude": second[:1], "p": "2"})
    client.post(url, {"action": "mark", "shown": first, "exclude": first[1:3]})
    assert set(submitted.rows.filter(excluded=True).values_list("pk", flat=True)) == {*first[1:3], second[0]}
    submitted.refresh_from_db()
    assert submitted.status == ImportStatus.SUBMITTED
    client.post(url, {"shown": first, "exclude": first[1:3], "agreed": "yes"})
    steps.run(submitted.pk)
    submitted.refresh_from_db()
    assert (submitted.status, submitted.published) == (ImportStatus.PUBLISHED, 57)
    assert DecisionNoticePage.objects.live().count() == 57


@pytest.mark.parametrize("sent", [{}, {"agreed": ""}])
def test_publishing_needs_the_reviewers_word_and_loses_nothing_that_was_ticked(client, submitted, reviewer, sent):
    client.force_login(reviewer)
    rows = list(submitted.rows.order_by("pk").values_list("pk", flat=True))[50:]
    url = reverse("decision_imports:publish", args=[submitted.pk])
    answer = client.post(url, {"shown": rows, "exclude": rows[:2], "p": "2", **sent}, follow=True)
    html = answer.content.decode()
    assert answer.status_code == 200
    assert re.search(r'role="alert" id="agreed-error">还没有发布：请核对后勾选“我已核对，同意公开”', html)
    assert 'aria-describedby="agreed-error"' in html
    assert [f'value="{row}" aria-label' in html for row in rows[:2]] == [True, True], "the same page of rows"
    assert html.count(" checked>") == 2
    submitted.refresh_from_db()
    assert submitted.status == ImportStatus.SUBMITTED
    assert not DecisionNoticePage.objects.live().exists()
    assert "agreed-error" not in client.get(reverse("decision_imports:show", args=[submitted.pk])).content.decode()


def test_rows_of_another_import_cannot_be_excluded(client, submitted, reviewer, unit, editor):
    other = ImportJob.objects.create(unit=unit, user=editor, file_name="y", status=ImportStatus.SUBMITTED)
    client.force_login(reviewer)
    row = submitted.rows.first()
    client.post(
        reverse("decision_imports:publish", args=[other.pk]), {"action": "mark", "exclude": [row.pk, "x", "9" * 40]}
    )
    row.refresh_from_db()
    assert not row.excluded


def test_guide_and_samples_are_for_staff_only(client, editor):
    assert client.get(reverse("editor_guide")).status_code == 302
    client.force_login(editor)
    text = client.get(reverse("editor_guide")).content.decode()
    assert "<h2>导入表格</h2>" in text
    assert client.get(reverse("editor_guide_sample", args=["penalties-sample.xlsx"])).status_code == 200
    for name in ("make_samples.py", "..", "%2e%2e", "nothing.xlsx"):
        assert client.get(f"/admin/guide/samples/{name}").status_code == 404
