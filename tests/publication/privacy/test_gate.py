"""No page becomes public with personal information in it, and a decision about it is kept."""

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import IntegrityError, connection
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, Revision

from disclosure.models import DecisionNoticePage
from home.models import StandardPage
from publication.actions.change_shown import ChangeShown
from publication.actions.create_many import CreateMany
from publication.actions.mask_page import MaskPage
from publication.actions.privacy_decisions import ConfirmNotPersonal, ConfirmRead
from publication.errors import Refused
from publication.gates import findings_of, problems_of
from publication.guards.signed import signing
from publication.models import FileScan, PrivacyDecision, PrivacySettings, StoredDocument, StoredImage, TrailEntry
from publication.privacy.check import check_page
from publication.privacy.retention import forget_old_decisions
from tests.conftest import build_penalty, make_user

from . import files
from .files import CARD, ID, PHONE

pytestmark = pytest.mark.django_db


def draft(penalties, editor, **values):
    """A draft penalty with one revision by the editor."""
    page = CreateMany(penalties, [build_penalty(penalties, 7)], user=editor).execute()[0]
    page = DecisionNoticePage.objects.get(pk=page.pk)
    for name, value in values.items():
        setattr(page, name, value)
    page.save_revision(user=editor, log_action=True)
    return DecisionNoticePage.objects.get(pk=page.pk)


def codes(page) -> list[str]:
    found = problems_of(page.get_latest_revision_as_object(), page.latest_revision)
    return [problem.code for problem in found if problem.code.startswith("privacy")]


@pytest.mark.parametrize("field", ["facts", "basis", "penalty_content", "seo_title", "search_description"])
def test_certain_finding_blocks_publication(penalties, editor, field):
    page = draft(penalties, editor, **{field: f"身份证号{ID}"})
    with pytest.raises(Refused, match="身份证号码"):
        page.latest_revision.publish()
    assert not Page.objects.get(pk=page.pk).live


def test_message_never_spells_the_number(penalties, editor):
    page = draft(penalties, editor, facts=f"投诉人电话{PHONE}，身份证号{ID}")
    text = "".join(
        problem.message for problem in problems_of(page.get_latest_revision_as_object(), page.latest_revision)
    )
    assert PHONE not in text
    assert ID not in text
    assert "138" not in text
    assert "139****5678" in text


def standard_page_with(portal, slug, stored):
    """A draft of its own address with one attachment."""
    page = StandardPage(secrecy="clear", title="说明", slug=slug, live=False, body=[("document", stored)])
    portal.add_child(instance=page)
    page.save_revision()
    return page


def standard_page(portal, body):
    page = StandardPage(secrecy="clear", title="说明", slug="shuoming", live=False)
    page.body = body
    portal.add_child(instance=page)
    page.save_revision()
    return page


def test_stream_field_and_rich_text_are_checked(portal, db):
    page = standard_page(
        portal,
        [
            ("text", f"<p>电话<b>139</b>12345678，<a href='tel:{PHONE}'>拨打</a></p>"),
            ("table", {"caption": "", "rows": f"姓名|账号\n甲|{CARD}"}),
        ],
    )
    kinds = [(item.kind, item.where) for item in check_page(page).findings]
    assert kinds == [("phone", "正文 › 第1块"), ("phone", "正文 › 第1块"), ("bank", "正文 › 第2块")]


def document(data: bytes, name: str, title: str = "附件") -> StoredDocument:
    return StoredDocument.objects.create(title=title, file=ContentFile(data, name=name))


def test_attachment_is_read_inside_and_its_result_kept(portal, django_assert_num_queries):
    page = standard_page(portal, [("document", document(files.xlsx(), "a.xlsx"))])
    assert {item.kind for item in check_page(page).findings} == {"id", "bank", "phone"}
    assert FileScan.objects.count() == 1
    assert ID not in str(FileScan.objects.values())
    assert any(problem.code == "privacy_id" for problem in problems_of(page, None))


def test_name_and_title_of_an_attachment_are_checked(portal):
    page = standard_page(portal, [("document", document(b"ok", f"{ID}.txt", title=f"{PHONE}"))])
    assert {item.kind for item in check_page(page).findings} == {"id", "phone"}
    assert all(ID not in item.where and PHONE not in item.where for item in check_page(page).findings)


GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰涛明超霞平刚桂"
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐"


def witnesses(count: int) -> str:
    """So many suspected names, one a line."""
    names = [f"{surname}{one}{two}" for surname in "王李张" for one in GIVEN for two in GIVEN if one != two]
    return "\n".join(f"证人{name}陈述了经过。" for name in names[:count])


