"""文书样本: complete, of a good file, one present version a code, superseded versions listed as such."""

import datetime
import io
import zipfile

import pytest
from django.urls import reverse

from disclosure.models import (
    DocumentTemplateIndexPage,
    DocumentTemplatePage,
    PaperListPage,
    PaperSettings,
    TemplateField,
)
from publication.errors import Refused
from publication.gates import problems_of
from publication.models import StoredDocument
from tests.disclosure.papers.conftest import make_template, public, stored

pytestmark = pytest.mark.django_db


def problems(page):
    return {(found.code, found.field) for found in problems_of(page, None)}


def test_a_complete_template_may_be_public(unit):
    assert problems(make_template(unit)) == set()


def test_each_missing_element_is_named_at_its_field(unit):
    page = make_template(unit)
    for field in ("stage", "code", "version", "effective_on", "file"):
        kept = getattr(page, field)
        setattr(page, field, None if field in ("effective_on", "file") else "")
        assert problems(page) == {("missing", field)}
        setattr(page, field, kept)


def test_the_fields_it_must_carry_are_required(unit):
    page = make_template(unit)
    page.required_fields = []
    assert ("no_fields", "required_fields") in problems(page)
    page.required_fields = [TemplateField(name="案由"), TemplateField(name=" ", note="只有说明")]
    assert problems(page) == {("blank_field", "id_required_fields-1-name")}


def zipped(**files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            archive.writestr(name.replace("__", "/"), data)
    return out.getvalue()


WRONG = {
    "a program called DOCX": ("a.docx", b"MZ\x90\x00", "内容不是 DOCX"),
    "a text called PDF": ("a.pdf", b"hello", "内容不是 PDF"),
    "a spreadsheet called DOCX": ("a.docx", zipped(xl__workbook="x"), "内容不是 DOCX 文档"),
    "a broken DOCX": ("a.docx", b"PK\x03\x04broken", "已损坏"),
    "a cut-off PDF": ("a.pdf", b"%PDF-1.4\n1 0 obj", "不完整"),
    "a spreadsheet": ("a.xlsx", zipped(xl__workbook="x"), "须是 DOCX 或 PDF"),
    "an old document": ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "须是 DOCX 或 PDF"),
    "with macros": ("a.docx", zipped(word__document_xml="x", word__vbaProject_bin="x").replace(b"_xml", b".xml").replace(b"_bin", b".bin"), "宏"),
    "without an ending": ("plain", b"text", "没有扩展名"),
}  # fmt: skip


def test_a_file_of_the_wrong_kind_is_refused_in_words_at_the_field(unit):
    page = make_template(unit)
    for what, (name, content, words) in WRONG.items():
        page.file = stored(unit, name, content)
        found = [problem for problem in problems_of(page, None) if problem.code == "template_file"]
        assert words in found[0].message, what
        assert found[0].field == "file"
    page.save_revision()
    with pytest.raises(Refused, match="没有扩展名"):
        public(page)


def test_a_file_of_thirty_megabytes_is_refused_with_both_sizes(unit):
    page = make_template(unit, file=stored(unit, "a.pdf", b"%PDF-1.4\n" + bytes(30 << 20) + b"%%EOF"))
    message = next(problem.message for problem in problems_of(page, None) if problem.code == "template_file")
    assert "30.0 MB，超过 20 MB" in message
    settings = PaperSettings.load()
    settings.template_megabytes = 40
    settings.save()
    assert ("template_file", "file") not in problems(page)


def test_a_file_that_is_gone_is_said_to_be_gone(unit):
    page = make_template(unit)
    page.file.file.storage.delete(page.file.file.name)
    assert "不在存储中" in next(found.message for found in problems_of(page, None) if found.code == "template_file")


def test_a_person_in_the_file_keeps_it_back(unit):
    from disclosure.demo.docx import make_docx

    page = make_template(unit, file=stored(unit, "a.docx", make_docx("样本", ["身份证号210502199001010017"])))
    assert any(found.code == "privacy_id" for found in problems_of(page, None))


def test_a_code_has_one_present_version(unit, other_unit):
    first = public(make_template(unit))
    second = make_template(unit, version="2027年版")
    assert ("code_twice", "code") in problems(second)
    second.supersedes = first
    assert problems(second) == set()
    assert problems(make_template(other_unit)) == set()


def test_an_old_version_may_be_mended_after_it_was_superseded(unit):
    first = public(make_template(unit))
    second = public(make_template(unit, version="2027年版", supersedes=first))
    third = public(make_template(unit, version="2028年版", supersedes=second))
    for page in (first, second, third):
        assert problems(DocumentTemplatePage.objects.get(pk=page.pk)) == set()


def test_a_version_supersedes_neither_itself_nor_its_successor_nor_one_twice(unit):
    first = public(make_template(unit))
    second = public(make_template(unit, version="2027年版", supersedes=first))
    first.supersedes = first
    assert ("loop", "supersedes") in problems(first)
    first.supersedes = second
    assert ("loop", "supersedes") in problems(first)
    third = make_template(unit, version="2028年版", supersedes=first)
    assert ("superseded_already", "supersedes") in problems(third)
    draft = make_template(unit, code="示例-06")
    third.supersedes = draft
    assert ("never_public", "supersedes") in problems(third)
    third.supersedes, third.effective_on = second, datetime.date(2020, 1, 1)
    assert ("period_order", "effective_on") in problems(third)


