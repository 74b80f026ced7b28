"""The screens on which an ending is asked for, decided and taken back, through requests and forms."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from publication.actions.end import Expire
from publication.actions.end_request import RequestEnding
from publication.models import (
    Ending,
    Notice,
    StoredDocument,
)
from staff_directory.kinds import Role
from tests.conftest import make_person

from .conftest import INSTRUMENT, STATEMENT, ask
from .screens import PDF, form, url

pytestmark = pytest.mark.django_db


def test_the_page_menus_lead_to_the_request_and_to_the_history(client, notice, editor):
    client.force_login(editor)
    for address in (
        reverse("wagtailadmin_pages:edit", args=[notice.pk]),
        reverse("wagtailadmin_explore", args=[notice.get_parent().pk]),
    ):
        text = client.get(address).content.decode()
        assert url(notice) in text
        assert url(notice, "page") in text
        assert reverse("wagtailadmin_pages:unpublish", args=[notice.pk]) not in text
        assert reverse("wagtailadmin_pages:delete", args=[notice.pk]) not in text


def test_a_draft_keeps_its_delete_button_and_offers_no_withdrawal(client, draft_penalty, editor):
    client.force_login(editor)
    text = client.get(reverse("wagtailadmin_pages:edit", args=[draft_penalty.pk])).content.decode()
    assert reverse("wagtailadmin_pages:delete", args=[draft_penalty.pk]) in text
    assert url(draft_penalty) not in text


def test_a_unit_asks_its_head_approves_and_the_visitor_sees_410(client, notice, editor, reviewer):
    client.force_login(editor)
    answer = client.post(url(notice), form(), follow=True)
    ending = Ending.objects.get()
    assert answer.redirect_chain[-1][0] == url(ending, "ending")
    assert "等另一位有权的人批准" in answer.content.decode()
    assert "批准并撤下" not in answer.content.decode()
    assert Notice.objects.filter(user=reviewer, url=url(ending, "ending"), subject__contains="等您批准").exists()
    client.force_login(reviewer)
    assert "批准并撤下" in client.get(url(ending, "ending")).content.decode()
    text = client.post(url(ending, "decide"), {"act": "approve"}, follow=True).content.decode()
    assert "待核对" in text
    assert Notice.objects.filter(user=editor, subject__contains="已撤下").exists()
    assert not Notice.objects.filter(user=reviewer, subject__contains="等您批准", read_at=None).exists()
    client.logout()
    assert client.get(notice.get_url()).status_code == 410


def test_nothing_typed_or_uploaded_is_lost_on_an_error(client, notice, editor):
    client.force_login(editor)
    scan = SimpleUploadedFile("复议决定.pdf", PDF)
    wrong = form(statement="短", instrument_body="", scan=scan)
    answer = client.post(url(notice), wrong)
    assert answer.status_code == 400
    text = answer.content.decode()
    assert INSTRUMENT["instrument_number"] in text
    assert 'value="2026-05-06"' in text
    assert "至少8个字" in text
    assert "必须填写" in text
    kept = answer.context["form"].data["scan_kept"]
    document = StoredDocument.objects.get()
    assert document.collection == notice.unit.collection
    assert f"已收下：{document.title}" in text
    client.post(url(notice), form(scan_kept=kept))
    assert Ending.objects.get().instrument_scan == document
    assert StoredDocument.objects.count() == 1


def test_another_persons_kept_scan_is_not_taken(client, notice, editor, reviewer):
    client.force_login(editor)
    answer = client.post(url(notice), form(statement="短", scan=SimpleUploadedFile("复议决定.pdf", PDF)))
    kept = answer.context["form"].data["scan_kept"]
    client.force_login(reviewer)
    client.post(url(notice), form(scan_kept=kept))
    assert Ending.objects.get().instrument_scan is None


def test_a_scan_is_looked_into_and_not_at_its_name(client, notice, editor):
    client.force_login(editor)
    answer = client.post(url(notice), form(scan=SimpleUploadedFile("假.pdf", b"MZ program")))
    assert answer.status_code == 400
    assert "内容不是 PDF 文件" in answer.content.decode()
    assert not Ending.objects.exists()
    assert not StoredDocument.objects.exists()


def test_the_preview_shows_the_tombstone_the_law_and_the_day(client, notice, editor):
    client.force_login(editor)
    answer = client.post(url(notice), form("preview"))
    text = answer.content.decode()
    assert "行政处罚法第四十八条" in text
    assert "2026年5月9日" in text
    assert "这里曾公开" in text
    assert not Ending.objects.exists()
    vanish = client.post(url(notice), {"way": "vanish:privacy", "act": "preview"}).content.decode()
    assert "什么也不说明" in vanish


def test_a_replacement_needs_a_successor_which_may_be_named_by_its_address(client, notice, live_penalty, editor):
    client.force_login(editor)
    values = form(way="replace:varied")
    assert "请选择替代" in client.post(url(notice), values).content.decode()
    assert (
        "没有找到这个网址或文号" in client.post(url(notice), {**values, "successor_address": "/no/"}).content.decode()
    )
    client.post(url(notice), {**values, "successor_address": live_penalty.document_number})
    assert Ending.objects.get().successor_id == live_penalty.pk


def test_the_red_button_needs_the_typed_words_and_the_right(client, notice, editor, reviewer, officer):
    client.force_login(editor)
    assert "紧急撤下</h2>" not in client.get(url(notice)).content.decode()
    answer = client.post(url(notice), form("emergency", way="withdraw:mistake", confirmation="立即撤下"))
    assert answer.status_code == 400
    assert Page.objects.get(pk=notice.pk).live
    client.force_login(reviewer)
    assert "紧急撤下</h2>" in client.get(url(notice)).content.decode()
    answer = client.post(url(notice), form("emergency", way="withdraw:mistake", confirmation="是"))
    assert answer.status_code == 400
    assert Page.objects.get(pk=notice.pk).live
    client.post(url(notice), form("emergency", way="withdraw:mistake", confirmation="立即撤下"))
    ending = Ending.objects.get()
    assert ending.is_executed
    assert ending.emergency
    assert Notice.objects.filter(user=officer, subject__contains="事后审查").exists()
    client.force_login(officer)
    assert "紧急撤下待审查" in client.get(reverse("life:board"), {"state": "review"}).content.decode()
    assert client.post(url(ending, "review"), {"note": ""}).status_code == 400
    client.post(url(ending, "review"), {"note": "情况属实。"})
    ending.refresh_from_db()
    assert ending.reviewed_by == officer


@pytest.mark.parametrize("by", ["red button", "clock"])
def test_a_request_that_is_overtaken_is_closed_on_the_record_and_waits_for_nobody(client, notice, editor, reviewer, by):
    """Whoever asked is told; nobody is reminded of it any more; the timeline says how it ended."""
    asked = ask(notice, editor)
    assert Notice.objects.filter(user=reviewer, subject__contains="等您批准", read_at=None).exists()
    if by == "clock":
        arose = timezone.localdate() - datetime.timedelta(days=1)
        Expire(notice, kind="expired", statement="公示期已满。", arose=arose).execute()
    else:
        client.force_login(reviewer)
        client.post(url(notice), form("emergency", way="withdraw:mistake", confirmation="立即撤下"))
    asked.refresh_from_db()
    assert asked.state == "cancelled"
    assert Ending.objects.get(state="executed").page_id == notice.pk
    assert not Notice.objects.filter(user=reviewer, subject__contains="等您批准", read_at=None).exists()
    assert Notice.objects.get(user=editor, subject__contains="撤下申请已关闭").detail
    client.force_login(editor)
    assert "撤下申请关闭" in client.get(url(notice, "page")).content.decode()


def test_the_person_who_asked_takes_it_back_and_nobody_else(client, notice, editor, reviewer):
    ending = ask(notice, editor)
    client.force_login(reviewer)
    assert "只有申请人可以撤回" in client.post(url(ending, "cancel"), follow=True).content.decode()
    client.force_login(editor)
    client.post(url(ending, "cancel"))
    ending.refresh_from_db()
    assert ending.state == "cancelled"
    client.force_login(reviewer)
    assert "已处理" in client.post(url(ending, "decide"), {"act": "approve"}, follow=True).content.decode()
    assert Page.objects.get(pk=notice.pk).live


def test_a_refusal_says_why_and_the_requester_is_told(client, notice, editor, reviewer):
    ending = ask(notice, editor)
    client.force_login(reviewer)
    answer = client.post(url(ending, "decide"), {"act": "refuse", "note": ""})
    assert answer.status_code == 400
    assert "须写明理由" in answer.content.decode()
    client.post(url(ending, "decide"), {"act": "refuse", "note": "文书还没有生效。"})
    assert Notice.objects.get(user=editor, subject__contains="没有得到批准").detail == "文书还没有生效。"


def test_the_other_unit_sees_nothing_of_it(client, notice, editor, reviewer, other_unit):
    ending = ask(notice, editor)
    stranger = make_person("stranger", Role.UNIT_HEAD, other_unit)
    client.force_login(stranger)
    for address in (url(notice), url(notice, "page"), url(ending, "ending"), url(ending, "surfaces")):
        assert client.get(address).status_code == 404
    for address in (url(ending, "decide"), url(ending, "cancel")):
        assert client.post(address, {"act": "approve"}).status_code == 404
    assert notice.title not in client.get(reverse("life:board")).content.decode()


def test_asking_through_the_form_twice_is_one_request(client, notice, editor):
    client.force_login(editor)
    for _ in range(2):
        client.post(url(notice), form())
    assert Ending.objects.count() == 1


def test_a_page_that_is_not_public_leads_to_its_life(client, draft_penalty, editor):
    client.force_login(editor)
    assert client.get(url(draft_penalty))["Location"] == url(draft_penalty, "page")
    with pytest.raises(Exception, match="没有公开"):
        RequestEnding(draft_penalty, verb="withdraw", kind="mistake", user=editor, statement=STATEMENT).execute()