def test_numbers_behind_hundreds_of_suspected_names_hold_the_page_back(portal):
    text = f"{witnesses(230)}\n身份证号 {ID}，手机 {PHONE}，卡号 {CARD}。"
    page = standard_page(portal, [("document", document(text.encode(), "笔录.txt"))])
    found = [item for item in problems_of(page, None) if item.blocks]
    assert {"privacy_id", "privacy_phone", "privacy_bank"} <= {item.code for item in found}


def test_what_was_too_much_to_keep_is_said_and_looked_at_by_a_person(portal):
    page = standard_page(portal, [("document", document(witnesses(230).encode(), "笔录.txt"))])
    assert [item.reason for item in check_page(page).unreadable] == ["too_many"]
    short = standard_page_with(portal, "b", document(witnesses(30).encode(), "b.txt"))
    assert check_page(short).unreadable == []


def test_many_warnings_alone_do_not_hold_a_page_back(portal):
    text = "\n".join(f"证人{surname}国伟陈述了经过。" for surname in SURNAMES)
    page = standard_page(portal, [("document", document(text.encode(), "笔录.txt"))])
    found = findings_of(page, None)
    assert "privacy_more" in [item.code for item in found]
    assert not [item for item in found if item.blocks]


def test_a_number_in_the_text_comes_before_many_warnings(portal):
    lines = [("text", f"<p>证人{surname}国伟陈述了经过。</p>") for surname in SURNAMES]
    page = standard_page(portal, [*lines, ("text", f"<p>手机{PHONE}</p>")])
    assert "privacy_phone" in [item.code for item in problems_of(page, None)]


def test_a_file_that_is_gone_is_asked_for_again_and_not_for_a_person_to_read_it(portal):
    lost = document(b"text", "a.txt")
    lost.file.storage.delete(lost.file.name)
    page = standard_page(portal, [("document", lost)])
    told = [problem.message for problem in problems_of(page, None) if problem.code == "privacy_unreadable"]
    assert len(told) == 1
    assert "的文件不在存储中，请重新上传" in told[0]
    assert "由人工查看" not in told[0]


def test_what_cannot_be_read_needs_a_person(portal, admin):
    page = standard_page(portal, [("document", document(files.pdf("", image=True), "scan.pdf"))])
    assert [problem.code for problem in problems_of(page, None)] == ["privacy_unreadable"]
    found = check_page(page).unreadable[0]
    ConfirmRead(page, admin, found.file_digest, "逐页看过，没有个人信息").execute()
    assert problems_of(page, None) == []
    kept = PrivacyDecision.objects.get()
    assert (kept.choice, kept.file_digest, kept.person_pk) == ("read", found.file_digest, admin.pk)


def test_replaced_file_must_be_read_again(portal, admin):
    stored = document(files.picture(50, 50), "a.jpg")
    page = standard_page(portal, [("document", stored)])
    ConfirmRead(page, admin, check_page(page).unreadable[0].file_digest, "看过了没有问题").execute()
    stored.file = ContentFile(files.picture(60, 60), name="b.jpg")
    stored.save()
    assert check_page(page).open == 1


def test_suspected_finding_is_confirmed_with_a_reason(penalties, editor):
    page = draft(penalties, editor, facts="证人李四证实，工资由班组长代领。")
    found = check_page(page.get_latest_revision_as_object()).findings
    assert [(item.kind, item.severity) for item in found] == [("name", "suspected")]
    with pytest.raises(Refused, match="理由"):
        ConfirmNotPersonal(page, editor, found[0].digest, "").execute()
    ConfirmNotPersonal(page, editor, found[0].digest, "这是作品中的人物").execute()
    assert codes(page) == []
    assert PrivacyDecision.objects.get().reason == "这是作品中的人物"


def test_certain_identity_number_cannot_be_confirmed(penalties, editor, admin):
    page = draft(penalties, editor, facts=f"身份证号{ID}")
    found = check_page(page.get_latest_revision_as_object()).findings[0]
    with pytest.raises(Refused, match="请隐去"):
        ConfirmNotPersonal(page, admin, found.digest, "不是个人信息").execute()


def test_certain_phone_is_confirmed_by_a_second_person_only(penalties, editor, reviewer):
    page = draft(penalties, editor, facts=f"招聘电话{PHONE}")
    found = check_page(page.get_latest_revision_as_object()).findings[0]
    with pytest.raises(Refused, match="以外的人"):
        ConfirmNotPersonal(page, editor, found.digest, "这是单位的招聘电话").execute()
    ConfirmNotPersonal(page, reviewer, found.digest, "这是单位的招聘电话").execute()
    assert codes(page) == []


def test_saving_without_a_change_makes_nobody_the_second_person(penalties, editor, reviewer):
    page = draft(penalties, reviewer, facts=f"招聘电话{PHONE}")
    page.get_latest_revision_as_object().save_revision(user=editor)
    page = DecisionNoticePage.objects.get(pk=page.pk)
    found = check_page(page.get_latest_revision_as_object()).findings[0]
    with pytest.raises(Refused, match="以外的人"):
        ConfirmNotPersonal(page, reviewer, found.digest, "这是单位的招聘电话").execute()