def test_superseded_versions_stay_listed_as_such_and_link_to_the_present_one(unit, client):
    first = public(make_template(unit, version="2025年版"))
    second = public(make_template(unit, version="2026年版", supersedes=first))
    listing = PaperListPage.objects.get(kind="template").get_url()
    page = client.get(listing).content.decode()
    assert page.count("已被新版替代") == 2  # the tag, and the filter's choice
    assert page.index("2026年版") < page.index("2025年版")
    old = client.get(first.get_url()).content.decode()
    assert "这是旧版" in old
    assert second.get_url() in old
    assert first.get_url() in client.get(second.get_url()).content.decode()
    assert client.get("/search/?q=事先告知书").content.decode().count("已被新版替代") == 1
    assert "2025年版" not in client.get(f"{listing}?state=current").content.decode()
    assert "2026年版" not in client.get(f"{listing}?state=superseded").content.decode()


def test_a_successor_unit_supersedes_what_an_earlier_unit_published(unit, other_unit, client):
    first = public(make_template(unit))
    second = public(make_template(other_unit, version="2027年版", supersedes=first))
    assert second.get_url() in client.get(first.get_url()).content.decode()


def test_a_draft_version_changes_nothing_about_the_public_one(unit, client):
    first = public(make_template(unit))
    draft = make_template(unit, version="2027年版", supersedes=first)
    answer = client.get(first.get_url()).content.decode()
    assert "旧版" not in answer
    assert "2027" not in answer
    assert draft.slug not in answer


def test_the_list_stands_by_stage_and_filters(unit, other_unit, client):
    public(make_template(unit, title="立案审批表", stage="1-filing", code="1"))
    public(make_template(unit, title="送达回证", stage="6-service", code="2"))
    public(make_template(other_unit, title="听证笔录", stage="4-hearing", code="3"))
    listing = PaperListPage.objects.get(kind="template").get_url()
    page = client.get(listing).content.decode()
    assert page.index("立案审批表") < page.index("听证笔录") < page.index("送达回证")
    only = client.get(f"{listing}?stage=4-hearing").content.decode()
    assert "听证笔录" in only
    assert "送达回证" not in only
    mine = client.get(f"{listing}?unit={unit.code}").content.decode()
    assert "听证笔录" not in mine
    assert "送达回证" in client.get(f"{listing}?q=回证").content.decode()
    assert "没有符合条件的内容" in client.get(f"{listing}?q=没有这样的").content.decode()
    assert client.get(f"{listing}?stage=<script>&unit=%00&state=x&q=%00").status_code == 200
    own = DocumentTemplateIndexPage.objects.get(unit=other_unit).get_url()
    assert "听证笔录" in client.get(own).content.decode()
    assert "立案审批表" not in client.get(own).content.decode()


def test_an_empty_list_says_what_will_stand_there(portal, client):
    for listing in PaperListPage.objects.all():
        assert 'class="empty"' in client.get(listing.get_url()).content.decode()


def test_the_file_is_downloaded_by_the_checked_view_only_while_the_page_is_public(unit, client):
    page = make_template(unit)
    address = reverse("wagtaildocs_serve", args=[page.file_id, page.file.filename])
    assert client.get(address).status_code == 404
    page = public(page)
    assert client.get(address).status_code == 200
    assert page.file.url in client.get(page.get_url()).content.decode()


def test_the_editor_saves_a_draft_of_anything_and_sees_the_problem_at_the_field(unit, editor, client):
    client.force_login(editor)
    parent = DocumentTemplateIndexPage.objects.get(unit=unit)
    bad = stored(unit, "a.xlsx", b"nothing")
    add = reverse("wagtailadmin_pages:add", args=["disclosure", "documenttemplatepage", parent.pk])
    data = {
        "title": "新样本", "slug": "", "stage": "", "code": "", "version": "", "effective_on": "", "usage": "", "basis": "",
        "file": bad.pk, "uses-TOTAL_FORMS": 0, "uses-INITIAL_FORMS": 0, "supersedes": "", "required_fields-TOTAL_FORMS": 0, "required_fields-INITIAL_FORMS": 0,
        "required_fields-MIN_NUM_FORMS": 0, "required_fields-MAX_NUM_FORMS": 1000, "comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0,
        "comments-MIN_NUM_FORMS": 0, "comments-MAX_NUM_FORMS": "",
    }  # fmt: skip
    answer = client.post(add, data)
    page = DocumentTemplatePage.objects.get(draft_title="新样本")
    assert answer.status_code == 302
    assert page.unit == unit
    assert page.slug
    shown = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert "须是 DOCX 或 PDF" in shown
    assert 'href="#id_file"' in shown
    assert StoredDocument.objects.filter(pk=bad.pk).exists()
