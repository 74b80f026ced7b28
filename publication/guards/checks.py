"""System checks: the guards stand, no permit was left behind, and Wagtail's actions lead to the verbs."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.core.checks import CheckMessage, Error
from django.db import connections
from django.db.utils import DatabaseError

from . import install

_remaking: ContextVar[bool] = ContextVar("guards_remaking", default=False)


@contextmanager
def guards_being_remade() -> Iterator[None]:
    """Within the block a missing guard is no error: ``migrate``, which makes them anew, asks before it begins."""
    token = _remaking.set(True)
    try:
        yield
    finally:
        _remaking.reset(token)


def being_remade() -> bool:
    """Tell whether ``migrate`` asks, which makes every trigger anew: an upper layer's check asks this too."""
    return _remaking.get()


def guards_are_installed(databases: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Fail when a guard is missing from a migrated database."""
    found: list[CheckMessage] = []
    for using in [] if being_remade() else databases or []:
        connection = connections[using]
        try:
            if "publication_permit" not in connection.introspection.table_names():
                continue
            missing = sorted(set(install.wanted(connection.vendor)) - set(install.standing(using)))
        except DatabaseError as error:
            found.append(Error(f"无法检查公开保护：{error}", id="publication.E001"))
            continue
        if missing:
            found.append(
                Error(
                    f"数据库缺少 {len(missing)} 个公开保护触发器（例如 {missing[0]}）。",
                    hint="运行 manage.py migrate 会重建全部触发器。",
                    id="publication.E002",
                )
            )
    return found


def permits_are_empty(databases: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Fail when a permit outlived its transaction, which would leave a page open to change."""
    from ..models import Permit

    found: list[CheckMessage] = []
    for using in databases or []:
        if "publication_permit" not in connections[using].introspection.table_names():
            continue
        if Permit.objects.using(using).exists():
            found.append(
                Error("数据库中残留公开许可。", hint="查明来源后清空 publication_permit 表。", id="publication.E003")
            )
    return found


def routes_are_bound(**kwargs: Any) -> list[CheckMessage]:
    """Fail when one of Wagtail's own entries to publication does not lead to the verb."""
    from .. import routes

    return [
        Error(f"{name} 没有指向公开动作。", hint="见 publication/routes.py。", id="publication.E004")
        for name in routes.unbound()
    ]
