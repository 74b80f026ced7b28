"""Rows: what is stored, what is an error, what a warning."""

import json
import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosure.importing.cells import Cell
from disclosure.importing.headers import TEMPLATES_BY_KEY
from disclosure.importing.rows import check_row

from .importing_rows import ORGAN, PERSON_ID, cells, check, codes, context, found


@pytest.mark.parametrize("key", ["penalty-organisation", "penalty-person", "licence-organisation", "licence-person"])
def test_a_good_row_has_no_problem(key):
    checked = check(key)
    assert found(checked) == []
    assert checked.is_good
    assert checked.values["kind"] == key.split("-")[0]
    assert checked.number_key


def test_values_of_a_penalty():
    values = check(fine_fen="1,234.567891", penalty_kinds="罚款；警告", penalty_valid_until="长期").values
    assert values["fine_fen"] == 1_234_567_891
    assert values["penalty_kinds"] == ["警告", "罚款"]
    assert values["penalty_valid_until"] == date(2099, 12, 31)
    assert values["decided_on"] == date(2026, 11, 20)
    assert values["confiscated_fen"] is None
    assert values["publicity_until"] is None
    assert values["party_kind"] == "organisation"


def test_certificate_numbers_are_in_nothing_that_leaves():
    for key in ("penalty-organisation", "penalty-person"):
        checked = check(key, representative_certificate_number=Cell(PERSON_ID, is_formula=True), document_number="")
        assert PERSON_ID not in json.dumps([checked.values, [p.as_dict() for p in checked.problems]], default=str)
        assert not any(
            "certificate" in name and "institution" not in name
            for name in _stored(checked, ("party_", "representative_"))
        )


def _stored(checked, starts):
    return [name for name in checked.values if name.startswith(starts)]


@pytest.mark.parametrize(
    "column", ["facts", "penalty_content", "remarks", "party_name", "document_number", "basis", "withheld_certificate"]
)
def test_id_number_in_any_free_text_is_an_error_and_appears_nowhere(column):
    checked = check(**{column: f"张三，身份证 210502 19900101 0017（{PERSON_ID}）"})
    assert "id_number" in codes(checked, "error")
    text = json.dumps([checked.values, [p.as_dict() for p in checked.problems]], default=str, ensure_ascii=False)
    assert PERSON_ID not in text
    assert "19900101" not in text
    assert "（已隐去）" in text


@pytest.mark.parametrize(
    "column", ["credit_code", "business_registration", "tax_registration", "decided_on", "penalty_kinds", "fine_fen"]
)
def test_id_number_in_a_strict_column(column):
    checked = check(**{column: PERSON_ID})
    assert ("id_number", "error") in [(code, level) for code, level, _column in found(checked)]
    assert PERSON_ID not in str(checked)


def test_id_number_with_a_suffix_in_the_tax_column():
    checked = check(tax_registration=PERSON_ID + "01")
    assert codes(checked) == ["id_number"]


def test_suspected_id_number_is_a_warning_without_its_value():
    checked = check(facts="身份证210502199001010018")
    assert found(checked) == [("id_suspected", "warning", "违法事实")]
    assert checked.problems[0].value == "（已隐去）"
    assert checked.is_good


def test_number_cell_that_lost_its_end():
    checked = check(credit_code=1.12105001234567e17)
    assert codes(checked) == ["number_precision"]
    assert "文本" in checked.problems[0].message
    assert checked.problems[0].value == "（已隐去）"


def test_person_is_masked_everywhere():
    checked = check(
        "penalty-person", facts="张三丰与张 三丰未参保", penalty_content="对张三丰罚款", penalty_kinds="乱写"
    )
    values = checked.values
    assert values["party_name"] == "张某某"
    assert values["party_kind"] == "person"
    assert values["facts"] == "张某某与张某某未参保"
    assert values["penalty_content"] == "对张某某罚款"
    assert "三丰" not in str(checked)


def test_two_persons_who_share_a_mask():
    checked = check("penalty-person", party_name="李四、李五", facts="李四、李五共同实施")
    assert checked.values["party_name"] == "李某1、李某2"
    assert checked.values["facts"] == "李某1、李某2共同实施"


def test_a_persons_name_is_masked_in_its_own_problem():
    checked = check("penalty-person", party_name="张三" + "丰" * 200)
    assert codes(checked) == ["too_long"]
    assert "三丰" not in checked.problems[0].value


def test_already_masked_name_stays():
    assert check("penalty-person", party_name="张某华").values["party_name"] == "张某华"


def test_company_in_a_persons_form_and_person_in_an_organisations():
    assert ("party_kind_mismatch", "error", "行政相对人名称") in found(
        check("penalty-person", party_name="示例劳务有限公司")
    )
    assert ("party_kind_mismatch", "warning", "行政相对人名称") in found(check(party_name="王示例"))


