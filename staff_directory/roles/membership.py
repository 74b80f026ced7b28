"""Who has which role, and the verbs that give and take one."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet

from publication.errors import Refused
from publication.gates.base import Problem
from publication.trail.context import acting

from ..models.roles import RoleGroup
from ..models.units import Unit
from .catalogue import ROLES, Duty, Role
from .lent import in_groups_of, own_groups

_CACHE = "_gongshi_roles"


def roles_of(user: Any) -> list[RoleGroup]:
    """Return the user's roles, own and lent (``is_lent``), with their units (one query, kept on the user object); none for an inactive account."""
    if not getattr(user, "is_active", False) or user.pk is None:
        return []
    found = getattr(user, _CACHE, None)
    if found is None:
        lent = ExpressionWrapper(~Q(group__in=own_groups(user)), output_field=BooleanField())
        rows = RoleGroup.objects.filter(in_groups_of(user)).annotate(for_some_days=lent)
        found = []
        for held in rows.select_related("unit").order_by("pk"):
            held.is_lent = held.for_some_days
            found.append(held)
        setattr(user, _CACHE, found)
    return found


def forget_roles(user: Any) -> None:
    """Drop what :func:`roles_of` and Django keep on the user object after a role was given or taken."""
    for name in (
        _CACHE,
        "_gongshi_lent",
        "_gongshi_deputising",
        "_gongshi_sight",
        "_gongshi_collections",
        "_perm_cache",
        "_group_perm_cache",
        "_user_perm_cache",
        "_page_permission_cache",
    ):
        if hasattr(user, name):
            delattr(user, name)


def duties_of(user: Any) -> set[str]:
    """Return the duties of the user's roles; a sound account has at most one."""
    return {held.duty for held in roles_of(user)}


def signs(user: Any) -> bool:
    """Tell whether the user may approve content at all: people of the business, and an outside body's; no administrator, no auditor.

    A superuser, who only sets up, signs as operator.
    """
    return user.is_superuser or bool(duties_of(user) & {Duty.BUSINESS, Duty.OUTSIDE})


def heirs(unit: Unit) -> set[int]:
    """Return the unit and the units that its duties have passed to, by primary key."""
    found, current = set(), unit
    while current is not None and current.pk not in found:
        found.add(current.pk)
        current = current.successor  # type: ignore[assignment]
    return found


def has_role(user: Any, role: Role | str, unit: Unit | None = None) -> bool:
    """Tell whether ``user`` has ``role``; for a unit's role with ``unit``, whether for that unit or as its successor."""
    held = [found for found in roles_of(user) if found.role == role]
    if unit is None or not ROLES[Role(role)].of_unit:
        return bool(held)
    mine = heirs(unit)
    return any(found.unit_id in mine for found in held)


def reads_records(user: Any) -> bool:
    """Tell whether the user looks at the records of every unit and changes none: the discipline auditor.

    The border's middleware refuses every form of such an account but its own (``access/middleware.py``).
    """
    return has_role(user, Role.DISCIPLINE_AUDITOR)


def users_with_role(role: Role | str, unit: Unit | None = None) -> QuerySet[Any]:
    """Return the active users with ``role`` (of ``unit`` or of its successor, for a unit's role), in order of name."""
    found = Q(groups__role_group__role=role)
    if unit is not None and ROLES[Role(role)].of_unit:
        found &= Q(groups__role_group__unit_id__in=heirs(unit))
    return get_user_model()._default_manager.filter(found, is_active=True).distinct().order_by("username")


def units_of(user: Any) -> set[int]:
    """Return the primary keys of the units in which ``user`` has a role."""
    return {held.unit_id for held in roles_of(user) if held.unit_id is not None}


class _Change:
    """Common to both verbs: one user, one role's group, who does it and why."""

    def __init__(self, user: Any, held: RoleGroup, *, by: Any = None, reason: str = "") -> None:
        self.user, self.held, self.by, self.reason = user, held, by, reason

    def check(self) -> None:
        """Refuse what must not be; nothing by default."""

    def _apply(self) -> None:
        raise NotImplementedError

    def execute(self) -> None:
        """Change the membership, in one transaction; the trail notes it with its reason.

        Raises:
            Refused: the account would mix duties.
        """
        self.check()
        with transaction.atomic(), acting(user=self.by, reason=self.reason):
            self._apply()
        forget_roles(self.user)


class GrantRole(_Change):
    """Give a role; an account never mixes duties (三员分立: nobody both acts and keeps the record)."""

    def check(self) -> None:
        """Refuse a second duty.

        Raises:
            Refused: saying which roles are in the way.
        """
        problem = mixed_duties([*roles_of(self.user), self.held])
        if problem:
            raise Refused([Problem("mixed_duties", problem)])

    def _apply(self) -> None:
        self.user.groups.add(self.held.group_id)


class RevokeRole(_Change):
    """Take a role away."""

    def _apply(self) -> None:
        self.user.groups.remove(self.held.group_id)


def mixed_duties(held: list[RoleGroup]) -> str:
    """Return why these roles cannot be one account's, or an empty string."""
    duties = sorted({found.duty for found in held})
    if len(duties) < 2:
        return ""
    names = "、".join(str(Duty(duty).label) for duty in duties)
    return f"同一账号不能兼有{names}职责：操作的人不得同时管理账号或查管日志。请为另一职责单独建立账号。"
