"""公告送达: the name stands where it must, and nowhere else; the notice ends by itself."""

import datetime

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry, Page, PageLogEntry, Revision

from disclosure.models import PaperListPage, PaperSettings, ServiceNoticeIndexPage, ServiceNoticePage
from disclosure.papers.clocks import end_service_notices
from publication.actions.mask_page import MaskPage
from publication.gates import findings_of, problems_of
from publication.models import Ending, TrailEntry
from publication.privacy.check import check_page
from search.models import Entry, Term
from search.upkeep import differences, rebuild
from tests.disclosure.papers.conftest import PARTY, add, make_notice, public

pytestmark = pytest.mark.django_db
ID, PHONE = "210502199001010017", "13842412345"


def problems(page):
    return {(found.code, found.field) for found in problems_of(page, None)}


def day(offset):
    return timezone.localdate() + datetime.timedelta(days=offset)


def test_a_complete_notice_with_a_full_name_may_be_public(unit):
    page = make_notice(unit)
    assert problems(page) == set()
    assert not check_page(page).findings


def test_each_missing_element_is_named_at_its_field(unit):
    page = make_notice(unit)
    for field in ("party_name", "document_name", "document_number", "organ_name", "reason", "basis", "collect_at"):
        kept = getattr(page, field)
        setattr(page, field, "")
        assert problems(page) == {("missing", field)}
        setattr(page, field, kept)


def test_the_day_is_required(unit):
    assert ("missing", "notified_on") in problems(make_notice(unit, notified_on=None))


# -- the period


def test_no_period_is_shipped_the_bureau_enters_it(unit):
    page = make_notice(unit, period_days=None)
    assert ("no_period", "period_days") in problems(page)
    assert page.served_on is None


def test_the_period_of_the_setting_is_counted_from_the_next_day(unit, period):
    page = make_notice(unit, period_days=None, notified_on=datetime.date(2026, 1, 31))
    assert page.period_days == 60
    assert page.served_on == datetime.date(2026, 4, 1)


def test_a_later_setting_does_not_move_what_was_computed(unit, period):
    page = make_notice(unit, period_days=None)
    period.service_days = 90
    period.save()
    page.full_clean()
    assert page.period_days == 60
    assert page.served_on == day(60)


def test_a_typed_last_day_may_be_later_and_not_earlier(unit):
    assert ("too_short", "served_on") in problems(make_notice(unit, served_on=day(29), served_computed=False))
    assert ("period_order", "served_on") in problems(make_notice(unit, served_on=day(-1), served_computed=False))
    later = make_notice(unit, served_on=day(31), served_computed=False)
    assert later.served_on == day(31)
    assert problems(later) == set()


def test_a_period_that_is_over_and_a_day_to_come_keep_it_back(unit):
    assert ("period_over", "served_on") in problems(make_notice(unit, notified_on=day(-31)))
    assert problems(make_notice(unit, notified_on=day(-30))) == set()
    page = make_notice(unit, notified_on=day(1))
    assert ("future", "notified_on") in problems(page)
    page.go_live_at = timezone.now() + datetime.timedelta(days=1)
    assert ("future", "notified_on") not in problems(page)
    earlier = make_notice(unit, notified_on=day(-2))
    assert "backdated" in {found.code for found in findings_of(earlier, None)}


# -- the name


def test_the_name_in_any_other_field_keeps_it_back(unit):
    page = make_notice(unit)
    for field in (
        "document_name",
        "reason",
        "basis",
        "collect_at",
        "remedy",
        "seo_title",
        "search_description",
        "slug",
    ):
        kept = getattr(page, field)
        setattr(page, field, f"致 {PARTY[:2]} {PARTY[2:]}" if field == "reason" else PARTY)
        assert ("party_elsewhere", field) in problems(page)
        setattr(page, field, kept)


def test_a_draft_with_the_name_in_the_wrong_place_has_no_name_in_its_title(unit):
    page = make_notice(unit, document_name=f"关于{PARTY}的决定书")
    assert PARTY not in page.title + page.draft_title
    assert PARTY in page.document_name


def test_numbers_and_addresses_are_found_in_the_name_field_too(unit):
    page = make_notice(unit)
    for more in (ID, f"，电话{PHONE}", "，住示例市平山区示例街道12号3单元401室"):
        page.party_name = f"{PARTY} {more}"
        assert any(code.startswith("privacy_") for code, _ in problems(page)), more


def test_other_people_are_found_in_every_other_field(unit):
    page = make_notice(unit, reason=f"受送达人下落不明，证人：王小明，身份证号{ID}。")
    kinds = {found.kind for found in check_page(page).findings}
    assert {"id", "name"} <= kinds


def test_masking_something_else_leaves_the_name(unit, admin):
    page = make_notice(unit, party_name=f"{PARTY} {ID}", reason=f"证人：{PARTY}，身份证号{ID}")
    revision = MaskPage(page, admin).execute()
    masked = revision.as_object()
    assert PARTY in masked.party_name
    assert ID not in str(revision.content)
    assert PARTY not in masked.reason


def test_the_name_is_shown_on_the_page_and_in_the_lists(unit, client):
    page = public(make_notice(unit))
    for url in (
        page.get_url(),
        PaperListPage.objects.get(kind="service").get_url(),
        ServiceNoticeIndexPage.objects.get(unit=unit).get_url(),
    ):
        answer = client.get(url)
        assert PARTY in answer.content.decode()
        assert 'name="robots" content="noindex, noarchive"' in answer.content.decode()
        head = answer.content.decode().split("</head>")[0]
        assert PARTY not in head