def test_decision_reason_never_keeps_a_number(penalties, editor):
    page = draft(penalties, editor, facts="证人李四证实。")
    found = check_page(page.get_latest_revision_as_object()).findings[0]
    ConfirmNotPersonal(page, editor, found.digest, f"核对过{ID}").execute()
    assert ID not in str(PrivacyDecision.objects.values())
    entry = TrailEntry.objects.get(act="privacy.not_personal")
    assert (entry.actor_id, entry.page_id, entry.data["kind"]) == (editor.pk, page.pk, "name")
    assert ID not in entry.reason


def everything_stored() -> str:
    with connection.cursor() as cursor:
        rows = []
        for table in connection.introspection.table_names(cursor):
            if table.startswith(("sqlite", "django_session")) or table == "search_fts":
                continue
            cursor.execute(f'SELECT * FROM "{table}"')
            rows.append(str(cursor.fetchall()))
    return "\n".join(rows)


def test_masking_cleans_every_trace(penalties, editor):
    page = draft(penalties, editor, facts=f"投诉人李四电话{PHONE}，身份证号{ID}。李四另称未签合同。")
    page.facts = f"后来的草稿：{ID[:6]} {ID[6:14]} {ID[14:]}，拨打{PHONE}"
    page.save_revision(user=editor)
    PageLogEntry.objects.create(
        page_id=page.pk, content_type_id=page.content_type_id, label=f"{ID}", action="wagtail.rename",
        timestamp=timezone.now(), data={"title": {"old": PHONE}}, content_changed=True, deleted=False, uuid="0" * 32,
    )  # fmt: skip
    older = DecisionNoticePage.objects.get(pk=page.pk)
    older.facts = f"投诉人李四电话{PHONE}，身份证号{ID}。李四另称未签合同。"
    older.save_revision(user=editor)
    page = DecisionNoticePage.objects.get(pk=page.pk)
    revision = MaskPage(page, editor).execute()
    stored = everything_stored()
    for number in (ID, PHONE, f"{ID[:6]} {ID[6:14]} {ID[14:]}", "李四"):
        assert number not in stored
    assert revision.content["facts"] == "投诉人李某电话139****5678，身份证号******。李某另称未签合同。"
    assert codes(DecisionNoticePage.objects.get(pk=page.pk)) == []
    kept = PrivacyDecision.objects.order_by("kind")
    assert [(row.kind, row.choice, row.revision_pk) for row in kept] == [
        ("id", "masked", revision.pk), ("name", "masked", revision.pk), ("phone", "masked", revision.pk),
    ]  # fmt: skip


def test_masking_one_leaves_the_others(penalties, editor):
    page = draft(penalties, editor, facts=f"电话{PHONE}，身份证号{ID}")
    found = {item.kind: item.digest for item in check_page(page.get_latest_revision_as_object()).findings}
    revision = MaskPage(page, editor, [found["phone"]]).execute()
    assert revision.content["facts"] == f"电话139****5678，身份证号{ID}"


def test_masking_a_public_page_leaves_its_public_text_until_it_is_published(penalties, editor, live_penalty):
    page = DecisionNoticePage.objects.get(pk=live_penalty.pk)
    page.facts = f"电话{PHONE}"
    page.save_revision(user=editor)
    MaskPage(page, editor).execute()
    page = DecisionNoticePage.objects.get(pk=page.pk)
    assert page.live
    assert PHONE not in str(list(Revision.objects.values_list("content", flat=True)))
    assert page.get_latest_revision_as_object().facts == "电话139****5678"


def test_blocks_are_masked_in_place(portal, admin):
    page = standard_page(portal, [("text", "<p>电话<b>139</b>12345678</p>"), ("heading", "标题")])
    MaskPage(page, admin).execute()
    body = StandardPage.objects.get(pk=page.pk).get_latest_revision_as_object().body
    assert body[0].value.source == "<p>电话139****5678</p>"
    assert body[1].value == "标题"


def test_number_in_the_address_is_masked(portal, admin):
    page = StandardPage(secrecy="clear", title="说明", slug=f"a-{PHONE}", body=[("heading", "说明")], live=False)
    portal.add_child(instance=page)
    page.save_revision()
    assert [problem.field for problem in problems_of(page, None)] == ["slug"]
    MaskPage(page, admin).execute()
    assert PHONE not in StandardPage.objects.get(pk=page.pk).get_latest_revision_as_object().slug


