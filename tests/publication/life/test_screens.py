"""The screens of the life of a decision, through requests and forms."""

import datetime
import html
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from publication.actions.end_request import RequestEnding
from publication.models import (
    Ending,
    Notice,
    Receipt,
    Recipient,
    RecipientTask,
    Relapse,
    Restoration,
    StoredDocument,
    SurfaceTask,
)
from publication.receipts.make import make_receipt, problems_of
from staff_directory.kinds import Role
from tests.conftest import make_person

from .conftest import INSTRUMENT, STATEMENT, ask, end

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"


def form(act="ask", **values):
    """A complete form."""
    return {"way": "withdraw:revoked", "statement": STATEMENT, **INSTRUMENT, "act": act, **values}


def url(page, name="ask"):
    return reverse(f"life:{name}", args=[page.pk])


@pytest.fixture
def auditor(portal):
    """纪检监督员."""
    return make_person("auditor", Role.DISCIPLINE_AUDITOR)


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


def test_the_auditor_reads_sealed_versions_with_a_purpose_and_compares(client, notice, editor, reviewer, auditor):
    page = Page.objects.get(pk=notice.pk).specific
    page.facts, page.correction_note = "经查，该单位拖欠劳动者工资，已责令改正。", "补充“已责令改正”。"
    page.save_revision(user=editor).publish(user=reviewer)
    first, second = page.revisions.order_by("pk").first(), page.revisions.order_by("pk").last()
    end(page, editor, reviewer)
    address = reverse("reading:compare", args=[page.pk, first.pk, second.pk])
    client.force_login(editor)
    assert client.get(address).status_code == 404
    client.force_login(auditor)
    assert "已责令改正" not in client.get(address).content.decode()
    client.post(reverse("reading:purpose", args=[page.pk]), {"purpose": "核查示例线索"})
    text = client.get(address).content.decode()
    assert "已责令改正" in text
    assert "违法事实" in text
    assert client.get(reverse("reading:revision", args=[page.pk, first.pk])).status_code == 200


SEALED = (
    "edit",
    "copy",
    "move",
    "delete",
    "unpublish",
    "convert_alias",
    "view_draft",
    "history",
    "revisions_index",
    "lock",
)


@pytest.mark.parametrize("name", SEALED)
@pytest.mark.parametrize("who", ["reviewer", "admin"])
def test_a_sealed_page_opens_its_life_and_nothing_else(client, notice, editor, reviewer, name, who, request):
    end(notice, editor, reviewer)
    client.force_login(request.getfixturevalue(who))
    address = reverse(f"wagtailadmin_pages:{name}", args=[notice.pk])
    for answer in (client.get(address), client.post(address)):
        assert answer.status_code == 302
        assert answer["Location"] == url(notice, "page")
    assert "申请恢复" in client.get(url(notice, "page")).content.decode()


def test_a_sealed_page_is_not_reverted_copied_moved_or_mirrored(
    client, notice, editor, reviewer, admin, licences_index
):
    revision = notice.get_latest_revision()
    end(notice, editor, reviewer)
    client.force_login(admin)
    for name, args in (("revisions_revert", [notice.pk, revision.pk]), ("revisions_view", [notice.pk, revision.pk])):
        assert client.get(reverse(f"wagtailadmin_pages:{name}", args=args))["Location"] == url(notice, "page")
    compare = reverse("wagtailadmin_pages:revisions_compare", args=[notice.pk, "earliest", "latest"])
    assert client.get(compare)["Location"] == url(notice, "page")
    for action in ("copy", "create_alias", "move", "revert_to_page_revision"):
        answer = client.post(reverse("wagtailadmin_api:pages:action", args=[notice.pk, action]), {})
        assert answer.status_code == 409
        assert "申请恢复" in answer.json()["detail"]
    from publication.errors import Refused

    page = Page.objects.get(pk=notice.pk)
    for act in (
        lambda: page.copy(to=page.get_parent(), update_attrs={"slug": "copied"}),
        lambda: page.create_alias(parent=page.get_parent(), update_slug="mirror"),
        lambda: page.move(licences_index, pos="last-child"),
        lambda: page.get_parent().specific.copy(recursive=True, update_attrs={"slug": "copied"}),
    ):
        with pytest.raises(Refused, match="已撤下并封存"):
            act()
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"])
    client.post(f"{bulk}?id={notice.pk}", {"chooser": licences_index.pk})
    page.refresh_from_db()
    assert page.get_parent().pk == notice.get_parent().pk


@pytest.fixture
def licences_index(unit):
    """Another index of the unit."""
    from disclosure.models import DecisionIndexPage

    return DecisionIndexPage.objects.get(unit=unit, kind="licence")


def test_what_vanished_is_nobodys_to_see_but_the_auditors(client, notice, editor, reviewer, officer, auditor, admin):
    """政府信息公开条例第十五条."""
    ending = end(notice, editor, reviewer, kind="privacy", verb="vanish")
    title = notice.title
    explorer = reverse("wagtailadmin_explore", args=[notice.get_parent().pk])
    for user in (editor, reviewer, officer):
        client.force_login(user)
        for address in (
            explorer,
            reverse("wagtailadmin_pages:search") + f"?q={notice.document_number}",
            reverse("wagtailadmin_choose_page_child", args=[notice.get_parent().pk]),
            reverse("wagtailadmin_choose_page_search") + f"?q={notice.document_number}",
            reverse("wagtailadmin_reports:site_history"),
            reverse("wagtailadmin_reports:aging_pages"),
            reverse("wagtailadmin_api:pages:listing") + f"?child_of={notice.get_parent().pk}",
            reverse("reading:index"),
            reverse("wagtailadmin_home"),
            reverse("life:board"),
            url(ending, "ending"),
        ):
            answer = client.get(address)
            assert answer.status_code in (200, 302), address
            assert title not in answer.content.decode(), address
        for address in (
            url(notice, "page"),
            reverse("wagtailadmin_pages:edit", args=[notice.pk]),
            reverse("reading:page", args=[notice.pk]),
            reverse("wagtailadmin_api:pages:detail", args=[notice.pk]),
        ):
            assert client.get(address).status_code == 404, address
        board = client.get(reverse("life:board")).content.decode()
        assert f"已消除的页面 #{notice.pk}" in board
    client.force_login(auditor)
    assert client.get(url(notice, "page")).status_code == 200
    assert client.get(reverse("reading:page", args=[notice.pk])).status_code == 200
    assert title not in client.get(url(notice, "page")).content.decode()


