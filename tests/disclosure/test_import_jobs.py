"""From a spreadsheet to public pages: by command and in the admin."""

import datetime
import io
import json

import openpyxl
import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from disclosure.imports import steps
from disclosure.imports.tasks import take_up_abandoned
from disclosure.models import DecisionNoticePage, ImportJob

pytestmark = pytest.mark.django_db

HEADER = [
    "行政相对人名称", "行政相对人类别", "行政相对人代码_1(统一社会信用代码)", "法定代表人", "行政处罚决定书文号", "违法行为类型",
    "违法事实", "处罚依据", "处罚类别", "处罚内容", "罚款金额（万元）", "处罚决定日期", "处罚有效期", "公示截止期", "处罚机关",
    "处罚机关统一社会信用代码", "数据来源单位", "数据来源单位统一社会信用代码",
]  # fmt: skip


def row(number, unit, **changes):
    """One good row."""
    day = timezone.localdate() - datetime.timedelta(days=1)
    values = dict(
        zip(
            HEADER,
            [
                f"示例市第{number}公司", "法人及非法人组织", "91210500MA0DEM0132", "王示例", f"示例监罚决字〔2026〕第{number:04d}号",
                "拖欠工资", "经查，该单位拖欠工资。", "《劳动法》第九十一条", "罚款", "罚款2万元", 2, day.strftime("%Y/%m/%d"),
                "2099/12/31", (day + datetime.timedelta(days=300)).strftime("%Y/%m/%d"), unit.name, unit.credit_code,
                unit.name, unit.credit_code,
            ],
            strict=True,
        )
    )  # fmt: skip
    values.update(changes)
    return [values[name] for name in HEADER]


@pytest.fixture
def workbook(tmp_path, unit):
    """A function that writes a workbook of rows and returns its path."""

    def write(*rows, name="处罚.xlsx"):
        book = openpyxl.Workbook()
        sheet = book.active
        sheet.title = "行政处罚"
        sheet.append(HEADER)
        for values in rows:
            sheet.append(values)
        path = tmp_path / name
        book.save(path)
        return path

    return write


def run(path, *arguments):
    """Run the command; return (exit status, report)."""
    report = path.with_suffix(".json")
    status = 0
    try:
        call_command("import_decisions", str(path), "--report", str(report), *arguments)
    except SystemExit as end:
        status = end.code
    return status, json.loads(report.read_text())


def test_dry_run_changes_nothing(workbook, unit):
    status, report = run(workbook(row(1, unit), row(2, unit)), "--unit", unit.code, "--dry-run")
    assert status == 0
    assert report["good_rows"] == 2
    assert report["sheets"] == [{"name": "行政处罚", "template": "penalty-organisation", "rows": 2}]
    assert not DecisionNoticePage.objects.exists()
    assert not ImportJob.objects.exists()


def test_errors_stop_everything_unless_good_rows_are_wanted(workbook, unit, editor):
    path = workbook(row(1, unit), row(2, unit, 处罚类别="打手心"))
    status, report = run(path, "--unit", unit.code, "--as", "editor")
    assert status == 1
    assert report["problems"][0]["row"] == 3
    assert not DecisionNoticePage.objects.exists()
    status, report = run(path, "--unit", unit.code, "--as", "editor", "--good-rows")
    assert (status, report["created"]) == (1, 1)


def test_publication_needs_another_person(workbook, unit, editor, reviewer):
    path = workbook(row(1, unit))
    from django.core.management.base import CommandError

    for arguments in (["--publish"], ["--publish", "--approved-by", "editor"]):
        with pytest.raises(CommandError):
            run(path, "--unit", unit.code, "--as", "editor", *arguments)
    status, report = run(path, "--unit", unit.code, "--as", "editor", "--publish", "--approved-by", "reviewer")
    assert (status, report["published"]) == (0, 1)
    page = DecisionNoticePage.objects.get()
    assert page.live
    assert page.fine_fen == 2_000_000


