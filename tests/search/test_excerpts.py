"""Excerpts: the right part, marked, and nothing of the text taken for markup."""

import re

import pytest
from django.utils.html import escape
from django.utils.safestring import SafeString
from hypothesis import given
from hypothesis import strategies as st

from search.excerpts import LENGTH, excerpt, marked


def test_words_are_marked():
    assert excerpt("经查，该单位拖欠劳动者工资。", "拖欠 工资") == (
        "经查，该单位<mark>拖欠</mark>劳动者<mark>工资</mark>。"
    )


@pytest.mark.parametrize("query", ["〔2026〕12号", "[2026]第012号", "（２０２６）第12号"])
def test_a_document_number_is_marked_as_it_is_written(query):
    assert "〔<mark>2026〕第00012号</mark>。" in excerpt("文号：示例监罚决字〔2026〕第00012号。", query)


def test_letters_are_marked_as_whole_words_in_any_width():
    assert excerpt("ＡＢ ab abc", "ab") == "<mark>ＡＢ</mark> <mark>ab</mark> abc"


def test_the_text_is_escaped():
    found = excerpt('<script>alert("罚款")</script> & 罚款', "罚款 script")
    assert "<script" not in found
    assert "&lt;<mark>script</mark>&gt;" in found
    assert found.count("<mark>罚款</mark>") == 2


def test_a_long_text_is_cut_around_the_first_word():
    found = excerpt("前" * 500 + "工资" + "后" * 500, "工资")
    assert found.startswith("…前")
    assert found.endswith("后…")
    assert "<mark>工资</mark>" in found
    assert len(found) < LENGTH + 30


def test_without_a_match_the_beginning_is_shown():
    assert excerpt("甲" * 200, "乙") == "甲" * LENGTH + "…"
    assert excerpt("甲", "。") == "甲"
    assert excerpt("", "甲") == ""


@given(st.text(max_size=100), st.text(max_size=40))
def test_a_title_is_marked_and_else_as_it_is(text, query):
    found = marked(text, query)
    assert isinstance(found, SafeString)
    assert found.replace("<mark>", "").replace("</mark>", "") == escape(text)


@given(st.text(max_size=300), st.text(max_size=40))
def test_only_marks_are_markup(text, query):
    found = excerpt(text, query)
    assert isinstance(found, SafeString)
    plain = found.replace("<mark>", "").replace("</mark>", "")
    assert "<" not in plain
    assert not re.search(r"&(?!amp;|lt;|gt;|quot;|#x27;)", plain)
    assert plain.strip("…") in escape(" ".join(text.split())) or "…" in text


def test_hostile_queries_are_quick():
    text = ("a-" * 10_000)[:20_000]
    assert excerpt(text, "a-" * 100)
    assert excerpt("罚" * 20_000, "罚 " * 100)
