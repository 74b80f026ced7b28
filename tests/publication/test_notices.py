"""Who is told what, in the admin and by mail, through the screens that people use."""

import html
import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Workflow, WorkflowTask

from disclosure.models import DecisionNoticePage
from publication.models import Notice, NoticeChoice
from publication.notices import mail as sending
from publication.notices.daily import forget_read
from publication.notices.notify import notify
from staff_directory.permissions import group_names
from tests.conftest import make_user

from .one_step import one_step

pytestmark = pytest.mark.django_db


@pytest.fixture
def submitted(draft_penalty, penalties, editor, reviewer):
    """A draft that its editor submitted for one step."""
    one_step(penalties)
    page = DecisionNoticePage.objects.get(pk=draft_penalty.pk)
    page.save_revision(user=editor)
    page.get_workflow().start(page, editor)
    return DecisionNoticePage.objects.get(pk=draft_penalty.pk)


def act(client, user, page, action, **data):
    """Take a step of the page's workflow as the admin's dialog does."""
    client.force_login(user)
    state = page.current_workflow_state.current_task_state
    url = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, action, state.pk])
    return client.post(url, {"comment": "", **data}, follow=True)


def notices(user, **values):
    return list(Notice.objects.filter(user=user, **values))


def choose(client, user, **choices):
    client.force_login(user)
    url = reverse("notices:choices")
    kinds = ("waiting", "returned", "published", "step", "escalation", "comment", "ending")
    answer = client.post(url, {kind: choices.get(kind, "digest") for kind in kinds})
    assert answer.status_code == 302


def test_a_step_that_begins_is_told_to_its_people_and_not_to_the_submitter(submitted, editor, reviewer):
    (told,) = notices(reviewer)
    assert told.kind == "waiting"
    assert submitted.title in told.subject
    assert told.url == reverse("wagtailadmin_pages:edit", args=[submitted.pk])
    assert notices(editor) == []
    assert Notice.objects.exclude(user=reviewer).count() == 0


def test_a_head_who_submits_is_not_told_that_it_waits(draft_penalty, penalties, reviewer):
    one_step(penalties)
    page = DecisionNoticePage.objects.get(pk=draft_penalty.pk)
    page.get_workflow().start(page, reviewer)
    assert notices(reviewer) == []


def test_each_further_step_is_told_to_its_own_people(client, submitted, editor, reviewer, other_unit):
    from django.contrib.auth.models import Group
    from wagtail.models import GroupApprovalTask

    second = make_user("second", group_names(submitted.unit)[0])
    group = Group.objects.create(name="第二步")
    second.groups.add(group)
    task = GroupApprovalTask.objects.create(name="复核")
    task.groups.add(group)
    workflow = Workflow.objects.get(pk=submitted.get_workflow().pk)
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=5)
    assert notices(second) == []
    act(client, reviewer, submitted, "approve")
    assert [told.kind for told in notices(second)] == ["waiting"]
    assert "复核" in notices(second)[0].subject


def test_sent_back_is_told_to_submitter_and_last_editor_with_the_comment(client, submitted, editor, reviewer):
    colleague = make_user("colleague", group_names(submitted.unit)[0])
    page = DecisionNoticePage.objects.get(pk=submitted.pk)
    page.facts = "补充后的事实。"
    revision = page.save_revision(user=colleague)
    state = page.current_workflow_state.current_task_state
    state.revision = revision
    state.save()
    act(client, reviewer, submitted, "reject", comment="请补充依据。电话13912345678")
    for person in (editor, colleague):
        (told,) = notices(person)
        assert told.kind == "returned"
        assert "请补充依据" in told.detail
        assert "13912345678" not in told.detail
        assert told.url == reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert notices(reviewer, read_at=None) == []


def test_published_is_told_to_the_submitter(client, submitted, editor, reviewer):
    act(client, reviewer, submitted, "approve")
    assert Page.objects.get(pk=submitted.pk).live
    (told,) = notices(editor)
    assert (told.kind, told.subject) == ("published", f"{submitted.title}：已公开")
    assert notices(reviewer, read_at=None) == []


def test_approved_for_a_later_time_is_told_now_and_published_then(client, submitted, editor, reviewer, monkeypatch):
    page = DecisionNoticePage.objects.get(pk=submitted.pk)
    page.go_live_at = timezone.now() + timedelta(days=1)
    revision = page.save_revision(user=editor)
    state = page.current_workflow_state.current_task_state
    state.revision = revision
    state.save()
    act(client, reviewer, submitted, "approve")
    assert not Page.objects.get(pk=page.pk).live
    (told,) = notices(editor)
    assert told.kind == "published"
    assert "到点自动公开" in told.subject
    in_two_days = timezone.now() + timedelta(days=2)
    monkeypatch.setattr(timezone, "now", lambda: in_two_days)
    call_command("publish_scheduled")
    assert "已公开" in notices(editor)[0].subject


def test_cancelling_takes_the_waiting_notice_away(submitted, editor, reviewer):
    submitted.current_workflow_state.cancel(user=editor)
    assert notices(reviewer, read_at=None) == []
    call_command("send_digest")
    assert mail.outbox == []
    page = DecisionNoticePage.objects.get(pk=submitted.pk)
    page.get_workflow().start(page, editor)
    assert len(notices(reviewer, read_at=None)) == 1


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


