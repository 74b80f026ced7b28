"""The judged queries of the portal's search: loading, grading by public fields, and the figures that come of it.

A query's rules speak of what anybody can read on a page, never of keys, so they hold for every seed of the demo corpus.
Nothing here knows how the search ranks.
"""

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.html import strip_tags

HERE = Path(__file__).resolve().parent
TUNING, HOLDOUT, SYNONYMS = HERE / "tuning.json", HERE / "holdout.json", HERE / "synonyms.json"

#: What a reader sees of a page, in the order in which :func:`field` joins it to ``text``.
TEXT_FIELDS = (
    "title", "document_name", "document_number", "party_name", "credit_code", "violation_type", "facts", "penalty_content",
    "licence_certificate", "licence_content", "category", "subject", "plan_name", "conclusion", "basis", "organ_name",
    "summary", "introduction", "duties", "powers", "remedies", "body",
)  # fmt: skip
#: Fields that rules may name: those above, some plain ones, and four that are derived.
FIELDS = frozenset(TEXT_FIELDS) | {
    "kind", "slug", "party_kind", "licence_state", "inspection_result", "fine_fen", "count_month",
    "type", "year", "unit", "text",
}  # fmt: skip
OPERATORS = frozenset({"contains", "starts", "any", "all", "not", "min", "max"})
GRADES = (1, 2, 3)


class BadQuery(ValueError):
    """A query file that does not say what it must; the message names the query and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Pages that meet every condition of ``where`` (field → condition) are worth ``grade``: 3 just that, 2 useful, 1 marginal."""

    grade: int
    where: Mapping[str, Any]

    def holds(self, page: Any) -> bool:
        """Tell whether a specific page meets every condition."""
        return all(_meets(field(page, name), condition) for name, condition in self.where.items())


@dataclass(frozen=True, slots=True)
class Query:
    """One task: an id (q001), the kind of task, what the person wants, what is typed, and the rules."""

    id: str
    group: str
    task: str
    query: str
    rules: tuple[Rule, ...]


def field(page: Any, name: str) -> Any:
    """Return a public field of a specific page, or one derived of them; None where the type of page has no such field.

    ``type`` is the class's name, ``year`` that of the decision (of the month counted, where there is one), ``unit`` the code of the
    unit whose page it is, ``text`` the page's own text fields, joined by line breaks.
    """
    if name == "type":
        return type(page).__name__
    if name == "year":
        day = getattr(page, "count_month", None) or getattr(page, "decided_on", None)
        return day.year if day else None
    if name == "unit":
        unit = getattr(page, "unit", None)
        return unit.code if unit else None
    if name == "text":
        return "\n".join(value for value in (field(page, part) for part in TEXT_FIELDS) if value)
    value = getattr(page, name, None)
    if callable(value):
        return None  # a unit's page has a method of a decision's field name
    if name == "body" and value is not None:
        return "\n".join(_block_text(block.value) for block in value)
    if isinstance(value, str) and name in ("introduction", "duties", "powers", "remedies"):
        return strip_tags(value)
    return value


def _block_text(value: Any) -> str:
    if isinstance(value, Mapping):
        return "\n".join(_block_text(part) for part in value.values())
    return strip_tags(getattr(value, "source", None) or str(value))


def _meets(value: Any, condition: Any) -> bool:
    """Tell whether ``value`` meets ``condition``: a plain value is equality, a mapping holds operators that must all hold."""
    if not isinstance(condition, Mapping):
        return bool(value == condition)
    return all(_operate(value, operator, operand) for operator, operand in condition.items())


def _operate(value: Any, operator: str, operand: Any) -> bool:
    match operator:
        case "contains":
            return isinstance(value, str) and operand in value
        case "starts":
            return isinstance(value, str) and value.startswith(operand)
        case "any":
            return any(_meets(value, one) for one in operand)
        case "all":
            return all(_meets(value, one) for one in operand)
        case "not":
            return not _meets(value, operand)
        case "min":
            return value is not None and value >= operand
        case "max":
            return value is not None and value <= operand
    raise BadQuery(f"unknown operator {operator!r}")


def grade(query: Query, page: Any) -> int:
    """Return what a specific page is worth to whoever typed the query: 3, 2, 1 or 0; the best rule that holds counts."""
    return max((rule.grade for rule in query.rules if rule.holds(page)), default=0)


def dcg(grades: Sequence[int], depth: int = 10) -> float:
    """Return the discounted cumulative gain of grades in the order shown, with gains of 2^grade - 1."""
    return float(sum((2**worth - 1) / math.log2(place + 2) for place, worth in enumerate(grades[:depth])))


def ideal(query: Query, pages: Iterable[Any], depth: int = 10) -> list[int]:
    """Return the best grades that any ranking could show: every page of the corpus graded, highest first."""
    return sorted((grade(query, page) for page in pages), reverse=True)[:depth]


def ndcg(query: Query, shown: Sequence[Any], best: Sequence[int], depth: int = 10) -> float:
    """Return 0.0 to 1.0: the gain of the specific pages as shown, against the ideal of :func:`ideal`.

    Raises:
        ValueError: the corpus has nothing that this query wants, so no ranking of it can be judged.
    """
    most = dcg(best, depth)
    if not most:
        raise ValueError(f"{query.id}: no page of the corpus is worth anything to this query")
    return dcg([grade(query, page) for page in shown[:depth]], depth) / most


def load(path: Path = TUNING) -> list[Query]:
    """Read a file of queries.

    Raises:
        BadQuery: a key is missing or unknown, a rule has no condition, or a field, an operator or a grade is unknown.
    """
    return [_query(entry) for entry in json.loads(path.read_text(encoding="utf-8"))]


def load_synonyms(path: Path = SYNONYMS) -> dict[str, tuple[str, ...]]:
    """Read the everyday words that the tasks assume editors have entered, each with the words of law that it stands for."""
    entries: dict[str, list[str]] = json.loads(path.read_text(encoding="utf-8"))
    return {word: tuple(terms) for word, terms in entries.items()}


def _query(entry: dict[str, Any]) -> Query:
    name = entry.get("id", "?")
    if set(entry) != {"id", "group", "task", "query", "grades"}:
        raise BadQuery(f"{name}: the keys are id, group, task, query and grades, not {sorted(entry)}")
    if not all(isinstance(entry[key], str) and entry[key].strip() for key in ("id", "group", "task", "query")):
        raise BadQuery(f"{name}: id, group, task and query are texts that are not empty")
    if not entry["grades"]:
        raise BadQuery(f"{name}: no rule")
    return Query(
        name, entry["group"], entry["task"], entry["query"], tuple(_rule(name, one) for one in entry["grades"])
    )


def _rule(name: str, entry: dict[str, Any]) -> Rule:
    if set(entry) != {"grade", "where"} or entry["grade"] not in GRADES or not entry["where"]:
        raise BadQuery(f"{name}: a rule is a grade of 1 to 3 and at least one condition, not {entry}")
    unknown = set(entry["where"]) - FIELDS
    if unknown:
        raise BadQuery(f"{name}: unknown fields {sorted(unknown)}")
    for condition in entry["where"].values():
        _check(name, condition)
    return Rule(entry["grade"], entry["where"])


def _check(name: str, condition: Any) -> None:
    if not isinstance(condition, Mapping):
        return
    unknown = set(condition) - OPERATORS
    if unknown or not condition:
        raise BadQuery(f"{name}: unknown operators {sorted(unknown) or '(none given)'}")
    for operator, operand in condition.items():
        for inner in operand if operator in ("any", "all") else [operand]:
            _check(name, inner)
