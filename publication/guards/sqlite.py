"""The guards' triggers on SQLite."""

from ..errors import GUARD_MARK
from .extra import RowGuard, differs
from .tables import FILE_TABLES, PAGE_COLUMNS, GuardedTable, live_page_uses

_PERMIT = "EXISTS (SELECT 1 FROM publication_permit WHERE path IN ({path}, '*'))"


def _refuse(what: str) -> str:
    return f"SELECT RAISE(ABORT, '{GUARD_MARK}: {what}');"


def page_triggers() -> dict[str, str]:
    """Return name → statement for ``wagtailcore_page``."""
    new = _PERMIT.format(path="NEW.path")
    old = _PERMIT.format(path="OLD.path")
    watched = ", ".join(f'"{column}"' for column in PAGE_COLUMNS)
    return {
        "guard_page_insert": (
            "CREATE TRIGGER guard_page_insert BEFORE INSERT ON wagtailcore_page"
            f" WHEN NEW.live AND NOT {new} BEGIN {_refuse('insert live page')} END"
        ),
        "guard_page_update": (
            f"CREATE TRIGGER guard_page_update BEFORE UPDATE OF {watched} ON wagtailcore_page"
            f" WHEN (OLD.live OR NEW.live) AND ({differs('sqlite', PAGE_COLUMNS)}) AND NOT {new} AND NOT {old}"
            f" BEGIN {_refuse('change live page')} END"
        ),
        "guard_page_delete": (
            "CREATE TRIGGER guard_page_delete BEFORE DELETE ON wagtailcore_page"
            f" WHEN OLD.live AND NOT {old} BEGIN {_refuse('delete live page')} END"
        ),
    }


def table_triggers(table: GuardedTable) -> dict[str, str]:
    """Return name → statement for a table that holds part of a page."""

    def live(row: str) -> str:
        return (
            f'EXISTS (SELECT 1 FROM wagtailcore_page p WHERE p.id = {row}."{table.page_column}" AND p.live'
            f" AND NOT {_PERMIT.format(path='p.path')})"
        )

    names = {act: f"guard_{table.name}_{act}" for act in ("insert", "update", "delete")}
    return {
        names["insert"]: (
            f'CREATE TRIGGER "{names["insert"]}" BEFORE INSERT ON "{table.name}" WHEN {live("NEW")}'
            f" BEGIN {_refuse('insert into ' + table.name)} END"
        ),
        names["update"]: (
            f'CREATE TRIGGER "{names["update"]}" BEFORE UPDATE ON "{table.name}"'
            f" WHEN ({differs('sqlite', table.columns)}) AND ({live('NEW')} OR {live('OLD')})"
            f" BEGIN {_refuse('change ' + table.name)} END"
        ),
        names["delete"]: (
            f'CREATE TRIGGER "{names["delete"]}" BEFORE DELETE ON "{table.name}" WHEN {live("OLD")}'
            f" BEGIN {_refuse('delete from ' + table.name)} END"
        ),
    }


def file_triggers() -> dict[str, str]:
    """Return name → statement for the tables of files: what a live page shows is neither replaced nor deleted."""
    found = {}
    for table, model, columns in FILE_TABLES:
        used = live_page_uses(table, model, _PERMIT.format(path="p.path"))
        for act, changed in (("UPDATE", f"({differs('sqlite', columns)}) AND "), ("DELETE", "")):
            name = f"guard_{table}_{act.lower()}"
            found[name] = (
                f'CREATE TRIGGER "{name}" BEFORE {act} ON "{table}" WHEN {changed}{used}'
                f" BEGIN {_refuse(f'{act.lower()} file of a live page')} END"
            )
    return found


def row_trigger(guard: RowGuard) -> str:
    """Return the statement of a registered guard."""
    return (
        f'CREATE TRIGGER "{guard.name}" BEFORE {guard.event} ON "{guard.table}" WHEN {guard.condition("sqlite")}'
        f" BEGIN {_refuse(guard.what)} END"
    )


LIST_SQL = "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'guard\\_%' ESCAPE '\\'"


def drop(name: str, table: str) -> list[str]:
    """Return the statements that remove the guard ``name`` of ``table``."""
    return [f'DROP TRIGGER IF EXISTS "{name}"']
