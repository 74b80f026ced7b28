"""Steps as a spreadsheet: what goes out comes back the same, and what is wrong in a row is said at the row."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from disclosure.demo.flowcharts import SAMPLES, stream_of
from disclosure.flowcharts.blocks import StepsBlock, chart_of
from disclosure.flowcharts.checks import faults_of
from disclosure.flowcharts.sheet import columns, read, workbook_of
from disclosure.models import FlowchartPage
from publication.actions.end import End
from publication.actions.end_request import RequestEnding
from tests.conftest import make_user
from tests.disclosure.flowcharts.samples import make_chart


def file_of(rows, titles=None):
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (titles or columns(), *rows):
        sheet.append(list(row))
    stream = io.BytesIO()
    book.save(stream)
    return SimpleUploadedFile("步骤.xlsx", stream.getvalue())


def shape(chart):
    """A chart without its keys."""
    return [
        (step.kind, step.text, step.actor, step.limit, step.unit, step.documents,
         tuple((way.condition, chart.target_of(place, way)) for way in step.ways))
        for place, step in enumerate(chart.steps)
    ]  # fmt: skip


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.code)
def test_what_goes_out_comes_back_the_same(sample):
    chart = chart_of(sample.title, StepsBlock().to_python(stream_of(sample.lines)))
    steps, faults = read(SimpleUploadedFile("a.xlsx", workbook_of(chart)))
    assert faults == []
    again = chart_of(sample.title, StepsBlock().to_python(steps))
    assert shape(again) == shape(chart)
    assert faults_of(again) == []


def test_a_text_that_begins_like_a_formula_stays_text():
    lines = [{"type": "start", "id": "a", "value": {"text": "=1+1"}}]
    data = workbook_of(chart_of("图", StepsBlock().to_python(lines)))
    cell = openpyxl.load_workbook(io.BytesIO(data)).active["C2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_every_fault_is_said_at_its_row_and_column():
    rows = [
        ["1", "开始", "收到申请"],
        ["2", "画个圈", "不知道", "", "五天", "天"],
        ["2", "判断", "长" * 61, "", "", "", "", "", "是", "99", "", "1"],
        ["第4步", "结束", "办结"],
    ]
    steps, faults = read(file_of(rows))
    assert {(fault.row, fault.column) for fault in faults} == {
        (3, "类型"), (3, "时限"), (3, "天数按"), (4, "步号"), (4, "内容"), (4, "转到1"),
    }  # fmt: skip
    assert len(steps) == 4


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "空的"),
        (b"%PDF-1.4", "不是电子表格"),
        (b"PK\x03\x04broken", "损坏"),
        ("甲,乙,丙\n1,2,3\n4,5,6\n".encode(), "没有找到"),
        (b"x" * (5 * 1024 * 1024 + 1), "超过 5 MB"),
    ],
)
def test_a_file_that_is_no_table_of_steps_is_refused_in_words(data, words):
    steps, faults = read(SimpleUploadedFile("a.xlsx", data))
    assert steps == []
    assert words in faults[0].message


def test_too_many_steps_are_refused():
    assert "最多60步" in read(file_of([["", "办理环节", "事"]] * 61))[1][0].message


@pytest.mark.django_db
def test_reading_makes_a_draft_and_changes_nothing_public(client, unit, other_unit, editor):
    page = make_chart(unit)
    shown = shape(page.chart)
    client.force_login(editor)
    url = reverse("flowcharts:upload", args=[page.pk])
    out = client.get(reverse("flowcharts:sheet", args=[page.pk]))
    assert out["Content-Disposition"].startswith("attachment")
    assert shape(chart_of("", StepsBlock().to_python(read(SimpleUploadedFile("a.xlsx", out.content))[0]))) == shown
    assert "从表格读入步骤" in client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    bad = client.post(url, {"file": file_of([["1", "什么", "事"]])})
    assert bad.status_code == 400
    assert "第2行，“类型”" in bad.content.decode()
    assert client.post(url, {}).status_code == 400
    before = page.revisions.count()
    rows = [["1", "开始", "新的开始"], ["2", "结束", "新的结束"]]
    answer = client.post(url, {"file": file_of(rows)})
    assert answer.status_code == 302
    assert page.revisions.count() == before + 1
    stored = FlowchartPage.objects.get(pk=page.pk)
    assert shape(stored.chart) == shown
    assert [step.text for step in stored.get_latest_revision_as_object().chart.steps] == ["新的开始", "新的结束"]
    client.force_login(make_user("stranger", f"{other_unit.code} 编辑"))
    for name in ("upload", "sheet"):
        assert client.get(reverse(f"flowcharts:{name}", args=[page.pk])).status_code == 404


@pytest.mark.django_db
def test_a_sealed_chart_is_neither_read_nor_written(client, unit, editor):
    page = make_chart(unit)
    asked = RequestEnding(page, verb="withdraw", kind="mistake", user=None, statement="发布有误，现予撤下核对。")
    End(asked.execute()).execute()
    client.force_login(editor)
    for name in ("upload", "sheet"):
        assert client.get(reverse(f"flowcharts:{name}", args=[page.pk])).status_code == 404
