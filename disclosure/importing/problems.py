"""What is wrong with a file: single problems, collected within bounds."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any

from publication.text import clean_text

ERROR = "error"
WARNING = "warning"
HIDDEN_VALUE = "（已隐去）"
_MAX_VALUE = 200
DEFAULT_CAP = 10_000


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding: where (sheet, row as the spreadsheet numbers it, official column name), what, and how to mend it.

    ``level`` is ``error`` (the row is not imported) or ``warning``. ``value`` never holds a certificate number, an identity
    number or a natural person's full name. ``row`` 0 means the whole sheet.
    """

    sheet: str
    row: int
    column: str
    code: str
    level: str
    value: str
    message: str

    def as_dict(self) -> dict[str, Any]:
        """The problem as the JSON report carries it."""
        return {name: getattr(self, name) for name in _KEYS}


_KEYS = tuple(found.name for found in fields(Problem))


def shown_value(value: Any) -> str:
    """A cell's value as a problem shows it: one line, 200 characters at most."""
    if value is None:
        return ""
    text = " ".join(clean_text(str(value)).split())
    return text if len(text) <= _MAX_VALUE else text[:_MAX_VALUE] + "…"


class ProblemList:
    """Collects problems in the order of arrival and keeps at most ``cap`` of them; errors push out warnings.

    All are counted. What was not kept is told by one summarising problem at the end of :meth:`kept`.
    """

    def __init__(self, cap: int = DEFAULT_CAP) -> None:
        self.cap = cap
        self.errors = 0
        self.warnings = 0
        self.dropped: Counter[tuple[str, str]] = Counter()
        self._kept_errors: list[tuple[int, Problem]] = []
        self._kept_warnings: list[tuple[int, Problem]] = []

    def __len__(self) -> int:
        return self.errors + self.warnings

    def add(self, problem: Problem) -> None:
        """Count ``problem`` and keep it while there is room."""
        order = self.errors + self.warnings
        full = len(self._kept_errors) + len(self._kept_warnings) >= self.cap
        if problem.level == ERROR:
            self.errors += 1
            if full and self._kept_warnings:
                self._drop(self._kept_warnings.pop()[1])
                full = False
            if full:
                self._drop(problem)
            else:
                self._kept_errors.append((order, problem))
            return
        self.warnings += 1
        if full:
            self._drop(problem)
        else:
            self._kept_warnings.append((order, problem))

    def extend(self, problems: Iterable[Problem]) -> None:
        """Add several."""
        for problem in problems:
            self.add(problem)

    def _drop(self, problem: Problem) -> None:
        self.dropped[(problem.level, problem.column)] += 1

    def kept(self) -> list[Problem]:
        """The kept problems in order, and the summary where some were not kept."""
        merged = sorted([*self._kept_errors, *self._kept_warnings], key=lambda item: item[0])
        problems = [problem for _order, problem in merged]
        if self.dropped:
            problems.append(self._summary())
        return problems

    def _summary(self) -> Problem:
        errors = sum(count for (level, _column), count in self.dropped.items() if level == ERROR)
        warnings = sum(self.dropped.values()) - errors
        most = "、".join(f"{column or '整行'} {count} 处" for (_level, column), count in self.dropped.most_common(3))
        message = (
            f"问题过多，只列出 {self.cap} 处；另有错误 {errors} 处、提醒 {warnings} 处未列出（最多的是：{most}）。"
            "请先改正已列出的问题，再重新检查。"
        )
        return Problem("", 0, "", "more_problems", ERROR if errors else WARNING, "", message)
