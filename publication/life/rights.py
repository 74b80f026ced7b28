"""Who may ask that a page's publicity ends or comes back, and who may approve that."""

from collections.abc import Callable
from typing import Any

from .kinds import APPROVE, RULES, EndingKind, EndingRule

ASK = "publication.request_ending"
#: The secrecy right: whoever approves the vanishing of a secret also approves that it is destroyed.
SECRECY = RULES[EndingKind.SECRET].approve
#: The operators' register of backups.
BACKUPS = "publication.change_backup"


StandIn = Callable[[Any, EndingRule, Any], str]

_stand_ins: list[StandIn] = []


def register_stand_in(capacity: StandIn) -> None:
    """Register ``capacity(user, rule, page)``: in whose place the user approves what ``rule`` asks for ``page`` ("" in nobody's)."""
    if capacity not in _stand_ins:
        _stand_ins.append(capacity)


#: What was executed at once is looked at afterwards by who has this right.
REVIEW = "publication.review_ending"
Place = Callable[[Any, str], str]
Deputies = Callable[[str], list[Any]]
_places: list[tuple[Place, Deputies]] = []


def register_deputies(place: Place, deputies: Deputies) -> None:
    """Register ``place(user, label)``: in whose place the user has a right now ("" in nobody's); and ``deputies(label)``: all who do."""
    if (place, deputies) not in _places:
        _places.append((place, deputies))


def acting_with(user: Any, label: str) -> str | None:
    """Return "" for who has the right ``label`` of their own, in whose place a deputy has it, None for others."""
    if not user.is_active:
        return None
    if user.has_perm(label):
        return ""
    return next((said for place, _ in _places if (said := place(user, label))), None)


def deputies_with(label: str) -> list[Any]:
    """Return the active accounts that have the right ``label`` in another's place now."""
    return [person for _, deputies in _places for person in deputies(label)]


def may_ask(user: Any, page: Any) -> bool:
    """Tell whether ``user`` may ask for endings and restorations of ``page``, and keep what outside bodies answer."""
    return bool(user.has_perm(ASK) and page.permissions_for_user(user).can_edit())


def may_approve(user: Any, rule: EndingRule, page: Any) -> bool:
    """Tell whether ``user`` has the right to approve an ending of ``page`` by ``rule``, or its restoration, whoever asked for it.

    A reason with approvers of its own (a secret) asks for no right on the page.
    """
    return user.is_active and (_in_own_right(user, rule, page) or bool(approving_for(user, rule, page)))


def approving_for(user: Any, rule: EndingRule, page: Any) -> str:
    """Return in whose place the user approves (a deputy); "" in the own right, or not at all."""
    if not user.is_active or _in_own_right(user, rule, page):
        return ""
    return next((said for capacity in _stand_ins if (said := capacity(user, rule, page))), "")


def _in_own_right(user: Any, rule: EndingRule, page: Any) -> bool:
    if not user.has_perm(rule.approve):
        return False
    return rule.approve != APPROVE or bool(page.permissions_for_user(user).can_publish())


def may_ask_destruction(user: Any, ending: Any) -> bool:
    """Tell whether ``user`` may ask that the content of a vanished secret be destroyed: its unit, or a secrecy reviewer (or deputy)."""
    return bool(user.is_active and (acting_with(user, SECRECY) is not None or may_ask(user, ending.page)))


def may_approve_destruction(user: Any) -> bool:
    """Tell whether ``user`` has the secrecy right, or a deputy's; whether they asked themselves is the verb's question."""
    return acting_with(user, SECRECY) is not None


def may_mark_backups(user: Any) -> bool:
    """Tell whether ``user`` may say that a backup was destroyed: the system administrator, or a secrecy reviewer (or deputy)."""
    return bool(user.is_active and (user.has_perm(BACKUPS) or acting_with(user, SECRECY) is not None))
