"""To whom delays are told: the head of the page's unit (or of its successor), and 政策法规科's disclosure officers."""

from collections.abc import Sequence
from typing import Any

from django.contrib.auth import get_user_model

from publication.notices.escalation import register_escalation

from .access.sight import units_of_pages
from .kinds import Role
from .models import Unit
from .roles.membership import users_with_role


def heads_of(pages: Sequence[Any]) -> dict[int, list[Any]]:
    """Return the active heads of each page's unit, or of the units that its duties passed to; five queries."""
    successors = dict(Unit.objects.values_list("pk", "successor_id"))
    members = (
        get_user_model()
        .groups.through.objects.filter(group__role_group__role=Role.UNIT_HEAD, user__is_active=True)
        .values_list("group__role_group__unit_id", "user_id")
    )
    by_unit: dict[int, list[int]] = {}
    for unit, user in members:
        by_unit.setdefault(unit, []).append(user)
    people = get_user_model()._default_manager.in_bulk({user for users in by_unit.values() for user in users})
    found = {}
    for page, unit in zip(pages, units_of_pages(pages), strict=True):
        heirs: set[int] = set()
        current = unit.pk if unit is not None else None
        while current is not None and current not in heirs:
            heirs.add(current)
            current = successors.get(current)
        found[page.pk] = [people[user] for heir in sorted(heirs) for user in by_unit.get(heir, [])]
    return found


def officers_for(pages: Sequence[Any]) -> dict[int, list[Any]]:
    """Return 政策法规科's disclosure officers for every page; one query."""
    officers = list(users_with_role(Role.DISCLOSURE_OFFICER))
    return {page.pk: officers for page in pages}


def register() -> None:
    """Tell the floor below."""
    register_escalation(heads_of, of_unit=True)
    register_escalation(officers_for)