@pytest.mark.parametrize(
    ("column", "label"),
    [
        ("party_name", "行政相对人名称"),
        ("party_kind", "行政相对人类别"),
        ("credit_code", "行政相对人代码_1(统一社会信用代码)"),
        ("legal_representative", "法定代表人"),
        ("document_number", "行政处罚决定书文号"),
        ("facts", "违法事实"),
        ("penalty_kinds", "处罚类别"),
        ("decided_on", "处罚决定日期"),
        ("penalty_valid_until", "处罚有效期"),
        ("organ_code", "处罚机关统一社会信用代码"),
    ],
)
@pytest.mark.parametrize("empty", ["", None, "  "])
def test_required(column, label, empty):
    assert ("missing", "error", label) in found(check(**{column: empty}))


def test_a_slash_is_nothing_in_columns_that_are_no_text():
    assert found(check(confiscated_fen="/", publicity_until="无", tax_registration="—")) == []


@pytest.mark.parametrize(
    ("changes", "code", "level"),
    [
        ({"penalty_kinds": "罚款", "fine_fen": ""}, "missing", "error"),
        ({"penalty_kinds": "罚款", "fine_fen": "0"}, "missing", "error"),
        ({"penalty_kinds": "罚款;没收违法所得"}, "missing", "error"),
        ({"penalty_kinds": "罚款;吊销许可证件"}, "missing", "error"),
        ({"penalty_kinds": "警告"}, "amount_without_kind", "warning"),
        ({"confiscated_fen": "1"}, "amount_without_kind", "warning"),
        ({"fine_fen": "20000"}, "large_amount", "warning"),
        ({"penalty_kinds": "重罚"}, "bad_choice", "error"),
        ({"party_kind": "公司类"}, "bad_choice", "error"),
        ({"decided_on": "2026-11-25", "penalty_valid_until": "2027-01-01"}, "future_decision", "error"),
        ({"penalty_valid_until": "2026-11-19"}, "period_order", "error"),
        ({"publicity_until": "2026-11-19"}, "period_order", "error"),
        ({"decided_on": "2026-02-30"}, "bad_date", "error"),
        ({"decided_on": "长期"}, "forever_not_allowed", "error"),
        ({"credit_code": "91210500MA0DEM0133"}, "bad_credit_code", "error"),
        ({"organisation_code": "MA0DEM014"}, "organisation_code", "warning"),
        ({"document_number": "号" * 129}, "too_long", "error"),
        ({"document_number": "无"}, "missing", "error"),
        ({"document_number": "示人社监罚决"}, "unusual_number", "warning"),
    ],
)
def test_single_findings(changes, code, level):
    checked = check(**changes)
    assert (code, level) in [(problem.code, problem.level) for problem in checked.problems]
    assert all(problem.message and problem.sheet == "处罚" and problem.row == 2 for problem in checked.problems)
    assert checked.is_good == (level == "warning")


def test_order_of_the_licences_period():
    checked = check("licence-organisation", valid_from="2026-11-30", valid_until="2026-11-29")
    assert found(checked) == [("period_order", "error", "有效期至")]


def test_other_with_a_note_goes_to_the_remarks():
    values = check("licence-organisation", licence_category="其他（延续）", remarks="附记").values
    assert values["licence_category"] == "other"
    assert values["remarks"] == "附记；许可类别：其他（延续）"
    values = check(penalty_kinds="罚款、其他(责令改正)").values
    assert values["penalty_kinds"] == ["罚款", "其他"]
    assert "责令改正" in values["remarks"]


def test_limits_can_be_changed():
    assert codes(check(at=context(limits={"facts": 3}))) == ["too_long"]
    assert codes(check("licence-organisation", licence_content="字" * 4000)) == []


def test_existing_equal_and_different():
    stored = dict(check().values)
    same = check(at=context(existing=lambda organ, key: stored if organ == ORGAN else None))
    assert same.existing == "equal"
    assert found(same) == []
    other = check(at=context(existing=lambda organ, key: stored), fine_fen="3", facts="改了")
    assert other.existing == "different"
    assert [(d.field, d.stored, d.given) for d in other.differences] == [
        ("facts", stored["facts"], "改了"),
        ("fine_fen", 2_000_000, 3_000_000),
    ]
    assert codes(other, "warning") == ["changed"]


def test_bad_columns_block_a_row_without_blaming_it():
    checked = check(at=context(bad_fields=frozenset({"decided_on"})), decided_on="不是日期")
    assert found(checked) == []
    assert not checked.is_good


@given(
    st.dictionaries(
        st.sampled_from(sorted(cells("penalty-organisation"))),
        st.none() | st.booleans() | st.floats() | st.text() | st.dates(),
    )
)
def test_any_cell_gives_values_or_problems_and_never_an_exception(changes):
    checked = check(**changes)
    assert all(problem.level in {"error", "warning"} and len(problem.value) <= 201 for problem in checked.problems)


def test_ten_thousand_rows_take_seconds_at_most():
    template, where = TEMPLATES_BY_KEY["penalty-organisation"], context()
    rows = [cells("penalty-organisation", document_number=f"示罚〔2026〕{number}号") for number in range(2000)]
    start = time.process_time()
    for number, row in enumerate(rows):
        assert check_row(template, row, row=number, context=where).is_good
    assert (time.process_time() - start) / len(rows) < 0.001
