"""What is shown of an ending afterwards: surfaces, recipients, receipts, restoration, the timeline."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from publication.models import (
    Notice,
    Receipt,
    Recipient,
    RecipientTask,
    Restoration,
    SurfaceTask,
)
from publication.receipts.make import make_receipt, problems_of

from .conftest import end
from .screens import url

pytestmark = pytest.mark.django_db


def test_surfaces_are_shown_and_asked_again(client, notice, editor, reviewer):
    ending = end(notice, editor, reviewer)
    client.force_login(editor)
    later = timezone.now() + datetime.timedelta(hours=1)
    SurfaceTask.objects.filter(ending=ending).update(next_at=later, problem="公开网址没有答复", attempts=3)
    text = client.get(url(ending, "surfaces")).content.decode()
    assert "页面本身" in text
    assert "公开网址没有答复" in text
    client.post(url(ending, "probe"))
    assert not SurfaceTask.objects.filter(ending=ending, next_at__gt=timezone.now()).exists()
    SurfaceTask.objects.filter(ending=ending).update(
        state="done", probed_at=timezone.now(), answer={"visible": False, "asked": [{"url": "/", "status": 410}]}
    )
    assert "全部" in client.get(url(ending, "surfaces")).content.decode()
    assert "答复 410 1 次" in client.get(url(ending, "surfaces")).content.decode()


def test_recipients_are_asked_and_confirm_on_the_record_and_on_a_new_receipt(client, notice, editor, reviewer):
    Recipient.objects.create(name="信用平台（示例）")
    ending = end(notice, editor, reviewer)
    make_receipt(ending)
    task = RecipientTask.objects.get()
    client.force_login(editor)
    assert "先登记告知" in client.post(url(task, "confirm_recipient"), follow=True).content.decode()
    client.post(url(task, "ask_recipient"), {"note": "已发函"})
    client.post(url(task, "confirm_recipient"), {"note": "对方已回函"})
    task.refresh_from_db()
    assert task.confirmed_at
    assert task.asked_by == editor
    assert Receipt.objects.count() == 3
    assert '"state":"confirmed"' in Receipt.objects.first().document
    history = client.get(url(notice, "page")).content.decode()
    assert "出具回执" in history


def test_recipients_are_a_register_of_the_officer(client, officer, editor, portal):
    client.force_login(editor)
    assert client.get(reverse("recipients:index")).status_code == 302
    client.force_login(officer)
    client.post(reverse("recipients:add"), {"name": "信用平台（示例）", "how": "函告", "active": "on", "order": 1})
    assert Recipient.objects.get().name == "信用平台（示例）"
    assert "信用平台（示例）" in client.get(reverse("recipients:index")).content.decode()


def test_a_receipt_is_a_form_and_a_document_that_verifies(client, notice, editor, reviewer):
    receipt = make_receipt(end(notice, editor, reviewer))
    client.force_login(editor)
    text = client.get(url(receipt, "receipt")).content.decode()
    assert "公示信息撤下回执" in text
    assert "签名有效" in text
    for secret in (notice.party_name, notice.facts):
        assert secret not in text
    data = client.get(url(receipt, "receipt_json")).json()
    assert problems_of(Receipt(**data)) == []
    Receipt.objects.filter(pk=receipt.pk)
    changed = Receipt(**{**data, "document": data["document"].replace("withdraw", "vanish")})
    assert problems_of(changed)


def test_a_page_is_restored_by_two_people(client, notice, editor, reviewer):
    ending = end(notice, editor, reviewer)
    client.force_login(editor)
    assert client.post(url(notice, "restore"), {"reason": "错"}).status_code == 400
    client.post(url(notice, "restore"), {"reason": "撤下时认错了文号，决定仍然有效。"})
    asked = Restoration.objects.get()
    assert client.post(url(asked, "restoration"), {"act": "approve"}).status_code == 400
    assert Notice.objects.filter(user=reviewer, subject__contains="申请恢复公开").exists()
    client.force_login(reviewer)
    assert asked.reason in client.get(reverse("life:board"), {"state": "mine"}).content.decode()
    client.post(url(asked, "restoration"), {"act": "approve"})
    assert Page.objects.get(pk=notice.pk).live
    assert "这个页面后来已恢复公开" in client.get(url(ending, "ending")).content.decode()
    assert Notice.objects.filter(user=editor, subject__contains="已恢复公开").exists()


def test_a_restoration_is_taken_back(client, notice, editor, reviewer):
    end(notice, editor, reviewer)
    client.force_login(editor)
    client.post(url(notice, "restore"), {"reason": "撤下时认错了文号，决定仍然有效。"})
    asked = Restoration.objects.get()
    client.post(url(asked, "restoration"), {"act": "cancel"})
    asked.refresh_from_db()
    assert asked.state == "cancelled"


def test_the_history_is_one_timeline(client, notice, editor, reviewer, auditor):
    page = Page.objects.get(pk=notice.pk).specific
    page.facts = "经查，该单位拖欠劳动者工资，逾期未支付，已责令改正。"
    page.correction_note = "补充“已责令改正”。"
    page.save_revision(user=editor).publish(user=reviewer)
    client.force_login(editor)
    text = client.get(url(notice, "page")).content.decode()
    assert "补充“已责令改正”。" in text
    assert "/revisions/compare/" in text
    assert (
        client.get(
            text.split('href="')[1 + text[: text.index("revisions/compare")].count('href="') - 1].split('"')[0]
        ).status_code
        == 200
    )
    make_receipt(end(page, editor, reviewer))
    text = client.get(url(notice, "page")).content.decode()
    for word in ("保存版本", "审核通过", "公开", "更正", "申请撤下", "批准撤下", "出具回执"):
        assert word in text
    assert "/revisions/compare/" not in text
    client.force_login(auditor)
    text = client.get(url(notice, "page")).content.decode()
    assert "/admin/reading/" in text
