"""粘贴全文: preview before writing, nothing lost, nobody's newer version overwritten."""

import pytest
from django.urls import reverse
from wagtail.models import Page

from disclosure.models import RegulationPage
from disclosure.papers.outline import rows_of_body
from tests.conftest import make_person
from tests.disclosure.papers.conftest import make_regulation, make_template, public

pytestmark = pytest.mark.django_db
TEXT = "示例办法\r\n（2026年1月5日印发）\r\n第一章　总则\r\n第一条　甲。\r\n第二条　乙：\r\n（一）<b>丙</b>；\r\n第四条　丁。"


@pytest.fixture
def page(unit):
    return make_regulation(unit)


def address(page):
    return reverse("regulation_paste", args=[page.pk])


def draft(page):
    return RegulationPage.objects.get(pk=page.pk).get_latest_revision_as_object()


def test_preview_shows_the_split_and_writes_nothing(page, editor, client):
    client.force_login(editor)
    before = page.latest_revision_id
    answer = client.post(address(page), {"text": TEXT, "act": "preview", "seen": before}).content.decode()
    assert "共 1 章、3 条" in answer
    assert "缺“第三条”" in answer
    assert "&lt;b&gt;丙" in answer
    assert "<b>丙" not in answer
    assert RegulationPage.objects.get(pk=page.pk).latest_revision_id == before


def test_writing_makes_a_new_draft_of_exactly_this_text(page, editor, client):
    client.force_login(editor)
    answer = client.post(address(page), {"text": TEXT, "act": "write", "seen": page.latest_revision_id})
    assert answer.status_code == 302
    found = draft(page)
    assert found.preamble == "示例办法\n（2026年1月5日印发）"
    assert [(row.name, row.text) for row in rows_of_body(found.body)] == [
        ("第一章", "总则"), ("第一条", "甲。"), ("第二条", "乙：\n（一）<b>丙</b>；"), ("第四条", "丁。"),
    ]  # fmt: skip
    assert found.latest_revision.user == editor


def test_a_public_page_keeps_its_text_until_the_draft_is_published(page, editor, client):
    page = public(page)
    client.force_login(editor)
    client.post(address(page), {"text": TEXT, "act": "write", "seen": page.latest_revision_id})
    assert "这是第1条的内容" in client.get(page.get_url()).content.decode()
    assert Page.objects.get(pk=page.pk).has_unpublished_changes


def test_a_newer_version_of_somebody_else_is_not_overwritten_and_the_text_is_kept(page, editor, client):
    client.force_login(editor)
    seen = page.latest_revision_id
    page.save_revision()
    answer = client.post(address(page), {"text": TEXT, "act": "write", "seen": seen}).content.decode()
    assert "有人保存了新的版本" in answer
    assert "（一）&lt;b&gt;丙" in answer
    assert "这是第1条的内容" in rows_of_body(draft(page).body)[1].text


def test_nothing_and_too_much_are_refused_in_words(page, editor, client):
    client.force_login(editor)
    assert "请把制度全文粘贴到这里" in client.post(address(page), {"text": " ", "act": "preview"}).content.decode()
    assert "超过 20 万字" in client.post(address(page), {"text": "字" * 200_001, "act": "preview"}).content.decode()
    many = "\n".join(f"第{number}条 甲" for number in range(1, 1600))
    assert "超过 1500 个" in client.post(address(page), {"text": many, "act": "preview"}).content.decode()


def test_only_who_may_edit_the_page_reaches_it(page, unit, other_unit, editor, client):
    stranger = make_person("stranger", "unit_editor", other_unit)
    client.force_login(stranger)
    assert client.get(address(page)).status_code == 404
    assert client.post(address(page), {"text": TEXT, "act": "write"}).status_code == 404
    client.force_login(editor)
    assert client.get(address(page)).status_code == 200
    assert client.get(address(make_template(unit))).status_code == 404
    client.logout()
    assert client.get(address(page)).status_code == 302


def test_a_locked_page_is_not_written(page, editor, reviewer, client):
    Page.objects.filter(pk=page.pk).update(locked=True, locked_by=reviewer)
    client.force_login(editor)
    before = page.latest_revision_id
    answer = client.post(address(page), {"text": TEXT, "act": "write", "seen": before}, follow=True)
    assert "已被锁定" in answer.content.decode()
    assert RegulationPage.objects.get(pk=page.pk).latest_revision_id == before


def test_the_editor_offers_it_on_regulations_only(page, unit, editor, client):
    client.force_login(editor)
    assert address(page) in client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    other = make_template(unit)
    assert "粘贴全文" not in client.get(reverse("wagtailadmin_pages:edit", args=[other.pk])).content.decode()
