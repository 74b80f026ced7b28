"""An import that meets a 文号 that is there: withdrawn, or with other content."""

import io

import pytest
import xlsxwriter

from disclosure.imports import steps
from disclosure.models import DecisionNoticePage, ImportJob
from docs.samples import make_samples
from tests.publication.life.conftest import end

pytestmark = pytest.mark.django_db


def sheet(tmp_path, **changes):
    """A file with the sample's first row, changed."""
    form = make_samples.TEMPLATES_BY_KEY["penalty-organisation"]
    row = make_samples.penalty_rows()[0] | {"decided_on": "2026/11/19", "publicity_until": "2027/11/18"} | changes
    path = tmp_path / "rows.xlsx"
    book = xlsxwriter.Workbook(str(path))
    page = book.add_worksheet("行政处罚")
    page.write_row(0, 0, [column.label for column in form.columns])
    page.write_row(1, 0, [row.get(c.field) if row.get(c.field) is not None else "" for c in form.columns])
    book.close()
    return path


@pytest.fixture
def imported(tmp_path, unit, editor, reviewer):
    """The decision of the file, imported and public."""
    path = sheet(tmp_path)
    report = steps.check_file(unit, path)
    assert report.exit_status == 0, report.as_json()
    job = ImportJob.objects.create(
        unit=unit, user=editor, approver=reviewer, file_name="a.xlsx", stored_name=steps.files.keep(path),
        status="importing", publish_after=True, secrecy_checked=True,
    )  # fmt: skip
    job.take()
    steps.run_import(job)
    return DecisionNoticePage.objects.get()


def test_a_withdrawn_number_is_not_imported_again(tmp_path, unit, imported, editor, reviewer):
    """行政处罚法第四十八条: what was withdrawn comes back by restoration only; the import says when it was withdrawn."""
    end(imported, editor, reviewer)
    report = steps.check_file(unit, sheet(tmp_path))
    problem = next(found for found in report.problems.kept() if found.code == "sealed")
    assert problem.level == "error"
    assert "撤下（撤销）" in problem.message
    assert "申请恢复" in problem.message


def test_other_content_asks_whether_notice_or_decision_was_wrong(client, tmp_path, unit, imported, editor):
    """更正 and 变更 are two things; nothing is chosen beforehand."""
    changed = sheet(tmp_path, penalty_content="给予警告；罚款人民币三万元。")
    client.force_login(editor)
    with changed.open("rb") as file:
        upload = io.BytesIO(file.read())
    upload.name = "b.xlsx"
    client.post("/admin/imports/upload/", {"unit": unit.pk, "file": upload, "kind": ""})
    job = ImportJob.objects.order_by("-pk").first()
    steps.run(job.pk)
    text = client.get(f"/admin/imports/{job.pk}/").content.decode()
    assert "是哪一种情况" in text
    assert "决定本身被变更了" in text
    client.post(f"/admin/imports/{job.pk}/confirm/", {"changed_rows": "correct", "secrecy_checked": "on"})
    steps.run(job.pk)
    draft = DecisionNoticePage.objects.get(pk=imported.pk).get_latest_revision_as_object()
    assert draft.correction_note == "更正处罚内容。"