def test_equal_rows_are_skipped_and_different_ones_become_drafts_only_if_chosen(workbook, unit, editor, reviewer):
    arguments = ["--unit", unit.code, "--as", "editor"]
    run(workbook(row(1, unit)), *arguments, "--publish", "--approved-by", "reviewer")
    assert run(workbook(row(1, unit)), *arguments)[1]["skipped"] == 1
    changed = workbook(row(1, unit, 违法事实="经查，另一段事实。"))
    assert run(changed, *arguments)[1]["changed"] == 1
    page = DecisionNoticePage.objects.get()
    assert not page.has_unpublished_changes
    run(changed, *arguments, "--correct")
    page = DecisionNoticePage.objects.get()
    assert page.has_unpublished_changes
    assert page.facts == "经查，该单位拖欠工资。"
    assert page.get_latest_revision_as_object().facts == "经查，另一段事实。"


@pytest.mark.parametrize(
    "content",
    [b"", b"%PDF-1.4 x", b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, b"\x00" * 500],
)
def test_what_is_no_table_is_refused(tmp_path, unit, content):
    path = tmp_path / "x.xlsx"
    path.write_bytes(content)
    status, report = run(path, "--unit", unit.code, "--dry-run")
    assert status == 2
    assert report["refused"]["message"]


def test_killed_import_is_taken_up_without_losing_or_doubling_a_row(workbook, unit, editor, monkeypatch):
    monkeypatch.setattr(steps, "CHUNK", 10)
    path = workbook(*[row(n, unit) for n in range(1, 46)])
    from disclosure.imports import files

    job = ImportJob.objects.create(
        unit=unit, user=editor, file_name="x", stored_name=files.keep(path), status="importing"
    )
    original = steps.RowWriter.write
    calls = []

    def dying(self, rows):
        calls.append(1)
        outcome = original(self, rows)
        if len(calls) in (2, 4):
            raise KeyboardInterrupt
        return outcome

    monkeypatch.setattr(steps.RowWriter, "write", dying)
    for _ in range(3):
        try:
            steps.run(job.pk)
        except KeyboardInterrupt:
            ImportJob.objects.filter(pk=job.pk).update(lease_until=timezone.now() - datetime.timedelta(seconds=1))
    job.refresh_from_db()
    assert job.status == "imported"
    assert job.created == 45
    numbers = list(DecisionNoticePage.objects.values_list("document_number", flat=True))
    assert len(numbers) == len(set(numbers)) == 45


def test_two_workers_do_not_take_one_job(unit, editor):
    job = ImportJob.objects.create(unit=unit, user=editor, file_name="x")
    assert job.take()
    assert not ImportJob.objects.get(pk=job.pk).take()


def test_abandoned_jobs_are_handed_over_again(unit, editor):
    from django_tasks_db.models import DBTaskResult

    ImportJob.objects.create(unit=unit, user=editor, file_name="x")
    assert take_up_abandoned() == 1
    assert DBTaskResult.objects.count() == 1


def work():
    """Do what the worker would do."""
    for job in ImportJob.objects.filter(status__in=["checking", "importing", "publishing"]):
        steps.run(job.pk)


def test_admin_upload_preview_confirm_and_review(client, workbook, unit, editor, reviewer):
    path = workbook(row(1, unit), row(2, unit, 处罚类别="打手心"), row(3, unit))
    client.force_login(editor)
    with path.open("rb") as file:
        answer = client.post(
            reverse("decision_imports:upload"), {"unit": unit.pk, "file": file, "kind": ""}, follow=True
        )
    job = ImportJob.objects.get()
    assert "正在检查" in answer.content.decode()
    work()
    show = reverse("decision_imports:show", args=[job.pk])
    text = client.get(show).content.decode()
    assert "处罚类别" in text
    errors = client.get(reverse("decision_imports:errors", args=[job.pk]))
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(errors.streaming_content)))["行政处罚"]
    assert "错误" in sheet.cell(3, len(HEADER) + 1).value
    answer = client.post(reverse("decision_imports:confirm", args=[job.pk]), {}, follow=True)
    assert "还有错误" in answer.content.decode()
    client.post(
        reverse("decision_imports:confirm", args=[job.pk]),
        {"good_rows_only": "on", "submit_after": "on", "secrecy_checked": "on"},
    )
    work()
    job.refresh_from_db()
    assert (job.status, job.created) == ("submitted", 2)
    client.post(reverse("decision_imports:publish", args=[job.pk]))
    work()
    assert not DecisionNoticePage.objects.live().exists()
    client.force_login(reviewer)
    assert "等我处理" in client.get(reverse("wagtailadmin_home")).content.decode()
    excluded = job.rows.first()
    publish = reverse("decision_imports:publish", args=[job.pk])
    client.post(publish, {"exclude": [excluded.pk], "agreed": "yes"})
    work()
    job.refresh_from_db()
    assert (job.status, job.published) == ("published", 1)
    assert DecisionNoticePage.objects.live().count() == 1
    assert not (job.stored_name)


