"""A word stands in a text as a substring exactly when its pairs stand there as a phrase, and grams never miss it."""

from hypothesis import given
from hypothesis import strategies as st

from search.analysis import indexed, query_phrase, runs
from search.grams import LEVEL_END, entry_grams, entry_text, facet_gram, levels, needle
from search.models.entries import date_of, key_of, page_of
from search.public.functions import fts_grams, fts_token

TEXTS = st.text(
    st.sampled_from("行政处罚决定书第一〇号勞 ,。〔〕()ab1２é\u200b\x00\ud800𠀀😀ひ\U0002b820"), max_size=40
)


@given(TEXTS, TEXTS)
def test_a_needle_stands_as_the_phrase_of_pairs_does(word, text):
    found, phrase = needle(word), query_phrase(word)
    assert (found is None) == (not phrase)
    if found is None:
        return
    tokens = " ".join(phrase[0].tokens) + ("" if phrase[0].prefix else " ")
    as_phrase = f" {tokens}" in f" {indexed(text)} "
    assert (found.text in entry_text(text)) == as_phrase


@given(TEXTS, TEXTS, TEXTS)
def test_an_entry_with_a_needle_has_its_grams(before, word, after):
    found = needle(word)
    text = entry_text(before, [f"{before} {word} {after}"], [after])
    if found is not None and found.text in text:
        assert set(found.grams) <= entry_grams(text)
        if found.exact:
            assert found.grams[0] in entry_grams(text)


@given(TEXTS)
def test_full_text_tokens_are_kept_whole(text):
    for token in fts_grams(entry_text(text), "after", "penalty", "12", "2026", "警告、罚款", 1).split(" "):
        assert not set(token) & set("\"'()*:^-+{} \n\x1e")
    for run in runs(text):
        assert fts_token(run) == fts_token(run)


def test_levels_come_apart_again():
    text = entry_text("行政处罚决定书", ["监罚决字〔2026〕第001号", "某某公司"], ["第一段", "第二段"])
    title, names, body = levels(text)
    assert title == " 行政处罚决定书 "
    assert names == " 监罚决字 2026 1 号 \n 某某公司 "
    assert body == " 第一段 \n 第二段 "
    assert text.count(LEVEL_END) == 2


def test_words_do_not_reach_over_fields():
    assert needle("公司第一").text not in entry_text("", ["某某公司", "第一段"])


def test_facets_of_any_value_are_one_token():
    assert " " not in fts_token(facet_gram("unit", "a b-c/\"'"))
    assert facet_gram("kind", "Penalty") != facet_gram("kind", "penalty")


def test_keys_are_ordered_by_date_then_page():
    import datetime

    day = datetime.date(2026, 3, 5)
    assert key_of(day, 7) < key_of(day, 8) < key_of(day + datetime.timedelta(days=1), 1)
    assert (date_of(key_of(day, 7)), page_of(key_of(day, 7))) == (day, 7)