def test_one_occasion_is_told_once(editor, reviewer):
    for _ in range(3):
        notify([editor, reviewer, editor], "step", "同一件", "/admin/", key="step-1-due")
    assert (len(notices(editor)), len(notices(reviewer))) == (1, 1)
    notify([editor, editor], "step", "没有场合", "/admin/")
    assert len(notices(editor)) == 3


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


def test_a_user_sees_only_their_own(client, submitted, editor, reviewer):
    (told,) = notices(reviewer)
    client.force_login(editor)
    assert client.get(reverse("notices:open", args=[told.pk])).status_code == 404
    assert submitted.title not in client.get(reverse("notices:index")).content.decode()
    client.post(reverse("notices:read"), {"id": told.pk})
    client.post(reverse("notices:read"), {"all": "1"})
    assert notices(reviewer)[0].read_at is None


def menu(client, url):
    """Return the data of the side menu, readable."""
    text = client.get(url).content.decode()
    return re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), html.unescape(text))


def test_the_menu_counts_what_is_unread(client, submitted, reviewer):
    client.force_login(reviewer)
    home = reverse("wagtailadmin_home")
    assert "通知（1）" in menu(client, home)
    notify([reviewer] * 120, "comment", "示例", "/admin/")
    assert "通知（99+）" in menu(client, home)
    client.post(reverse("notices:read"), {"all": "1"})
    assert '"通知"' in menu(client, home)


def test_list_is_filtered_paged_and_marked(client, reviewer):
    for number in range(40):
        notify([reviewer], "step" if number % 2 else "comment", f"第{number}件", "/admin/")
    client.force_login(reviewer)
    url = reverse("notices:index")
    assert len(client.get(url).context["notices"]) == 30
    assert len(client.get(url, {"p": 2}).context["notices"]) == 10
    shown = client.get(url, {"kind": "step"}).context["notices"]
    assert {notice.kind for notice in shown} == {"step"}
    answer = client.post(reverse("notices:read"), {"all": "1", "kind": "step", "p": "1"})
    assert answer["Location"] == f"{url}?kind=step&p=1"
    assert Notice.objects.filter(user=reviewer, read_at=None).count() == 20
    one = Notice.objects.filter(user=reviewer, read_at=None).first()
    client.post(reverse("notices:read"), {"id": str(one.pk), "unread": "1"})
    assert len(client.get(url, {"unread": "1"}).context["notices"]) == 19
    for value in ("", "x", "9" * 60, "-1", "²"):
        assert client.get(url, {"kind": value, "unread": value, "p": value}).status_code == 200
        assert client.post(reverse("notices:read"), {"id": value, "p": value, "kind": value}).status_code == 302
    assert client.get(reverse("notices:read")).status_code == 405


def test_list_costs_the_same_however_many(client, reviewer, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(reviewer)
    notify([reviewer] * 3, "step", "示例", "/admin/")
    url = reverse("notices:index")
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    notify([reviewer] * 300, "comment", "示例", "/admin/")
    with django_assert_num_queries(len(few)):
        client.get(url)


def test_opening_leads_nowhere_else(client, reviewer):
    client.force_login(reviewer)
    for url in ("https://example.com/", "//example.com/", ""):
        notify([reviewer], "step", "示例", url)
        pk = Notice.objects.filter(user=reviewer).latest("pk").pk
        assert client.get(reverse("notices:open", args=[pk]))["Location"] == reverse("notices:index")


def test_comments_on_a_page_are_told_without_what_they_say(reviewer, draft_penalty):
    from wagtail.admin.views.pages import edit

    edit.send_notification([reviewer], "updated_comments", {"page": draft_penalty, "new_comments": ["秘密"]})
    (told,) = notices(reviewer)
    assert (told.kind, told.detail) == ("comment", "")
    assert "秘密" not in told.subject
    assert mail.outbox == []


def test_what_was_read_half_a_year_ago_is_deleted(reviewer):
    notify([reviewer] * 3, "step", "示例", "/admin/")
    old, young, unread = Notice.objects.order_by("pk")
    now = timezone.now()
    Notice.objects.filter(pk=old.pk).update(read_at=now - timedelta(days=181))
    Notice.objects.filter(pk=young.pk).update(read_at=now - timedelta(days=179))
    Notice.objects.filter(pk=unread.pk).update(created_at=now - timedelta(days=400))
    assert forget_read() == 1
    assert set(Notice.objects.values_list("pk", flat=True)) == {young.pk, unread.pk}


def test_telling_many_costs_the_same_as_telling_few(django_assert_num_queries, db):
    people = [make_user(f"person{number}") for number in range(60)]
    with django_assert_num_queries(2):
        notify(people[:2], "step", "少", "/admin/", key="few")
    with django_assert_num_queries(2):
        notify(people, "step", "多", "/admin/", key="many")
    assert Notice.objects.filter(subject="多").count() == 60


def test_masking_a_page_also_cleans_its_notices(draft_penalty, editor):
    from publication.privacy.cleaning import Cleaner, clean_records
    from publication.privacy.masks import Masker

    notify([editor], "returned", "示例", "/admin/", page=draft_penalty, detail="请删去示例路9号3栋502室")
    cleaner = Cleaner(set(), Masker(), {"示例路9号3栋502室": "示例路***"})
    assert clean_records(draft_penalty, cleaner) == 1
    assert Notice.objects.get().detail == "请删去示例路***"
