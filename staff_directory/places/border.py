"""Who keeps which places: a unit's head those of the unit (and of units whose duties passed to it), 政策法规科 all."""

from typing import Any

from django.db.models import QuerySet
from wagtail.permission_policies import ModelPermissionPolicy

from ..kinds import Role
from ..models import Unit
from ..roles.membership import has_role, roles_of
from ..roles.rights import estate_of

_HEADS = {Role.UNIT_HEAD}


def keeps_all(user: Any) -> bool:
    """Tell whether the user keeps the places of every unit."""
    return user.is_superuser or has_role(user, Role.DISCLOSURE_OFFICER)


def units_kept(user: Any) -> QuerySet[Unit]:
    """Return the units of today whose places the user keeps."""
    units = Unit.current()
    if keeps_all(user):
        return units
    return units.filter(pk__in=_keys(user))


def _keys(user: Any) -> set[int]:
    return estate_of({held.unit_id for held in roles_of(user) if held.role in _HEADS and held.unit_id is not None})


def places_kept(places: QuerySet[Any], user: Any) -> QuerySet[Any]:
    """Return those of ``places`` (halls or windows) that the user keeps."""
    return places if keeps_all(user) else places.filter(unit_id__in=_keys(user))


class PlacePolicy(ModelPermissionPolicy):
    """The model's permissions, within the unit's border."""

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        """Ask for the permission and the unit."""
        return bool(self.user_has_permission(user, action)) and self._kept(user, instance)

    def user_has_any_permission_for_instance(self, user: Any, actions: Any, instance: Any) -> bool:
        """Ask for one of the permissions and the unit."""
        return bool(self.user_has_any_permission(user, actions)) and self._kept(user, instance)

    def instances_user_has_any_permission_for(self, user: Any, actions: Any) -> QuerySet[Any]:
        """Return what the user keeps."""
        found: QuerySet[Any] = super().instances_user_has_any_permission_for(user, actions)
        return places_kept(found, user)

    def instances_user_has_permission_for(self, user: Any, action: str) -> QuerySet[Any]:
        """Return what the user keeps."""
        return self.instances_user_has_any_permission_for(user, [action])

    def _kept(self, user: Any, instance: Any) -> bool:
        return instance.pk is None or keeps_all(user) or instance.unit_id in _keys(user)


def sees_place(model: Any) -> Any:
    """Return the rule for addresses of one place: another unit's does not exist."""

    def see(request: Any, arguments: dict[str, Any]) -> bool:
        """Look the row up within what the user keeps."""
        key = arguments.get("pk") or arguments.get("object_id")
        if key is None:
            return True
        return str(key).isdigit() and places_kept(model.objects.filter(pk=int(key)), request.user).exists()

    return see
