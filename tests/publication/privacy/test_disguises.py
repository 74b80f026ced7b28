"""Numbers in names of files and in unusual writing (STANDARDS 7.1: carriers, mobile, card)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publication.privacy.detect import find, find_in_name
from publication.privacy.masks import redact
from publication.privacy.scan import scan_bytes

from . import files
from .files import ID

PHONE = "13812345678"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("list13812345678.xlsx", "phone"),
        ("13812345678a.pdf", "phone"),
        (f"ID{ID}x.pdf", "id"),
        (f"sfz{ID}.pdf", "id"),
        ("card6222021000123456781.pdf", "bank"),
        ("名单_13812345678.xlsx", "phone"),
    ],
)
def test_letters_beside_a_number_in_a_name(name, kind):
    found = find_in_name(name)
    assert [item.kind for item in found] == [kind]
    assert name[found[0].start : found[0].end] in (PHONE, ID, "6222021000123456781")
    assert PHONE not in redact(name)
    assert ID not in redact(name)


@pytest.mark.parametrize(
    "name", ["report-20260305123456.pdf", "2026year12month.docx", "b9a1f0d2-0000-4000-8000-138123456789.pdf"]
)
def test_other_names_are_no_findings(name):
    assert find_in_name(name) == []


@given(st.text("abcxyzX_", max_size=6), st.text("abcxyzX_", max_size=6))
def test_a_mobile_is_found_between_any_letters(before, after):
    assert [item.value for item in find_in_name(f"{before}{PHONE}{after}.pdf")] == [PHONE]


def test_names_inside_an_archive():
    found = scan_bytes(files.zipped({f"list{PHONE}.txt": "x"})).findings
    assert PHONE in [item.finding.value for item in found]


@pytest.mark.parametrize(
    "text", ["008613812345678", "(138)1234-5678", "（138）12345678", "138/1234/5678", "0086-138-1234-5678"]
)
def test_mobiles_in_unusual_writing(text):
    assert [(item.kind, item.value) for item in find(f"留下的号码{text}，请核对")] == [("phone", PHONE)]


@pytest.mark.parametrize("text", ["2026/1234/5678", "1/138/1234/5678/9", "138)1234-5678", "面积138/1234平方米"])
def test_figures_with_slashes_are_none(text):
    assert [item for item in find(text) if item.kind == "phone"] == []


def test_an_account_of_twenty_digits():
    assert [item.kind for item in find("对公账号 21050164860100000123")] == ["bank"]
    assert [item.kind for item in find("单位\t账号\n某店\t21050164860100000123\n")] == ["bank"]
    assert find("流水号 21050164860100000123") == []


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("身份证210502 19900101-0017。", "id", "210502 19900101-0017"),
        ("身份证２１０５０２&nbsp;1990<i>0101</i>\u200b-0017", "id", "２１０５０２&nbsp;1990<i>0101</i>\u200b-0017"),
        ("身份证210502.19900101.0017。", "id", "210502.19900101.0017"),
        ("<p>身份证210502</p>\n<p>199001010017</p>", "id", "210502</p>\n<p>199001010017"),
        ("身份证210502<br>\n19900101<br />\r\n0017。", "id", "210502<br>\n19900101<br />\r\n0017"),
        ("手机138<br>\n1234<br>\n5678。", "phone", "138<br>\n1234<br>\n5678"),
        ("卡号6222<br>\n0210<br>\n0012<br>\n3456<br>\n781。", "bank", "6222<br>\n0210<br>\n0012<br>\n3456<br>\n781"),
        ("<p>正文</p><!-- 经办人手机13812345678 -->", "phone", PHONE),
        (f"<!--{ID}-->", "id", ID),
        ("手机13812345678A座", "phone", PHONE),
        ("电话壹叁捌壹贰叁肆伍陆柒捌。", "phone", "壹叁捌壹贰叁肆伍陆柒捌"),
    ],
)
def test_mixed_and_nested_disguises(text, kind, value):
    assert [(item.kind, text[item.start : item.end]) for item in find(text)] == [(kind, value)]


@pytest.mark.parametrize(
    "text",
    [
        "<p>共138</p>\n\n<p>12345678</p>",
        "编号A13812345678B",
        "<!-- 2026-11-26 19:00 -->",
        "<ul><li>138</li><li>12345678</li></ul>",
    ],
)
def test_what_only_looks_like_a_broken_number(text):
    assert find(text) == []
