"""The rights that each role's group should have, and the ones that it has."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.contrib.auth.models import Group, Permission
from wagtail.contrib.settings.registry import registry as settings_registry
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page, Site

from ..models.pages import UnitPage
from ..models.roles import RoleGroup
from ..models.units import Unit
from .catalogue import ROLES, SECURITY_SETTINGS, Role, RoleSpec

#: Wagtail asks about files by its own model names, whatever models a site puts in their place.
FILES = (
    "wagtailimages.add_image",
    "wagtailimages.change_image",
    "wagtailimages.choose_image",
    "wagtaildocs.add_document",
    "wagtaildocs.change_document",
    "wagtaildocs.choose_document",
)
ACCESS = "wagtailadmin.access_admin"

_NAMES = {Role.UNIT_EDITOR: "编辑", Role.UNIT_HEAD: "负责人", Role.UNIT_LEGAL_REVIEWER: "法制审核"}


def group_name(role: Role, unit: Unit | None = None) -> str:
    """Return the group's name: ``ldjc 编辑`` for a unit's role, else the role's own label."""
    return f"{unit.code} {_NAMES[role]}" if unit is not None else str(role.label)


@dataclass(slots=True)
class Rights:
    """Primary keys: permissions; (page, permission); (collection, permission)."""

    permissions: set[int] = field(default_factory=set)
    pages: set[tuple[int, int]] = field(default_factory=set)
    collections: set[tuple[int, int]] = field(default_factory=set)


class Ground:
    """What rights are given on, read once: permissions, unit pages, collections, the portal's root."""

    def __init__(self) -> None:
        self.permissions = {
            f"{found.content_type.app_label}.{found.codename}": found.pk
            for found in Permission.objects.select_related("content_type")
        }
        self.pages = dict(UnitPage.objects.values_list("unit_id", "page_ptr_id"))
        self.units = {unit.pk: unit for unit in Unit.objects.all()}
        from ..models.transfers import HandedOver

        self.handed: dict[int, set[int]] = {}
        for unit_id, page_id in HandedOver.objects.values_list("unit_id", "page_id"):
            self.handed.setdefault(unit_id, set()).add(page_id)
        site = Site.objects.filter(is_default_site=True).first()
        self.root_page = site.root_page_id if site else Page.objects.filter(depth=1).values_list("pk", flat=True)[0]
        self.root_collection = Collection.objects.get(depth=1).pk
        self.setting_permissions = {
            f"{model._meta.app_label}.change_{model._meta.model_name}" for model in settings_registry
        } - SECURITY_SETTINGS
        self.missing: set[str] = set()

    def permission(self, label: str) -> int | None:
        """Return a permission's primary key; an unknown one is noted in :attr:`missing`."""
        found = self.permissions.get(label)
        if found is None:
            self.missing.add(label)
        return found

    def estate(self, unit: Unit) -> list[Unit]:
        """Return the unit and the units whose duties have passed to it, however far back."""
        found, waiting = [], [unit]
        while waiting:
            current = waiting.pop()
            if current in found:
                continue
            found.append(current)
            waiting.extend(other for other in self.units.values() if other.successor_id == current.pk)
        return found

    def wanted(self, spec: RoleSpec, unit: Unit | None) -> Rights:
        """Return the rights of a role (of a unit). A unit that has passed its duties on keeps no rights."""
        rights = Rights()
        if unit is not None and unit.successor_id is not None and not unit.is_current:
            return rights
        labels = {ACCESS, *spec.permissions, *(self.setting_permissions if spec.settings else ())}
        rights.permissions = {key for label in labels if (key := self.permission(label)) is not None}
        codes = [key for code in spec.pages if (key := self.permission(f"wagtailcore.{code}_page")) is not None]
        files = [key for label in FILES if (key := self.permissions.get(label)) is not None] if spec.files else []
        if unit is None:
            rights.pages = {(self.root_page, key) for key in codes}
            rights.collections = {(self.root_collection, key) for key in files}
            return rights
        pages: set[int] = set()
        for member in self.estate(unit):
            pages |= self.handed.get(member.pk, set())
            if member.pk in self.pages:
                pages.add(self.pages[member.pk])
            if member.collection_id:
                rights.collections |= {(member.collection_id, key) for key in files}
        rights.pages = {(page, key) for page in pages for key in codes}
        return rights


def estate_of(units: Iterable[int]) -> set[int]:
    """Return the keys of units and of those whose duties have passed to them, however far back; a query for each generation."""
    found = edge = set(units)
    while edge:
        edge = set(Unit.objects.filter(successor_id__in=edge).values_list("pk", flat=True)) - found
        found = found | edge
    return found


def present(groups: list[Group]) -> dict[int, Rights]:
    """Return the rights that the groups have now, by the group's primary key; three queries."""
    keys = [group.pk for group in groups]
    found = {key: Rights() for key in keys}
    through = Group.permissions.through.objects.filter(group_id__in=keys)
    for group_id, permission_id in through.values_list("group_id", "permission_id"):
        found[group_id].permissions.add(permission_id)
    pages = GroupPagePermission.objects.filter(group_id__in=keys)
    for group_id, page_id, permission_id in pages.values_list("group_id", "page_id", "permission_id"):
        found[group_id].pages.add((page_id, permission_id))
    files = GroupCollectionPermission.objects.filter(group_id__in=keys)
    for group_id, collection_id, permission_id in files.values_list("group_id", "collection_id", "permission_id"):
        found[group_id].collections.add((collection_id, permission_id))
    return found


def role_groups() -> dict[tuple[str, int | None], RoleGroup]:
    """Return the role groups that exist, by (role, unit)."""
    return {(found.role, found.unit_id): found for found in RoleGroup.objects.select_related("group", "unit")}


def wanted_groups(units: list[Unit]) -> list[tuple[RoleSpec, Unit | None]]:
    """Return every (role, unit) that should have a group."""
    of_units: list[tuple[RoleSpec, Unit | None]] = [
        (spec, unit) for unit in units for spec in ROLES.values() if spec.of_unit
    ]
    return [*((spec, None) for spec in ROLES.values() if not spec.of_unit), *of_units]
