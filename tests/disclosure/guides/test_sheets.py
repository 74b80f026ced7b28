"""Guides as a workbook: out and in again changes nothing; what is wrong is said by sheet, row and column; what comes in is a draft."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from disclosure.models import GuideWorkbook, ServiceGuideIndexPage, ServiceGuidePage
from publication.gates import problems_of
from tests.conftest import make_user
from tests.disclosure.guides.samples import MATERIAL, PLACE, make_basis, make_guide, public, public_many
from tests.disclosure.papers.conftest import stored

pytestmark = pytest.mark.django_db
CERTIFICATE = {**MATERIAL, "name": "场所证明", "is_certificate": True, "pledge": "yes"}


@pytest.fixture
def guide(unit):
    materials = [{**MATERIAL, "blank": stored(unit)}, {**CERTIFICATE, "basis": make_basis()}]
    return public(make_guide(unit, code="ZN-1", materials=materials))


@pytest.fixture
def desk(client, editor):
    client.force_login(editor)
    return client


def exported(desk, unit):
    answer = desk.get(reverse("guide_sheets:export", args=[unit.code]))
    return openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))


def cell(sheet, title, row=2):
    """The cell of a column by its title."""
    place = next(found.column for found in sheet[1] if found.value == title)
    return sheet.cell(row=row, column=place)


def upload(desk, unit, book):
    stream = io.BytesIO()
    book.save(stream)
    file = SimpleUploadedFile("指南.xlsx", stream.getvalue())
    answer = desk.post(reverse("guide_sheets:index"), {"unit": unit.pk, "file": file}, follow=True)
    return answer.content.decode(), GuideWorkbook.objects.order_by("-pk").first()


def confirm(desk, found):
    return desk.post(reverse("guide_sheets:apply", args=[found.pk]), follow=True).content.decode()


def test_what_was_handed_out_comes_back_without_a_change(desk, unit, guide):
    book = exported(desk, unit)
    assert book.sheetnames == ["指南", "申请材料", "办理流程", "办理地点", "办理方式", "常见问题"]
    assert cell(book["指南"], "优惠政策").value == "无"
    assert cell(book["申请材料"], "证明的依据", 3).value == "《示例条例》第十八条"
    html, _ = upload(desk, unit, book)
    assert "没有变化" in html
    assert "不变1份" in html


def test_a_change_is_shown_first_and_becomes_a_draft_that_keeps_files_and_ticks(desk, unit, guide):
    book = exported(desk, unit)
    cell(book["指南"], "承诺时限").value = "5"
    cell(book["指南"], "审批机构").value = "无"
    cell(book["指南"], "优惠政策").value = "老年人优先"
    cell(book["办理地点"], "地址").value = "示例市示例路9号"
    cell(book["申请材料"], "份数").value = 3
    html, found = upload(desk, unit, book)
    for words in ("由“8”改为“5”", "由“无”改为“老年人优先”", "办理地点第1行“地址”", "检查通过，请确认"):
        assert words in html, words
    assert not ServiceGuidePage.objects.get(pk=guide.pk).has_unpublished_changes
    assert "修改1份" in confirm(desk, found)
    page = ServiceGuidePage.objects.get(pk=guide.pk)
    draft = page.get_latest_revision_as_object()
    assert (page.live, page.promised_days, draft.promised_days) == (True, 8, 5)
    assert (draft.no_approver, draft.approver, draft.no_benefits, draft.benefits) == (True, "", False, "老年人优先")
    first, second = draft.materials.all()
    assert (first.copies, first.blank_id, second.basis_id) == (3, guide.materials.all()[0].blank_id, make_basis().pk)
    assert draft.places.all()[0].address == "示例市示例路9号"
    assert {problem.code for problem in problems_of(draft, page.latest_revision)} == {"not_approved"}
    assert "已经处理过" in confirm(desk, found)
    found.refresh_from_db()
    assert found.stored_name == ""


def test_a_new_row_is_a_new_draft_and_a_missing_one_is_left_alone(desk, unit, guide):
    book = exported(desk, unit)
    for sheet in book.worksheets:
        cell(sheet, "指南编号").value = "ZN-2"
    cell(book["申请材料"], "指南编号", 3).value = "ZN-2"
    cell(book["指南"], "事项名称").value = "新的指南"
    cell(book["指南"], "依据").value = None
    html, found = upload(desk, unit, book)
    assert "新增1份，修改0份" in html
    confirm(desk, found)
    made = ServiceGuidePage.objects.get(code="ZN-2")
    assert (made.title, made.live, made.unit, made.materials.count()) == ("新的指南", False, unit, 2)
    assert made.get_parent().specific == ServiceGuideIndexPage.objects.get(unit=unit)
    assert {problem.field for problem in problems_of(made, None)} >= {"id_bases-ADD"}
    assert ServiceGuidePage.objects.get(pk=guide.pk).live


def test_every_mistake_is_named_with_its_place_and_nothing_is_written(desk, unit, other_unit, guide):
    make_guide(other_unit, code="SB-1")
    book = exported(desk, unit)
    wrong = {
        "服务类别": "许可证",
        "承诺时限": "八天",
        "依据": "《没有的法》第一条",
        "谁可以办": "长" * 201,
        "申请材料无": "也许",
    }
    for title, value in wrong.items():
        cell(book["指南"], title).value = value
    for code, title in (
        ("sb-1", "别人的"),
        ("zn-1", "换了大小写"),
        ("ZN-3", None),
        ("编号", "坏编号"),
        (None, "没有编号"),
    ):
        row = book["指南"].max_row + 1
        cell(book["指南"], "指南编号", row).value, cell(book["指南"], "事项名称", row).value = code, title
    cell(book["申请材料"], "份数").value = 1000
    cell(book["办理方式"], "网址").value = "javascript:alert(1)"
    cell(book["常见问题"], "指南编号").value = "ZN-9"
    html, found = upload(desk, unit, book)
    for words in (
        "“许可证”不在选项内", "“八天”请写整数", "依据库里没有", "请写“是”或“否”", "“sb-1”已经是其他指南的编号", "“zn-1”已经是其他指南的编号", "新的指南须填写“事项名称”",
        "指南编号只能用字母", "指南编号没有填写", "99", "没有编号为“ZN-9”的指南",
    ):  # fmt: skip
        assert words in html, words
    assert "确认，存为草稿" not in html
    confirm(desk, found)
    assert ServiceGuidePage.objects.filter(unit=unit).count() == 1
    again = exported(desk, unit)
    cell(again["指南"], "谁可以办").value = "长" * 201
    assert "有 201 个字，最多 200 个字" in upload(desk, unit, again)[0]


def test_a_file_that_is_no_table_is_refused_in_words_and_another_unit_cannot_reach_it(
    desk, client, unit, other_unit, guide
):
    file = SimpleUploadedFile("a.xlsx", b"MZ\x90\x00program")
    html = desk.post(reverse("guide_sheets:index"), {"unit": unit.pk, "file": file}, follow=True).content.decode()
    assert "不能读取" in html
    found = GuideWorkbook.objects.get()
    assert desk.get(reverse("guide_sheets:export", args=[other_unit.code])).status_code == 404
    client.force_login(make_user("stranger", f"{other_unit.code} 编辑"))
    for name in ("show", "apply"):
        method = client.get if name == "show" else client.post
        assert method(reverse(f"guide_sheets:{name}", args=[found.pk])).status_code == 404


def test_looking_at_a_workbook_costs_the_same_for_one_guide_and_for_many(desk, unit):
    counts = []
    for many in (1, 12):
        start = ServiceGuidePage.objects.count()
        public_many(unit, [{"code": f"ZN-{start + number}", "places": [PLACE]} for number in range(many)])
        _, found = upload(desk, unit, exported(desk, unit))
        url = reverse("guide_sheets:show", args=[found.pk])
        desk.get(url)
        with CaptureQueriesContext(connection) as captured:
            desk.get(url)
        counts.append(len(captured))
    assert (
        counts[1] - counts[0] <= 12
    )  # one question a row for what its text cites; the guides themselves cost the same
