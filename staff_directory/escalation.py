"""To whom delays are told: the head of the page's unit (or of its successor), and 政策法规科's disclosure officers."""

from collections.abc import Sequence
from typing import Any

from django.contrib.auth import get_user_model
from wagtail.models import Page

from publication.notices.escalation import register_escalation

from .kinds import Role
from .models import HandedOver, Unit, UnitPage
from .roles.membership import users_with_role


def units_of_pages(pages: Sequence[Any]) -> dict[int, int]:
    """Return the unit (primary key) that manages each page, by the page's primary key; two queries.

    As :func:`access.sight.unit_of_page`: the unit it was handed to, else whose unit page stands above it.
    """
    handed = dict(HandedOver.objects.values_list("page__path", "unit_id"))
    own = dict(UnitPage.objects.values_list("path", "unit_id"))
    found: dict[int, int] = {}
    for page in pages:
        line = [page.path[:end] for end in range(len(page.path), 0, -Page.steplen)]
        unit = next((places[path] for places in (handed, own) for path in line if path in places), None)
        if unit is not None:
            found[page.pk] = unit
    return found


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
    for key, unit in units_of_pages(pages).items():
        heirs: set[int] = set()
        current: int | None = unit
        while current is not None and current not in heirs:
            heirs.add(current)
            current = successors.get(current)
        found[key] = [people[user] for heir in sorted(heirs) for user in by_unit.get(heir, [])]
    return found


def officers_for(pages: Sequence[Any]) -> dict[int, list[Any]]:
    """Return 政策法规科's disclosure officers for every page; one query."""
    officers = list(users_with_role(Role.DISCLOSURE_OFFICER))
    return {page.pk: officers for page in pages}


def register() -> None:
    """Tell the floor below."""
    register_escalation(heads_of, of_unit=True)
    register_escalation(officers_for)
