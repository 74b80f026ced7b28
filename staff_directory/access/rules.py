"""Who may enter which admin address, by view name: where Wagtail's own views would show more than the unit's border lets."""

from collections.abc import Callable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from django.http import HttpRequest, HttpResponseBase

Allow = Callable[[Any], bool]
See = Callable[[HttpRequest, dict[str, Any]], bool]
Instead = Callable[..., HttpResponseBase | None]


@dataclass(frozen=True, slots=True)
class Rule:
    """For view names that match ``pattern``: who may enter, whether the objects named may be seen, a view in its place.

    ``allow(user)`` False answers as Wagtail does without permission (a message and the home page; 403 to a script).
    ``see(request, arguments)`` False answers 404: what a user may not see does not exist. ``instead(request, view,
    arguments)`` answers in the view's place.
    """

    pattern: str
    allow: Allow | None = None
    see: See | None = None
    instead: Instead | None = None


_rules: list[Rule] = []
_readers_write: set[str] = set()


def register(pattern: str, allow: Allow | None = None, see: See | None = None, instead: Instead | None = None) -> None:
    """Add a rule; the first registered that matches a name is asked, so register special names before general ones."""
    _rules.append(Rule(pattern, allow, see, instead))


def find(name: str) -> Rule | None:
    """Return the rule for a view name, if there is one."""
    return next((rule for rule in _rules if fnmatchcase(name, rule.pattern)), None)


def readers_may_write(*names: str) -> None:
    """Let roles that only read send forms to these views: own account, purpose of reading, own findings."""
    _readers_write.update(names)


def reader_may_write(name: str) -> bool:
    """Tell whether a role that only reads may send a form to the view."""
    return name in _readers_write


def any_perm(*labels: str) -> Allow:
    """Return a test for any of the permissions."""
    return lambda user: any(user.has_perm(label) for label in labels)


def nobody(user: Any) -> bool:
    """Allow nobody (a superuser passes before rules are asked)."""
    return False
