"""Rules of an import that look beyond a row: numbers already there, columns swapped, headers of other systems, files of 2015."""

import pytest
from django.db import IntegrityError, transaction

from disclosure.demo.content import make_decisions, make_units
from disclosure.importing.cells import Cell
from disclosure.importing.headers import find_header
from disclosure.models import DecisionNoticePage
from publication.actions.create_many import CreateMany
from tests.conftest import build_penalty
from tests.disclosure.importing_files import outcome, place_of, said, table, xlsx
from tests.disclosure.importing_rows import check, codes

pytestmark = pytest.mark.django_db

KEY = "penalty-organisation"


# -- 文号


def test_one_organ_is_one_in_whatever_brackets(tmp_path, unit, editor, penalties):
    first = table(KEY, organ_name="外市(示例)监察局")
    assert outcome(xlsx(tmp_path / "a.xlsx", first), unit, "--as", "editor")[1]["created"] == 1
    again = table(KEY, organ_name="外市（示例） 监察局")
    assert outcome(xlsx(tmp_path / "b.xlsx", again), unit)[1]["skipped"] == 1
    page = DecisionNoticePage.objects.get()
    assert page.organ_name == "外市（示例）监察局"
    twin = build_penalty(penalties, document_number=page.document_number, organ_name="外市(示例)监察局")
    with pytest.raises(IntegrityError), transaction.atomic():
        CreateMany(penalties, [twin]).execute()


def test_an_organ_stored_in_other_brackets_is_found(tmp_path, unit, penalties):
    number = table(KEY)[1][place_of("document_number")]
    CreateMany(penalties, [build_penalty(penalties, document_number=number)]).execute()
    DecisionNoticePage.objects.update(organ_name="外市(示例)监察局")
    _, report = outcome(xlsx(tmp_path / "a.xlsx", table(KEY, organ_name="外市（示例）监察局")), unit)
    assert report["changed"] == 1


@pytest.mark.parametrize("other", ["第071号", "71号", "第0071号"])
def test_a_number_like_one_that_is_there_is_told(tmp_path, unit, editor, other):
    stem = "示人社监罚决字〔2026〕"
    outcome(xlsx(tmp_path / "a.xlsx", table(KEY, document_number=f"{stem}第71号")), unit, "--as", "editor")
    _, report = outcome(xlsx(tmp_path / "b.xlsx", table(KEY, document_number=stem + other)), unit)
    assert said(report) == [(2, "similar_number")]
    _, report = outcome(xlsx(tmp_path / "c.xlsx", table(KEY, document_number=f"{stem}第71号")), unit)
    assert (said(report), report["skipped"]) == ([], 1)


# -- headers and columns


def test_swapped_columns_are_named_as_they_were_swapped(tmp_path, unit):
    for one, other in (("decided_on", "penalty_kinds"), ("credit_code", "decided_on"), ("decided_on", "facts")):
        rows = table(KEY, count=4)
        first, second = place_of(one), place_of(other)
        for row in rows[1:]:
            row[first], row[second] = row[second], row[first]
        _, report = outcome(xlsx(tmp_path / "x.xlsx", rows), unit)
        found = [problem for problem in report["problems"] if problem["code"] == "wrong_column"]
        assert len(found) == 1
        for place in (first, second):
            assert rows[0][place] in found[0]["message"]
        assert "填反" in found[0]["message"]


@pytest.mark.parametrize(
    "label",
    ["“行政相对人代码_1”(统一社会信用代码)", "行政相对人统一社会信用代码", '"行政相对人代码_3"（统一社会信用代码）'],
)
def test_the_credit_code_under_other_names(label):
    names = ["行政相对人名称", "行政相对人类别", label, "行政处罚决定书文号", "处罚类别", "处罚决定日期"]
    match = find_header([(1, names)])
    assert "credit_code" in {column.field for _, column in match.columns}


def test_a_header_of_two_levels_is_read_as_one(tmp_path, unit):
    rows = table(KEY, count=3)
    codes_at = [place_of(name) for name in ("credit_code", "business_registration", "organisation_code")]
    top, below = list(rows[0]), [""] * len(rows[0])
    for place, word in zip(codes_at, ("统一社会信用代码", "工商注册号", "组织机构代码"), strict=True):
        top[place], below[place] = "", word
    top[codes_at[0]] = "行政相对人代码"
    status, report = outcome(xlsx(tmp_path / "x.xlsx", [["处罚信息"], top, below, *rows[1:]]), unit)
    assert (status, report["good_rows"], said(report)) == (0, 3, [])


def test_a_persons_form_with_columns_of_the_other_form_is_a_persons(tmp_path, unit):
    rows = table("penalty-person", count=2)
    rows = [
        [*row, *more]
        for row, more in zip(rows, (["行政相对人类别", "法定代表人"], ["自然人", ""], ["自然人", ""]), strict=True)
    ]
    status, report = outcome(xlsx(tmp_path / "x.xlsx", rows), unit)
    assert (status, report["sheets"][0]["template"], report["good_rows"]) == (0, "penalty-person", 2)


def test_a_row_of_codes_below_the_names_changes_nothing():
    labels = table(KEY)[0]
    assert find_header([(1, labels), (2, [Cell(value) for value in table(KEY)[1]])]).row == 1


# -- 2015


@pytest.mark.parametrize("key", ["penalty-2015", "licence-2015"])
def test_names_of_2015_had_256_characters(key):
    assert "too_long" not in codes(check(key, document_name="案" * 256))
    assert "too_long" in codes(check(key, document_name="案" * 257))
    assert DecisionNoticePage._meta.get_field("document_name").max_length == 256


# -- demo


def test_the_same_seed_twice_makes_nothing_twice(portal):
    make_units()
    assert make_decisions(40, 7, prefix="甲") == 40
    DecisionNoticePage.objects.filter(live=True).first()
    assert make_decisions(40, 7, prefix="甲") == 0
    assert make_decisions(60, 8, prefix="乙") == 60


def test_a_load_that_is_killed_begins_anew(portal, monkeypatch, settings, tmp_path):
    from disclosure.demo import content

    settings.VAR = tmp_path

    class Killed(BaseException):
        """What SIGKILL leaves."""

    made = []

    def half(self, _real=CreateMany.execute):
        if len(made) == 3:
            raise Killed
        made.append(_real(self))
        return made[-1]

    with monkeypatch.context() as patch:
        patch.setattr(CreateMany, "execute", half)
        with pytest.raises(Killed):
            content.load_demo()
    assert content.load_demo()["decisions"] == 60
