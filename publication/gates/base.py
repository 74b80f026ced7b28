"""The gate, its problem, and the registry that every verb asks."""

from dataclasses import dataclass
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that must be mended before publication: where (a field name or ""), what and how."""

    code: str
    message: str
    field: str = ""


class Gate:
    """A rule asked on every path to publication; ``page_types`` limits it (empty: every page)."""

    page_types: ClassVar[tuple[type, ...]] = ()

    def check(self, page: Any, revision: Any) -> list[Problem]:
        """Return the problems of ``page``, which is the content of ``revision`` as an object."""
        raise NotImplementedError


_gates: list[Gate] = []


def register(gate: Gate) -> Gate:
    """Add ``gate`` to those that every publication asks."""
    _gates.append(gate)
    return gate


def problems_of(page: Any, revision: Any) -> list[Problem]:
    """Ask every registered gate that applies to ``page``; an empty list means it may become public."""
    found: list[Problem] = []
    for gate in _gates:
        if not gate.page_types or isinstance(page, gate.page_types):
            found.extend(gate.check(page, revision))
    return found
