"""Roles as data: what they are, who has them, and the command that keeps their rights in step."""

from .catalogue import BUREAU_ROLES, ROLES, UNIT_ROLES, Duty, Role, allow
from .membership import has_role, roles_of, units_of, users_with_role

__all__ = [
    "BUREAU_ROLES",
    "ROLES",
    "UNIT_ROLES",
    "Duty",
    "Role",
    "allow",
    "has_role",
    "roles_of",
    "units_of",
    "users_with_role",
]
