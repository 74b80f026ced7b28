"""System checks: the border stands, duties are separate, and superusers are for setting up only."""

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.checks import CheckMessage, Error, Warning
from django.db import connections
from django.db.models import Count
from django.db.utils import DatabaseError

from .access import bindings


def border_is_bound(**kwargs: Any) -> list[CheckMessage]:
    """Fail when one of Wagtail's own classes is not led to the unit's border."""
    return [
        Error(f"{name} 没有接到单位边界。", hint="见 staff_directory/access/bindings.py。", id="staff_directory.E001")
        for name in bindings.unbound()
    ]


def _has_tables(using: str) -> bool:
    return "staff_directory_rolegroup" in connections[using].introspection.table_names()


def superusers_are_for_set_up(databases: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Warn, in production, of active superusers: they can both act and change the record of it."""
    if not getattr(settings, "PRODUCTION", False):
        return []
    found: list[CheckMessage] = []
    for using in databases or []:
        if not _has_tables(using):
            continue
        names = list(
            get_user_model()
            ._default_manager.using(using)
            .filter(is_superuser=True, is_active=True)[:20]
            .values_list("username", flat=True)
        )
        if names:
            found.append(
                Warning(
                    f"仍有启用的超级用户：{'、'.join(names)}。",
                    hint="超级用户只用于安装。建好系统、安全、审计三类管理员后停用：manage.py close_set_up。",
                    id="staff_directory.W001",
                )
            )
    return found


def duties_are_separate(databases: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Fail when an account holds roles of two duties (only possible around the guards, as in a restored backup)."""
    found: list[CheckMessage] = []
    for using in databases or []:
        if not _has_tables(using):
            continue
        users = get_user_model()._default_manager.using(using)
        mixed = users.annotate(duties=Count("groups__role_group__duty", distinct=True)).filter(duties__gt=1)
        names = list(mixed[:20].values_list("username", flat=True))
        if names:
            found.append(
                Error(
                    f"账号兼有不能兼任的职责：{'、'.join(names)}。",
                    hint="由安全管理员在“用户”中调整其角色。",
                    id="staff_directory.E002",
                )
            )
    return found


def roles_are_in_step(databases: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Warn when rights differ from the catalogue: after an upgrade somebody may miss a screen, or see one too many."""
    from .roles.sync import sync_roles

    if "default" not in (databases or []) or not _has_tables("default"):
        return []
    try:
        drift = sync_roles(write=False)
    except DatabaseError:  # not migrated yet
        return []
    if not drift:
        return []
    lines = [*drift.mended, *drift.left]
    return [
        Warning(
            f"角色的权限与角色目录有 {len(lines)} 处不一致（例如：{lines[0]}）。",
            hint="运行 manage.py sync_roles；--check 列出全部差异。",
            id="staff_directory.W002",
        )
    ]
