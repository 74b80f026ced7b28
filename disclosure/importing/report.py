"""The outcome of an import as one JSON object: what ``--report`` writes and the admin shows."""

import json
from dataclasses import dataclass, field
from typing import Any

from .problems import ProblemList

EXIT_GOOD = 0
EXIT_ROW_ERRORS = 1
EXIT_REFUSED = 2


@dataclass(slots=True)
class Refusal:
    """Why the whole file was not read: a stable ``code`` and what to do, in Chinese."""

    code: str
    message: str


@dataclass(slots=True)
class SheetSummary:
    """One sheet that was read: ``template`` is a template key such as ``penalty-organisation``; ``rows`` its data rows."""

    name: str
    template: str
    rows: int = 0


@dataclass(slots=True)
class Report:
    """Counts and problems of one import. ``created``, ``published``, ``skipped`` (equal already) and ``changed`` are rows;
    ``late`` those of new decisions whose legal date has passed."""

    refused: Refusal | None = None
    sheets: list[SheetSummary] = field(default_factory=list)
    good_rows: int = 0
    created: int = 0
    published: int = 0
    skipped: int = 0
    changed: int = 0
    late: int = 0
    problems: ProblemList = field(default_factory=ProblemList)

    @property
    def exit_status(self) -> int:
        """0 good, 1 rows with errors, 2 file refused."""
        if self.refused is not None:
            return EXIT_REFUSED
        return EXIT_ROW_ERRORS if self.problems.errors else EXIT_GOOD

    def as_dict(self) -> dict[str, Any]:
        """The JSON object; keys and order are part of the command's contract."""
        refused = self.refused
        return {
            "refused": {"code": refused.code, "message": refused.message} if refused else None,
            "sheets": [{"name": sheet.name, "template": sheet.template, "rows": sheet.rows} for sheet in self.sheets],
            "good_rows": self.good_rows,
            "created": self.created,
            "published": self.published,
            "skipped": self.skipped,
            "changed": self.changed,
            "problems": [problem.as_dict() for problem in self.problems.kept()],
        }

    def as_json(self) -> str:
        """The object as text, Chinese unescaped."""
        return json.dumps(self.as_dict(), ensure_ascii=False, indent=2)
