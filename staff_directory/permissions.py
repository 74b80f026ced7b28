"""The unit's border in Wagtail's own terms: a subtree, a collection, and the groups of its roles."""

from django.contrib.auth.models import Group

from .models import Unit, UnitPage
from .roles.catalogue import Role
from .roles.rights import group_name
from .roles.sync import ensure_collection, sync_unit

__all__ = ["ensure_collection", "ensure_groups", "group_names"]


def group_names(unit: Unit) -> tuple[str, str]:
    """Return the names of the groups of a unit's editors and of its head."""
    return group_name(Role.UNIT_EDITOR, unit), group_name(Role.UNIT_HEAD, unit)


def ensure_groups(unit: Unit, page: UnitPage) -> tuple[Group, Group]:
    """Return the unit's (editors, head), with rights on its subtree and collection only."""
    groups = sync_unit(unit)
    return groups[Role.UNIT_EDITOR], groups[Role.UNIT_HEAD]
