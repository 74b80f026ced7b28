"""Who may import for a unit, see its imports, and publish them: the unit's border in Wagtail's page permissions."""

from typing import Any

from django.db.models import QuerySet

from staff_directory.models import Unit, UnitPage

from ..models import ImportJob


def _page(unit: Unit) -> UnitPage | None:
    return UnitPage.objects.filter(unit=unit).first()


def may_add(user: Any, unit: Unit) -> bool:
    """Tell whether ``user`` may add decisions below the unit's page."""
    page = _page(unit)
    return page is not None and page.permissions_for_user(user).can_add_subpage()


def may_publish(user: Any, unit: Unit) -> bool:
    """Tell whether ``user`` may publish below the unit's page."""
    page = _page(unit)
    return page is not None and page.permissions_for_user(user).can_publish_subpage()


def units_for(user: Any) -> list[Unit]:
    """Return the units for which ``user`` may import, in order."""
    pages = UnitPage.objects.select_related("unit").order_by("unit__order", "unit__code")
    return [page.unit for page in pages if page.permissions_for_user(user).can_add_subpage()]


def jobs_for(user: Any) -> QuerySet[ImportJob]:
    """Return the imports that ``user`` may see: those of the units where they may add."""
    jobs = ImportJob.objects.select_related("unit", "user", "approver")
    return jobs if user.is_superuser else jobs.filter(unit__in=units_for(user))


def sees_to_publish(request: Any, arguments: dict[str, Any]) -> bool:
    """Tell whether the import named in the address is one that the user may publish (or send back)."""
    job = jobs_for(request.user).filter(pk=arguments["pk"]).first()
    return job is not None and may_publish(request.user, job.unit)
