"""Words drawn from the corpus, and where they really stand: brute-force substring over the text that pages show."""

import random
from collections import Counter
from typing import Any

import rjieba
from django.utils.formats import date_format

from disclosure.models import DecisionNoticePage
from disclosure.presentation import facts_of, subject_of
from search.analysis import is_han, runs
from search.entries import specific_pages
from search.registry import describe

FIXED = (
    "工资",
    "行政",
    "处罚",
    "罚",
    "工伤",
    "社会保险",
    "劳动",
    "许可",
    "农民工",
    "建筑",
    "行政处罚决定书",
    "示例市",
    "第",
    "公司",
    "条例",
    "法人及非法人组织",
)
BANDS = ((1, 10), (11, 100), (101, 1000), (1001, 10**9))
PER_BAND = 12


def shown_parts(page: Any) -> list[str]:
    """Return the pieces of text that a page shows, apart from labels and what every page of its kind repeats (救济渠道).

    Of a decision what its template prints, and not what search was told of it; of other pages what their search fields say.
    """
    if not isinstance(page, DecisionNoticePage):
        found = describe(page)
        return [found.title, *found.names, *found.text]
    shown = facts_of(page)
    values = [fact["value"] for group in shown["fact_groups"] for fact in group["facts"]]
    written = [date_format(value, "Y年n月j日") if hasattr(value, "year") else str(value) for value in values]
    notes = list(page.corrections.values_list("note", flat=True)[:20])
    return [
        page.title,
        shown["kind_label"],
        subject_of(page),
        shown["legal_basis"],
        *written,
        *shown["state_tags"],
        *notes,
    ]


def public_texts(page_ids: list[int]) -> dict[int, str]:
    """Return page → normalised public text, from the pages themselves and not from the index."""
    texts: dict[int, str] = {}
    for start in range(0, len(page_ids), 1000):
        for page in specific_pages(page_ids[start : start + 1000]):
            texts[page.pk] = "\n".join(" ".join(runs(part)) for part in shown_parts(page))
    return texts


def standing(word: str, texts: dict[int, str]) -> set[int]:
    """Return the pages in whose text the word stands."""
    return {pk for pk, text in texts.items() if word in text}


def draw(texts: dict[int, str], seed: int = 5) -> list[str]:
    """Return words of two characters and of more, as many of each, by band of frequency; and the fixed list."""
    chosen = random.Random(seed)
    sample = chosen.sample(sorted(texts), min(len(texts), 3000))
    pairs: Counter[str] = Counter()
    words: Counter[str] = Counter()
    for pk in sample:
        found = {run for run in texts[pk].split() if is_han(run)}
        pairs.update({run[at : at + 2] for run in found for at in range(len(run) - 1)})
        words.update({word for run in found for word in rjieba.cut(run) if len(word) > 2})
    scale = len(texts) / max(len(sample), 1)
    drawn: list[str] = list(FIXED)
    for low, high in BANDS:
        for counter in (pairs, words):
            fitting = sorted(word for word, times in counter.items() if low <= times * scale <= high)
            drawn += chosen.sample(fitting, min(PER_BAND // 2, len(fitting)))
    return list(dict.fromkeys(drawn))


def percentile(values: list[float], share: float) -> float:
    """Return the value below which ``share`` of the values lie."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)] if ordered else 0.0


def summary(values: list[float]) -> dict[str, Any]:
    """Return p50 and p95 of times in seconds, in milliseconds."""
    return {"p50_ms": round(percentile(values, 0.5) * 1000, 1), "p95_ms": round(percentile(values, 0.95) * 1000, 1)}
