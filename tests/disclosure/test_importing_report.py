"""Problems within bounds, the JSON report, and the columns offered to blank templates."""

import json

from disclosure.importing.headers import TEMPLATES
from disclosure.importing.problems import ERROR, WARNING, Problem, ProblemList, shown_value
from disclosure.importing.report import Refusal, Report, SheetSummary


def problem(row, level=ERROR):
    return Problem("处罚", row, "违法事实", "missing", level, "", "请补上。")


def test_problems_keep_their_order():
    problems = ProblemList()
    problems.extend([problem(2, WARNING), problem(2), problem(3, WARNING)])
    assert [(p.row, p.level) for p in problems.kept()] == [(2, WARNING), (2, ERROR), (3, WARNING)]


def test_the_cap_is_told_by_one_summarising_problem():
    problems = ProblemList(cap=10)
    problems.extend(problem(row) for row in range(100_000))
    kept = problems.kept()
    assert len(kept) == 11
    assert kept[-1].code == "more_problems"
    assert "99990" in kept[-1].message
    assert problems.errors == 100_000


def test_errors_push_out_warnings():
    problems = ProblemList(cap=10)
    problems.extend(problem(row, WARNING) for row in range(50))
    problems.extend(problem(row) for row in range(4))
    kept = problems.kept()
    assert sum(p.level == ERROR and p.code == "missing" for p in kept) == 4
    assert len(kept) == 11
    assert "提醒 44 处" in kept[-1].message


def test_report_object():
    report = Report(sheets=[SheetSummary("处罚", "penalty-organisation", 3)], good_rows=2, created=2)
    assert report.exit_status == 0
    report.problems.add(problem(4))
    data = json.loads(report.as_json())
    assert list(data) == ["refused", "sheets", "good_rows", "created", "published", "skipped", "changed", "problems"]
    assert data["refused"] is None
    assert data["sheets"] == [{"name": "处罚", "template": "penalty-organisation", "rows": 3}]
    assert list(data["problems"][0]) == ["sheet", "row", "column", "code", "level", "value", "message"]
    assert report.exit_status == 1


def test_refused_file():
    report = Report(refused=Refusal("encrypted", "文件有密码，请取消密码后重新上传。"))
    assert report.exit_status == 2
    assert report.as_dict()["refused"]["code"] == "encrypted"


def test_warnings_alone_are_good():
    report = Report()
    report.problems.add(problem(2, WARNING))
    assert report.exit_status == 0


def test_values_are_shown_short_and_on_one_line():
    assert shown_value("甲\n乙") == "甲 乙"
    assert len(shown_value("甲" * 500)) == 201


def test_templates_describe_themselves_for_blank_files():
    for template in TEMPLATES:
        fields = [column.field for column in template.columns]
        assert len(fields) == len(set(fields))
        for column in template.columns:
            assert column.label
            assert column.code
            assert column.width >= 10
            assert column.is_text == (column.kind not in {"date", "amount"})
            assert not (column.never_stored and column.required)
