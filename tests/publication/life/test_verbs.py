"""The verbs after publication: withdraw, replace, vanish, expire, restore, correct."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from disclosure.models import DecisionIndexPage, DecisionNoticePage
from publication.actions.create_many import CreateMany
from publication.actions.end import Expire
from publication.actions.end_request import DecideEnding, RequestEnding, ReviewEmergency
from publication.actions.restore import DecideRestoration, RequestRestoration
from publication.errors import Refused
from publication.models import Correction, Ending, FormerAddress, Receipt, Seal, SurfaceTask
from publication.surfaces.work import work
from search.models import Entry
from tests.conftest import build_penalty

from .conftest import STATEMENT, ask, end

pytestmark = pytest.mark.django_db


def client_of(user):
    """A signed-in browser."""
    found = Client()
    found.force_login(user)
    return found


def test_penalty_law_48_a_withdrawn_penalty_is_gone_with_public_reasons(client, notice, editor, reviewer):
    """行政处罚法第四十八条：撤回处罚决定信息并公开说明理由。"""
    url = notice.get_url()
    assert client.get(url).status_code == 200
    ending = end(notice, editor, reviewer)
    answer = client.get(url)
    assert answer.status_code == 410
    text = answer.content.decode()
    assert STATEMENT in text
    assert notice.document_number in text
    assert "撤销" in text
    for secret in (notice.party_name, notice.facts, notice.credit_code, notice.title):
        assert secret not in text
    assert answer["X-Robots-Tag"] == "noindex"
    assert 'content="noindex"' in text
    assert not Entry.objects.filter(page_id=notice.pk).exists()
    assert Seal.objects.get(page=notice.pk).ending == ending
    assert SurfaceTask.objects.filter(ending=ending).count() >= 5


def test_penalty_law_48_the_duty_is_three_working_days(notice, editor):
    """行政处罚法第四十八条：三日内（工作日）。"""
    ending = ask(notice, editor)
    assert ending.due_on == datetime.date(2026, 5, 9)  # 5月9日（周六）调休上班


def test_nobody_approves_their_own_request(notice, reviewer):
    """A second person is needed."""
    ending = ask(notice, reviewer)
    with pytest.raises(Refused, match="申请人不能批准自己的申请"):
        DecideEnding(ending, user=reviewer, approve=True).execute()
    notice.refresh_from_db()
    assert notice.live


def test_an_editor_may_ask_and_not_approve(notice, editor, reviewer):
    """The right to approve is the head's."""
    ending = ask(notice, reviewer)
    with pytest.raises(Refused, match="没有批准"):
        DecideEnding(ending, user=editor, approve=True).execute()


def test_a_request_says_what_is_missing_at_the_field(notice, editor):
    """Statement, instrument, and nothing personal."""
    with pytest.raises(Refused) as refusal:
        RequestEnding(notice, verb="withdraw", kind="revoked", user=editor, statement="电话13900001234").execute()
    fields = {problem.field for problem in refusal.value.problems}
    assert {"statement", "instrument_name", "instrument_body", "instrument_date"} <= fields


def test_the_public_statement_tells_nothing_of_the_page_again(notice, editor):
    """No party, no facts, no number where the reason names none: it stands on the tombstone and in the list of withdrawals."""
    for kind, words in (("revoked", notice.party_name), ("mistake", notice.facts), ("mistake", notice.document_number)):
        with pytest.raises(Refused, match="中有页面上的内容") as refusal:
            ask(notice, editor, kind=kind, statement=f"经查，{words}有误，现予撤下。")
        assert [problem.field for problem in refusal.value.problems] == ["statement"]
    assert ask(notice, editor, statement=f"{notice.document_number}经行政复议撤销。").is_open


def test_asking_twice_is_asking_once(notice, editor, reviewer):
    """Double clicks change nothing."""
    assert ask(notice, editor).pk == ask(notice, editor).pk
    ending = Ending.objects.get()
    first = DecideEnding(ending, user=reviewer, approve=True).execute()
    second = DecideEnding(ending, user=reviewer, approve=True).execute()
    assert first.pk == second.pk
    assert SurfaceTask.objects.filter(ending=ending, surface="page").count() == 1


