"""Files as spreadsheet programs really write them: what is read, what is told, and the file that comes back with its problems."""

import csv
import re
import zipfile

import openpyxl
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.urls import reverse

from disclosure.imports import files, steps
from disclosure.models import DecisionNoticePage, ImportJob
from tests.disclosure.importing_files import outcome, place_of, said, table, xls, xlsx
from tests.disclosure.importing_rows import check, codes
from tests.disclosure.test_importing_source import ods

pytestmark = pytest.mark.django_db

KEY = "penalty-organisation"


# -- rows


def test_a_party_that_is_called_like_a_note_is_no_note(tmp_path, unit):
    names = ["格式印刷有限公司", "说明书印务有限公司", "填报要求科技有限公司", "注册咨询有限公司"]
    rows = table(KEY, *({"party_name": name} for name in names))
    status, report = outcome(xlsx(tmp_path / "x.xlsx", rows), unit)
    assert (status, report["good_rows"]) == (0, 4)


@pytest.mark.parametrize(
    "note", [["说明：本表按月填报", "", "x", "y"], ["填写说明", "a", "b", "c"], ["合计", 1], ["填报要求 见附件"]]
)
def test_a_row_that_is_left_out_is_told(tmp_path, unit, note):
    status, report = outcome(xlsx(tmp_path / "x.xlsx", [*table(KEY, count=2), note]), unit)
    assert (status, report["good_rows"], report["sheets"][0]["rows"]) == (0, 2, 2)
    assert said(report) == [(4, "skipped_row")]


@pytest.mark.parametrize("nothing", ["/", "无", "-", "NULL", "／", "－", "n/a"])
def test_what_says_nothing_does_not_fill_a_required_text(nothing):
    assert codes(check(facts=nothing), "error") == ["missing"]
    assert codes(check(legal_representative=nothing), "error") == ["missing"]
    assert codes(check(document_number=nothing), "error") == ["missing"]
    assert not codes(check(remarks=nothing), "error")


def test_a_moment_with_its_time_zone_is_the_day_in_china():
    for text in (
        "2026-11-19T16:00:00Z",
        "2026-11-19T16:00:00.1234567Z",
        "2026-11-20T00:30:00+08:00",
        "2026-11-20 01:00+0900",
    ):
        assert str(check(decided_on=text).values["decided_on"]) == "2026-11-20"
    assert codes(check(decided_on="2026-13-19T16:00:00Z"), "error") == ["bad_date"]


def test_an_empty_table_is_refused(tmp_path, unit, client, editor):
    status, report = outcome(xlsx(tmp_path / "x.xlsx", table(KEY, count=0)), unit)
    assert (status, report["refused"]["code"]) == (2, "no_rows")
    client.force_login(editor)
    blank = b"".join(client.get(reverse("decision_imports:template", args=[KEY])).streaming_content)
    (tmp_path / "blank.xlsx").write_bytes(blank)
    status, report = outcome(tmp_path / "blank.xlsx", unit)
    assert (status, report["refused"]["code"], report["problems"]) == (2, "no_rows", [])


# -- forms of files


@pytest.mark.parametrize("name", ["x.xls", "x.xlsx", "x.ods", "x.et", "x"])
def test_the_content_decides_and_not_the_name(tmp_path, unit, name):
    assert outcome(xls(tmp_path / name, table(KEY, count=2)), unit)[1]["good_rows"] == 2
    assert outcome(xlsx(tmp_path / name, table(KEY, count=2)), unit)[1]["good_rows"] == 2


