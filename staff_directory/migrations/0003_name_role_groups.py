"""Each unit's two groups become groups of roles: ``CODE 审核`` is renamed ``CODE 负责人``. Reversible."""

from django.db import migrations

_ROLES = (("编辑", "编辑", "unit_editor"), ("审核", "负责人", "unit_head"))


def name(apps, schema_editor):
    """Rename the groups that exist and note their roles."""
    Group = apps.get_model("auth", "Group")
    RoleGroup = apps.get_model("staff_directory", "RoleGroup")
    for unit in apps.get_model("staff_directory", "Unit").objects.all():
        for old, new, role in _ROLES:
            group = Group.objects.filter(name=f"{unit.code} {old}").first()
            if group is None:
                continue
            if old != new and not Group.objects.filter(name=f"{unit.code} {new}").exists():
                group.name = f"{unit.code} {new}"
                group.save(update_fields=["name"])
            RoleGroup.objects.get_or_create(role=role, unit=unit, defaults={"group": group, "duty": "business"})


def unname(apps, schema_editor):
    """Give the groups their former names."""
    Group = apps.get_model("auth", "Group")
    RoleGroup = apps.get_model("staff_directory", "RoleGroup")
    for unit in apps.get_model("staff_directory", "Unit").objects.all():
        for old, new, _role in _ROLES:
            Group.objects.filter(name=f"{unit.code} {new}").update(name=f"{unit.code} {old}")
    RoleGroup.objects.all().delete()


class Migration(migrations.Migration):
    """Data only."""

    dependencies = [
        ("staff_directory", "0002_roles_transfers_findings"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [migrations.RunPython(name, unname)]
