"""信用修复管理办法：失信等级由政策法规科逐件核定，公示截止期随之确定；轻微的原则上不公示，最长三个月；未改正的不自动停止公示。"""

import datetime

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from disclosure.clocks import run_clocks, to_review
from disclosure.grades.over import ExpireNow, ExtendPublicity
from disclosure.grades.verbs import ConfirmGrade, ConfirmMany
from disclosure.models import DecisionNoticePage, DisclosureSettings, PenaltyGrade, PublicityRule
from publication.actions.change_shown import ChangeShown
from publication.actions.end_request import DecideEnding
from publication.actions.publish_many import PublishMany
from publication.errors import Refused
from publication.gates import findings_of, problems_of
from publication.models import Ending, Seal, TrailEntry
from tests.conftest import build_penalty

from .grading import DAY, MINOR, expired, fresh, lawyer, officer, penalty  # noqa: F401

pytestmark = pytest.mark.django_db


def confirm(page, user, grade="ordinary", **values):
    return ConfirmGrade(page, user=user, grade=grade, **values).execute()


def codes(page):
    return {found.code: found.severity for found in findings_of(page, page.get_latest_revision())}


def set_first():
    settings = DisclosureSettings.load()
    settings.grades_first = True
    ChangeShown(settings).execute()


def test_the_confirmed_grade_sets_the_end_of_a_public_penaltys_period(client, penalties, lawyer):  # noqa: F811
    page = penalty(penalties, publish=True)
    assert page.publicity_until == datetime.date(2027, 11, 2)
    confirm(page, lawyer, "serious", reason="情节严重，社会影响较大。")
    page = fresh(page)
    assert (page.credit_grade, page.publicity_until) == ("serious", datetime.date(2029, 11, 2))
    assert "2029年11月2日" in client.get(page.get_url()).content.decode()
    entry = TrailEntry.objects.get(act="grade.confirm")
    assert (entry.actor_id, entry.page_id, entry.reason) == (lawyer.pk, page.pk, "情节严重，社会影响较大。")
    assert entry.after["outcome"] == "公示至2029年11月2日"


def test_the_end_is_clamped_at_the_end_of_a_month(penalties, lawyer):  # noqa: F811
    page = penalty(penalties, decided_on=datetime.date(2026, 11, 30), **MINOR)
    assert confirm(page, lawyer, "minor", months=3).until == datetime.date(2027, 2, 28)


def test_a_minor_breach_is_withheld_or_public_for_three_months_at_most_and_the_person_chooses(penalties, lawyer):  # noqa: F811
    page = penalty(penalties, **MINOR)
    with pytest.raises(Refused, match="1至3个月"):
        confirm(page, lawyer, "minor", months=4)
    with pytest.raises(Refused, match="只有“轻微”的可以不公开"):
        confirm(page, lawyer, "ordinary", withheld=True, reason="理由是这样的")
    made = confirm(page, lawyer, "minor", withheld=True)
    assert (made.withheld, made.until) == (True, None)
    page = fresh(page)
    assert page.publicity == "withheld"
    assert page.get_latest_revision_as_object().publicity == "withheld"
    assert codes(page)["grade_withheld"] == "error"
    again = confirm(page, lawyer, "minor", months=2, reason="群众反映强烈，确有必要公示。")
    assert again.until == datetime.date(2027, 1, 2)
    page = fresh(page)
    assert (page.publicity, page.publicity_reason) == ("public", "")
    assert PenaltyGrade.objects.filter(page=page, superseded_at=None).get() == again
    assert PenaltyGrade.objects.filter(page=page).count() == 2


def test_a_public_penalty_that_is_to_be_withheld_goes_down_by_two_people(penalties, officer, reviewer):  # noqa: F811
    page = penalty(penalties, publish=True, **MINOR)
    confirm(page, officer, "minor", withheld=True)
    ending = Ending.objects.get()
    assert (ending.state, ending.kind, fresh(page).live) == ("requested", "expired", True)
    DecideEnding(ending, user=reviewer, approve=True).execute()
    assert not fresh(page).live
    with pytest.raises(Refused, match="封存"):
        confirm(page, officer, "minor", months=1, reason="改为公示一个月")


def test_who_has_no_right_on_the_page_does_not_withhold_a_public_one(penalties, lawyer):  # noqa: F811
    page = penalty(penalties, publish=True, **MINOR)
    with pytest.raises(Refused, match="申请撤下"):
        confirm(page, lawyer, "minor", withheld=True)
    assert not PenaltyGrade.objects.exists()


