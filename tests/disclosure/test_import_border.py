"""An import is its unit's: it neither tells nor changes another unit's decisions, and only whoever uploaded hands it in."""

import pytest
from django.urls import reverse

from disclosure.imports import review
from disclosure.models import DecisionIndexPage, DecisionNoticePage, ImportedRow, ImportJob
from disclosure.models.imports import ImportStatus
from publication.actions.create_many import CreateMany
from staff_directory.permissions import group_names
from tests.conftest import build_penalty, make_user
from tests.disclosure.importing_files import outcome, table, xlsx

pytestmark = pytest.mark.django_db

NUMBER = "示例监罚决字〔2026〕第00001号"


@pytest.fixture
def foreign(other_unit):
    """A public penalty of another unit."""
    index = DecisionIndexPage.objects.get(unit=other_unit, kind="penalty")
    return CreateMany(index, [build_penalty(index)], publish=True).execute()[0]


def test_another_units_decision_is_neither_told_nor_corrected(tmp_path, unit, other_unit, editor, foreign):
    changed = {"document_number": NUMBER, "organ_name": foreign.organ_name, "facts": "另一段事实。"}
    path = xlsx(tmp_path / "x.xlsx", table("penalty-organisation", changed))
    status, report = outcome(path, unit)
    assert status == 1
    (found,) = [problem for problem in report["problems"] if problem["level"] == "error"]
    assert found["code"] == "other_unit"
    assert "违法事实" not in found["message"]
    assert report["changed"] == 0
    outcome(path, unit, "--as", "editor", "--good-rows", "--correct")
    assert DecisionNoticePage.objects.get().latest_revision_id == foreign.latest_revision_id
    assert not ImportedRow.objects.exists()


def test_a_correction_needs_the_right_to_change_the_page(tmp_path, unit, penalties, editor, monkeypatch):
    page = CreateMany(penalties, [build_penalty(penalties)], publish=True).execute()[0]
    changed = {"document_number": NUMBER, "organ_name": page.organ_name, "facts": "另一段事实。"}
    path = xlsx(tmp_path / "x.xlsx", table("penalty-organisation", changed))
    from wagtail.models import PagePermissionTester

    with monkeypatch.context() as patch:
        patch.setattr(PagePermissionTester, "can_edit", lambda self: False)
        _, report = outcome(path, unit, "--as", "editor", "--correct")
    assert "not_allowed" in {problem["code"] for problem in report["problems"]}
    assert not ImportedRow.objects.exists()
    assert outcome(path, unit, "--as", "editor", "--correct")[1]["changed"] == 1
    assert ImportedRow.objects.get().correction


def test_a_step_is_only_theirs_who_may_take_it_for_every_row(unit, other_unit, editor, penalties):
    there = DecisionIndexPage.objects.get(unit=other_unit, kind="penalty")
    job = ImportJob.objects.create(unit=unit, user=editor, file_name="x", status=ImportStatus.SUBMITTED)
    for number, index in enumerate((there, penalties), start=1):
        page = CreateMany(index, [build_penalty(index, number)], user=editor).execute()[0]
        ImportedRow.objects.create(job=job, page=page, revision=page.latest_revision, sheet="表", row=number)
    for place in (unit, other_unit):
        head = make_user(f"head-{place.code}", group_names(place)[1])
        assert not review.turn_of(head, job).own
    both = make_user("both", group_names(unit)[1])
    both.groups.add(*head.groups.all())
    assert review.turn_of(both, job).own


@pytest.mark.parametrize("status", [ImportStatus.IMPORTED, ImportStatus.RETURNED])
def test_only_whoever_uploaded_hands_an_import_in(client, unit, editor, reviewer, admin, status):
    job = ImportJob.objects.create(unit=unit, user=editor, file_name="x", status=status)
    url = reverse("decision_imports:submit", args=[job.pk])
    for user in (reviewer, admin):
        client.force_login(user)
        client.post(url)
        job.refresh_from_db()
        assert job.status == status
    client.force_login(editor)
    client.post(url)
    job.refresh_from_db()
    assert job.status == ImportStatus.SUBMITTED
