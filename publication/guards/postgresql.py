"""The guards' triggers on PostgreSQL."""

from ..errors import GUARD_MARK
from .extra import RowGuard, differs
from .tables import FILE_TABLES, PAGE_COLUMNS, GuardedTable, live_page_uses

_PERMIT = "EXISTS (SELECT 1 FROM publication_permit WHERE path IN ({path}, '*'))"


def _refuse(what: str) -> str:
    return f"RAISE EXCEPTION '{GUARD_MARK}: {what}' USING ERRCODE = 'integrity_constraint_violation';"


def _function_and_trigger(name: str, event: str, table: str, when: str, condition: str, what: str) -> str:
    result = "OLD" if event == "DELETE" else "NEW"
    clause = f" WHEN ({when})" if when else ""
    return (
        f'CREATE OR REPLACE FUNCTION "{name}_fn"() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN '
        f"IF {condition} THEN {_refuse(what)} END IF; RETURN {result}; END $guard$; "
        f'CREATE TRIGGER "{name}" BEFORE {event} ON "{table}" FOR EACH ROW{clause} EXECUTE FUNCTION "{name}_fn"();'
    )


def page_triggers() -> dict[str, str]:
    """Return name → statements for ``wagtailcore_page``."""
    new = _PERMIT.format(path="NEW.path")
    old = _PERMIT.format(path="OLD.path")
    page = "wagtailcore_page"
    return {
        "guard_page_insert": _function_and_trigger(
            "guard_page_insert", "INSERT", page, "NEW.live", f"NOT {new}", "insert live page"
        ),
        "guard_page_update": _function_and_trigger(
            "guard_page_update",
            "UPDATE",
            page,
            f"(OLD.live OR NEW.live) AND ({differs('postgresql', PAGE_COLUMNS)})",
            f"NOT {new} AND NOT {old}",
            "change live page",
        ),
        "guard_page_delete": _function_and_trigger(
            "guard_page_delete", "DELETE", page, "OLD.live", f"NOT {old}", "delete live page"
        ),
    }


def table_triggers(table: GuardedTable) -> dict[str, str]:
    """Return name → statements for a table that holds part of a page."""

    def live(row: str) -> str:
        return (
            f'EXISTS (SELECT 1 FROM wagtailcore_page p WHERE p.id = {row}."{table.page_column}" AND p.live'
            f" AND NOT {_PERMIT.format(path='p.path')})"
        )

    def name(act: str) -> str:
        return f"guard_{table.name[:44]}_{act}"

    return {
        name("insert"): _function_and_trigger(
            name("insert"), "INSERT", table.name, "", live("NEW"), f"insert into {table.name}"
        ),
        name("update"): _function_and_trigger(
            name("update"),
            "UPDATE",
            table.name,
            differs("postgresql", table.columns),
            f"{live('NEW')} OR {live('OLD')}",
            f"change {table.name}",
        ),
        name("delete"): _function_and_trigger(
            name("delete"), "DELETE", table.name, "", live("OLD"), f"delete from {table.name}"
        ),
    }


def file_triggers() -> dict[str, str]:
    """Return name → statements for the tables of files: what a live page shows is neither replaced nor deleted."""
    found = {}
    for table, model, columns in FILE_TABLES:
        used = live_page_uses(table, model, _PERMIT.format(path="p.path"))
        for act, changed in (("UPDATE", differs("postgresql", columns)), ("DELETE", "")):
            name = f"guard_{table}_{act.lower()}"
            found[name] = _function_and_trigger(name, act, table, changed, used, f"{act.lower()} file of a live page")
    return found


def row_trigger(guard: RowGuard) -> str:
    """Return the statements of a registered guard."""
    return _function_and_trigger(guard.name, guard.event, guard.table, "", guard.condition("postgresql"), guard.what)


LIST_SQL = (
    "SELECT t.tgname, c.relname, pg_get_functiondef(t.tgfoid) FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
    " JOIN pg_namespace n ON n.oid = c.relnamespace"
    " WHERE NOT t.tgisinternal AND t.tgenabled <> 'D' AND n.nspname = current_schema() AND t.tgname LIKE 'guard\\_%%'"
)


def drop(name: str, table: str) -> list[str]:
    """Return the statements that remove the guard ``name`` of ``table``."""
    return [f'DROP TRIGGER IF EXISTS "{name}" ON "{table}"', f'DROP FUNCTION IF EXISTS "{name}_fn"()']
