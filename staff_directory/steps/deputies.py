"""Naming a role's B角 and ending it: on the record, with dates."""

import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from publication.errors import Refused
from publication.gates.base import Problem
from publication.trail.record import record

from ..kinds import Duty, Role
from ..models import Deputy, RoleGroup
from ..models.steps import STEP_ROLES
from ..roles.lent import LENT
from ..roles.membership import duties_of, has_role, roles_of

LONGEST_DAYS = 366
#: Roles that have deputies: those that stand in an approval inside the bureau, and the editors.
_HAVE_DEPUTIES = (*(role for role in STEP_ROLES if role != Role.OUTSIDE_REVIEWER), *LENT)


def groups_to_name_for(user: Any) -> QuerySet[RoleGroup]:
    """Return the roles for which ``user`` may name a deputy: the own ones (not lent ones), those of a unit that they head, and for
    政策法规科 and superusers every role inside the bureau that has deputies."""
    rows = RoleGroup.objects.filter(role__in=_HAVE_DEPUTIES).select_related("unit", "group")
    if user.is_superuser or has_role(user, Role.DISCLOSURE_OFFICER):
        return rows.order_by("unit__order", "pk")
    held = [found for found in roles_of(user) if not found.is_lent]
    headed = [found.unit_id for found in held if found.role == Role.UNIT_HEAD]
    return (rows.filter(pk__in=[found.pk for found in held]) | rows.filter(unit_id__in=headed)).order_by(
        "unit__order", "pk"
    )


def may_name_deputies(user: Any) -> bool:
    """Tell whether deputies are any matter of the user's."""
    if not user.is_active:
        return False
    return user.is_superuser or any(
        found.role in _HAVE_DEPUTIES and found.duty == Duty.BUSINESS for found in roles_of(user)
    )


class NameDeputy:
    """Let ``person`` act for a role's holders from ``starts_on`` to ``ends_on``, both included."""

    def __init__(
        self,
        held: RoleGroup,
        person: Any,
        starts_on: datetime.date,
        ends_on: datetime.date,
        *,
        user: Any,
        reason: str = "",
    ) -> None:
        self.held, self.person, self.user, self.reason = held, person, user, reason.strip()
        self.starts_on, self.ends_on = starts_on, ends_on

    def check(self) -> None:
        """Ask for the right to name, a colleague of the same duty, and dates in order.

        Raises:
            Refused: naming the field.
        """
        problems = []
        if not groups_to_name_for(self.user).filter(pk=self.held.pk).exists():
            problems.append(Problem("role", "您不能为这个角色指定B角。", "role_group"))
        if not self.person.is_active or duties_of(self.person) != {Duty.BUSINESS}:
            problems.append(Problem("person", "B角须是担任业务角色的在用账号。", "person"))
        elif any(found.pk == self.held.pk for found in roles_of(self.person)):
            problems.append(Problem("person", "这个人本来就担任这个角色。", "person"))
        if self.ends_on < self.starts_on:
            problems.append(Problem("dates", "截止日期早于开始日期。", "ends_on"))
        elif self.ends_on < timezone.localdate():
            problems.append(Problem("dates", "截止日期已经过去。", "ends_on"))
        elif (self.ends_on - self.starts_on).days > LONGEST_DAYS:
            problems.append(Problem("dates", "最长一年；期满可以再指定。", "ends_on"))
        if problems:
            raise Refused(problems)

    def execute(self) -> Deputy:
        """Keep it and return it.

        Raises:
            Refused: see :meth:`check`.
        """
        self.check()
        with transaction.atomic():
            made = Deputy.objects.create(
                role_group=self.held,
                person=self.person,
                starts_on=self.starts_on,
                ends_on=self.ends_on,
                reason=self.reason[:100],
                made_by=self.user,
            )
            record("deputy.name", made, user=self.user, after=_said(made), reason=self.reason)
        return made


class EndDeputy:
    """End a deputyship from today: what was done until now stands."""

    def __init__(self, deputy: Deputy, *, user: Any) -> None:
        self.deputy, self.user = deputy, user

    def execute(self) -> None:
        """Remove it when it has not begun, else let it end yesterday.

        Raises:
            Refused: not the user's to end.
        """
        own = self.deputy.person_id == self.user.pk
        if not own and not groups_to_name_for(self.user).filter(pk=self.deputy.role_group_id).exists():
            raise Refused([Problem("role", "您不能终止这项代理。")])
        with transaction.atomic():
            record("deputy.end", self.deputy, user=self.user, before=_said(self.deputy))
            yesterday = timezone.localdate() - datetime.timedelta(days=1)
            if self.deputy.starts_on > yesterday:
                self.deputy.delete()
            else:
                Deputy.objects.filter(pk=self.deputy.pk).update(ends_on=yesterday)


def _said(deputy: Deputy) -> dict[str, str]:
    return {
        "role": deputy.role_group.title,
        "person": str(deputy.person),
        "from": deputy.starts_on.isoformat(),
        "to": deputy.ends_on.isoformat(),
    }