def test_the_name_stands_in_no_title_address_log_index_or_suggestion(unit, editor, reviewer, client):
    parent = ServiceNoticeIndexPage.objects.get(unit=unit)
    client.force_login(editor)
    url = reverse("wagtailadmin_pages:add", args=["disclosure", "servicenoticepage", parent.pk])
    data = {
        "party_name": PARTY, "party_kind": "person", "document_name": "行政处罚决定书", "document_number": "示例罚字〔2026〕第0088号",
        "organ_name": "示例局", "reason": "受送达人下落不明。", "secrecy": "clear", "basis": "行政处罚法第六十一条", "notified_on": str(day(0)), "period_days": 30,
        "served_on": "", "collect_at": "办公室", "remedy": "", "comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0,
        "comments-MIN_NUM_FORMS": 0, "comments-MAX_NUM_FORMS": "", "action-submit": "1",
    }  # fmt: skip
    answer = client.post(url, data)
    assert answer.status_code == 302, answer.context["form"].errors
    page = ServiceNoticePage.objects.get()
    assert page.served_on == day(30)
    client.force_login(reviewer)
    for _ in range(2):
        page = ServiceNoticePage.objects.get()
        state = page.current_workflow_state.current_task_state
        client.post(reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk]), {"comment": ""})
    page = ServiceNoticePage.objects.get()
    assert page.live
    for text in (
        page.title,
        page.slug,
        page.url_path,
        page.draft_title,
        page.search_description,
        page.get_admin_display_title(),
        str(page),
    ):
        assert PARTY not in text
    for model in (PageLogEntry, ModelLogEntry, TrailEntry):
        for row in model.objects.values():
            assert PARTY not in str(row), model
    assert PARTY not in str(list(Revision.objects.values_list("object_str", flat=True)))
    assert not Entry.objects.filter(page_id=page.pk).exists()
    assert not Term.objects.filter(text__contains=PARTY[:2]).exists() if hasattr(Term, "text") else True
    from django.apps import apps

    for model in apps.get_models():
        if model._meta.app_label in ("modelsearch", "search", "django_tasks_database", "django_tasks_db"):
            assert PARTY not in str(list(model._default_manager.values())), model
    for notice in apps.get_model("publication", "notice").objects.values():
        assert PARTY not in str(notice)


def test_search_suggestions_and_sitemap_never_have_it_also_after_a_rebuild(unit, client):
    page = public(make_notice(unit))
    rebuild()
    assert differences() == {"missing": [], "extra": []}
    for word in (PARTY, page.document_number, "行政处罚决定书"):
        for url in (f"/search/?q={word}", f"/search/suggestions/?q={word}"):
            assert page.get_url() not in client.get(url).content.decode()
    sitemap = client.get("/sitemap-pages.xml").content.decode()
    assert page.get_url() not in sitemap
    assert PaperListPage.objects.get(kind="service").get_url() in sitemap


def test_a_name_is_never_typed_into_an_address(unit, client):
    public(make_notice(unit))
    for url in (
        PaperListPage.objects.get(kind="service").get_url(),
        ServiceNoticeIndexPage.objects.get(unit=unit).get_url(),
    ):
        main = client.get(url).content.decode().split("<main")[1]
        assert 'name="q"' not in main
        assert PARTY in client.get(f"{url}?q=别人").content.decode()


# -- the end


def test_it_ends_by_itself_on_the_day_after_its_last_day(unit, client):
    page = public(make_notice(unit))
    assert end_service_notices(page.served_on) == (0, 0)
    assert Page.objects.get(pk=page.pk).live
    assert end_service_notices(page.served_on + datetime.timedelta(days=1)) == (1, 0)
    assert end_service_notices(page.served_on + datetime.timedelta(days=1)) == (0, 0)
    answer = client.get(page.get_url())
    text = answer.content.decode()
    assert answer.status_code == 410
    assert "公告送达期满" in text
    assert "公告期已满，这里的公告不再公开" in text
    assert f'href="{ServiceNoticeIndexPage.objects.get(unit=unit).get_url()}"' in text
    assert PARTY not in text
    assert page.document_number not in text
    assert "信用修复" not in text
    assert PARTY not in client.get(PaperListPage.objects.get(kind="service").get_url()).content.decode()
    ending = Ending.objects.get(page_id=page.pk)
    assert (ending.kind, ending.verb, ending.status) == ("served", "expire", 410)
    assert PARTY not in str(Ending.objects.values().get())
    with pytest.raises(Exception, match=r"撤下|封存|期满"):
        Page.objects.get(pk=page.pk).specific.get_latest_revision().publish()


def test_the_command_and_the_list_know_what_is_over(unit, client, monkeypatch):
    page = public(make_notice(unit, period_days=1))
    tomorrow = day(2)
    monkeypatch.setattr("disclosure.papers.lists.timezone.localdate", lambda *a: tomorrow)
    listing = PaperListPage.objects.get(kind="service").get_url()
    assert PARTY not in client.get(listing).content.decode()
    monkeypatch.setattr("disclosure.papers.clocks.timezone.localdate", lambda *a: tomorrow)
    call_command("run_clocks")
    assert not Page.objects.get(pk=page.pk).live


def test_the_two_steps_of_a_decision_review_it(unit):
    from publication.approvals import steps_of

    assert [step.name for step in steps_of(make_notice(unit))] == ["单位负责人审核", "保密审查与公开审查"]


def test_a_second_notice_below_another_unit_takes_that_unit(other_unit):
    page = add(
        ServiceNoticeIndexPage.objects.get(unit=other_unit), ServiceNoticePage(secrecy="clear", document_name="通知书")
    )
    assert page.unit == other_unit
    assert page.organ_name == other_unit.name
    assert PaperSettings.objects.count() == 0
