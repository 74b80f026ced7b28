"""Making the guards anew after every migration: SQLite's table remake drops triggers silently."""

from types import ModuleType
from typing import Any

from django.db import connections

from ..privacy import retention
from . import extra, postgresql, sqlite, whole
from .tables import guarded_tables


def dialect(vendor: str) -> ModuleType:
    """Return the module that writes triggers for a database vendor.

    Raises:
        RuntimeError: for any database but SQLite and PostgreSQL, which cannot hold the guards.
    """
    try:
        return {"sqlite": sqlite, "postgresql": postgresql}[vendor]
    except KeyError:
        raise RuntimeError(f"数据库 {vendor} 不受支持：请使用 SQLite 或 PostgreSQL。") from None


def wanted(vendor: str) -> dict[str, str]:
    """Return every guard that must stand: name → statements."""
    writer = dialect(vendor)
    statements: dict[str, str] = {**writer.page_triggers(), **writer.file_triggers()}
    for table in guarded_tables():
        statements.update(writer.table_triggers(table))
    for guard in extra.registered():
        statements[guard.name] = writer.row_trigger(guard)
    statements.update(retention.triggers(vendor))
    statements.update(whole.triggers(vendor))
    return statements


def standing(using: str = "default") -> dict[str, str]:
    """Return the guards that the database has: name → table."""
    connection = connections[using]
    with connection.cursor() as cursor:
        cursor.execute(dialect(connection.vendor).LIST_SQL)
        return {row[0]: row[1] for row in cursor.fetchall()}


def remove(using: str = "default") -> None:
    """Drop every guard."""
    connection = connections[using]
    writer = dialect(connection.vendor)
    found = standing(using)
    with connection.cursor() as cursor:
        for name, table in found.items():
            for statement in writer.drop(name, table):
                cursor.execute(statement)


def install(using: str = "default") -> None:
    """Make every guard anew."""
    connection = connections[using]
    remove(using)
    with connection.cursor() as cursor:
        for statement in wanted(connection.vendor).values():
            cursor.execute(statement)


def before_migrate(using: str = "default", **kwargs: Any) -> None:
    """Stand aside while tables change; :func:`after_migrate` puts the guards back."""
    remove(using)


def after_migrate(using: str = "default", plan: Any = None, **kwargs: Any) -> None:
    """Put the guards on the tables as they are now, once every app has its tables."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    needed = {
        "publication_permit",
        "wagtailcore_referenceindex",
        *whole.protected_tables(),
    }
    for guard in extra.registered():
        needed |= {guard.table, *guard.tables}
    if needed <= tables:
        install(using)