def repacked(path, change):
    """Rewrite the parts of a workbook."""
    with zipfile.ZipFile(path) as old:
        parts = {item.filename: old.read(item.filename) for item in old.infolist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in parts.items():
            new.writestr(name, change(name, content))
    return path


def strict(name, content):
    """Strict Open XML: other namespaces."""
    main, office = b"http://schemas.openxmlformats.org", b"http://purl.oclc.org/ooxml"
    content = content.replace(main + b"/spreadsheetml/2006/main", office + b"/spreadsheetml/main")
    return content.replace(main + b"/officeDocument/2006/relationships", office + b"/officeDocument/relationships")


def single_quoted(name, content):
    """Attributes in single quotes."""
    return re.sub(rb'="([^"\']*)"', rb"='\1'", content) if "worksheets/sheet" in name else content


def spaced(name, content):
    """The place of a cell is not its first attribute."""
    return re.sub(rb'<c r="([A-Z]+\d+)"', rb'<c s = "0" r = "\1"', content) if "worksheets/sheet" in name else content


@pytest.mark.parametrize("change", [lambda name, content: content, strict, single_quoted, spaced])
def test_formulas_errors_merged_cells_and_hidden_rows_of_a_workbook_are_told(tmp_path, unit, change):
    facts = place_of("facts") + 1

    def mark(book):
        sheet = book.active
        sheet.cell(2, facts).value = "=1+1"
        sheet.merge_cells(start_row=3, end_row=4, start_column=facts, end_column=facts)
        sheet.row_dimensions[5].hidden = True
        sheet.cell(6, facts).value = "#REF!"

    path = repacked(xlsx(tmp_path / "x.xlsx", table(KEY, count=6), change=mark), change)
    _, report = outcome(path, unit)
    assert said(report) == [(2, "formula"), (3, "merged"), (4, "merged"), (5, "hidden_row"), (6, "error_value")]


def test_formulas_errors_merged_cells_and_hidden_rows_of_an_old_workbook_are_told(tmp_path, unit):
    import xlwt

    facts = place_of("facts")

    def mark(book, sheet):
        sheet.write(1, facts, xlwt.Formula('"a"&"b"'))
        sheet.write_merge(2, 3, facts, facts, "x")
        sheet.row(4).hidden = True
        sheet.row(5).set_cell_error(facts, "#REF!")

    _, report = outcome(xls(tmp_path / "x.xls", table(KEY, count=6), mark), unit)
    assert said(report) == [(2, "formula"), (3, "merged"), (4, "merged"), (5, "hidden_row"), (6, "error_value")]


def test_formulas_merged_cells_and_hidden_rows_of_an_open_document_are_told(tmp_path, unit):
    facts = place_of("facts")
    marks = {
        2: ("", ' table:formula="of:=1+1"'),
        3: ("", ' table:number-rows-spanned="2"'),
        5: (' table:visibility="collapse"', ""),
    }
    rows = ""
    for number, values in enumerate(table(KEY, count=5), start=1):
        of_row, of_cell = marks.get(number, ("", ""))
        cells = "".join(
            f'<table:table-cell office:value-type="string"{of_cell if place == facts else ""}><text:p>{value}</text:p></table:table-cell>'
            if value != ""
            else "<table:table-cell/>"
            for place, value in enumerate(values)
        )
        rows += f"<table:table-row{of_row}>{cells}</table:table-row>"
    _, report = outcome(ods(tmp_path / "x.ods", rows), unit)
    assert said(report) == [(2, "formula"), (3, "merged"), (4, "merged"), (5, "hidden_row")]


@pytest.mark.parametrize("form", ["date", "number"])
def test_an_old_workbook_may_count_its_days_from_1904(tmp_path, unit, form):
    import datetime

    import xlwt

    day = datetime.date(2026, 11, 20)

    def mark(book, sheet):
        book.dates_1904 = True
        value = day if form == "date" else (day - datetime.date(1904, 1, 1)).days
        style = xlwt.easyxf(num_format_str="YYYY/MM/DD") if form == "date" else xlwt.Style.default_style
        sheet.write(1, place_of("decided_on"), value, style)

    path = xls(tmp_path / "x.xls", table(KEY, count=1), mark)
    from disclosure.imports.existing import ExistingNotices

    ((_, _, row),) = steps.session_for(unit, path, "", ExistingNotices()).rows()
    assert row.values["decided_on"] == day


@pytest.mark.parametrize(
    "content",
    [
        b'\xef\xbb\xbf<meta http-equiv="Content-Type" content="text/html; charset=utf-8"><table><tr><td>x</td></tr></table>',
        b"<style>td {color: red}</style><table><tr><td>a,b,c,d,e</td></tr></table>",
        b"<!-- a, b, c, d, e --><html><table></table></html>",
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\na,b,c,d\r\n",
    ],
)
def test_a_page_under_the_name_of_a_workbook_is_refused_with_the_steps(tmp_path, unit, content):
    path = tmp_path / "x.xls"
    path.write_bytes(content)
    _, report = outcome(path, unit)
    assert report["refused"]["code"] == "web_page"
    assert "另存为" in report["refused"]["message"]


def test_what_has_no_header_is_refused_with_the_steps(tmp_path, unit):
    path = tmp_path / "x.csv"
    path.write_text('{"a": 1, "b": 2, "c": 3, "d": [4, 5, 6]}')
    _, report = outcome(path, unit)
    assert report["refused"]["code"] == "no_template"
    assert "另存为" in report["refused"]["message"]


def test_commas_in_the_texts_do_not_hide_the_tabs(tmp_path, unit):
    path = tmp_path / "x.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, delimiter="\t").writerows(table(KEY, count=3, facts="一,二,三,四,五,六,七,八,九,十" * 12))
    assert outcome(path, unit)[1]["good_rows"] == 3


def test_a_report_that_cannot_be_written_changes_nothing(tmp_path, unit, editor):
    path = xlsx(tmp_path / "x.xlsx", table(KEY, count=1))
    target = str(tmp_path / "missing" / "report.json")
    with pytest.raises(CommandError) as caught:
        call_command("import_decisions", str(path), "--unit", unit.code, "--as", "editor", "--report", target)
    assert caught.value.returncode == 2
    assert not DecisionNoticePage.objects.exists()


# -- the error report


def checked_job(path, unit, user):
    """A job whose file was checked by the worker."""
    job = ImportJob.objects.create(unit=unit, user=user, file_name=path.name, stored_name=files.keep(path))
    steps.run(job.pk)
    job.refresh_from_db()
    return job


def report_of(client, job, path):
    """Download a job's error report to ``path`` and return it opened."""
    client.force_login(job.user)
    answer = client.get(reverse("decision_imports:errors", args=[job.pk]))
    assert answer.status_code == 200
    path.write_bytes(b"".join(answer.streaming_content))
    return openpyxl.load_workbook(path)


def test_an_error_report_can_be_sent_again_and_gets_one_of_its_own(tmp_path, client, unit, editor):
    rows = table(KEY, {"decided_on": "2026/13/1"}, {}, organ_name=unit.name, organ_code=unit.credit_code)
    rows[0][place_of("remarks")] = "别的一列"
    path = xlsx(tmp_path / "x.xlsx", rows, [["随便"], ["a"]], names=["处罚", "其他"])
    for turn in range(3):
        job = checked_job(path, unit, editor)
        assert {code for _, code in said(job.report)} == {"bad_date", "unknown_column", "unknown_sheet"}
        path = tmp_path / f"{turn}.xlsx"
        book = report_of(client, job, path)
        assert book.sheetnames == ["处罚", "其他", "问题汇总"]
        sheet = book["处罚"]
        assert sheet.max_column == len(rows[0]) + 1
        assert sheet.cell(1, len(rows[0]) + 1).value == "问题"
        assert "不存在" in sheet.cell(2, len(rows[0]) + 1).value
        assert sheet.cell(3, len(rows[0]) + 1).value is None


@pytest.mark.parametrize(
    "names", [["处罚[2026]", "处罚_2026_"], ["长" * 40 + "一", "长" * 40 + "二"], ["'", "HISTORY"]]
)
def test_an_error_report_of_sheets_with_names_that_a_workbook_may_not_hold(tmp_path, client, unit, editor, names):
    rows = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'
            if value != ""
            else "<table:table-cell/>"
            for value in values
        )
        + "</table:table-row>"
        for values in table(KEY, {"decided_on": "2026/13/1"})
    )
    path = ods(tmp_path / "x.ods", f'{rows}</table:table><table:table table:name="{names[1]}">{rows}')
    repacked(
        path, lambda name, content: content.replace('table:name="表"'.encode(), f'table:name="{names[0]}"'.encode())
    )
    job = checked_job(path, unit, editor)
    assert job.status == "checked"
    book = report_of(client, job, tmp_path / "report.xlsx")
    assert len(book.sheetnames) == len(set(book.sheetnames)) == 2
    for sheet in book:
        assert "不存在" in sheet.cell(2, sheet.max_column).value


