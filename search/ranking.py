"""The order of results, the same on every engine: computed here, from the entries that an engine found.

Title before names (numbers, codes, parties, subject) before body; then how much of the title the word is, whole words, how often
and how early; pages that answer before pages that mention; the newer of two that are otherwise equal.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from .analysis import is_han
from .grams import FIELD_END, Needle, levels
from .planner import Group, Plan
from .public.rows import Row
from .terms import segments

REFINED = 60
_SYNONYM = 0.85
_WINDOW = 24


@dataclass(frozen=True, slots=True)
class Scored:
    """A row with its rank (higher is better) and what made it."""

    row: Row
    score: float
    reasons: dict[str, float]


def _title_score(title: str, found: Needle) -> dict[str, float]:
    if found.text not in title:
        return {}
    plain, whole = found.plain, title.strip()
    reasons = {"title": 6.0, "title_share": 5.0 * len(plain) / max(len(whole), 1)}
    if whole == plain:
        reasons["title_whole"] = 8.0
    elif whole.startswith(plain):
        reasons["title_start"] = 1.0
    return reasons


def _names_score(names: str, found: Needle) -> dict[str, float]:
    if found.text not in names:
        return {}
    plain = found.plain
    best = max(
        (len(plain) / max(len(part), 1) for part in (part.strip() for part in names.split(FIELD_END)) if plain in part),
        default=0.0,
    )
    return {"name": 4.0, "name_share": 4.0 * best, **({"name_whole": 5.0} if best >= 1.0 else {})}


def _body_score(body: str, found: Needle) -> dict[str, float]:
    times = body.count(found.text)
    if not times:
        return {}
    place = body.find(found.text)
    return {"body": 1.0, "body_times": 0.5 * math.log2(times), "body_early": 0.5 / (1 + place / 200)}


def _group_score(group: Group, title: str, names: str, body: str) -> dict[str, float]:
    best: dict[str, float] = {}
    for place, found in enumerate(group.needles):
        reasons = _title_score(title, found)
        reasons.update(_names_score(names, found))
        reasons.update(_body_score(body, found))
        if len(group.needles) == 1:
            return reasons
        if place:
            reasons = {name: value * _SYNONYM for name, value in reasons.items()}
        if sum(reasons.values()) > sum(best.values()):
            best = reasons
    return best


def _stands_whole(text: str, found: Needle) -> bool:
    """Tell whether the needle begins and ends where words do, at one of its first places."""
    plain = found.plain
    if not is_han(plain[0]):
        return True
    place, tries = text.find(plain), 0
    while place >= 0 and tries < 3:
        start = max(text.rfind(" ", 0, place) + 1, place - _WINDOW)
        end = text.find(" ", place + len(plain))
        end = min(end if end >= 0 else len(text), place + len(plain) + _WINDOW)
        edges, position = {start}, start
        for word in segments(text[start:end]):
            position += len(word)
            edges.add(position)
        if place in edges and place + len(plain) in edges:
            return True
        place, tries = text.find(plain, place + 1), tries + 1
    return False


def _whole_words(scored: Scored, plan: Plan) -> float:
    title, names, body = levels(scored.row.text)
    total = 0.0
    for group in plan.groups:
        found = group.needles[0]
        if _stands_whole(title, found):
            total += 1.5
        elif _stands_whole(names, found):
            total += 1.0
        elif _stands_whole(body, found):
            total += 0.7
    return total


def _mean(scores: list[dict[str, float]]) -> dict[str, float]:
    total: dict[str, float] = {}
    for reasons in scores:
        for name, value in reasons.items():
            total[name] = total.get(name, 0.0) + value
    return {name: value / len(scores) for name, value in total.items()}


def score(row: Row, plan: Plan) -> Scored:
    """Return the row with its rank before whole words are looked at."""
    title, names, body = levels(row.text)
    if len(plan.groups) == 1:
        reasons = _group_score(plan.groups[0], title, names, body)
    else:
        reasons = _mean([_group_score(group, title, names, body) for group in plan.groups])
    if row.weight:
        reasons["weight"] = 0.35 * row.weight
    return Scored(row, sum(reasons.values()), reasons)


def rank(rows: Sequence[Row], plan: Plan) -> list[Scored]:
    """Return rows in order, best first."""
    first = sorted((score(found, plan) for found in rows), key=lambda s: (-round(s.score, 3), -s.row.key))
    refined = []
    for scored in first[:REFINED]:
        whole = _whole_words(scored, plan) / max(len(plan.groups), 1)
        refined.append(Scored(scored.row, scored.score + whole, {**scored.reasons, "whole_words": whole}))
    refined.sort(key=lambda s: (-round(s.score, 3), -s.row.key))
    return refined + first[REFINED:]
