"""Roles as data: the command keeps groups in step, an account has one duty, and rights pass to nobody by the way."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.models import GroupCollectionPermission, GroupPagePermission, Page

from publication.errors import Refused, is_guard_refusal
from publication.models import TrailEntry
from staff_directory.checks import duties_are_separate, roles_are_in_step, superusers_are_for_set_up
from staff_directory.models import RoleGroup, UnitPage
from staff_directory.roles import ROLES, Role, has_role, users_with_role
from staff_directory.roles.membership import GrantRole, RevokeRole, forget_roles
from staff_directory.roles.sync import sync_roles
from tests.conftest import make_user

from .world import make_world

pytestmark = pytest.mark.django_db


def held(role, unit=None):
    return RoleGroup.objects.get(role=role, unit=unit)


def test_a_new_portal_is_in_step_and_the_command_says_so(unit, capsys):
    assert not sync_roles(write=False)
    call_command("sync_roles", "--check")
    assert "一致" in capsys.readouterr().out
    assert RoleGroup.objects.count() == sum(not spec.of_unit for spec in ROLES.values()) + 3 * UnitPage.objects.count()


def test_drift_is_reported_and_mended(unit, editor, capsys):
    group = held(Role.UNIT_EDITOR, unit).group
    home = Page.objects.get(depth=2)
    publish = Permission.objects.get(content_type__app_label="wagtailcore", codename="publish_page")
    GroupPagePermission.objects.create(group=group, page=home, permission=publish)
    group.permissions.clear()
    stranger = Group.objects.create(name="自建组")
    stranger.permissions.add(Permission.objects.get(codename="change_user"))
    editor.user_permissions.add(Permission.objects.get(codename="change_user"))
    held(Role.AUDIT_ADMIN).group.delete()
    with pytest.raises(SystemExit):
        call_command("sync_roles", "--check")
    assert GroupPagePermission.objects.filter(group=group, page=home).exists()
    call_command("sync_roles")
    said = capsys.readouterr().out
    for part in ("多出页面权限 1", "自建组", "editor", "缺少用户组“审计管理员”"):
        assert part in said
    assert not GroupPagePermission.objects.filter(group=group, page=home).exists()
    assert not stranger.permissions.exists()
    assert not editor.user_permissions.exists()
    assert not sync_roles(write=False)


FILE_SCREENS = ("wagtailimages:index", "wagtaildocs:index", "wagtailimages:add_multiple", "wagtaildocs:add_multiple")


@pytest.mark.parametrize("which", ["unit", "other_unit"])
def test_every_unit_editor_keeps_the_files_of_the_own_unit_only(which, unit, other_unit, client):
    world = make_world(unit, other_unit)
    own, other = (world.own, world.other) if which == "unit" else (world.other, world.own)
    editor = make_user("files", f"{own.unit.code} 编辑")
    client.force_login(editor)
    home = client.get("/admin/").content.decode()
    for name in FILE_SCREENS[:2]:
        assert f'"{reverse(name)}"' in home, "the menu"
        listed = client.get(reverse(name)).content.decode()
        mine, theirs = (own.image, other.image) if "image" in name else (own.document, other.document)
        assert mine.title in listed
        assert theirs.title not in listed
    for name, given in (
        ("wagtailimages:edit", (own.image, other.image)),
        ("wagtaildocs:edit", (own.document, other.document)),
    ):
        assert client.get(reverse(name, args=[given[0].pk])).status_code == 200
        assert client.get(reverse(name, args=[given[1].pk])).status_code == 404
    for name in FILE_SCREENS[2:]:
        form = client.get(reverse(name)).content.decode()
        assert f'value="{other.unit.collection_id}"' not in form
    client.post(
        reverse("wagtaildocs:add"),
        {"title": "新附件", "collection": other.unit.collection_id, "file": ContentFile(b"text", name="new.txt")},
    )
    added = get_document_model().objects.filter(title="新附件")
    assert [found.collection_id for found in added] in ([], [own.unit.collection_id])


def test_rights_on_files_as_an_older_version_gave_them_are_reported_and_mended(unit, editor, client):
    """Once they named the portal's own models; Wagtail asks about its own, so that editors had no files at all."""
    rights = GroupCollectionPermission.objects.filter(group=held(Role.UNIT_EDITOR, unit).group)
    rights.delete()
    for codename in ("add_storedimage", "change_storedimage", "add_storeddocument", "change_storeddocument"):
        GroupCollectionPermission.objects.create(
            group=held(Role.UNIT_EDITOR, unit).group,
            collection=unit.collection,
            permission=Permission.objects.get(codename=codename),
        )
    client.force_login(editor)
    assert [client.get(reverse(name)).status_code for name in FILE_SCREENS[:2]] == [302, 302]
    assert [found.id for found in roles_are_in_step(databases=["default"])] == ["staff_directory.W002"]
    call_command("sync_roles")
    assert roles_are_in_step(databases=["default"]) == []
    assert [client.get(reverse(name)).status_code for name in FILE_SCREENS] == [200] * 4