def test_import_of_another_unit_is_not_there(client, unit, other_unit, editor):
    job = ImportJob.objects.create(unit=other_unit, file_name="x", status="checked")
    client.force_login(editor)
    for name in ("show", "progress", "errors"):
        assert client.get(reverse(f"decision_imports:{name}", args=[job.pk])).status_code == 404
    for name in ("confirm", "submit", "publish", "return", "cancel"):
        assert client.post(reverse(f"decision_imports:{name}", args=[job.pk])).status_code == 404


@pytest.mark.parametrize("key", ["licence-organisation", "licence-person", "penalty-organisation", "penalty-person"])
def test_blank_template_is_recognised_when_filled_in(client, editor, unit, key, tmp_path):
    client.force_login(editor)
    answer = client.get(reverse("decision_imports:template", args=[key]))
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    sheet = book.worksheets[0]
    sheet.append(["示例"] * 5)
    path = tmp_path / "t.xlsx"
    book.save(path)
    _status, report = run(path, "--unit", unit.code, "--dry-run")
    assert report["sheets"][0]["template"] == key


def test_a_killed_publication_is_taken_up_as_publication(workbook, unit, editor, reviewer, monkeypatch):
    monkeypatch.setattr(steps, "CHUNK", 2)
    path = workbook(*(row(number, unit) for number in range(1, 6)))
    written = []

    class Killed(BaseException):
        """What SIGKILL leaves: no handler runs."""

    def write_twice(self, rows, _real=steps.RowWriter.write):
        if len(written) == 2:
            raise Killed
        written.append(len(rows))
        return _real(self, rows)

    with monkeypatch.context() as patch:
        patch.setattr(steps.RowWriter, "write", write_twice)
        with pytest.raises(Killed):
            run(path, "--unit", unit.code, "--as", "editor", "--publish", "--approved-by", "reviewer")
    assert DecisionNoticePage.objects.live().count() == 4
    job = ImportJob.objects.get()
    ImportJob.objects.update(lease_until=timezone.now() - datetime.timedelta(seconds=1))
    assert steps.run(job.pk)
    assert DecisionNoticePage.objects.live().count() == DecisionNoticePage.objects.count() == 5


def test_rows_that_a_gate_keeps_back_are_told(workbook, unit, editor, reviewer, monkeypatch):
    from publication.actions import create_many as writing
    from publication.gates import Problem

    monkeypatch.setattr(
        writing, "problems_of_many", lambda pairs: [[Problem("test", "还缺一项。", "facts")] for _ in pairs]
    )
    status, report = run(
        workbook(row(1, unit)), "--unit", unit.code, "--as", "editor", "--publish", "--approved-by", "reviewer"
    )
    assert (status, report["created"], report["published"]) == (0, 1, 0)
    assert [(found["code"], found["row"]) for found in report["problems"]] == [("not_public", 2)]


def test_a_call_that_cannot_be_carried_out_is_no_row_error(unit, tmp_path):
    from django.core.management.base import CommandError

    with pytest.raises(CommandError) as caught:
        call_command("import_decisions", str(tmp_path / "missing.xlsx"), "--unit", unit.code, "--dry-run")
    assert caught.value.returncode == 2


def test_a_file_without_anything_new_waits_for_nobody(workbook, unit, editor, reviewer):
    arguments = ["--unit", unit.code, "--as", "editor"]
    run(workbook(row(1, unit)), *arguments, "--publish", "--approved-by", "reviewer")
    run(workbook(row(1, unit)), *arguments, "--submit")
    job = ImportJob.objects.latest("pk")
    assert (job.status, job.skipped) == ("nothing", 1)