def test_a_secret_goes_to_the_secrecy_reviewer(client, notice, editor, officer):
    """保守国家秘密: the secrecy office decides, not the head."""
    secrecy = make_person("secrecy", Role.SECRECY_REVIEWER)
    ending = ask(notice, editor, kind="secret", verb="vanish")
    told = Notice.objects.filter(subject__contains="等您批准")
    assert {found.user.username for found in told} == {"secrecy", "reviewer"}  # both are of the secrecy office
    assert notice.title not in told[0].subject
    client.force_login(officer)
    assert "批准并消除" not in client.get(url(ending, "ending")).content.decode()
    client.force_login(secrecy)
    assert str(ending.pk) in client.get(reverse("life:board"), {"state": "mine"}).content.decode()
    client.post(url(ending, "decide"), {"act": "approve"})
    ending.refresh_from_db()
    assert ending.is_executed


def test_a_relapse_is_told_to_everyone_concerned_and_stands_on_board_and_home(
    client, notice, editor, reviewer, officer
):
    ending = end(notice, editor, reviewer)
    Relapse.objects.create(page=notice, surface="page", detail="页面仍能看到内容")
    told = Notice.objects.filter(subject__contains="又能看到")
    assert {found.user for found in told} == {editor, reviewer, officer}
    client.force_login(editor)
    board = client.get(reverse("life:board"), {"state": "relapse"}).content.decode()
    assert url(ending, "ending") in board
    assert "撤下后复现" in client.get(reverse("wagtailadmin_home")).content.decode()


def test_the_menu_says_how_many_wait(client, notice, editor, reviewer):
    ask(notice, editor)
    client.force_login(reviewer)
    home = client.get(reverse("wagtailadmin_home")).content.decode()
    assert json.dumps("撤下与恢复（1）") in html.unescape(home) or "撤下与恢复（1）" in home
    numbers = client.get(reverse("life:board")).context["numbers"]
    assert numbers[0]["value"] == 1
    client.force_login(editor)
    assert client.get(reverse("life:board")).context["numbers"][1]["value"] == 1


def test_the_board_is_filtered(client, notice, live_penalty, editor, reviewer, officer):
    first, second = ask(notice, editor), ask(live_penalty, editor, kind="mistake")
    client.force_login(officer)

    def shown(**query):
        return {line["ending"].pk for line in client.get(reverse("life:board"), query).context["lines"]}

    assert shown() == {first.pk, second.pk}
    assert shown(kind="mistake") == {second.pk}
    assert shown(unit="ldjc") == {first.pk, second.pk}
    assert shown(unit="ldjc", state="executed") == set()
    assert shown(state="due") >= {first.pk}
    assert shown(before=second.pk) == {first.pk}
    assert shown(state="'", before="x", kind="?") == {first.pk, second.pk}


def test_the_board_asks_as_much_for_one_as_for_a_hundred(client, notice, editor, officer, django_assert_num_queries):
    """Speed: a constant number of queries."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(officer)
    ask(notice, editor)
    board = reverse("life:board")
    client.get(board)
    with CaptureQueriesContext(connection) as one:
        client.get(board)
    row = Ending.objects.get()
    Ending.objects.bulk_create(
        [
            Ending(
                page_id=row.page_id, verb="withdraw", kind="mistake", state="cancelled", requested_by=editor,
                duty_arose_on=row.duty_arose_on, due_on=row.due_on,
            )
            for _ in range(100)
        ]
    )  # fmt: skip
    with django_assert_num_queries(len(one)):
        text = client.get(board).content.decode()
    assert "更早的" in text
    assert len(one) <= 45


def test_recipients_are_a_register_of_the_officer(client, officer, editor, portal):
    client.force_login(editor)
    assert client.get(reverse("recipients:index")).status_code == 302
    client.force_login(officer)
    client.post(reverse("recipients:add"), {"name": "信用平台（示例）", "how": "函告", "active": "on", "order": 1})
    assert Recipient.objects.get().name == "信用平台（示例）"
    assert "信用平台（示例）" in client.get(reverse("recipients:index")).content.decode()


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


def test_a_folders_new_address_leaves_the_old_tombstones(client, notice, penalties, editor, reviewer, admin):
    """Every address it ever had says what became of it, also when the folder above is renamed."""
    old = notice.get_url()
    end(notice, editor, reviewer)
    folder = Page.objects.get(pk=penalties.pk).specific
    folder.slug = "renamed"
    folder.save_revision(user=editor).publish(user=admin, skip_permission_checks=True)
    notice.refresh_from_db()
    assert notice.url_path.endswith(f"renamed/{notice.slug}/")
    for address in (old, old.replace(penalties.slug, "renamed")):
        assert client.get(address).status_code == 410
