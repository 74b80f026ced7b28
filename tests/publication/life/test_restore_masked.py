"""个人信息保护法第四十七条: what vanished for privacy comes back without what must not be public, or as it was, never the one for the other."""

import json

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, Revision, WorkflowPage

from home.models import StandardPage
from publication.actions import publish_page
from publication.actions.restore import DecideRestoration, RequestRestoration
from publication.actions.restore_masked import Masking
from publication.approvals import STEPS, steps_of
from publication.errors import Refused
from publication.life.vanished import is_vanished_file, vanished_files
from publication.models import Correction, PrivacyDecision, Restoration, StoredDocument, TrailEntry
from publication.models.notices import Notice
from publication.permits import permitted, suspended_guards
from staff_directory.kinds import Role
from staff_directory.steps import shipped
from tests.conftest import make_person
from tests.publication.test_corrections_of_types import PUBLIC

from .conftest import end
from .screens import url

pytestmark = pytest.mark.django_db

#: Not found by any program: only a person knows that it tells who somebody is.
LEAK = "家住老槐树旁的那位女工"
REASON = "内容应当公开，只是写进了当事人的住处。"


def leaking(notice):
    """The public penalty says what must not be public."""
    page = notice.specific_class.objects.get(pk=notice.pk)
    page.facts, page.correction_note = f"经查，该单位拖欠{LEAK}的工资。", f"补充{LEAK}"
    return publish_page(page, setup="测试")


@pytest.fixture
def vanished(notice, editor, reviewer):
    """A penalty that vanished for privacy, and its ending."""
    page = leaking(notice)
    return page, end(page, editor, reviewer, verb="vanish", kind="privacy", statement="")


def stored_text(page):
    """Everything that versions, records and the trail hold of a page."""
    texts = [
        json.dumps(row.content, ensure_ascii=False) for row in Revision.page_revisions.filter(object_id=str(page.pk))
    ]
    texts += [str([row.label, row.before, row.after, row.data]) for row in TrailEntry.objects.filter(page_id=page.pk)]
    texts += list(Correction.objects.filter(page_id=page.pk).values_list("note", flat=True))
    texts += list(Restoration.objects.values_list("passages", flat=True))
    return "".join(texts)


def test_it_comes_back_masked_and_no_version_holds_the_leak_any_more(
    vanished, client, editor, reviewer, auditor, other_unit
):
    page, ending = vanished
    assert LEAK in stored_text(page)
    client.force_login(editor)
    form = {"reason": REASON, "masked": "masked"}
    assert "没有自动找到个人信息" in client.post(url(page, "restore"), form).content.decode()
    assert "第1处" in client.post(url(page, "restore"), form | {"passages": "没有写过的话"}).content.decode()
    client.post(url(page, "restore"), form | {"passages": f"{LEAK}=>一名女工"})
    asked = Restoration.objects.get()
    assert asked.revision_id != ending.live_revision_id
    assert "一名女工" in client.get(reverse("life:restoration_preview", args=[asked.pk])).content.decode()
    assert not Page.objects.get(pk=page.pk).live
    assert client.post(url(asked, "restoration"), {"act": "approve"}).status_code == 400  # one's own

    stranger = Client()
    stranger.force_login(make_person("stranger", Role.UNIT_EDITOR, other_unit))
    assert stranger.get(reverse("life:restoration_preview", args=[asked.pk])).status_code in (302, 404)
    client.force_login(reviewer)
    screen = client.get(url(asked, "restoration")).content.decode()
    assert "隐去后的版本" in screen
    client.post(url(asked, "restoration"), {"act": "approve"})
    asked.refresh_from_db()
    stored = type(page).objects.get(pk=page.pk)
    assert (asked.is_executed, asked.passages, stored.live) == (True, "", True)
    assert stored.live_revision_id == asked.revision_id
    shown = Client().get(stored.url).content.decode()
    assert "一名女工" in shown
    assert LEAK not in shown
    assert LEAK not in stored_text(page)
    assert LEAK not in stored.facts
    assert (
        Correction.objects.get(page_id=page.pk).after_id == ending.live_revision_id
    )  # nothing is said of what vanished
    client.force_login(auditor)
    for revision in Revision.page_revisions.filter(object_id=str(page.pk)):
        answer = client.get(reverse("reading:revision", args=[page.pk, revision.pk]))
        assert LEAK not in answer.content.decode()


def test_a_refused_or_cancelled_request_keeps_nothing_and_the_leak_stays_sealed(vanished, editor, reviewer):
    page, ending = vanished
    asked = RequestRestoration(page, user=editor, reason=REASON, masking=Masking(LEAK)).execute()
    DecideRestoration(asked, user=reviewer, approve=False, note="还有别的要隐去").execute()
    asked.refresh_from_db()
    assert asked.passages == ""
    assert not Page.objects.get(pk=page.pk).live
    ending.live_revision.refresh_from_db()
    assert LEAK in ending.live_revision.content["facts"]  # nothing was destroyed by asking
    with pytest.raises(Refused, match="封存"):
        Revision.objects.get(pk=asked.revision_id).publish(user=reviewer)


