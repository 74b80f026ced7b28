"""Officers out and in by spreadsheet: preview, row errors, differences, and who is no longer listed."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from staff_directory.models import Officer, OfficerCertificate
from tests.conftest import make_user
from tests.staff_directory.officers.samples import make_officer

pytestmark = pytest.mark.django_db


def book_of(client, code="ldjc"):
    answer = client.get(f"/admin/officers/export/{code}.xlsx")
    assert answer.status_code == 200
    return load_workbook(io.BytesIO(b"".join(answer.streaming_content)))


def put(sheet, row, **values):
    for label, value in values.items():
        sheet.cell(row, next(found.column for found in sheet[1] if found.value == label)).value = value


def upload(client, unit, book):
    stream = io.BytesIO()
    book.save(stream)
    file = SimpleUploadedFile("人员.xlsx", stream.getvalue())
    answer = client.post("/admin/officers/", {"unit": unit.pk, "file": file})
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"]


@pytest.fixture
def signed_in(client, editor):
    client.force_login(editor)
    return client


def test_what_goes_out_comes_back_unchanged(signed_in, unit):
    make_officer(unit)
    make_officer(unit, "李示例", "SL-00-90002", state="suspended", exam_passed_on=None)
    text = signed_in.get(upload(signed_in, unit, book_of(signed_in))).content.decode()
    assert "新增0人，修改0人，不变2人" in text
    assert "没有变化" in text


def test_changes_new_rows_and_who_is_missing(signed_in, unit):
    changed, kept, gone = (
        make_officer(unit, name, number)
        for name, number in (("王示例", "SL-00-90001"), ("李示例", "SL-00-90002"), ("张示例", "SL-00-90003"))
    )
    book = book_of(signed_in)
    people, papers = book["执法人员"], book["证件"]
    rows = {people.cell(row, 2).value: row for row in range(2, 5)}
    lines = {papers.cell(row, 2).value: row for row in range(2, 5)}
    put(people, rows["王示例"], 职务="副支队长")
    put(papers, lines["SL-00-90001"], 有效期至="2030/6/30", 状态="暂扣")
    put(people, 5, 人员编号="N-1", 姓名="赵示例", 从事执法自="2024年3月1日")
    put(
        papers, 5, 人员编号="N-1", 证件编号="sl-00-90009", 发证机关="示例省人民政府", 执法类别="劳动保障监察;工伤认定", 考试合格日期="2023-05-01",
        有效期自="2023-07-01", 有效期至="2099-06-30",
    )  # fmt: skip
    for sheet, row in ((people, rows["张示例"]), (papers, lines["SL-00-90003"])):
        sheet.delete_rows(row)
    address = upload(signed_in, unit, book)
    text = signed_in.get(address).content.decode()
    assert "新增1人，修改1人，不变1人；表中没有的1人" in text
    assert "由“监察员”改为“副支队长”" in text
    assert "证件SL-00-90001的状态：由“有效”改为“暂扣”" in text
    assert "是否离岗" in text
    assert Officer.objects.count() == 3  # a look changes nothing
    signed_in.post(f"{address}apply/", {"left": [gone.code, kept.code]})
    assert "已登记" in signed_in.get(address).content.decode()
    assert Officer.objects.get(pk=changed.pk).post == "副支队长"
    assert OfficerCertificate.objects.get(number="SL-00-90001").state == "suspended"
    assert OfficerCertificate.objects.get(number="SL-00-90009").categories == "劳动保障监察、工伤认定"
    assert Officer.objects.get(pk=kept.pk).serves_until is None  # not missing, so not to be taken out
    assert Officer.objects.get(pk=gone.pk).serves_until is not None
    assert OfficerCertificate.objects.count() == 4
    public = signed_in.get("/before/units/ldjc/officers/").content.decode()
    assert [name for name in ("王示例", "李示例", "张示例", "赵示例") if name in public] == ["李示例", "赵示例"]


@pytest.mark.parametrize(
    ("people", "paper", "message"),
    [
        ({"姓名": ""}, {}, "须填写“姓名”"),
        ({"人员编号": "RY-OTHER"}, {}, "已经是其他单位的人员编号"),
        ({"职务": "手机 13800138000"}, {}, "会在公开页面上显示"),
        ({"离岗日期": "昨天"}, {}, "不是日期"),
        ({}, {"证件编号": "SL-00-90008"}, "已经登记在另一名执法人员名下"),
        ({}, {"证件编号": "210502199001010017"}, "证件编号像是身份证号"),
        ({}, {"有效期至": ""}, "没有填写"),
        ({}, {"有效期至": "2001-01-01"}, "截止日早于起始日"),
        ({}, {"状态": "在用"}, "不在选项内"),
        ({}, {"人员编号": "NOBODY"}, "请先在“执法人员”表里添加"),
    ],
)
def test_a_row_with_an_error_keeps_everything_out(signed_in, unit, other_unit, people, paper, message):
    foreign = make_officer(other_unit, "刘示例", "SL-00-90008")
    book = book_of(signed_in)
    put(
        book["执法人员"],
        2,
        **{
            "人员编号": "N-1",
            "姓名": "赵示例",
            **{k: foreign.code if v == "RY-OTHER" else v for k, v in people.items()},
        },
    )
    values = {
        "人员编号": "N-1", "证件编号": "SL-00-90009", "发证机关": "示例省人民政府", "执法类别": "劳动保障监察", "有效期自": "2023-07-01",
        "有效期至": "2099-06-30", **paper,
    }  # fmt: skip
    put(book["证件"], 2, **values)
    address = upload(signed_in, unit, book)
    assert message in signed_in.get(address).content.decode()
    signed_in.post(f"{address}apply/")
    assert Officer.objects.count() == 1


def test_workbooks_keep_to_the_border(client, signed_in, unit, other_unit):
    make_officer(other_unit, "刘示例", "SL-00-90008")
    assert client.get("/admin/officers/export/sbzx.xlsx").status_code == 404
    mine = upload(client, unit, book_of(client))
    client.force_login(make_user("stranger"))
    assert client.get(mine).status_code in (302, 404)
