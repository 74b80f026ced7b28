"""What is mailed, to whom, how often, and what happens when the server is down."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from disclosure.models import DecisionNoticePage
from publication.models import Notice, NoticeChoice
from publication.notices import mail as sending
from publication.notices.notify import notify
from tests.conftest import make_user

from .telling import act, choose, notices

pytestmark = pytest.mark.django_db


def test_nobody_is_mailed_by_the_framework(client, submitted, editor, reviewer, admin):
    act(client, reviewer, submitted, "reject", comment="改")
    assert mail.outbox == []
    client.force_login(editor)
    assert "submitted_notifications" not in client.get(reverse("wagtailadmin_account")).content.decode()


def test_the_digest_is_one_mail_for_each_with_kinds_and_absolute_links(client, submitted, editor, reviewer, settings):
    settings.WAGTAILADMIN_BASE_URL = "https://gs.example.cn"
    notify([reviewer], "comment", "示例：批注有更新", "/admin/")
    call_command("send_digest")
    (letter,) = mail.outbox
    assert letter.to == [reviewer.email]
    assert letter.subject == "【行政执法公示平台】等我审核 1，批注 1"
    assert submitted.title in letter.body
    links = re.findall(r"https?://\S+", letter.body)
    assert len(links) == 4
    assert all(link.startswith("https://gs.example.cn/admin/notices/") for link in links)
    call_command("send_digest")
    assert len(mail.outbox) == 1
    client.force_login(reviewer)
    answer = client.get(links[0].removeprefix("https://gs.example.cn"))
    assert answer["Location"] == reverse("wagtailadmin_pages:edit", args=[submitted.pk])


def test_what_was_read_in_the_admin_is_not_mailed(client, submitted, reviewer):
    client.force_login(reviewer)
    client.get(reverse("notices:open", args=[notices(reviewer)[0].pk]))
    call_command("send_digest")
    assert mail.outbox == []


def test_mails_carry_no_content_no_comment_and_no_personal_number(client, submitted, editor, reviewer):
    page = DecisionNoticePage.objects.get(pk=submitted.pk)
    act(client, reviewer, page, "reject", comment="请改事实部分")
    notify([editor], "published", "张某 11010519491231002X\n第二行：已公开", "/admin/")
    call_command("send_digest")
    (letter,) = mail.outbox
    assert "请改事实部分" not in letter.body
    assert page.facts not in letter.body
    assert "11010519491231002X" not in letter.body
    assert "\n" not in letter.subject


def test_choices_are_kept_and_obeyed(client, submitted, editor, reviewer):
    Notice.objects.all().delete()
    choose(client, reviewer, waiting="none", step="now")
    choose(client, reviewer, waiting="none", step="now")
    assert NoticeChoice.objects.get(user=reviewer, kind="waiting").mail_to == "none"
    notify([reviewer], "waiting", "不发", "/admin/")
    notify([reviewer], "step", "立即", "/admin/")
    notify([reviewer], "comment", "汇总", "/admin/")
    sending.send_now()
    assert [("立即" in letter.body, "汇总" in letter.body) for letter in mail.outbox] == [(True, False)]
    call_command("send_digest")
    assert len(mail.outbox) == 2
    assert "汇总" in mail.outbox[1].body
    assert not any("不发" in letter.body for letter in mail.outbox)
    client.force_login(reviewer)
    assert "不发" in client.get(reverse("notices:index")).content.decode()


def test_a_legal_deadline_cannot_be_turned_off(client, reviewer):
    choose(client, reviewer, **{"waiting": "none"})
    client.force_login(reviewer)
    kinds = ("waiting", "returned", "published", "step", "escalation", "comment", "legal")
    client.post(reverse("notices:choices"), dict.fromkeys(kinds, "none"))
    assert not NoticeChoice.objects.filter(kind="legal").exists()
    NoticeChoice.objects.create(user=reviewer, kind="legal", mail_to="none")
    notify([reviewer], "legal", "期限将到", "/admin/")
    sending.send_now()
    assert "期限将到" in mail.outbox[0].body


class Broken(EmailBackend):
    """A mail server that is down, or takes nothing for some addresses."""

    down = False
    refused: tuple[str, ...] = ()

    def open(self):
        if self.down:
            raise ConnectionRefusedError("mail.example.invalid:25")

    def send_messages(self, messages):
        if any(address in self.refused for message in messages for address in message.to):
            raise OSError(f"550 {messages[0].to}")
        return super().send_messages(messages)


@pytest.fixture
def server(settings, monkeypatch):
    """A mail server whose faults a test sets."""
    settings.EMAIL_BACKEND = f"{__name__}.Broken"
    monkeypatch.setattr(Broken, "down", False)
    monkeypatch.setattr(Broken, "refused", ())
    return Broken


def later(monkeypatch):
    """Let the pause after a failure pass."""
    Notice.objects.update(lease_until=timezone.now() - timedelta(seconds=1))


def test_a_mail_server_that_is_down_loses_nothing(submitted, reviewer, server, monkeypatch, caplog):
    monkeypatch.setattr(server, "down", True)
    with pytest.raises(CommandError, match="1 人的通知没有发出"):
        call_command("send_digest")
    assert "cannot be reached" in caplog.text
    assert Notice.objects.filter(mailed_at=None).count() == 1
    monkeypatch.setattr(server, "down", False)
    assert sending.send_digest().sent == 0  # so soon after a failure the server is left alone
    later(monkeypatch)
    call_command("send_digest")
    assert len(mail.outbox) == 1
    assert Notice.objects.get().mailed_at is not None


def test_an_address_that_is_refused_keeps_back_nobody_else(submitted, editor, reviewer, server, monkeypatch, caplog):
    notify([editor], "comment", "给编辑", "/admin/")
    monkeypatch.setattr(server, "refused", (editor.email,))
    with pytest.raises(CommandError):
        call_command("send_digest")
    assert [letter.to for letter in mail.outbox] == [[reviewer.email]]
    assert editor.email not in caplog.text
    assert [notice.mailed_at for notice in notices(editor)] == [None]


def test_a_server_that_refuses_everybody_is_left_alone_soon(server, monkeypatch, db):
    people = [make_user(f"person{number}") for number in range(8)]
    notify(people, "comment", "示例", "/admin/")
    monkeypatch.setattr(server, "refused", tuple(person.email for person in people))
    outcome = sending.send_digest()
    assert (outcome.sent, outcome.failed) == (0, 8)
    monkeypatch.setattr(server, "refused", ())
    later(monkeypatch)
    assert sending.send_digest().sent == 8


def test_what_another_sender_holds_is_not_sent_twice(submitted, reviewer):
    Notice.objects.update(lease_until=timezone.now() + timedelta(minutes=5))
    assert sending.send_digest().sent == 0
    assert mail.outbox == []


def test_without_an_address_nothing_is_mailed_and_the_screens_say_so(client, editor):
    editor.email = ""
    editor.save()
    notify([editor], "legal", "示例", "/admin/")
    call_command("send_digest")
    assert mail.outbox == []
    client.force_login(editor)
    for name in ("notices:choices", "wagtailadmin_account"):
        assert "没有登记邮箱" in client.get(reverse(name)).content.decode()
    editor.email = "editor@example.invalid"
    editor.save()
    call_command("send_digest")
    assert mail.outbox == []


def test_without_a_mail_service_everything_else_works_and_the_screens_say_so(client, editor, settings, capsys):
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    notify([editor], "step", "示例", "/admin/")
    call_command("send_digest")
    assert "没有设置发信服务" in capsys.readouterr().out
    client.force_login(editor)
    assert "没有设置发信服务" in client.get(reverse("notices:choices")).content.decode()
    assert "示例" in client.get(reverse("notices:index")).content.decode()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    call_command("send_digest")
    assert mail.outbox == []
