"""One analysis for what is indexed and what is asked."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from search import analysis
from search.analysis import MAX_QUERY, indexed, indexed_lines, normalise, query_phrase, query_words

TEXTS = st.text(st.sampled_from("行政处罚决定书第一〇号 ,。〔〕()ab1２é\u200b\x00\ud800𠀀😀"), max_size=40)


#: Pieces of document numbers that texts standing one after the other may make together.
PIECES = st.lists(
    st.sampled_from([*"第号〔】(0１十贰〇○oé着著 \t\r\n，罚a", "〔2026〕", "〔二○二六〕", "12号", "第十二号"]),
    max_size=6,
)


def test_folding_in_one_pass_is_folding_step_by_step():
    for code in (*range(0x3000), *range(0x3400, 0xA000), *range(0xF900, 0x10000), *range(0x20000, 0x20800)):
        text = f"a{chr(code)}罚"
        steps = unicodedata.normalize("NFKC", analysis.storable(text))
        steps = unicodedata.normalize("NFKC", analysis._DROPPED.sub("", steps).casefold())
        for table in (analysis._PLAIN_LATIN, analysis._simplified(), analysis._ZEROS):
            steps = steps.translate(table)
        assert normalise(text) == steps, hex(code)


@given(st.lists(PIECES.map("".join), max_size=4))
@example(["示例监罚决字〔2026〕", "", "第 十二", "号"])
@example(["〔2026〕", "第\r贰\t号"])
def test_texts_analysed_one_by_one_are_what_they_are_together(texts):
    assert indexed_lines(texts) == indexed("\n".join(texts))


def stands(query: str, text: str, *, words=query_words) -> bool:
    """What every engine does: each word is a phrase of the text's tokens."""
    found = f" {indexed(text)} "
    asked = words(query)
    return bool(asked) and all(f" {' '.join(word.tokens)}" + " " * (not word.prefix) in found for word in asked)


def test_han_runs_become_pairs_and_a_last_character():
    assert indexed("行政处罚") == "行政 政处 处罚 罚"
    assert indexed("罚") == "罚"
    assert indexed("罚2万元，限期") == "罚 2 万元 元 限期 期"


@pytest.mark.parametrize("query", ["行政", "政处罚", "罚", "书", "行", "决定 行政", "行政处罚决定书"])
def test_parts_are_found(query):
    assert stands(query, "行政处罚决定书")


@pytest.mark.parametrize("query", ["政行", "行处", "行政处分", "行政 许可", "", "，。", "😀"])
def test_what_does_not_stand_is_not_found(query):
    assert not stands(query, "行政处罚决定书")


def test_words_do_not_reach_over_punctuation():
    assert not stands("处罚决定", "行政处罚，决定")


@pytest.mark.parametrize(
    "query",
    [
        "示例监罚决字〔2026〕第00012号",
        "示例监罚决字[2026]第12号",
        "示例监罚决字【２０２６】第１２号",
        "示例监罚决字（2026）12号",
        "示例监罚决字〔二〇二六〕第十二号",
        "示例监罚决字〔2026〕 第0012 号",
        "〔2026〕12号",
        "第12号",
        "2026 12",
    ],
)
def test_a_document_number_is_found_however_it_is_written(query):
    for written in ["示例监罚决字〔2026〕第00012号", "示例监罚决字[2026]12号", "示例监罚决字〔二〇二六〕第十二号"]:
        assert stands(query, written)
    assert not stands(query, "示例监罚决字〔2026〕第00013号")


def test_ordinals_in_titles_stay_words():
    assert stands("第一号", "第一号公告")


def test_letters_and_digits_are_words_without_case_width_or_accent():
    assert stands("ma0dem0132", "代码 91210500ＭＡ0DEM0132") is False
    assert stands("91210500ma0dem0132", "代码：91210500ＭＡ0DEM0132。")
    assert stands("cafe", "Café")
    assert stands("straße", "STRASSE")


def test_the_last_word_may_be_a_beginning_for_autocomplete():
    assert query_words("行政 Wag", prefix_last=True)[-1].prefix
    assert not query_words("行政 Wag")[-1].prefix


def test_a_phrase_keeps_the_order_of_its_words():
    assert stands("行政 处罚", "行政，处罚", words=query_phrase)
    assert not stands("处罚 行政", "行政，处罚", words=query_phrase)
    assert query_phrase("。") == []


def test_a_long_number_is_no_error():
    assert indexed("〔2026〕第" + "9" * 5000 + "号")


@given(TEXTS)
def test_normalising_is_stable(text):
    assert normalise(normalise(text)) == normalise(text)


@given(TEXTS, TEXTS, TEXTS)
def test_a_run_is_found_in_any_text_that_holds_it(before, middle, after):
    for run in "".join(c if c in "行政处罚决定书" else " " for c in middle).split():
        assert stands(run, f"{before} {run} {after}")


@given(st.text(max_size=300))
def test_tokens_hold_nothing_that_an_engine_reads_as_syntax(text):
    assert not set(indexed(text)) & set("'\"\\*:&|!()<>{}^+-%\x00\t\n")
    words = query_words(text)
    assert sum(len(word.tokens) for word in words) <= 20 * MAX_QUERY


@given(st.text(max_size=80))
def test_a_text_finds_itself(text):
    assert stands(text, text) or not query_words(text)
