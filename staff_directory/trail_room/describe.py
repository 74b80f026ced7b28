"""What the trail notes of units and roles."""

from collections.abc import Sequence
from typing import Any

from wagtail.models import Page

from ..access.sight import unit_of_page
from ..models import Unit
from ..roles.membership import roles_of


def units(objects: Sequence[Any]) -> list[tuple[int | None, str]]:
    """Return (primary key, name) of each object's unit; one query for all objects that name their unit themselves."""
    keys = [_unit_key(item) for item in objects]
    wanted = {key for key in keys if key}
    names = dict(Unit.objects.filter(pk__in=wanted).values_list("pk", "name")) if wanted else {}
    found: list[tuple[int | None, str]] = []
    for item, key in zip(objects, keys, strict=True):
        if key is None and isinstance(item, Page) and len(objects) == 1 and item.path:
            unit = unit_of_page(item)
            found.append((unit.pk, unit.name) if unit else (None, ""))
        else:
            found.append((key, names.get(key, "") if key else ""))
    return found


def _unit_key(item: Any) -> int | None:
    if isinstance(item, Unit):
        return item.pk
    key = getattr(item, "unit_id", None)
    return key if isinstance(key, int) else None


def roles(user: Any) -> str:
    """Return the user's roles in words."""
    if user.is_superuser:
        return "超级用户"
    return "、".join(f"{held.title}（B角）" if held.is_lent else held.title for held in roles_of(user))