def test_every_step_of_the_pages_own_approval_signs_the_masked_version(vanished, editor, reviewer):
    page, _ = vanished
    with permitted("test", [STEPS]):
        above = page.get_parent()
        WorkflowPage.objects.filter(page__in=[page, *page.get_ancestors()]).delete()
        WorkflowPage.objects.create(page=above, workflow=shipped.ensure(shipped.DECISIONS))
    assert len(steps_of(page)) == 2
    unit = page.unit
    secrecy = make_person("secrecy", Role.SECRECY_REVIEWER)
    head = make_person("head2", Role.UNIT_HEAD, unit)
    asked = RequestRestoration(page, user=editor, reason=REASON, masking=Masking(LEAK)).execute()
    waiting = f"页面 #{page.pk}：申请隐去后恢复公开，等您审核隐去后的版本"
    assert Notice.objects.filter(
        user=secrecy, subject=waiting, read_at=None
    ).exists()  # a step, and no right to approve an ending
    done = DecideRestoration(asked, user=secrecy, approve=True).execute()
    assert done.is_open
    assert not Page.objects.get(pk=page.pk).live
    with pytest.raises(Refused, match="没有批准恢复的权限"):
        DecideRestoration(asked, user=secrecy, approve=True).execute()
    assert DecideRestoration(asked, user=head, approve=True).execute().is_executed
    assert Page.objects.get(pk=page.pk).live
    assert not Notice.objects.filter(subject__contains="等您", read_at=None).exists()


def test_who_approves_hears_when_the_last_step_was_signed_by_another(vanished, editor, reviewer):
    page, _ = vanished
    with permitted("test", [STEPS]):
        above = page.get_parent()
        WorkflowPage.objects.filter(page__in=[page, *page.get_ancestors()]).delete()
        WorkflowPage.objects.create(page=above, workflow=shipped.ensure(("只审保密", (shipped.SECRECY,))))
    secrecy = make_person("secrecy", Role.SECRECY_REVIEWER)
    asked = RequestRestoration(page, user=editor, reason=REASON, masking=Masking(LEAK)).execute()
    signed = f"页面 #{page.pk}：隐去后的版本已审核，等您批准恢复公开"
    assert not Notice.objects.filter(subject=signed).exists()
    assert DecideRestoration(asked, user=secrecy, approve=True).execute().is_open
    assert Notice.objects.filter(user=reviewer, subject=signed, read_at=None).exists()
    assert not Notice.objects.filter(user=secrecy, read_at=None, subject__contains="等您审核").exists()


def test_only_what_vanished_for_privacy_comes_back_masked(notice, editor, reviewer):
    page = leaking(notice)
    end(page, editor, reviewer)
    with pytest.raises(Refused, match="只有因"):
        RequestRestoration(page, user=editor, reason=REASON, masking=Masking(LEAK)).execute()


@pytest.mark.parametrize("kind", [kind for kind in PUBLIC if kind not in ("unitpage", "listpage")])
def test_a_page_of_any_type_comes_back_masked(kind, unit, editor, reviewer, admin):
    make, name = PUBLIC[kind]
    page = make(unit).specific
    setattr(page, name, f"这里写进了{LEAK}")
    page.correction_note = "补充"
    page = publish_page(page, setup="测试")
    asks, decides = (
        (admin, make_person("second", Role.DISCLOSURE_OFFICER)) if kind == "standardpage" else (editor, reviewer)
    )
    end(page, asks, decides, verb="vanish", kind="privacy", statement="")
    asked = RequestRestoration(page, user=asks, reason=REASON, masking=Masking(LEAK)).execute()
    assert DecideRestoration(asked, user=decides, approve=True).execute().is_executed
    stored = type(page).objects.get(pk=page.pk)
    assert stored.live
    assert LEAK not in Client().get(stored.url).content.decode()
    assert LEAK not in stored_text(page)


def test_files_with_the_leak_are_left_out_and_stay_out_of_reach(portal, unit, admin, client, reviewer):
    file = StoredDocument.objects.create(title="名册", file=ContentFile("名册".encode(), name="list.txt"))
    text = f'<p>见<a linktype="document" id="{file.pk}">名册</a>，电话 13800138000。</p>'
    page = portal.add_child(
        instance=StandardPage(
            title="示例须知", slug="notes-files", secrecy="clear", live=False, body=[("text", text), ("document", file)]
        )
    )
    page = Page.objects.get(pk=page.pk).specific
    revision = page.save_revision()
    with suspended_guards("测试：早先公开的"):
        Page.objects.filter(pk=page.pk).update(
            live=True, live_revision=revision, first_published_at=revision.created_at
        )
    second = make_person("second", Role.DISCLOSURE_OFFICER)
    end(page, admin, second, verb="vanish", kind="privacy", statement="")
    asked = RequestRestoration(page, user=admin, reason=REASON, masking=Masking(leaves_out_files=True)).execute()
    assert asked.left_out == {"storeddocument": [file.pk]}
    DecideRestoration(asked, user=second, approve=True).execute()
    stored = StandardPage.objects.get(pk=page.pk)
    assert stored.live
    assert [block.block_type for block in stored.body] == ["text"]
    shown = Client().get(stored.url).content.decode()
    assert "13800138000" not in shown
    assert "见名册" in shown
    assert is_vanished_file(file)
    assert file.pk in vanished_files(StoredDocument)
    assert PrivacyDecision.objects.filter(page_pk=page.pk, kind="phone").exists()


def test_operators_ask_for_it_by_command_with_the_passages_in_a_file(vanished, editor, reviewer, tmp_path, capsys):
    page, _ = vanished
    passages = tmp_path / "passages.txt"
    passages.write_text(f"{LEAK}=>一名女工\n")
    call = ["decision", "restore", page.document_number, "--unit", page.unit.code, "--as", "editor", "--reason", REASON]
    call_command(*call, "--masked", "--passages", str(passages), "--approved-by", "reviewer")
    assert "已恢复公开" in capsys.readouterr().out
    assert type(page).objects.get(pk=page.pk).facts == "经查，该单位拖欠一名女工的工资。"
    assert LEAK not in stored_text(page)
