"""Numbers are found through every disguise, at their place in the text as given (STANDARDS 7.1, 7.1a)."""

import html
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn

from publication.credit_codes import is_credit_code
from publication.id_numbers import check_digit, is_id_number
from publication.privacy.detect import find
from publication.privacy.white_lists import WhiteLists

from .files import CARD, ID, ID_2, PHONE

IDS = [ID, ID_2, "210522197911150031", "210504200002290020"]
CARDS = [CARD, "6217000010012345677"]
CREDIT_CODES = [
    "11210500TE5T000161", "12210500TE5T00024Q", "91210500MA0DEM0132", "91210502MA0DEM021R", "92210503MA0DEM03XW", "52210500MJ0DEM040D",
]  # fmt: skip


def kinds(text: str, **options) -> list[tuple[str, str]]:
    return [(item.kind, item.severity) for item in find(text, **options)]


@pytest.mark.parametrize("number", IDS)
def test_vectors_of_identity_numbers(number):
    found = find(f"当事人（{number}）")
    assert [(item.kind, item.severity, item.start, item.end) for item in found] == [("id", "certain", 4, 22)]


def test_vectors_of_invalid_identity_numbers():
    assert kinds("证件号码 210502199001010018") == [("id", "suspected")]
    assert kinds("证件号码 210502199002300017") == []


@pytest.mark.parametrize("code", CREDIT_CODES)
def test_credit_codes_are_no_personal_data(code):
    assert kinds(f"统一社会信用代码：{code}") == []
    assert kinds(code) == []


@pytest.mark.parametrize("number", CARDS)
def test_vectors_of_cards(number):
    assert kinds(f"卡号{number}") == [("bank", "certain")]
    assert kinds(f"尾号以外为{number}") == [("bank", "suspected")]


areas = st.sampled_from(["210502", "110101", "370102", "440304", "653101", "810000"])
births = st.dates(
    min_value=__import__("datetime").date(1930, 1, 1), max_value=__import__("datetime").date(2005, 12, 31)
)


@st.composite
def id_numbers(draw) -> str:
    body = draw(areas) + draw(births).strftime("%Y%m%d") + f"{draw(st.integers(1, 999)):03}"
    return body + check_digit(body)


phones = st.builds(lambda second, rest: f"1{second}{rest:09}", st.integers(3, 9), st.integers(0, 999_999_999))
cards = st.builds(
    lambda head, body: head + body + luhn.calc_check_digit(head + body),
    st.sampled_from(["6222", "6217", "6228", "4367", "5299", "3568"]),
    st.text("0123456789", min_size=11, max_size=14),
)
company_accounts = st.builds(
    lambda head, body: head + body, st.sampled_from("3456"), st.text("0123456789", min_size=12, max_size=17)
)
numbers = st.one_of(
    id_numbers().map(lambda number: ("id", number, (6, 8, 4))),
    phones.map(lambda number: ("phone", number, (3, 4, 4))),
    cards.map(lambda number: ("bank", number, (4, 4, 4, 4, 4))),
)
WIDE = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")
surroundings = st.sampled_from(
    [
        ("号码：", "。"),
        ("（", "）"),
        ("工资卡号", "，金额500元"),
        ("<td>", "</td>"),
        ("联系", ""),
        ("<p>", "</p>"),
        ("号码：\n", "\n地址：略"),
        ("1.", "；2.其他"),
        ("第2行", "、"),
        ("+86 ", "，"),
        ("TEL:", "/"),
        ("2026年3月5日 ", " 2026年"),
    ]
)


def grouped(number: str, sizes, gap: str) -> str:
    pieces, position = [], 0
    for size in sizes:
        if number[position : position + size]:
            pieces.append(number[position : position + size])
        position += size
    return gap.join(pieces)


@st.composite
def disguised(draw) -> tuple[str, str, str]:
    """(kind, the number, the number as written)."""
    kind, number, sizes = draw(numbers)
    how = draw(
        st.sampled_from(["plain", "wide", "zero", "entity", "tag", "space", "hyphen", "break", "nbsp", "wide space"])
    )
    cut = draw(st.integers(1, len(number) - 1))
    if how == "wide":
        written = number.translate(WIDE)
    elif how == "zero":
        written = (
            "".join(char + draw(st.sampled_from(["", "\u200b", "\u2060", "\ufeff", "\u200d"])) for char in number[:-1])
            + number[-1]
        )
    elif how == "entity":
        written = "".join(draw(st.sampled_from([char, f"&#{ord(char)};", f"&#x{ord(char):x};"])) for char in number)
    elif how == "tag":
        written = f"{number[:cut]}<b>{number[cut:]}</b>"
    elif how == "break":
        written = number[:cut] + draw(st.sampled_from(["\n", "\r\n", "<br>", "<br />"])) + number[cut:]
    else:
        gaps = {"plain": "", "space": " ", "hyphen": "-", "nbsp": "&nbsp;", "wide space": "\u3000"}
        written = grouped(number, sizes, gaps[how])
    return kind, number, written