def test_a_grade_other_than_the_proposed_one_needs_a_reason(penalties, lawyer):  # noqa: F811
    page = penalty(penalties)
    with pytest.raises(Refused, match="与建议的不同"):
        confirm(page, lawyer, "serious")
    with pytest.raises(Refused, match="短于最长期限"):
        confirm(page, lawyer, "ordinary", months=6)
    with pytest.raises(Refused, match="3至12个月"):
        confirm(page, lawyer, "ordinary", months=2, reason="已经主动改正。")
    with pytest.raises(Refused, match="请删去"):
        confirm(page, lawyer, "serious", reason="当事人210502199003072316多次违法")
    assert confirm(page, lawyer, "ordinary").until == datetime.date(2027, 11, 2)
    assert confirm(page, lawyer, "ordinary").pk == PenaltyGrade.objects.get().pk, "asked twice it is done once"
    with pytest.raises(Refused, match="更改已核定的"):
        confirm(page, lawyer, "serious")


def test_only_the_legal_division_confirms(penalties, editor, reviewer):
    page = penalty(penalties)
    for user in (editor, reviewer):
        with pytest.raises(Refused, match="政策法规科"):
            confirm(page, user)


def test_a_confirmation_does_not_speak_of_what_was_changed_afterwards(penalties, lawyer, editor, reviewer):  # noqa: F811
    page = penalty(penalties, publish=True)
    row = confirm(page, lawyer)
    page = fresh(page)
    page.penalty_kinds, page.correction_note = ["吊销许可证件"], "更正处罚类别。"
    page.save_revision(user=editor).publish(user=reviewer)
    page = fresh(page)
    assert not row.speaks_of(page)
    assert "grade_unconfirmed" in codes(page)


def test_publication_waits_for_no_grade_but_the_bureau_may_ask_for_it(penalties, lawyer, editor, reviewer):  # noqa: F811
    """国办发〔2018〕118号: seven working days; the default warns."""
    page = penalty(penalties, user=editor, decided_on=timezone.localdate())
    assert codes(page)["grade_unconfirmed"] == "warning"
    set_first()
    assert codes(page)["grade_unconfirmed"] == "error"
    refused = PublishMany([(page, page.get_latest_revision())], user=reviewer).execute()["refused"]
    assert [problem.code for problem in refused[page.pk]] == ["grade_unconfirmed"]
    confirm(page, lawyer)
    assert problems_of(page, page.get_latest_revision()) == []
    PublishMany([(page, page.get_latest_revision())], user=reviewer).execute()
    assert fresh(page).live


def test_what_was_confirmed_of_a_draft_holds_when_it_becomes_public_and_voids_no_approval(
    penalties, lawyer, editor, reviewer  # noqa: F811
):  # fmt: skip
    """Confirmed between approval and publication: no step is asked again, and the period is the confirmed one."""
    from publication.actions.approve import sign_missing

    for number, many in ((1, False), (2, True)):
        page = penalty(penalties, number, user=editor)
        revision = page.get_latest_revision()
        sign_missing(page, revision, reviewer)
        confirm(page, lawyer, "serious", reason="情节严重，影响较大。")
        if many:
            PublishMany([(fresh(page), revision)], user=reviewer).execute()
        else:
            revision.publish(user=reviewer)
        page = fresh(page)
        assert (page.live, page.publicity_until) == (True, datetime.date(2029, 11, 2))


