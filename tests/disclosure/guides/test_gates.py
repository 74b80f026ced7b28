"""What keeps a guide back: a blank element, “无” that was not chosen, a certificate without a law, a promise that is too long."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosure.guides.elements import ELEMENTS
from disclosure.guides.gates import GuideMaterialsGate
from disclosure.guides.limits import in_words, is_longer
from disclosure.models import LegalBasis, MatterIndexPage, MatterPage, ServiceGuidePage
from publication.gates import problems_of
from tests.disclosure.guides.samples import MATERIAL, PLACE, build, make_basis, make_guide, public
from tests.disclosure.papers.conftest import stored

pytestmark = pytest.mark.django_db
CERTIFICATE = {
    **MATERIAL,
    "name": "场所证明",
    "is_certificate": True,
    "basis_text": "《示例法》第五条",
    "pledge": "yes",
}


def problems(page):
    return {(found.code, found.field) for found in problems_of(page, None)}


#: element → what leaves it blank, and the input where that is said
BLANKS = {
    2: ({"bases": []}, "id_bases-ADD"),
    3: ({"acceptor": " "}, "acceptor"),
    4: ({"approver": ""}, "approver"),
    5: ({"conditions": ""}, "conditions"),
    6: ({"no_benefits": False}, "benefits"),
    7: ({"materials": []}, "id_materials-ADD"),
    8: ({"steps": []}, "id_steps-ADD"),
    9: ({"promised_days": None}, "promised_days"),
    10: ({"supervision": ""}, "supervision"),
    11: ({"accountability": ""}, "accountability"),
    12: ({"remedy": "\n"}, "remedy"),
    13: ({"places": [{**PLACE, "hours": ""}]}, "id_places-0-hours"),
    14: ({"places": [{**PLACE, "address": "无"}]}, "id_places-0-address"),
    15: ({"places": [PLACE, {**PLACE, "phone": " "}]}, "id_places-1-phone"),
}


def test_a_complete_guide_may_be_public(unit):
    assert problems(build(unit)) == set()


def test_plan_2_1_2_2_each_of_the_fifteen_elements_is_named_at_its_field_when_it_is_blank(unit):
    assert [element.number for element in ELEMENTS] == list(range(1, 16))
    for number, (change, field) in BLANKS.items():
        page = build(unit, **change)
        found = problems_of(page, None)
        assert [(problem.code, problem.field) for problem in found] == [("missing", field)], number
        assert ELEMENTS[number - 1].name in found[0].message
        make_guide(unit, **change)  # the draft is saved all the same
    assert ServiceGuidePage.objects.count() == len(BLANKS)
    untitled = build(unit, title="")
    with pytest.raises(Exception, match="title"):
        untitled.full_clean()


@pytest.mark.parametrize(
    ("change", "ticked"),
    [({"approver": "无"}, "no_approver"), ({"conditions": " 无。"}, "no_conditions"), ({"benefits": "没有", "no_benefits": False}, "no_benefits")],
)  # fmt: skip
def test_none_that_is_written_is_ticked(unit, change, ticked):
    page = make_guide(unit, **change).get_latest_revision_as_object()
    assert getattr(page, ticked) is True
    assert getattr(page, ticked.removeprefix("no_")) == ""
    assert problems(page) == set()


def test_what_cannot_be_none_and_what_is_both_is_said(unit):
    for name in ("remedy", "supervision", "accountability", "acceptor"):
        assert problems(build(unit, **{name: "无"})) == {("cannot_be_none", name)}
    assert problems(build(unit, no_conditions=True)) == {("none_and_text", "no_conditions")}
    assert problems(build(unit, no_materials=True)) == {("none_and_rows", "no_materials")}
    assert problems(build(unit, materials=[], no_materials=True)) == set()
    assert problems(build(unit, bases=[], basis_text="无")) == {("missing", "id_bases-ADD")}
    assert problems(build(unit, bases=[], basis_text="有关规定")) == {("basis_unnamed", "basis_text")}
    assert problems(build(unit, bases=[], basis_text="《示例办法》第三条\n示例发〔2026〕1号")) == set()


def test_plan_4_2_a_certificate_without_a_law_or_a_word_on_pledges_is_not_published(unit):
    def of(**values):
        return problems(build(unit, materials=[MATERIAL, {**CERTIFICATE, **values}]))

    assert of() == set()
    for text in ("", "有关规定", "《示例法》", "第五条"):
        assert of(basis_text=text) == {("certificate_basis", "id_materials-1-basis_text")}, text
    assert of(pledge="") == {("certificate_pledge", "id_materials-1-pledge")}
    basis = make_basis()
    assert of(basis_text="", basis=basis) == set()
    gone = LegalBasis.objects.create(law=basis.law, article="第九条", effective_to=datetime.date(2020, 1, 1))
    assert of(basis=gone) == {("certificate_lapsed", "id_materials-1-basis_text")}


def test_materials_are_said_piece_by_piece(unit):
    for name, value in (("name", " "), ("form", ""), ("copies", None), ("source", "")):
        page = build(unit, materials=[{**MATERIAL, name: value}])
        assert problems(page) == {("missing", f"id_materials-0-{name}")}
    assert problems(build(unit, materials=[{**MATERIAL, "is_optional": True}])) == {("missing", "id_materials-0-note")}


def test_a_sample_of_the_wrong_kind_or_of_thirty_megabytes_is_refused_in_words_at_its_field(unit):
    for field, name, content, words in (
        ("sample", "a.docx", b"MZ\x90\x00", "内容不是 DOCX"),
        ("blank", "a.txt", b"text", "须是 DOCX、PDF 或 XLSX"),
        ("blank", "a.pdf", b"%PDF-1.4\n" + bytes(30 << 20) + b"%%EOF", "30.0 MB，超过 20 MB"),
    ):
        page = build(unit, materials=[{**MATERIAL, field: stored(unit, name, content)}])
        found = GuideMaterialsGate().check(page, None)
        assert [(problem.code, problem.field) for problem in found] == [("material_file", f"id_materials-0-{field}")]
        assert words in found[0].message
    assert problems(make_guide(unit, materials=[{**MATERIAL, "blank": stored(unit)}])) == set()


@pytest.mark.parametrize(
    ("legal", "promised", "too_long"),
    [
        ((20, "working"), (20, "working"), False), ((20, "working"), (21, "working"), True), ((60, "calendar"), (15, "working"), False),
        ((60, "calendar"), (60, "working"), True), ((3, "month"), (60, "calendar"), False), ((3, "month"), (91, "calendar"), True),
        ((20, "working"), (0, ""), False),
    ],
)  # fmt: skip
def test_administrative_licence_law_42_a_promise_is_not_longer_than_the_law_allows(unit, legal, promised, too_long):
    page = build(unit, legal_days=legal[0], legal_unit=legal[1], promised_days=promised[0], promised_unit=promised[1])
    assert (("promise_too_long", "promised_days") in problems(page)) is too_long
    assert len(problems(page)) == too_long


def test_time_limits_are_both_given_and_say_how_they_are_counted(unit):
    assert problems(build(unit, legal_days=None)) == {("missing", "legal_days")}
    assert problems(build(unit, legal_days=None, no_legal_limit=True)) == set()
    assert problems(build(unit, no_legal_limit=True)) == {("none_and_text", "no_legal_limit")}
    assert problems(build(unit, legal_days=0)) == {("zero", "legal_days")}
    assert problems(build(unit, legal_unit="")) == {("missing", "legal_unit")}
    assert problems(build(unit, promised_unit="")) == {("missing", "promised_unit")}


@given(st.integers(1, 3650), st.integers(1, 3650), st.sampled_from(["working", "calendar", "month"]))
def test_of_two_limits_at_most_one_is_longer(one, other, unit):
    assert not (is_longer(one, unit, other, "calendar") and is_longer(other, "calendar", one, unit))
    assert is_longer(one, unit, other, unit) == (one > other)
    assert str(one) in in_words(one, unit)


def test_a_charge_needs_standard_and_basis_and_no_charge_has_none(unit):
    assert problems(build(unit, fee_kind="")) == {("missing", "fee_kind")}
    assert problems(build(unit, fee_kind="charged")) == {("missing", "fee_standard"), ("missing", "fee_basis")}
    assert problems(build(unit, fee_standard="每件10元")) == {("fee_free", "fee_standard")}


def test_a_lapsed_law_keeps_a_guide_back_and_one_of_two_is_a_reminder(unit):
    gone = make_basis(effective_to=datetime.date(2020, 1, 1))
    page = build(unit, bases=[{"basis": gone}])
    assert problems(page) == {("basis_lapsed", "id_bases-ADD")}
    page = build(unit, bases=[{"basis": gone}], basis_text="《示例法》第二条")
    assert problems(page) == set()


def test_rows_without_words_and_a_code_that_is_taken_are_said(unit):
    assert problems(build(unit, steps=[{"name": ""}])) == {("missing", "id_steps-0-name")}
    assert problems(build(unit, channels=[{"kind": ""}])) == {("missing", "id_channels-0-kind")}
    assert problems(build(unit, channels=[{"kind": "online"}])) == {("missing", "id_channels-0-url")}
    assert problems(build(unit, channels=[{"kind": "online", "url": "javascript:alert(1)"}])) == {
        ("url", "id_channels-0-url")
    }
    assert problems(build(unit, questions=[{"question": "问"}])) == {("missing", "id_questions-0-answer")}
    public(make_guide(unit, code="ZN-1"))
    assert problems(build(unit, code="zn-1")) == {("code_taken", "code")}


def test_an_office_land_line_may_stand_where_it_belongs_and_a_mobile_nowhere(unit):
    assert {code for code, _ in problems(build(unit, places=[{**PLACE, "phone": "13842412345"}]))} == {"privacy_phone"}
    assert {code for code, _ in problems(build(unit, supervision="张某某家 024-43876543"))} >= {"privacy_landline"}


def test_a_guide_that_says_another_time_than_its_matter_is_a_reminder(unit):
    from publication.gates import findings_of

    index = MatterIndexPage.objects.get(unit=unit)
    matter = MatterPage(
        secrecy="clear",
        title="示例许可",
        code="SL-1",
        category="licence",
        service_on=True,
        promised_days=5,
        promised_day_type="working",
        live=False,
    )
    matter.adopt(index)
    index.add_child(instance=matter)
    found = {problem.code: problem for problem in findings_of(build(unit, matter=matter), None)}
    assert "5个工作日" in found["differs_from_matter"].message
    assert not found["differs_from_matter"].blocks