def test_an_emergency_is_executed_at_once_and_reviewed_by_another(client, notice, reviewer, officer):
    """The red button."""
    ending = RequestEnding(
        notice, verb="withdraw", kind="mistake", user=reviewer, statement="内容发布有误，立即撤下核对。", emergency=True
    ).execute()
    assert ending.is_executed
    assert client.get(notice.get_url()).status_code == 410
    with pytest.raises(Refused, match="不能审查自己"):
        ReviewEmergency(ending, user=reviewer, note="同意").execute()
    assert ReviewEmergency(ending, user=officer, note="情况属实，处理得当。").execute().reviewed_by == officer


def test_vanish_is_a_404_like_any_other(client, notice, editor, reviewer):
    """政府信息公开条例第十五条：nothing is said."""
    url = notice.get_url()
    end(notice, editor, reviewer, kind="privacy", verb="vanish")
    gone, never = client.get(url), client.get(url[:-6] + "zzzzz/")
    assert gone.status_code == never.status_code == 404
    assert gone.content == never.content
    assert dict(gone.headers) == dict(never.headers)


def test_a_varied_decision_leads_to_its_successor(client, notice, penalties, editor, reviewer):
    """变更：替换，不是更正。"""
    newer = CreateMany(
        penalties, [build_penalty(penalties, 8)], user=editor, approver=reviewer, publish=True
    ).execute()[0]
    with pytest.raises(Refused, match="请选择替代"):
        ask(notice, editor, kind="varied", verb="replace")
    end(notice, editor, reviewer, kind="varied", verb="replace", successor=newer)
    assert newer.get_url() in client.get(notice.get_url()).content.decode()


def test_expiry_says_so_and_names_nothing(client, notice):
    """信用修复管理办法：期满。"""
    Expire(notice, kind="expired", statement="公示期已满。", arose=datetime.date(2026, 6, 1)).execute()
    answer = client.get(notice.get_url())
    assert answer.status_code == 410
    assert "公示期" in answer.content.decode()
    assert notice.document_number not in answer.content.decode()
    assert Expire(notice, kind="expired", statement="", arose=datetime.date(2026, 6, 1)).execute() is None