def test_database_refuses_to_change_or_forget_a_decision():
    from django.db import transaction

    with pytest.raises(IntegrityError), transaction.atomic():
        PrivacyDecision.objects.create(choice="not_personal", reason="没有经过确认")
    with signing("test"):
        kept = PrivacyDecision.objects.create(choice="read", reason="看过")
    with pytest.raises(IntegrityError), transaction.atomic():
        PrivacyDecision.objects.filter(pk=kept.pk).update(reason="改")
    with pytest.raises(IntegrityError), transaction.atomic():
        PrivacyDecision.objects.all().delete()
    with signing("test"):
        old = PrivacyDecision.objects.create(
            choice="read", decided_at=timezone.now() - timezone.timedelta(days=365 * 4)
        )
    assert forget_old_decisions() == 1
    assert not PrivacyDecision.objects.filter(pk=old.pk).exists()


def test_timers_forget_decisions_that_are_over_their_time_once_a_day(monkeypatch):
    # The test's own transaction lives on the connection that the timers would give back.
    monkeypatch.setattr("disclosure.management.commands.run_timers.close_old_connections", lambda: None)
    old = {"choice": "read", "decided_at": timezone.now() - timezone.timedelta(days=366 * 4)}
    with signing("test"):
        young = PrivacyDecision.objects.create(
            choice="read", decided_at=timezone.now() - timezone.timedelta(days=365 * 2)
        )
    for _ in range(2):
        with signing("test"):
            PrivacyDecision.objects.create(**old)
        call_command("run_timers", once=True)
    assert PrivacyDecision.objects.filter(pk=young.pk).exists()
    assert PrivacyDecision.objects.count() == 2, "the second one waits for tomorrow"
    assert TrailEntry.objects.get(act="privacy.forget").data["count"] == 1


def test_check_needs_few_queries_however_much_text(penalties, django_assert_max_num_queries):
    page = build_penalty(penalties, 3, facts="普通的事实。" * 5000)
    check_page(page)
    with django_assert_max_num_queries(1):
        check_page(page)


def test_white_list_in_the_admin_is_heeded_at_once(penalties, editor):
    page = draft(penalties, editor, facts="值班电话024-00001111")
    assert codes(page) == ["privacy_landline"]
    lists = PrivacySettings.load()
    lists.office_phones = "024-00001111 # 值班"
    lists.save()
    assert codes(page) == []


def test_phones_of_units_are_no_findings(penalties, editor, unit):
    unit.phone = "024-00002222"
    ChangeShown(unit).execute()
    assert codes(draft(penalties, editor, facts="咨询电话02400002222")) == []


def test_pictures_lose_their_metadata_on_upload(db):
    import io

    from PIL import Image

    image = StoredImage.objects.create(
        title="照片",
        file=ContentFile(files.picture(gps=True, words=f"拍摄人{PHONE}"), name="a.jpg"),
        width=60,
        height=40,
    )
    with image.file.open("rb") as file:
        data = file.read()
    assert PHONE.encode() not in data
    assert dict(Image.open(io.BytesIO(data)).getexif()) == {}


def test_outsider_may_not_mask(client, penalties, editor, other_unit):
    from staff_directory.permissions import group_names

    page = draft(penalties, editor, facts=f"电话{PHONE}")
    outsider = make_user("outsider", group_names(other_unit)[0])
    client.force_login(outsider)
    url = reverse("privacy_page", args=[page.pk])
    for answer in (client.get(url), client.post(url, {"act": "mask_all"})):
        assert answer.status_code in (302, 403, 404)
    assert PHONE in DecisionNoticePage.objects.get(pk=page.pk).get_latest_revision_as_object().facts


def test_screen_shows_masked_excerpts_and_masks_with_one_click(client, penalties, editor):
    page = draft(penalties, editor, facts=f"投诉人李四电话{PHONE}")
    client.force_login(editor)
    url = reverse("privacy_page", args=[page.pk])
    html = client.get(url).content.decode()
    assert "违法事实" in html
    assert PHONE not in html
    assert "李四" not in html
    answer = client.post(url, {"act": "mask_all"}, follow=True)
    assert "没有发现" in answer.content.decode()
    assert (
        DecisionNoticePage.objects.get(pk=page.pk).get_latest_revision_as_object().facts == "投诉人李某电话139****5678"
    )


def test_screen_confirms_with_a_reason(client, penalties, editor):
    page = draft(penalties, editor, facts="证人李四证实。")
    client.force_login(editor)
    url = reverse("privacy_page", args=[page.pk])
    digest = check_page(page.get_latest_revision_as_object()).findings[0].digest
    assert "请写明理由" in client.post(url, {"act": "confirm", "digest": digest}, follow=True).content.decode()
    client.post(url, {"act": "confirm", "digest": digest, "reason": "书中人物"})
    assert codes(page) == []


def test_editor_has_a_way_to_the_screen(client, penalties, editor):
    page = draft(penalties, editor)
    client.force_login(editor)
    html = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert reverse("privacy_page", args=[page.pk]) in html