def test_every_faulty_row_gets_its_note_however_many_there_are(tmp_path, client, unit, editor, monkeypatch):
    monkeypatch.setattr(steps, "PROBLEMS_KEPT", 20)
    rows = table(KEY, *({"decided_on": "2026/13/1"} if place % 2 else {} for place in range(300)))
    footer = [["合计", 300]]
    path = xlsx(tmp_path / "x.xlsx", [["标题"], *rows, *footer], rows, names=["一", "二"])
    job = checked_job(path, unit, editor)
    assert (job.report["errors"] > 100, len(job.report["problems"])) == (True, 20)
    book = report_of(client, job, tmp_path / "report.xlsx")
    width = len(rows[0]) + 1
    first = [book["一"].cell(row, width).value for row in range(1, 304)]
    assert first[1] == "问题"
    assert [place for place, note in enumerate(first[2:302]) if note and "不存在" in note] == list(range(1, 300, 2))
    assert "没有导入" in first[302]
    second = [book["二"].cell(row, width).value for row in range(2, 302)]
    assert all("文号" in note or "不存在" in note for note in second)


def test_an_error_report_keeps_days_that_count_from_1904(tmp_path, client, unit, editor):
    import datetime

    day = datetime.date(2026, 11, 20)

    def mark(book):
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
        book.active.cell(2, place_of("decided_on") + 1).value = (day - datetime.date(1904, 1, 1)).days

    path = xlsx(tmp_path / "x.xlsx", table(KEY, {"penalty_kinds": "打手心"}), change=mark)
    job = checked_job(path, unit, editor)
    report_of(client, job, tmp_path / "report.xlsx")
    from disclosure.imports.existing import ExistingNotices

    ((_, _, row),) = steps.session_for(unit, tmp_path / "report.xlsx", "", ExistingNotices()).rows()
    assert row.values["decided_on"] == day
