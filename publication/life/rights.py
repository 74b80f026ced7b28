"""Who may ask that a page's publicity ends or comes back, and who may approve that."""

from typing import Any

from .kinds import APPROVE, RULES, EndingKind, EndingRule

ASK = "publication.request_ending"
#: The secrecy right: whoever approves the vanishing of a secret also approves that it is destroyed.
SECRECY = RULES[EndingKind.SECRET].approve
#: The operators' register of backups.
BACKUPS = "publication.change_backup"


def may_ask(user: Any, page: Any) -> bool:
    """Tell whether ``user`` may ask for endings and restorations of ``page``, and keep what outside bodies answer."""
    return bool(user.has_perm(ASK) and page.permissions_for_user(user).can_edit())


def may_approve(user: Any, rule: EndingRule, page: Any) -> bool:
    """Tell whether ``user`` has the right to approve an ending of ``page`` by ``rule``, or its restoration, whoever asked for it.

    A reason with approvers of its own (a secret) asks for no right on the page.
    """
    if not user.is_active or not user.has_perm(rule.approve):
        return False
    return rule.approve != APPROVE or bool(page.permissions_for_user(user).can_publish())


def may_ask_destruction(user: Any, ending: Any) -> bool:
    """Tell whether ``user`` may ask that the content of a vanished secret be destroyed: its unit, or a secrecy reviewer."""
    return bool(user.is_active and (user.has_perm(SECRECY) or may_ask(user, ending.page)))


def may_approve_destruction(user: Any) -> bool:
    """Tell whether ``user`` has the secrecy right; whether they asked themselves is the verb's question."""
    return bool(user.is_active and user.has_perm(SECRECY))


def may_mark_backups(user: Any) -> bool:
    """Tell whether ``user`` may say that a backup was destroyed: the system administrator, or a secrecy reviewer."""
    return bool(user.is_active and (user.has_perm(BACKUPS) or user.has_perm(SECRECY)))
