"""Keeping the groups in step with the catalogue: finds drift, mends it, says what it did."""

from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import Count
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission

from ..models.pages import UnitPage
from ..models.roles import RoleGroup
from ..models.units import Unit
from .rights import Ground, Rights, group_name, present, role_groups, wanted_groups


@dataclass(slots=True)
class Drift:
    """What differs from the catalogue, as sentences; ``left`` is what no command may mend by itself."""

    mended: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.mended or self.left)


def ensure_collection(unit: Unit) -> Collection:
    """Return the unit's collection, made when it is not there yet."""
    if unit.collection_id is None:
        unit.collection = Collection.get_first_root_node().add_child(name=unit.name)
        Unit.objects.filter(pk=unit.pk).update(collection=unit.collection)
    return unit.collection


def sync_unit(unit: Unit) -> dict[str, Group]:
    """Make and mend the groups of one unit; return them by role."""
    ensure_collection(unit)
    Sync([unit]).run()
    return {found.role: found.group for found in unit.role_groups.select_related("group")}


class Sync:
    """One pass over the groups of ``units`` (None: over everything, foreign rights included)."""

    def __init__(self, units: list[Unit] | None = None, *, write: bool = True) -> None:
        self.everything = units is None
        self.write = write
        self.units = units if units is not None else list(Unit.objects.all())
        self.drift = Drift()

    def run(self) -> Drift:
        """Compare, mend (unless only checking), and return what differed."""
        with transaction.atomic():
            self.ground = Ground()
            self.known = role_groups()
            if self.everything:
                self._collections()
            self._groups()
            if self.everything:
                self._strangers()
                self._people()
            self.drift.left += [f"权限 {label} 不存在，请先运行 migrate。" for label in sorted(self.ground.missing)]
        return self.drift

    def _collections(self) -> None:
        having_page = set(UnitPage.objects.values_list("unit_id", flat=True))
        for unit in self.units:
            if unit.collection_id is None and unit.pk in having_page:
                self.drift.mended.append(f"单位“{unit.name}”没有附件集合")
                if self.write:
                    ensure_collection(unit)
                    self.ground.units[unit.pk] = unit

    def _groups(self) -> None:
        wanted = wanted_groups(self.units)
        if not self.everything:
            wanted = [(spec, unit) for spec, unit in wanted if unit is not None]
        pairs = []
        for spec, unit in wanted:
            held = self.known.get((spec.role, unit.pk if unit else None))
            name = group_name(spec.role, unit)
            if held is None:
                self.drift.mended.append(f"缺少用户组“{name}”")
                if not self.write:
                    continue
                group, _ = Group.objects.get_or_create(name=name)
                held = RoleGroup.objects.create(group=group, role=spec.role, duty=spec.duty, unit=unit)
            elif held.group.name != name or held.duty != spec.duty:
                self.drift.mended.append(f"用户组“{held.group.name}”应为“{name}”")
                if self.write:
                    Group.objects.filter(pk=held.group_id).update(name=name)
                    RoleGroup.objects.filter(pk=held.pk).update(duty=spec.duty)
                    held.group.name = name
            pairs.append((held.group, self.ground.wanted(spec, unit)))
        having = present([group for group, _ in pairs])
        for group, rights in pairs:
            self._mend(group, rights, having[group.pk])

    def _mend(self, group: Group, wanted: Rights, having: Rights) -> None:
        """Add what is missing and remove what does not belong to ``group``."""
        for what, new, old in (
            ("操作权限", wanted.permissions, having.permissions),
            ("页面权限", wanted.pages, having.pages),
            ("附件权限", wanted.collections, having.collections),
        ):
            if new - old:
                self.drift.mended.append(f"“{group.name}”缺少{what} {len(new - old)} 项")
            if old - new:
                self.drift.mended.append(f"“{group.name}”多出{what} {len(old - new)} 项")
        if not self.write:
            return
        through: Any = Group.permissions.through
        if wanted.permissions != having.permissions:
            gone = having.permissions - wanted.permissions
            through.objects.filter(group_id=group.pk, permission_id__in=gone).delete()
            new = wanted.permissions - having.permissions
            through.objects.bulk_create([through(group_id=group.pk, permission_id=key) for key in new])
        for page_id, permission_id in having.pages - wanted.pages:
            GroupPagePermission.objects.filter(group=group, page_id=page_id, permission_id=permission_id).delete()
        GroupPagePermission.objects.bulk_create(
            [
                GroupPagePermission(group=group, page_id=page_id, permission_id=permission_id)
                for page_id, permission_id in wanted.pages - having.pages
            ]
        )
        for collection_id, permission_id in having.collections - wanted.collections:
            GroupCollectionPermission.objects.filter(
                group=group, collection_id=collection_id, permission_id=permission_id
            ).delete()
        GroupCollectionPermission.objects.bulk_create(
            [
                GroupCollectionPermission(group=group, collection_id=collection_id, permission_id=permission_id)
                for collection_id, permission_id in wanted.collections - having.collections
            ]
        )

    def _strangers(self) -> None:
        """Take the rights from groups that are no role's, and from single accounts."""
        strangers = list(Group.objects.filter(role_group=None).order_by("name"))
        having = present(strangers)
        for group in strangers:
            if any((having[group.pk].permissions, having[group.pk].pages, having[group.pk].collections)):
                self._mend(group, Rights(), having[group.pk])
        through: Any = get_user_model().user_permissions.through
        for name, count in (
            through.objects.values_list("user__username").annotate(count=Count("pk")).order_by("user__username")
        ):
            self.drift.mended.append(f"账号“{name}”有 {count} 项直接授予的权限")
        if self.write:
            through.objects.all().delete()

    def _people(self) -> None:
        """Report what only a person can mend: accounts that mix duties, superusers."""
        held: dict[str, set[str]] = {}
        rows = RoleGroup.objects.filter(group__user__is_active=True).values_list("group__user__username", "duty")
        for name, duty in rows.distinct():
            held.setdefault(name, set()).add(duty)
        for name, duties in sorted(held.items()):
            if len(duties) > 1:
                self.drift.left.append(f"账号“{name}”兼有不能兼任的职责，请由安全管理员调整。")


def sync_roles(*, write: bool = True) -> Drift:
    """Bring every group in step with the catalogue; with ``write=False`` only say what differs."""
    return Sync(write=write).run()
