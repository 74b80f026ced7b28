"""The gate, its problem, and the registry that every verb asks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

ERROR = "error"
WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing about a page that is to be public.

    ``code`` is stable; ``message`` says what is wrong and how to mend it; ``field`` where (a field name or ""). ``severity``:
    an ``error`` keeps the page back, a ``warning`` does not. ``law``: name and article. ``override_permission``: whoever has
    this permission may set the problem aside, with a reason, as a second person; "" means nobody may. ``waits``: once
    approved, the content waits for another act that makes it public (a matter for the next edition of its list).
    """

    code: str
    message: str
    field: str = ""
    severity: str = ERROR
    law: str = ""
    override_permission: str = ""
    waits: bool = False

    @property
    def blocks(self) -> bool:
        """Tell whether the page may not become public."""
        return self.severity == ERROR


def missing(page: Any, names: Iterable[str], before: str = "") -> list[Problem]:
    """Return a problem for each of the fields ``names`` that is empty; ``before`` says for what it is needed."""
    return [
        Problem("missing", f"{before}“{page._meta.get_field(name).verbose_name}”还没有填写。", name)
        for name in names
        if getattr(page, name) in (None, "", [])
    ]


def missing_in_rows(page: Any, relations: Iterable[str]) -> list[Problem]:
    """Return a problem for each field that a row of ``relations`` cannot do without and that is empty: a draft may be so."""
    return [
        Problem("missing", f"{row._meta.verbose_name}第{number}行的“{field.verbose_name}”还没有填写。", relation)
        for relation in relations
        for number, row in enumerate(getattr(page, relation).all(), start=1)
        for field in row._meta.fields
        if field.editable and not field.blank and not field.is_relation and field.value_from_object(row) in ("", None)
    ]


class Gate:
    """A rule asked on every path to publication; ``page_types`` limits it (empty: every page)."""

    code: ClassVar[str] = ""
    page_types: ClassVar[tuple[type, ...]] = ()

    def applies_to(self, page: Any) -> bool:
        """Tell whether this gate has something to say about pages of this type."""
        return not self.page_types or isinstance(page, self.page_types)

    def check(self, page: Any, revision: Any) -> list[Problem]:
        """Return the problems of ``page``, which is the content of ``revision`` as an object.

        ``revision`` is None for a page that is being created in bulk: its revision is made with it.
        """
        raise NotImplementedError

    def check_many(self, pairs: Sequence[tuple[Any, Any]]) -> dict[Any, list[Problem]]:
        """Return the problems of many (page, revision) pairs by the page's identity, in few queries where it asks the database."""
        return {id(page): self.check(page, revision) for page, revision in pairs if self.applies_to(page)}


_gates: list[Gate] = []


def register(gate: Gate) -> Gate:
    """Add ``gate`` to those that every publication asks."""
    _gates.append(gate)
    return gate


def unregister(gate: Gate) -> None:
    """Take a gate away again (tests, optional apps)."""
    if gate in _gates:
        _gates.remove(gate)


def registered() -> tuple[Gate, ...]:
    """Return every gate, in the order of registration."""
    return tuple(_gates)


def findings_of(page: Any, revision: Any) -> list[Problem]:
    """Ask every gate that applies to ``page``: errors, also those set aside, and warnings. For showing, not for deciding."""
    found: list[Problem] = []
    for gate in _gates:
        if gate.applies_to(page):
            found.extend(gate.check(page, revision))
    return found


def problems_of(page: Any, revision: Any) -> list[Problem]:
    """Return what keeps ``page`` back; an empty list means it may become public."""
    return problems_of_many([(page, revision)])[0]


def problems_of_many(pairs: Sequence[tuple[Any, Any]]) -> list[list[Problem]]:
    """Return, for each (page, revision), what keeps it back: errors that nobody with the right has set aside."""
    found: list[list[Problem]] = [[] for _ in pairs]
    for gate in _gates:
        answers = gate.check_many(pairs)
        for place, (page, _) in enumerate(pairs):
            found[place].extend(problem for problem in answers.get(id(page), ()) if problem.blocks)
    if any(problem.override_permission for problems in found for problem in problems):
        from .overrides import without_overridden

        return without_overridden(pairs, found)
    return found
