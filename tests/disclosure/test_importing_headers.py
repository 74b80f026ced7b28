"""Headers: every way of writing them, every form, wrong columns told once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosure.importing.headers import TEMPLATES, TEMPLATES_BY_KEY, find_header
from disclosure.importing.sniffing import sniff_columns

from .importing_rows import PENALTY, PERSON_ID, cells, context

PENALTY_FORM = TEMPLATES_BY_KEY["penalty-organisation"]
LABELS = [column.label for column in PENALTY_FORM.columns]


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.key)
def test_names_and_codes_find_their_form(template):
    for header in (
        [column.label for column in template.columns],
        [column.code for column in template.columns],
        [column.code.lower() for column in template.columns],
        [f"{column.label}\n({column.code})" for column in template.columns],
        [f"*{column.label.replace('(', '（').replace(')', '） ')}：" for column in template.columns],
    ):
        match = find_header([(1, ["示例市双公示信息表"]), (2, ["填表说明：……"]), (3, header)])
        assert match is not None
        assert match.template is template
        assert match.row == 3
        assert match.problems == []
        assert [column.field for _index, column in match.columns] == [column.field for column in template.columns]


@given(st.permutations(LABELS))
def test_order_does_not_matter(header):
    match = find_header([(1, header)])
    assert {header[index]: column.label for index, column in match.columns} == {label: label for label in LABELS}


@pytest.mark.parametrize(
    ("written", "field"),
    [
        ("罚款金额 (万元)", "fine_fen"),
        ("罚款金额（万元）", "fine_fen"),
        ("罚款金额(万元)：", "fine_fen"),
        ("*行政处罚\n决定书文号", "document_number"),
        ("行政处罚决定书文号（必填）", "document_number"),
        ("cf_wsh", "document_number"),
        ("行政相对人代码_3(统一社会信用代码)", "credit_code"),
        ("行政相对人代码_1（组织机构代码）", "organisation_code"),
        ("法定代表人身份证号", "representative_certificate_number"),
        ("CF_FR_SFZH", "representative_certificate_number"),
        ("CF_FDDB", "legal_representative"),
        ("CF_SJLY", "source_name"),
        ("12.处罚依据", "basis"),
    ],
)
def test_old_names_and_variants(written, field):
    others = [label for label in LABELS if PENALTY_FORM.column(field).label != label]
    match = find_header([(1, [*others, written])])
    assert {column.field: index for index, column in match.columns}[field] == len(others)
    assert match.problems == []


def test_unknown_column_is_a_warning_missing_and_duplicated_are_errors():
    header = ["序号", *(label for label in LABELS if label != "违法事实"), "承办人", "处罚依据", None]
    match = find_header([(4, header)])
    assert [(p.code, p.level, p.column, p.row) for p in match.problems] == [
        ("unknown_column", "warning", "承办人", 4),
        ("duplicate_column", "error", "处罚依据", 4),
        ("missing_column", "error", "违法事实", 4),
    ]
    assert match.has_errors


def test_an_amount_in_another_unit_is_an_error():
    header = [label.replace("罚款金额(万元)", "罚款金额（元）") for label in LABELS]
    assert [p.code for p in find_header([(1, header)]).problems] == ["wrong_unit"]


def test_certificate_columns_and_the_end_of_publicity_may_be_absent():
    header = [
        column.label for column in PENALTY_FORM.columns if not column.never_stored and column.field != "publicity_until"
    ]
    assert find_header([(1, header)]).problems == []


def test_no_header():
    assert find_header([(1, ["甲", "乙", "丙"]), (2, [1, 2, 3])]) is None
    assert find_header([(number, ["", None]) for number in range(1, 11)] + [(11, LABELS)]) is None
    assert find_header([(1, LABELS)], kind="licence").template.kind == "licence"
    assert find_header([]) is None


def test_a_row_of_codes_below_the_names_and_notes_are_no_data():
    match = find_header([(1, LABELS)])
    assert match.is_repeated_header([column.code for column in PENALTY_FORM.columns])
    assert match.is_repeated_header(["填写说明：日期用 2026/3/5"])
    assert not match.is_repeated_header(list(PENALTY.values()))
    assert match.is_footer(["填表人：示例"])
    assert not match.is_footer(list(PENALTY.values()))


def test_cells_by_field_short_rows_are_filled():
    match = find_header([(1, LABELS)])
    row = match.cells(["示例公司"])
    assert row["party_name"].value == "示例公司"
    assert row["remarks"].is_empty


def sheet(count=5, **changes):
    row = cells("penalty-organisation", **changes)
    return [[row[column.field] for column in PENALTY_FORM.columns] for _number in range(count)]


def test_good_columns_are_not_blamed():
    assert sniff_columns(find_header([(1, LABELS)]), sheet()).problems == []


def test_swapped_columns_are_one_message():
    rows = sheet(decided_on="示人社监罚决字〔2026〕第12号", document_number="2026-11-20")
    sniffed = sniff_columns(find_header([(1, LABELS)]), rows, sheet="处罚")
    assert len(sniffed.problems) == 1
    message = sniffed.problems[0].message
    assert "处罚决定日期" in message
    assert "行政处罚决定书文号" in message
    assert "decided_on" in sniffed.bad_fields


def test_a_column_of_the_wrong_kind_is_one_message():
    sniffed = sniff_columns(find_header([(1, LABELS)]), sheet(organ_code="示例市人力资源和社会保障局"))
    assert [p.column for p in sniffed.problems] == ["处罚机关统一社会信用代码"]
    assert sniffed.bad_fields == {"organ_code"}
    assert context(bad_fields=sniffed.bad_fields).bad_fields == sniffed.bad_fields


@pytest.mark.parametrize(
    "changes", [{"credit_code": "91210500MA0DEM0133"}, {"decided_on": "2026-02-30"}, {"fine_fen": "2万元"}]
)
def test_slips_in_a_whole_column_stay_errors_of_their_rows(changes):
    assert sniff_columns(find_header([(1, LABELS)]), sheet(**changes)).problems == []


def test_two_rows_prove_nothing():
    assert sniff_columns(find_header([(1, LABELS)]), sheet(2, organ_code="甲")).problems == []


def test_unknown_header_with_an_id_number_does_not_spell_it():
    match = find_header([(1, [*LABELS, f"经办{PERSON_ID}"])])
    assert PERSON_ID not in str(match.problems)


@given(st.lists(st.none() | st.text(max_size=30) | st.integers() | st.floats(), max_size=20))
def test_any_row_is_a_header_or_none(values):
    find_header([(1, values)])
