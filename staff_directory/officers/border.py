"""Which officers a user keeps: those of the units below whose page the user works."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from ..access.keeping import units_for
from ..models import Officer

KEEP = "staff_directory.change_officer"


def officers_for(user: Any) -> QuerySet[Officer]:
    """Return the officers that the user may see and change in the admin."""
    if not user.has_perm(KEEP):
        return Officer.objects.none()
    if user.is_superuser:
        return Officer.objects.all()
    return Officer.objects.filter(unit__in=units_for(user))


def sees_officer(request: HttpRequest, arguments: dict[str, Any]) -> bool:
    """Tell whether the officer named in an address is one of the user's."""
    key = str(arguments.get("instance_pk", ""))
    return key.isdecimal() and len(key) < 16 and officers_for(request.user).filter(pk=key).exists()
