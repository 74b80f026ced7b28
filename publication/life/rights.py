"""Who may ask that a page's publicity ends or comes back, and who may approve that."""

from typing import Any

from .kinds import APPROVE, EndingRule

ASK = "publication.request_ending"


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
