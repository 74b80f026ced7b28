"""Guards besides those of public pages: tables whose rows may not be changed, or not combined in a way.

An upper layer registers its own from its ``apps.py``; they are made after each migration and checked like the others.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Model


@dataclass(frozen=True, slots=True)
class RowGuard:
    """Refuse ``event`` (INSERT, UPDATE or DELETE) on ``table`` when ``condition(vendor)`` holds.

    ``name`` begins with ``guard_``; the condition is SQL over ``OLD`` and ``NEW``; ``what`` is ASCII, for the error's text;
    ``tables`` are further tables that the condition reads.
    """

    name: str
    table: str
    event: str
    condition: Callable[[str], str]
    what: str
    tables: tuple[str, ...] = ()


_guards: dict[str, RowGuard] = {}


def register(*guards: RowGuard) -> None:
    """Add guards; the same name registered again replaces the former."""
    for guard in guards:
        if not guard.name.startswith("guard_"):
            raise ValueError(f"The name of a guard begins with guard_: {guard.name}")
        _guards[guard.name] = guard


def registered() -> list[RowGuard]:
    """Return the registered guards in order of name."""
    return [_guards[name] for name in sorted(_guards)]


def differs(vendor: str, columns: Iterable[str]) -> str:
    """Return the SQL that holds when one of ``columns`` changes, to or from NULL included."""
    word = "IS DISTINCT FROM" if vendor == "postgresql" else "IS NOT"
    return " OR ".join(f'OLD."{column}" {word} NEW."{column}"' for column in columns)


def columns_but(model: type[Model], left_out: Iterable[str]) -> list[str]:
    """Return the columns of ``model`` but those of ``left_out``: what a guard holds while a few may change."""
    free = set(left_out)
    return [field.column for field in model._meta.concrete_fields if field.column not in free]


def permit(path: str) -> str:
    """Return the SQL that holds while a permit for ``path`` is open."""
    return f"EXISTS (SELECT 1 FROM publication_permit WHERE path = '{path}')"


def always(vendor: str) -> str:
    """The condition of a guard that never yields."""
    return "1 = 1"
