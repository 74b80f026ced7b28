"""What must hold before anything becomes public; each app registers its own gates."""

from .base import (
    ERROR,
    WARNING,
    Gate,
    Problem,
    findings_of,
    missing,
    missing_in_rows,
    problems_of,
    problems_of_many,
    register,
    registered,
    unregister,
)

__all__ = [
    "ERROR",
    "WARNING",
    "Gate",
    "Problem",
    "findings_of",
    "missing",
    "missing_in_rows",
    "problems_of",
    "problems_of_many",
    "register",
    "registered",
    "unregister",
]
