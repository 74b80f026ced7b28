"""How doubtful cases are decided: one test for each of the fourteen rules."""

from datetime import date

import pytest

from disclosure.importing.cells import Cell

from .importing_rows import ORGAN, PERSON_ID, check, codes, context, found


def test_rule_1_a_persons_form_is_of_persons_and_a_persons_row_may_stand_in_an_organisations_form():
    assert check("penalty-person").values["party_kind"] == "person"
    assert check("licence-person", document_name="").values["party_kind"] == "person"
    assert codes(check("licence-person", document_name="")) == ["missing"]
    row = check(
        party_kind="自然人",
        party_name="张三丰",
        credit_code="",
        legal_representative="",
        party_certificate_number=PERSON_ID,
    )
    assert found(row) == []
    assert row.values["party_name"] == "张某某"


def test_rule_1_codes_of_a_person_are_left_out_with_a_warning():
    row = check(party_kind="自然人", party_name="张三丰", legal_representative="张三丰")
    assert codes(row) == ["person_code"]
    assert row.values["credit_code"] == row.values["legal_representative"] == ""


def test_rule_2_sole_traders():
    trader = {"party_kind": "个体工商户", "party_name": "示例区张三丰小吃部", "legal_representative": ""}
    kept = check(**trader, credit_code="92210503MA0DEM03XW")
    assert found(kept) == []
    assert kept.values["party_name"] == "示例区张三丰小吃部"
    assert found(check(**trader, credit_code="", business_registration="210503600000001")) == []
    assert codes(check(**trader, credit_code="")) == ["missing"]


def test_rule_3_files_of_2015_wait_as_drafts():
    row = check("penalty-2015")
    assert codes(row, "error") == []
    assert codes(row, "warning").count("legacy_missing") == 1
    assert row.draft_only
    assert {"violation_type", "organ_code", "penalty_valid_until", "credit_code"} <= set(row.missing)
    assert row.values["penalty_kinds"] == ["警告", "罚款"]
    assert not {"state_2015", "scope_2015", "penalty_kinds_2"} & set(row.values)


def test_rule_3_state_1_means_revoked_in_2015_and_valid_today():
    assert check("licence-2015", licence_state="1").values["licence_state"] == "revoked"
    assert check("licence-2015", licence_state="1").values["publicity"] == "withheld"
    assert check("licence-organisation", licence_state="1").values["licence_state"] == "valid"
    assert check("penalty-2015", state_2015="1").values["publicity"] == "withheld"
    assert check("licence-2015", licence_state="2").values["licence_state"] == ""


def test_licence_law_69_a_revoked_licence_is_imported_as_not_public():
    row = check("licence-organisation", licence_state="撤销")
    assert row.values["publicity"] == "withheld"
    assert codes(row, "warning").count("revoked_licence") == 1
    assert "publicity" not in check("licence-organisation", licence_state="注销").values


@pytest.mark.parametrize("scope", ["1", "2", 1, 2.0])
def test_rule_3_internal_scope_is_withheld(scope):
    row = check("licence-2015", scope_2015=scope)
    assert row.values["publicity"] == "withheld"
    assert row.values["publicity_reason"]
    assert "publicity" not in check("licence-2015", scope_2015="0").values


def test_rule_3_persons_of_2015_are_masked():
    row = check(
        "penalty-2015",
        party_name="张三丰",
        organisation_code="",
        party_certificate_number=PERSON_ID,
        facts="张三丰拖欠",
    )
    assert row.values["party_kind"] == "person"
    assert row.values["party_name"] == "张某某"
    assert row.values["facts"] == "张某某拖欠"
    assert check("penalty-2015").values["party_kind"] == "organisation"


def test_rule_4_lengths_count_characters_and_the_larger_of_a_range():
    assert found(check(document_number="示〔2026〕" + "1" * 120)) == []
    assert codes(check(document_number="示〔2026〕" + "1" * 122)) == ["too_long"]


@pytest.mark.parametrize("amount", ["2万元", "20000元", "贰万元整"])
def test_rule_5_an_amount_with_its_own_unit_is_not_guessed(amount):
    row = check(fine_fen=amount)
    assert codes(row) == ["ambiguous_amount"]
    assert "20,000.00 元" in row.problems[0].message
    assert row.values["fine_fen"] is None


def test_rule_5_thousands_separators_are_read():
    assert check(fine_fen="1,000.5").values["fine_fen"] == 1_000_500_000


