"""What a verb or the database answers when a change of what is public may not be made."""

from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError

from .gates.base import Problem

GUARD_MARK = "GONGSHI_GUARD"


class Refused(Exception):
    """A verb will not run: ``problems`` say what is wrong, where, and how to mend it."""

    def __init__(self, problems: Sequence[Problem], page: Any = None) -> None:
        self.problems = list(problems)
        self.page = page
        super().__init__("；".join(problem.message for problem in self.problems))

    @property
    def only_waits(self) -> bool:
        """Tell whether all that is in the way is that approved content waits for another act (``Problem.waits``)."""
        return all(problem.waits for problem in self.problems)


def is_guard_refusal(error: BaseException) -> bool:
    """Tell whether ``error`` is the database's refusal of a change without a permit."""
    return isinstance(error, IntegrityError) and GUARD_MARK in str(error)
