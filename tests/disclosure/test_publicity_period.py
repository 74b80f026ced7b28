"""公示期：信用修复管理办法的等级和期限，按决定之日的规则计算。"""

import datetime

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from disclosure.importing.limits import field_of
from disclosure.models import DecisionNoticePage, ImportSettings, PublicityRule
from disclosure.publicity import add_months, proposed_grade
from tests.conftest import build_penalty

THRESHOLD = 1_000_000


@pytest.mark.parametrize(
    ("day", "months", "end"),
    [("2026-11-30", 3, "2027-02-28"), ("2024-01-31", 1, "2024-02-29"), ("2026-04-15", 12, "2027-04-15")],
)
def test_months_are_clamped_at_the_end_of_a_month(day, months, end):
    assert add_months(datetime.date.fromisoformat(day), months).isoformat() == end


@given(st.dates(datetime.date(2000, 1, 1), datetime.date(2090, 1, 1)), st.integers(0, 60))
def test_added_months_never_skip_a_month(day, months):
    end = add_months(day, months)
    assert (end.year - day.year) * 12 + end.month - day.month == months
    assert end.day <= day.day


@pytest.mark.parametrize(
    ("kinds", "fine", "grade"),
    [
        (["警告"], None, "minor"),
        (["罚款"], THRESHOLD - 1, "minor"),
        (["罚款"], THRESHOLD, "ordinary"),
        (["警告", "没收违法所得"], 0, "ordinary"),
        (["罚款", "吊销许可证件"], 100, "serious"),
    ],
)
def test_credit_repair_measures_the_heaviest_kind_decides(kinds, fine, grade):
    assert proposed_grade(kinds, fine, THRESHOLD) == grade


@pytest.mark.django_db
def test_rule_of_the_day_of_decision_applies(penalties):
    new = build_penalty(penalties, decided_on=datetime.date(2026, 4, 1))
    old = build_penalty(penalties, 2, decided_on=datetime.date(2026, 3, 31))
    before = build_penalty(penalties, 3, decided_on=datetime.date(2020, 1, 1))
    assert new.publicity_until == datetime.date(2027, 4, 1)
    assert old.publicity_until == datetime.date(2029, 3, 31)
    assert before.publicity_until is None


@pytest.mark.django_db
def test_a_given_end_stays_and_a_computed_one_follows_the_grade(penalties):
    given_end = build_penalty(
        penalties, decided_on=datetime.date(2026, 5, 1), publicity_until=datetime.date(2026, 9, 1)
    )
    given_end.prepare()
    assert given_end.publicity_until == datetime.date(2026, 9, 1)
    computed = build_penalty(penalties, 2, decided_on=datetime.date(2026, 5, 1))
    computed.credit_grade = "serious"
    computed.prepare()
    assert computed.publicity_until == datetime.date(2029, 5, 1)


@pytest.mark.django_db
def test_the_bureau_can_switch_computing_off(penalties):
    for rule in PublicityRule.objects.all():
        rule.enabled = False
        rule.save()
    assert build_penalty(penalties, decided_on=datetime.date(2026, 5, 1)).publicity_until is None


@pytest.mark.django_db
def test_computing_costs_no_query_per_notice(penalties, django_assert_num_queries):
    build_penalty(penalties, 1)
    with django_assert_num_queries(0):
        for number in range(2, 12):
            build_penalty(penalties, number)


def test_rules_are_kept_in_the_admin_in_yuan(client, admin, penalties):
    client.force_login(admin)
    rule = PublicityRule.objects.get(effective_from="2026-04-01")
    page = client.get(reverse("publicity_rules:edit", args=[rule.pk])).content.decode()
    assert 'value="10000"' in page or 'value="10000.00"' in page
    values = {"name": rule.name, "effective_from": "2026-04-01", "minor_months": 2, "ordinary_months": 12}
    values |= {"serious_months": 36, "ordinary_fine_fen": "25000.50", "enabled": "on"}
    values |= {"ordinary_least_months": 3, "serious_least_months": 12}
    client.post(reverse("publicity_rules:edit", args=[rule.pk]), values)
    rule.refresh_from_db()
    assert (rule.minor_months, rule.ordinary_fine_fen) == (2, 2_500_050)
    wrong = client.post(reverse("publicity_rules:edit", args=[rule.pk]), {**values, "serious_months": 1})
    assert "由轻到重" in wrong.content.decode()
    wrong = client.post(reverse("publicity_rules:edit", args=[rule.pk]), {**values, "serious_least_months": 37})
    assert "不能长于最长公示期" in wrong.content.decode()


def test_length_limits_name_columns_as_the_templates_do():
    assert field_of("备注")[0] == field_of("BZ")[0] == "remarks"
    assert field_of("许可内容") == ("licence_content", None)
    assert field_of("没有这一列") == ("", None)


@pytest.mark.django_db
def test_import_settings_explain_a_wrong_line(client, admin):
    client.force_login(admin)
    url = reverse("wagtailsettings:edit", args=["disclosure", "importsettings", ImportSettings.load().pk])
    values = {"keep_days": 5, "warn_other_organ": "on", "lengths": "备注 2000\n胡写 12"}
    assert "第 2 行" in client.post(url, values).content.decode()
    client.post(url, {**values, "lengths": "备注 2000\nCF_WFXW：300"})
    assert ImportSettings.load().limits() == {"remarks": 2000, "violation_type": 300}
    client.post(url, {**values, "lengths": "", "keep_days": 30})
    assert ImportSettings.load().keep_days == 5


def test_stored_fields_exist():
    names = {field.name for field in DecisionNoticePage._meta.concrete_fields}
    assert {"credit_grade", "publicity_computed"} <= names
