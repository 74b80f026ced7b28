"""Who may take a role's step: its holders, their deputies, and 政策法规科 where time runs out."""

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db.models import Q, QuerySet
from django.utils import timezone
from wagtail.models import Page, TaskState

from publication.deadlines import may_be_substituted

from ..access.sight import remember_units, unit_of_page
from ..kinds import Role
from ..models import Deputy, RoleGroup, Unit
from ..roles.catalogue import ROLES
from ..roles.lent import deputyships_of
from ..roles.membership import has_role, heirs, roles_of
from ..roles.rights import estate_of

_CACHE = "_gongshi_deputising"


def deputised(user: Any) -> list[RoleGroup]:
    """Return the roles that the user deputises for today, with their units; one query for each user object."""
    if not getattr(user, "is_active", False):
        return []
    found: list[RoleGroup] | None = getattr(user, _CACHE, None)
    if found is None:
        found = [row.role_group for row in deputyships_of(user).select_related("role_group__unit").order_by("pk")]
        setattr(user, _CACHE, found)
    return found


def deputised_with(user: Any, label: str) -> list[RoleGroup]:
    """Return the roles with the permission ``label`` that the user deputises for today."""
    return [found for found in deputised(user) if label in ROLES[Role(found.role)].permissions]


def acts_for(user: Any, label: str) -> str:
    """Return in whose place the user, as a deputy, has the permission ``label`` today; "" for nobody."""
    return next((f"{found.title}（B角代行）" for found in deputised_with(user, label)), "")


def deputies_with(label: str) -> list[Any]:
    """Return the active accounts that have the permission ``label`` as somebody's deputy today."""
    roles = [role for role, spec in ROLES.items() if label in spec.permissions]
    today = timezone.localdate()
    rows = Deputy.objects.filter(role_group__role__in=roles, starts_on__lte=today, ends_on__gte=today)
    people = get_user_model()._default_manager.filter(pk__in=rows.values("person"), is_active=True).order_by("pk")
    return [person for person in people if acts_for(person, label)]


def stands_in_as(user: Any, role: Role, unit: Unit | None = None) -> str:
    """Return in whose place the user, as a deputy, acts in ``role`` (of ``unit``, or as its successor's); "" for nobody."""
    mine = heirs(unit) if unit is not None else {None}
    held = (found for found in deputised(user) if found.role == role and found.unit_id in mine)
    return next((f"{found.title}（B角代行）" for found in held), "")


def groups_of(role: str, unit: Unit | None) -> QuerySet[RoleGroup]:
    """Return the role's groups: of the unit and of those that its duties passed to, or the bureau's one."""
    rows = RoleGroup.objects.filter(role=role)
    if not ROLES[Role(role)].of_unit:
        return rows.filter(unit=None)
    return rows.filter(unit_id__in=heirs(unit)) if unit is not None else rows.none()


def capacity(task: Any, page: Any, user: Any) -> str | None:
    """Return "" where the step is the user's own, in whose place they act otherwise, None where they may not."""
    if not user.is_active:
        return None
    if user.is_superuser:
        return ""
    of_unit = ROLES[Role(task.role)].of_unit
    held = [found for found in roles_of(user) if found.role == task.role]
    acting = [found for found in deputised(user) if found.role == task.role]
    stands_in = of_unit and task.may_substitute and has_role(user, Role.DISCLOSURE_OFFICER)
    if not (held or acting or stands_in):
        return None
    unit = unit_of_page(page) if of_unit else None
    mine = heirs(unit) if unit is not None else {None} if not of_unit else set()
    if any(found.unit_id in mine for found in held):
        return ""
    for found in acting:
        if found.unit_id in mine:
            return f"{found.title}（B角代行）"
    if stands_in and may_be_substituted(page.specific):
        return f"{unit.name if unit else ''}{Role(task.role).label}（政策法规科代行）"
    return None


def people(task: Any, page: Any) -> list[Any]:
    """Return the active holders of the step's role for the page and their present deputies."""
    of_unit = ROLES[Role(task.role)].of_unit
    groups = groups_of(task.role, unit_of_page(page) if of_unit else None)
    today = timezone.localdate()
    keys = list(groups.values_list("pk", "group_id"))
    deputies = Deputy.objects.filter(role_group__in=[key for key, _ in keys], starts_on__lte=today, ends_on__gte=today)
    wanted = Q(groups__in=[group for _, group in keys]) | Q(pk__in=deputies.values("person"))
    return list(get_user_model()._default_manager.filter(wanted, is_active=True).distinct().order_by("pk"))


def states_of(task: Any, user: Any) -> QuerySet[TaskState]:
    """Return the open states of a role's step that the user may take now."""
    states: QuerySet[TaskState] = task.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)
    if user.is_superuser:
        return states
    of_unit = ROLES[Role(task.role)].of_unit
    mine = [found for found in (*roles_of(user), *deputised(user)) if found.role == task.role]
    stands_in = of_unit and task.may_substitute and has_role(user, Role.DISCLOSURE_OFFICER)
    if not mine and not stands_in:
        return states.none()
    if mine and not of_unit:
        return states
    keys = states.values_list("workflow_state__object_id", flat=True)
    waiting = Page.objects.filter(pk__in=[int(key) for key in keys])
    pages = list(waiting.specific() if stands_in else waiting)
    remember_units(pages)
    own = [str(page.pk) for page in pages if capacity(task, page, user) is not None]
    return states.filter(workflow_state__object_id__in=own)


def units_under(groups: list[RoleGroup]) -> set[int]:
    """Return the keys of the units of role groups and of those whose duties have passed to them."""
    return estate_of(group.unit_id for group in groups if group.unit_id is not None)


def letter_keepers() -> list[Any]:
    """Return the active accounts that record and confirm letters, and their present deputies."""
    permission = Permission.objects.filter(content_type__app_label="publication", codename="add_outsideapproval")
    today = timezone.localdate()
    deputies = Deputy.objects.filter(
        role_group__group__permissions__in=permission, starts_on__lte=today, ends_on__gte=today
    )
    wanted = Q(groups__permissions__in=permission) | Q(pk__in=deputies.values("person"))
    return list(get_user_model()._default_manager.filter(wanted, is_active=True).distinct().order_by("pk"))