def test_has_role_and_users_with_role(unit, other_unit, editor, reviewer):
    assert has_role(editor, Role.UNIT_EDITOR)
    assert has_role(editor, Role.UNIT_EDITOR, unit)
    assert not has_role(editor, Role.UNIT_EDITOR, other_unit)
    assert not has_role(editor, Role.UNIT_HEAD, unit)
    assert list(users_with_role(Role.UNIT_HEAD, unit)) == [reviewer]
    assert list(users_with_role(Role.UNIT_HEAD, other_unit)) == []
    editor.is_active = False
    forget_roles(editor)
    assert not has_role(editor, Role.UNIT_EDITOR)


def test_nobody_both_acts_and_keeps_the_record(unit, editor):
    """三员分立 (GB/T 22239-2019): refused by the verb, and by the database whatever comes."""
    for role in (Role.AUDIT_ADMIN, Role.SECURITY_ADMIN, Role.SYSTEM_ADMIN, Role.DISCIPLINE_AUDITOR):
        with pytest.raises(Refused):
            GrantRole(editor, held(role)).execute()
        with pytest.raises(IntegrityError) as caught, transaction.atomic():
            editor.groups.add(held(role).group)
        assert is_guard_refusal(caught.value)
    assert not duties_are_separate(databases=["default"])
    RevokeRole(editor, held(Role.UNIT_EDITOR, unit)).execute()
    GrantRole(editor, held(Role.AUDIT_ADMIN), reason="调岗").execute()
    assert has_role(editor, Role.AUDIT_ADMIN)
    assert TrailEntry.objects.filter(act="role.grant", reason="调岗").exists()


def test_no_administrator_both_acts_and_erases(unit):
    """Audit: no right to change anything; system: none on users; security: none on pages."""
    audit = set(ROLES[Role.AUDIT_ADMIN].permissions)
    assert audit == {"staff_directory.view_trail", "staff_directory.export_trail"}
    system = make_user("sys")
    GrantRole(system, held(Role.SYSTEM_ADMIN)).execute()
    assert not system.has_perm("auth.change_user")
    assert not system.has_perm("staff_directory.change_signinsettings")
    assert system.has_perm("home.change_portalidentity")
    security = make_user("sec")
    GrantRole(security, held(Role.SECURITY_ADMIN)).execute()
    assert security.has_perm("auth.change_user")
    assert not GroupPagePermission.objects.filter(group__user=security).exists()
    for role, spec in ROLES.items():
        assert not any("delete" in label and "trail" in label for label in spec.permissions), role


def test_superusers_are_for_set_up(unit, admin, settings, capsys):
    assert not superusers_are_for_set_up(databases=["default"])
    settings.PRODUCTION = True
    assert [found.id for found in superusers_are_for_set_up(databases=["default"])] == ["staff_directory.W001"]
    with pytest.raises(CommandError, match="系统管理员"):
        call_command("close_set_up")
    for role in (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN):
        GrantRole(make_user(role.value), held(role)).execute()
    call_command("close_set_up")
    admin.refresh_from_db()
    assert not admin.is_active
    assert not superusers_are_for_set_up(databases=["default"])
    call_command("close_set_up", "--reopen", "admin")
    admin.refresh_from_db()
    assert admin.is_active
    assert TrailEntry.objects.filter(act="account.reopen").exists()


def test_groups_of_older_portals_become_roles_and_back(unit):
    """Migration 0003 in both directions."""
    import importlib

    from django.apps import apps

    module = importlib.import_module("staff_directory.migrations.0003_name_role_groups")
    head = held(Role.UNIT_HEAD, unit).group
    module.unname(apps, None)
    head.refresh_from_db()
    assert head.name == f"{unit.code} 审核"
    assert not RoleGroup.objects.exists()
    module.name(apps, None)
    head.refresh_from_db()
    assert head.name == f"{unit.code} 负责人"
    assert held(Role.UNIT_HEAD, unit).group == head
    sync_roles()
    assert not sync_roles(write=False)