def test_a_sealed_page_is_not_published_by_any_button(notice, editor, reviewer):
    """Neither the verb nor the database lets it."""
    revision = notice.get_latest_revision()
    end(notice, editor, reviewer)
    with pytest.raises(Refused, match="撤下并封存"):
        revision.publish(user=reviewer)
    for change in (
        lambda: Page.objects.filter(pk=notice.pk).update(live=True),
        lambda: Seal.objects.filter(page=notice.pk).delete(),
        lambda: Ending.objects.update(statement="别的理由"),
        lambda: Ending.objects.all()._raw_delete("default"),
        lambda: Page.objects.filter(pk=notice.pk)._raw_delete("default"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_restore_needs_its_own_approval_and_reason(client, notice, editor, reviewer):
    """The withdrawal was itself wrong."""
    end(notice, editor, reviewer)
    page = Page.objects.get(pk=notice.pk)
    with pytest.raises(Refused, match="写明为什么"):
        RequestRestoration(page, user=editor, reason="错").execute()
    asked = RequestRestoration(page, user=editor, reason="撤下时认错了文号，决定仍然有效。").execute()
    with pytest.raises(Refused, match="不能批准自己"):
        DecideRestoration(asked, user=editor, approve=True).execute()
    DecideRestoration(asked, user=reviewer, approve=True).execute()
    assert client.get(notice.get_url()).status_code == 200
    assert Entry.objects.filter(page_id=notice.pk).exists()
    assert not Seal.objects.exists()


def test_a_correction_says_what_was_corrected(client, notice, editor, reviewer):
    """政府信息公开条例第四十一条: the page shows the note and the present text only."""
    page = DecisionNoticePage.objects.get(pk=notice.pk)
    page.facts = "经查，该单位拖欠劳动者工资，逾期未支付，已责令改正。"
    with pytest.raises(Refused, match="更正说明"):
        page.save_revision(user=editor).publish(user=reviewer)
    page.correction_note = "补充“已责令改正”。"
    page.save_revision(user=editor).publish(user=reviewer)
    text = client.get(notice.get_url()).content.decode()
    assert "更正说明" in text
    assert "补充“已责令改正”" in text
    found = Correction.objects.get()
    assert found.before.content["facts"] != found.after.content["facts"]


def test_a_correction_by_the_timer_says_what_was_corrected(client, notice, editor, reviewer, monkeypatch):
    """政府信息公开条例第四十一条: nothing is said while it waits; once its time has come the note stands on the page."""
    page = DecisionNoticePage.objects.get(pk=notice.pk)
    page.facts, page.correction_note = "经查，该单位逾期未支付劳动者工资。", "更正事实部分的表述。"
    page.go_live_at = timezone.now() + datetime.timedelta(hours=1)
    page.save_revision(user=editor).publish(user=reviewer)
    assert not Correction.objects.exists()
    later = timezone.now() + datetime.timedelta(hours=2)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    call_command("publish_scheduled")
    text = client.get(notice.get_url()).content.decode()
    assert "逾期未支付劳动者工资" in text
    assert "更正事实部分的表述" in text
    assert Correction.objects.get().before_id == notice.live_revision_id
    timeline = client_of(reviewer).get(f"/admin/life/pages/{notice.pk}/").content.decode()
    assert "定时公开" in timeline
    assert "到时公开" in timeline


def test_licence_law_69_a_revoked_licence_is_withdrawn_and_not_renamed(client, unit, editor, reviewer):
    """行政许可法第六十九条：撤销的许可撤下；第七十条：期满、注销的只改状态。"""
    index = DecisionIndexPage.objects.get(unit=unit, kind="licence")
    page = DecisionNoticePage(
        secrecy="clear", kind="licence", party_name="示例公司", party_kind="organisation", credit_code="91210500MA0DEM0132",
        legal_representative="王示例", document_name="准予行政许可决定书", document_number="示例许决字〔2026〕1号",
        licence_category="ordinary", licence_content="劳务派遣经营许可", licence_state="valid",
        decided_on=datetime.date(2026, 1, 5), valid_from=datetime.date(2026, 1, 5), valid_until=datetime.date(2029, 1, 4),
    )  # fmt: skip
    page.adopt(index)
    page.prepare()
    (made,) = CreateMany(index, [page], user=editor, approver=reviewer, publish=True).execute()
    page = DecisionNoticePage.objects.get(pk=made.pk)
    page.licence_state, page.correction_note = "revoked", "许可已撤销。"
    with pytest.raises(Refused, match="请在页面菜单中选“撤下”，原因选“许可被撤销”"):
        page.save_revision(user=editor).publish(user=reviewer)
    page.licence_state, page.correction_note = "cancelled", "许可已注销。"
    page.save_revision(user=editor).publish(user=reviewer)
    assert "注销" in client.get(page.get_url()).content.decode()
    end(page, editor, reviewer, kind="licence_revoked")
    answer = client.get(page.get_url())
    assert answer.status_code == 410
    assert "行政许可法第六十九条" in answer.content.decode()


@pytest.mark.parametrize("verb", ["withdraw", "vanish"])
def test_a_new_page_with_the_number_of_a_withdrawn_one_is_refused_with_what_to_do(
    notice, penalties, editor, reviewer, verb
):
    """By hand as by import; while the other is public it is simply there already."""
    again = build_penalty(penalties, 7)
    with pytest.raises(ValidationError, match="更正原决定请编辑原页面"):
        penalties.add_child(instance=again)
    end(notice, editor, reviewer, kind="privacy" if verb == "vanish" else "revoked", verb=verb)
    with pytest.raises(ValidationError, match="申请恢复公开") as refusal:
        penalties.add_child(instance=build_penalty(penalties, 7))
    assert list(refusal.value.message_dict) == ["document_number"]
    assert notice.party_name not in str(refusal.value)


def test_a_former_address_leads_on_and_then_says_what_became_of_it(client, notice, editor, reviewer):
    """Every address the page ever had."""
    old = notice.get_url()
    page = DecisionNoticePage.objects.get(pk=notice.pk)
    page.slug, page.correction_note = "another-2", "更换网址。"
    page.save_revision(user=editor).publish(user=reviewer)
    assert FormerAddress.objects.count() == 1
    moved = client.get(old)
    assert moved.status_code == 302
    assert "another-2" in moved["Location"]
    end(page, editor, reviewer)
    assert client.get(old).status_code == 410


@pytest.mark.parametrize("verb", ["withdraw", "vanish"])
def test_no_redirect_leads_to_what_is_gone(client, visitor, notice, editor, reviewer, verb):
    """Its address would say what stood there: neither an editor's redirect nor a former address, with the slash or without."""
    old = notice.get_url()
    page = DecisionNoticePage.objects.get(pk=notice.pk)
    page.slug, page.correction_note = "another-3", "更换网址。"
    page.save_revision(user=editor).publish(user=reviewer)
    page = DecisionNoticePage.objects.get(pk=notice.pk)
    Redirect.objects.create(old_path="/short", redirect_page=page)
    Redirect.objects.create(old_path="/typed", redirect_link=page.get_url())
    assert not Redirect.objects.filter(old_path=old.rstrip("/")).exists()
    for address in ("/short", "/typed"):
        assert client.get(address)["Location"].endswith(page.get_url())
    end(page, editor, reviewer, kind="privacy" if verb == "vanish" else "revoked", verb=verb)
    for address in (old, old.rstrip("/"), "/short", "/short/", "/typed"):
        answer = client.get(address, follow=True)
        gone = verb == "withdraw" and address.rstrip("/") == old.rstrip("/")
        assert answer.status_code == (410 if gone else 404), address
        assert [led for led, _ in answer.redirect_chain if not led.startswith(address)] == []
    while work(visitor):
        visitor.forget()
    assert Receipt.objects.count() == 1


def test_the_withdrawal_list_and_the_exact_number_find_it(client, notice, editor, reviewer):
    """变更、撤销、确认违法、确认无效的，公告文号。"""
    end(notice, editor, reviewer)
    listed = client.get("/after/withdrawals/").content.decode()
    assert notice.document_number in listed
    assert STATEMENT in listed
    assert notice.party_name not in listed
    found = client.get("/search/", {"q": notice.document_number}).content.decode()
    assert "撤回公告" in found
    assert STATEMENT in found
    assert notice.get_url() not in found


def test_the_table_in_the_documentation_is_the_table_in_the_code():
    """One table in docs and in code maps kind → status, what is shown, who approves."""
    import re
    from pathlib import Path

    from publication.life.kinds import RULES, Verb

    text = (Path(__file__).parents[3] / "docs" / "life.md").read_text()
    rows = dict(re.findall(r"^\| [^|]+ \| `(\w+)` \| ([^\n]+)\|$", text, re.MULTILINE))
    for kind, rule in RULES.items():
        ways, status, named, instrument, days, approve = [cell.strip() for cell in rows[kind.value].split("|")]
        assert ways == "、".join(Verb(verb).label for verb in rule.verbs)
        assert status == str(rule.status)
        assert named == ("是" if rule.shows_number else "否")
        assert instrument == ("是" if rule.needs_instrument else "否")
        assert days == (str(rule.days) if rule.days is not None else "当日")
        assert approve.startswith("系统") == rule.by_clock
        assert approve.startswith("批准涉密") == (rule.approve == "publication.approve_secret_ending")
