"""Matters out and in by spreadsheet: preview, row errors, differences, drafts, and what is no longer listed."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from disclosure.lists.kinds import ListKind
from disclosure.matters.sheets.export import workbook
from disclosure.models import DiscretionTier, MatterPage, MatterWorkbook, RecordingStage
from publication.actions.publish import publish_page
from tests.conftest import make_user
from tests.publication.test_publish import form_data

from .world import draft_matter, live_matter, make_basis, publish_list

pytestmark = pytest.mark.django_db


def book_of(unit):
    return load_workbook(workbook(unit))


def cell(sheet, row, label):
    column = next(found.column for found in sheet[1] if found.value == label)
    return sheet.cell(row, column)


def upload(client, unit, book, name="事项.xlsx"):
    stream = io.BytesIO()
    book.save(stream)
    answer = client.post("/admin/matters/", {"unit": unit.pk, "file": SimpleUploadedFile(name, stream.getvalue())})
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"]


@pytest.fixture
def signed_in(client, editor):
    client.force_login(editor)
    return client


def test_what_goes_out_comes_back_unchanged(signed_in, unit):
    matter = draft_matter(unit, inspection_on=True, inspection_object="用人单位", inspection_yearly_cap=2)
    DiscretionTier.objects.create(page=matter, behaviour="违法", tier="minor", circumstances="改正", range="警告")
    RecordingStage.objects.create(page=matter, stage="调查", method="录像", place="现场", record_class="scene")
    live_matter(unit, "B-2", title="第二个")
    text = signed_in.get(upload(signed_in, unit, book_of(unit))).content.decode()
    assert "新增0项，修改0项，不变2项" in text
    assert "没有变化" in text
    assert "确认，存为草稿" not in text


def test_changes_new_rows_and_missing_ones_become_drafts(signed_in, unit, editor):
    kept = live_matter(unit, "A-1", title="会改的")
    gone = live_matter(unit, "A-2", title="会去掉的")
    make_basis("第八十四条")
    book = book_of(unit)
    sheet = book["事项"]
    cell(sheet, 2, "行使内容").value = "表格里改过的内容"
    sheet.delete_rows(3)
    for label, value in (
        ("职权编码", "A-3"), ("职权名称", "新的事项"), ("职权类型", "行政处罚"), ("实施依据", "《中华人民共和国劳动合同法》第八十四条"),
    ):  # fmt: skip
        cell(sheet, 3, label).value = value
    tiers = book["裁量权基准"]
    for label, value in (
        ("职权编码", "A-3"), ("违法行为", "扣押档案"), ("裁量阶次", "一般"), ("适用情形", "逾期不退还"), ("处罚标准", "每人五百元"),
        ("依据的基准", "本市裁量权基准"),
    ):  # fmt: skip
        cell(tiers, 2, label).value = value
    address = upload(signed_in, unit, book)
    text = signed_in.get(address).content.decode()
    assert "新增1项，修改1项" in text
    assert "由“责令改正，给予警告。”改为“表格里改过的内容”" in text
    assert "会去掉的" in text
    assert MatterPage.objects.count() == 2  # looking changes nothing
    assert signed_in.post(address + "apply/", {"cancel": ["A-2"]}).status_code == 302
    assert MatterPage.objects.get(pk=kept.pk).content == "责令改正，给予警告。"
    assert MatterPage.objects.get(pk=kept.pk).get_latest_revision_as_object().content == "表格里改过的内容"
    assert MatterPage.objects.get(pk=gone.pk).get_latest_revision_as_object().state == "cancelled"
    assert MatterPage.objects.get(pk=gone.pk).live
    made = MatterPage.objects.get(code="A-3")
    assert not made.live
    draft = made.get_latest_revision_as_object()
    assert draft.bases.get().basis.article == "第八十四条"
    assert draft.tiers.get().behaviour == "扣押档案"
    assert draft.latest_revision.user == editor
    signed_in.post(address + "apply/")
    assert MatterPage.objects.count() == 3
    signed_in.post(address + "submit/")
    assert MatterPage.objects.get(code="A-3").workflow_in_progress


def test_a_row_that_is_removed_is_never_deleted_silently(signed_in, unit):
    live_matter(unit, "A-1")
    book = book_of(unit)
    book["事项"].delete_rows(2)
    address = upload(signed_in, unit, book)
    signed_in.post(address + "apply/")
    assert MatterPage.objects.get(code="A-1").get_latest_revision_as_object().state == "in_use"


@pytest.mark.parametrize("chosen", [True, False])
def test_the_last_row_of_another_sheet_that_is_removed_is_offered_to_be_taken_out(signed_in, unit, chosen):
    matter = draft_matter(unit, enforcement_on=True)
    DiscretionTier.objects.create(page=matter, behaviour="违法", tier="minor", circumstances="改正", range="警告")
    matter = publish_page(MatterPage.objects.get(pk=matter.pk), setup="测试")
    book = book_of(unit)
    book["裁量权基准"].delete_rows(2)
    book["行政执法事项"].delete_rows(2)
    address = upload(signed_in, unit, book)
    text = signed_in.get(address).content.decode()
    keys = [f"tiers/{matter.code}", f"enforcement/{matter.code}"]
    for key, said in zip(keys, ("现有1行", "现在列入清单"), strict=True):
        assert f'name="empty" value="{key}"' in text
        assert said in text
    signed_in.post(address + "apply/", {"empty": keys} if chosen else {})
    draft = MatterPage.objects.get(pk=matter.pk).get_latest_revision_as_object()
    assert (draft.tiers.count(), draft.enforcement_on) == ((0, False) if chosen else (1, True))
    if chosen:
        assert "裁量权基准" in draft.correction_note
    assert MatterPage.objects.get(pk=matter.pk).tiers.count() == 1  # what is public stays until it is approved


def test_every_error_says_where_and_how_to_mend_it(signed_in, unit, other_unit):
    live_matter(unit, "A-1")
    live_matter(other_unit, "X-1")
    book = book_of(unit)
    sheet = book["事项"]
    cell(sheet, 2, "职权类型").value = "行政许愿"
    cell(sheet, 3, "职权编码").value = "X-1"
    cell(sheet, 4, "职权编码").value = "A-9"
    cell(sheet, 5, "职权名称").value = "没有编码"
    cell(sheet, 6, "职权编码").value = "A-8"
    cell(sheet, 6, "实施依据").value = "《没有这部法》第一条"
    service = book["政务服务"]
    cell(service, 3, "职权编码").value = "A-1"
    cell(service, 3, "法定办结时限（天）").value = "二十"
    book.create_sheet("别的")
    address = upload(signed_in, unit, book)
    text = signed_in.get(address).content.decode()
    for said in (
        "“行政许愿”不在选项内",
        "已经是其他单位的事项",
        "新的事项须填写“职权名称”",
        "职权编码没有填写",
        "依据库里没有",
        "请写整数",
        "不认识这张工作表",
    ):
        assert said in text, said
    signed_in.post(address + "apply/")
    assert MatterPage.objects.get(code="A-1").has_unpublished_changes is False


@pytest.mark.parametrize("content", [b"", b"not a table", b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0" + b"\x00" * 600])
def test_what_is_no_table_is_refused_calmly(signed_in, unit, content):
    answer = signed_in.post("/admin/matters/", {"unit": unit.pk, "file": SimpleUploadedFile("a.xlsx", content)})
    if answer.status_code == 302:
        assert "不能读取" in signed_in.get(answer["Location"]).content.decode()
    else:
        assert "没有上传" in answer.content.decode()


def test_somebody_elses_upload_and_unit_do_not_exist(signed_in, client, unit, other_unit):
    live_matter(unit, "A-1")
    address = upload(signed_in, unit, book_of(unit))
    assert signed_in.get(f"/admin/matters/export/{other_unit.code}.xlsx").status_code == 404
    client.force_login(make_user("stranger", "sbzx 编辑"))
    assert client.get(address).status_code == 404
    assert client.post(address + "apply/").status_code == 404
    assert MatterWorkbook.objects.get().applied_at is None


def test_an_empty_cell_leaves_what_is_never_empty_and_rows_say_what_they_lack(signed_in, unit):
    live_matter(unit, "A-1", level="2")
    book = book_of(unit)
    sheet = book["事项"]
    cell(sheet, 2, "行使层级").value = cell(sheet, 2, "状态").value = None
    for label, value in (("职权编码", "A-3"), ("职权名称", "新的事项"), ("职权类型", "行政处罚")):
        cell(sheet, 3, label).value = value
    address = upload(signed_in, unit, book)
    assert "新增1项，修改0项" in signed_in.get(address).content.decode()
    signed_in.post(address + "apply/")
    made = MatterPage.objects.get(code="A-3").get_latest_revision_as_object()
    assert (made.level, made.state) == ("3", "in_use")
    book = book_of(unit)
    cell(book["裁量权基准"], 2, "职权编码").value = "A-1"
    cell(book["裁量权基准"], 2, "违法行为").value = "违法"
    cell(book["事项"], 2, "办理时限").value = "长" * 121
    text = signed_in.get(upload(signed_in, unit, book)).content.decode()
    assert "没有填写，这一栏不能空着" in text
    assert "有 121 个字，最多 120 个字" in text
    assert "表中没有的" not in text


def test_a_changed_row_of_a_facet_is_shown_as_it_was_and_as_it_becomes(signed_in, unit):
    matter = draft_matter(unit)
    for tier, said in (("minor", "警告"), ("heavy", "罚款")):
        DiscretionTier.objects.create(page=matter, behaviour="违法", tier=tier, circumstances="情形", range=said)
    book = book_of(unit)
    cell(book["裁量权基准"], 3, "处罚标准").value = "罚款二千元"
    text = signed_in.get(upload(signed_in, unit, book)).content.decode()
    assert "裁量权基准第2行：由“违法；较重；情形；罚款；" in text
    assert "改为“违法；较重；情形；罚款二千元；" in text
    assert "裁量权基准第1行" not in text


def test_an_imported_draft_is_approved_once_by_a_browser_that_sends_long_line_ends(signed_in, client, unit, reviewer):
    """Whoever approves changes nothing by it: no version of one's own, the step is not taken anew."""
    live_matter(unit, "A-1")
    book = book_of(unit)
    cell(book["事项"], 2, "责任事项内容").value = "立案责任：甲\n决定责任：乙"
    address = upload(signed_in, unit, book)
    signed_in.post(address + "apply/")
    signed_in.post(address + "submit/")
    page = MatterPage.objects.get(code="A-1")
    client.force_login(reviewer)
    edit = f"/admin/pages/{page.pk}/edit/"
    data = {
        name: value.replace("\n", "\r\n") if isinstance(value, str) else value
        for name, value in form_data(client, edit).items()
    }
    assert any("\r\n" in value for value in data.values() if isinstance(value, str))
    data |= {"action-workflow-action": "true", "workflow-action-name": "approve"}
    answer = client.post(edit, data, follow=True)
    said = [str(message) for message in answer.context["messages"]]
    assert any("已通过并公开" in message for message in said), said
    now = MatterPage.objects.get(pk=page.pk)
    assert now.latest_revision_id == page.latest_revision_id
    assert (now.live, now.duties, now.workflow_in_progress) == (True, "立案责任：甲\n决定责任：乙", False)


def test_what_a_list_fixes_is_approved_and_said_to_wait(signed_in, client, unit, reviewer):
    live_matter(unit, "A-1", enforcement_on=True)
    publish_list(ListKind.ENFORCEMENT)
    book = book_of(unit)
    cell(book["事项"], 2, "行使内容").value = "改过的内容"
    address = upload(signed_in, unit, book)
    signed_in.post(address + "apply/")
    signed_in.post(address + "submit/")
    page = MatterPage.objects.get(code="A-1")
    client.force_login(reviewer)
    edit = f"/admin/pages/{page.pk}/edit/"
    shown = client.get(edit).content.decode()
    assert "不用改正，审批后还要等（1）" in shown
    assert "请先改正" not in shown
    data = form_data(client, edit) | {"action-workflow-action": "true", "workflow-action-name": "approve"}
    answer = client.post(edit, data, follow=True)
    assert any(
        "已通过，还没有公开：《行政执法事项清单》第1版已经固定了本事项" in str(said)
        for said in answer.context["messages"]
    )
    assert MatterPage.objects.get(pk=page.pk).content != "改过的内容"
