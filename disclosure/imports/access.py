"""Who may import for a unit, see its imports, and publish them: the unit's border in Wagtail's page permissions."""

from typing import Any

from django.db.models import Q, QuerySet

from staff_directory.access.keeping import may_add, may_publish, units_for
from staff_directory.access.sight import works_on_pages
from staff_directory.kinds import Duty
from staff_directory.models import RoleGroup, RoleTask
from staff_directory.roles.membership import reads_records, roles_of
from staff_directory.steps.capacity import deputised, units_under

from ..models import ImportJob
from ..models.imports import ImportStatus
from . import review

__all__ = ["jobs_for", "may_add", "may_publish", "may_see_imports", "sees_to_publish", "sent_outside", "units_for"]

#: Where an import is a matter for reviewers too.
_REVIEWED = (
    ImportStatus.SUBMITTED,
    ImportStatus.SIGNING,
    ImportStatus.PUBLISHING,
    ImportStatus.PUBLISHED,
    ImportStatus.RETURNED,
)


#: Of so many waiting imports at most it is asked whether their step is an outside reviewer's.
_ASKED = 500


def _step_roles(user: Any) -> list[RoleGroup]:
    """Return the roles, own or deputised for, in which the user takes part in approvals."""
    held = [found for found in (*roles_of(user), *deputised(user)) if found.duty != Duty.OUTSIDE]
    if not held:
        return []
    asked = set(RoleTask.objects.filter(active=True).values_list("role", flat=True))
    return [found for found in held if found.role in asked]


def sent_outside(user: Any) -> QuerySet[ImportJob]:
    """Return the imports that a reviewer of another body may see: those whose step is theirs now, and those they have taken a step of.

    Who reads along inside the bureau sees what was handed in; who comes from outside sees what was sent to them, and no more.
    """
    if not any(found.duty == Duty.OUTSIDE for found in roles_of(user)):
        return ImportJob.objects.none()
    open_ones = list(ImportJob.objects.filter(status=ImportStatus.SUBMITTED).select_related("unit")[:_ASKED])
    own = [key for key, turn in review.turns(user, open_ones).items() if turn.own]
    return ImportJob.objects.filter(Q(pk__in=own) | Q(approver=user))


def may_see_imports(user: Any) -> bool:
    """Tell whether imports are any matter of the user's: as editor of a unit, as reviewer at a step, or as reader of all records."""
    return works_on_pages(user) or reads_records(user) or bool(_step_roles(user)) or sent_outside(user).exists()


def jobs_for(user: Any) -> QuerySet[ImportJob]:
    """Return the imports that ``user`` may see: those of the units where they may add, and submitted ones for reviewers."""
    jobs = ImportJob.objects.select_related("unit", "user", "approver")
    if user.is_superuser or reads_records(user):
        return jobs
    wanted = Q(unit__in=units_for(user))
    roles = _step_roles(user)
    if any(found.unit_id is None for found in roles):
        wanted |= Q(status__in=_REVIEWED)
    elif roles:
        wanted |= Q(status__in=_REVIEWED, unit__in=units_under(roles))
    if any(found.duty == Duty.OUTSIDE for found in roles_of(user)):
        wanted |= Q(pk__in=sent_outside(user).values("pk"))
    return jobs.filter(wanted)


def sees_to_publish(request: Any, arguments: dict[str, Any]) -> bool:
    """Tell whether the import named in the address is one that the user may publish (or send back)."""
    job = jobs_for(request.user).filter(pk=arguments["pk"]).first()
    if job is None:
        return False
    if may_publish(request.user, job.unit) or _step_roles(request.user):
        return True
    return sent_outside(request.user).filter(pk=job.pk).exists()