@given(disguised(), surroundings)
def test_every_disguise_is_seen_through(case, around):
    """The finding covers the number as written, and is of its kind."""
    kind, number, written = case
    before, after = around
    text = before + written + after
    covering = [item for item in find(text) if item.start <= len(before) and item.end >= len(before) + len(written)]
    assert [item.kind for item in covering if item.kind == kind or number.startswith("62")] != [], (text, find(text))


@given(company_accounts, st.sampled_from(["plain", "wide", "break", "zero"]), st.data())
def test_company_accounts_need_an_account_word_only(number, how, data):
    cut = data.draw(st.integers(1, len(number) - 1))
    written = {
        "plain": number,
        "wide": number.translate(WIDE),
        "break": f"{number[:cut]}\n{number[cut:]}",
        "zero": f"{number[:cut]}\u200b{number[cut:]}",
    }[how]
    text = f"户名：示例公司，账号：{written}，附言写明文号。"
    start = text.index(written)
    touching = [item for item in find(text) if item.start < start + len(written) and start < item.end]
    assert touching or is_credit_code(number) or is_id_number(number), find(text)


@given(numbers, numbers, st.sampled_from([" ", "\n", "-", "/", "、", "\u200b、", "<br>", "\t", "  "]))
def test_two_numbers_side_by_side_stay_two(first, second, gap):
    """Rule 1: joining must never hide both."""
    text = f"号码{first[1]}{gap}{second[1]}。"
    found = {item.kind for item in find(text)}
    if first[0] != "bank":
        assert first[0] in found or first[1][0] == "6"
    if second[0] != "bank":
        assert second[0] in found or second[1][0] == "6"


@given(st.text(st.characters(codec="utf-8"), max_size=80), numbers, st.text(st.characters(codec="utf-8"), max_size=80))
def test_offsets_are_those_of_the_text_given(before, number, after):
    text = before + number[1] + after
    for item in find(text):
        assert 0 <= item.start < item.end <= len(text)
        if item.kind in ("id", "phone", "bank"):
            assert any(char.isdigit() or char == "&" for char in text[item.start : item.end])


@given(st.text(string.printable + "张三号码卡账：，。\u200b１２３<>&;", max_size=200))
def test_never_raises(text):
    find(text)


@given(id_numbers())
def test_rule_5_serials_are_at_most_suspected(number):
    assert kinds(f"流水号：{number}") == [("id", "suspected")]


@pytest.mark.parametrize(
    "text",
    [
        "罚款13912345678元",
        "文件https://example.invalid/content/20261128/13912345678.html",
        "校验值13912345678abcdef",
        "案号示例人社监罚字〔2026〕第13912号",
        "执法证号06050100017",
        "12333、12345、12348",
        "210502、210503、210504、210505、210521、210522",
        "东经123.29927，北纬41.35481",
        "51222319********、372929####、138****1234、6222 **** **** 1234",
        "序号 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18",
    ],
)
def test_what_is_no_finding(text):
    assert kinds(text) == []


def test_rule_4_account_words_in_sentence_header_and_near():
    company = "3000046922418556477"
    assert kinds(f"开户行：示例银行，{company}") == [("bank", "certain")]
    assert kinds(f"单位\t账号\n示例公司\t{company}") == [("bank", "certain")]
    assert kinds(f"读数{company}") == []


def test_rule_4_and_5_white_lists():
    lists = WhiteLists(
        phones=frozenset(["02400000000", "12333"]), accounts=frozenset([CARD]), mail=frozenset(["example.gov.cn"])
    )
    text = f"电话024-00000000，邮箱info@rsj.example.gov.cn，账号{CARD}"
    assert kinds(text, lists=lists) == []
    assert [kind for kind, _ in kinds(text)] == ["landline", "email", "bank"]


def test_rule_2_a_valid_identity_number_in_a_code_field_is_none():
    assert kinds(ID) == [("id", "certain")]
    assert kinds(ID, label="统一社会信用代码") == []
    assert kinds(f"单位名称,统一社会信用代码,金额\n示例公司,{ID},5") == []


def test_markup_is_not_torn_apart():
    text = f"手机<span>{PHONE[:4]}</span>{PHONE[4:]}。"
    found = find(text)[0]
    assert text[found.start : found.end] == f"<span>{PHONE[:4]}</span>{PHONE[4:]}"


def test_attributes_of_tags_are_read():
    text = f'<a href="tel:{PHONE}">拨打</a><img alt="{html.escape(ID)}">'
    assert [(item.kind, text[item.start : item.end]) for item in find(text)] == [("phone", PHONE), ("id", ID)]
