"""Roles that are lent for some days: an editor's B角 works in the editor's place while the deputyship lasts, and not a day longer.

A deputy of a reviewer takes steps and nothing else (``steps/capacity.py``); what an editor does hangs on rights on pages, files and
screens. The border's policies, :func:`.membership.roles_of` and the backend below ask here, so that no membership is given, left
behind, or taken from somebody who got it otherwise.
"""

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.backends import BaseBackend
from django.db.models import Q, QuerySet
from django.utils import timezone

from .catalogue import ROLES, Duty, Role

LENT = (Role.UNIT_EDITOR,)
_ACCESS = "wagtailadmin.access_admin"
_CACHE = "_gongshi_lent"


def lent_to(user: Any) -> QuerySet[Any]:
    """Return the deputyships of today by which ``user`` works in a role."""
    return deputyships_of(user).filter(role_group__role__in=LENT)


def deputyships_of(user: Any) -> QuerySet[Any]:
    """Return the deputyships of today; none of an account that has become an administrator's, an auditor's or nobody's since it was named."""
    from ..models import Deputy

    today = timezone.localdate()
    found = Deputy.objects.filter(person=user, starts_on__lte=today, ends_on__gte=today)
    return found.filter(person__groups__role_group__duty=Duty.BUSINESS).distinct()


def own_groups(user: Any) -> QuerySet[Any]:
    """Return the keys of the groups that the user is a member of, as a subquery."""
    return get_user_model().groups.through.objects.filter(user_id=user.pk).values("group_id")


def in_groups_of(user: Any, name: str = "group") -> Q:
    """Return the condition that the group ``name`` of a row is one of the user's, own or lent; no query of its own."""
    return Q(**{f"{name}__in": own_groups(user)}) | Q(**{f"{name}__in": lent_to(user).values("role_group__group_id")})


class LentRoles(BaseBackend):
    """The permissions of the roles that are lent to an account; it signs nobody in."""

    def get_group_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """Return the labels; one query for each user object."""
        if obj is not None or not user_obj.is_active or user_obj.is_anonymous or user_obj.is_superuser:
            return set()
        known: set[str] | None = getattr(user_obj, _CACHE, None)
        if known is None:
            roles = set(lent_to(user_obj).values_list("role_group__role", flat=True))
            known = {label for role in roles for label in (_ACCESS, *ROLES[Role(role)].permissions)}
            setattr(user_obj, _CACHE, known)
        return known
