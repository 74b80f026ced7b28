"""Who approves a demo unit's decisions: the reviewer at hand where the unit is theirs, else the unit's own demo head."""

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from publication.actions.approve import unsigned_steps
from staff_directory.kinds import Role
from staff_directory.permissions import group_names

from ..models import DecisionIndexPage


def approver_for(index: DecisionIndexPage, user: Any, preferred: Any) -> Any:
    """Return who may sign for pages that ``user`` makes below ``index``; an account without a password is made if need be."""
    if not unsigned_steps(index, user, preferred):
        return preferred
    code = index.unit.code
    head, made = get_user_model().objects.get_or_create(
        username=f"demo-approver-{code}", defaults={"last_name": f"{index.unit.name}演示审核人"[:30]}
    )
    if made:
        head.set_unusable_password()
        head.save()
    head.groups.add(Group.objects.get(name=group_names(index.unit)[1]))
    head.groups.add(Group.objects.get(role_group__role=Role.SECRECY_REVIEWER))
    return get_user_model().objects.get(pk=head.pk)