def test_the_database_holds_what_was_confirmed(penalties, lawyer, officer):  # noqa: F811
    page = penalty(penalties, publish=True)
    row = confirm(page, lawyer)
    for act in (
        lambda: PenaltyGrade.objects.create(page=page, proposed="minor", grade="minor", decided_on=DAY, user=officer),
        lambda: PenaltyGrade.objects.filter(pk=row.pk).update(grade="minor"),
        lambda: PenaltyGrade.objects.filter(pk=row.pk).delete(),
        lambda: DecisionNoticePage.objects.filter(pk=page.pk).update(publicity_until=DAY),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


def test_a_draft_is_deleted_with_its_confirmations(penalties, lawyer, admin):  # noqa: F811
    page = penalty(penalties)
    confirm(page, lawyer)
    fresh(page).delete(user=admin)
    assert not PenaltyGrade.objects.exists()


def test_many_are_confirmed_as_proposed_and_one_keeps_back_no_other(penalties, lawyer):  # noqa: F811
    first, second = penalty(penalties, 1), penalty(penalties, 2, **MINOR)
    public = penalty(penalties, 3, publish=True, **MINOR)
    outcomes = ConfirmMany([first, second, public], user=lawyer, withheld=True, minor_months=None).execute()
    assert [bool(found.problem) for found in outcomes] == [False, False, True]
    assert "申请撤下" in outcomes[2].problem
    assert list(PenaltyGrade.objects.order_by("page_id").values_list("grade", "withheld")) == [
        ("ordinary", False), ("minor", True),
    ]  # fmt: skip


def test_a_later_version_of_the_rules_applies_from_its_day_on(penalties, lawyer):  # noqa: F811
    old, new = penalty(penalties, 1), penalty(penalties, 2, decided_on=DAY + datetime.timedelta(days=9))
    PublicityRule.objects.create(
        name="示例新规则", effective_from=DAY + datetime.timedelta(days=5), minor_months=1, ordinary_months=6, serious_months=24
    )  # fmt: skip
    assert confirm(old, lawyer).until == datetime.date(2027, 11, 2)
    made = confirm(new, lawyer)
    assert made.until == datetime.date(2027, 5, 11)
    assert "示例新规则" in made.rule


def test_where_no_rule_is_in_force_nothing_is_confirmed(penalties, lawyer):  # noqa: F811
    page = penalty(penalties)
    for rule in PublicityRule.objects.all():
        rule.enabled = False
        rule.save()
    with pytest.raises(Refused, match="不需要核定"):
        confirm(page, lawyer)
    assert "grade_unconfirmed" not in codes(page)


def test_what_was_not_mended_is_not_hidden_by_itself_and_is_extended_with_a_reason(penalties, lawyer, officer):  # noqa: F811
    page = expired(penalties, fulfilment="open")
    assert (run_clocks().waiting, fresh(page).live) == (1, True)
    later = timezone.localdate() + datetime.timedelta(days=90)
    for until, reason, said in (
        (later, "", "写明理由"),
        (timezone.localdate(), "仍未支付工资。", "今天之后"),
        (later + datetime.timedelta(days=400), "仍未支付工资。", "一年之内"),
    ):
        with pytest.raises(Refused, match=said):
            ExtendPublicity(page, user=lawyer, until=until, reason=reason).execute()
    ExtendPublicity(page, user=lawyer, until=later, reason="仍未支付工资。").execute()
    assert fresh(page).publicity_until == later
    assert not to_review().exists()
    assert TrailEntry.objects.get(act="grade.extend").reason == "仍未支付工资。"
    assert to_review(later + datetime.timedelta(days=1)).get() == page


def test_what_is_over_goes_down_now_by_the_officer_with_a_reason(penalties, lawyer, officer):  # noqa: F811
    page = expired(penalties, fulfilment="open")
    with pytest.raises(Refused, match="公示专员"):
        ExpireNow(page, user=lawyer, reason="已经改正，登记未更新。").execute()
    with pytest.raises(Refused, match="写明理由"):
        ExpireNow(page, user=officer, reason="").execute()
    ending = ExpireNow(page, user=officer, reason="已经改正，登记未更新。").execute()
    assert (ending.verb, ending.decided_by, ending.decision_note) == ("expire", officer, "已经改正，登记未更新。")
    assert Seal.objects.filter(page=page).exists()
    with pytest.raises(Refused, match="没有满"):
        ExpireNow(page, user=officer, reason="再来一次，没有用。").execute()


def test_with_the_clock_switched_off_nothing_expires_and_everything_over_is_on_the_list(penalties):
    settings = DisclosureSettings.load()
    settings.expire_by_clock = False
    ChangeShown(settings).execute()
    page = expired(penalties)
    assert run_clocks().expired == 0
    assert fresh(page).live
    assert to_review().get() == page


def test_the_period_after_which_nothing_is_published_is_the_confirmed_one(penalties, lawyer, editor):  # noqa: F811
    page = penalty(penalties, user=editor, decided_on=datetime.date(2026, 4, 1), **MINOR)
    assert codes(page)["period_over"] == "warning"
    confirm(page, lawyer, "ordinary", reason="多次违法，情节不轻。")
    assert "period_over" not in codes(fresh(page))


def test_the_gate_asks_the_same_for_one_as_for_many(penalties, django_assert_num_queries):
    from disclosure.grades.gate import GradeGate

    for number in range(1, 9):
        penalty(penalties, number)
    pages = list(DecisionNoticePage.objects.all())
    GradeGate().check_many([(pages[0], None)])
    for count in (1, 8):
        with django_assert_num_queries(1):
            GradeGate().check_many([(page, None) for page in pages[:count]])
    with django_assert_num_queries(0):
        GradeGate().check_many([(build_penalty(penalties, 99), None)])