@pytest.mark.parametrize(
    "written",
    ["二〇二六年三月五日", "二○二六年三月五日", "二零二六年三月五日", 1772668800000, "1772668800000", 46086, "46086.0"],
)
def test_rule_6_dates(written):
    assert check(decided_on=written).values["decided_on"] == date(2026, 3, 5)


def test_rule_6_the_1904_system():
    assert check(decided_on=46086 - 1462, at=context(date1904=True)).values["decided_on"] == date(2026, 3, 5)


def test_rule_6_forever_only_in_two_columns():
    assert check(penalty_valid_until="长期").values["penalty_valid_until"] == date(2099, 12, 31)
    assert check("licence-organisation", valid_until="长期").values["valid_until"] == date(2099, 12, 31)
    assert codes(check("licence-organisation", valid_from="长期")) == ["forever_not_allowed"]
    assert codes(check(publicity_until="长期")) == ["forever_not_allowed"]


def test_rule_7_duplicates_name_the_first_row():
    where = context()
    assert found(check(at=where, row=2)) == []
    second = check(at=where, row=5, document_number="示人社监罚决字[2026]第 12 号")
    assert codes(second) == ["duplicate_number"]
    assert "第 2 行" in second.problems[0].message
    third = check(at=where.for_sheet("另一表"), row=3)
    assert "工作表“处罚”第 2 行" in third.problems[0].message
    assert found(check(at=where, row=6, organ_name="示例区人力资源和社会保障局")) == [
        ("other_organ", "warning", "处罚机关")
    ]


def test_rule_7_leading_zeros_are_another_number_with_a_warning():
    where = context()
    check(at=where, row=2)
    other = check(at=where, row=3, document_number="示人社监罚决字〔2026〕第012号")
    assert codes(other) == ["similar_number"]
    assert other.is_good


def test_rule_8_equal_compares_what_is_stored():
    stored = dict(check("penalty-person").values)
    again = check("penalty-person", party_certificate_number="", at=context(existing=lambda organ, key: stored))
    assert again.existing == "equal"


def test_rule_9_another_organ_is_a_warning():
    assert codes(check(organ_name="示例县人力资源和社会保障局"), "warning") == ["other_organ"]
    assert codes(check(organ_code="12210500TE5T00024Q"), "warning") == ["other_organ"]
    assert found(check(organ_name=f" {ORGAN} ")) == []


def test_rule_10_credit_codes():
    assert codes(check(credit_code="0" * 18), "error") == ["bad_credit_code"]
    row = check(credit_code="91210500 ma0dem0132")
    assert codes(row, "warning") == ["code_mended", "code_mended"]
    assert row.values["credit_code"] == "91210500MA0DEM0132"


def test_rule_11_formulas_are_errors_of_their_cell():
    row = check(fine_fen=Cell(2, is_formula=True))
    assert found(row) == [("formula", "error", "罚款金额(万元)")]
    assert "粘贴" in row.problems[0].message


@pytest.mark.parametrize("text", ["=HYPERLINK(1)", "+86", "-无", "@示例"])
def test_rule_11_text_that_looks_like_a_formula_stays_text(text):
    assert check(facts=text).values["facts"] == text


def test_rule_12_merged_cells_are_errors_and_the_end_of_publicity_may_be_empty():
    assert codes(check(facts=Cell("甲", is_merged=True))) == ["merged"]
    assert found(check(publicity_until="")) == []


def test_rule_13_an_id_number_in_free_text_is_stored_nowhere():
    row = check(remarks=f"联系人身份证{PERSON_ID}")
    assert codes(row) == ["id_number"]
    assert row.values["remarks"] == ""
    assert PERSON_ID not in str(row)


def test_rule_14_lateness_counts_to_the_day_of_import():
    decided = {"decided_on": "2026-09-30", "penalty_valid_until": "2027-09-30"}
    assert codes(check(**decided, at=context(today=date(2026, 10, 15)))) == []
    late = check(**decided, at=context(today=date(2026, 10, 16)))
    assert codes(late) == ["late"]
    assert "2026-10-15" in late.problems[0].message
    assert late.is_good


def test_rule_14_an_unmaintained_year_is_said_and_not_guessed():
    row = check(decided_on="2026-12-30", at=context(today=date(2027, 3, 1)))
    assert codes(row) == ["calendar_missing"]
    assert "2027" in row.problems[0].message
