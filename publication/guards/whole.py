"""Guards against statements that go around those of single rows: REPLACE and UPDATE OR REPLACE on SQLite, TRUNCATE on PostgreSQL.

SQLite deletes a row that stands in the way of REPLACE without asking its delete triggers (unless ``recursive_triggers`` is on,
which is a connection's own choice); TRUNCATE fires no trigger of rows at all.
"""

from collections.abc import Iterable, Iterator

from django.apps import apps
from django.db.models import Model, UniqueConstraint

from ..errors import GUARD_MARK
from . import extra
from .tables import FILE_TABLES, guarded_tables

_DECISIONS = "publication_privacydecision"


def protected_tables() -> list[str]:
    """Return the names of all tables that any guard watches, each once, in order."""
    names = {"wagtailcore_page", _DECISIONS, *(table.name for table in guarded_tables())}
    names |= {table for table, *_ in FILE_TABLES} | {guard.table for guard in extra.registered()}
    return sorted(names)


def _models() -> dict[str, type[Model]]:
    return {
        model._meta.db_table: model for model in apps.get_models(include_auto_created=True) if not model._meta.proxy
    }


def unique_sets(model: type[Model]) -> Iterator[tuple[str, ...]]:
    """Yield the columns of each key of a model's own table; of a table of pairs only the primary key.

    A pair that is there already is left as it is by INSERT OR IGNORE, which Django uses; one put in its place says the same.
    """
    meta = model._meta
    yield (meta.pk.column,)
    if meta.auto_created:
        return
    for field in meta.local_concrete_fields:
        if field.unique and not field.primary_key:
            yield (field.column,)
    names = [*meta.unique_together]
    names += [found.fields for found in meta.constraints if isinstance(found, UniqueConstraint) and not found.condition]
    for fields in names:
        columns = tuple(meta.get_field(name).column for name in fields)
        if columns and {field.column for field in meta.local_concrete_fields}.issuperset(columns):
            yield columns


def _in_the_way(table: str, keys: Iterable[tuple[str, ...]], *, moved: bool) -> str:
    """Return the SQL that holds when another row of ``table`` has one of NEW's keys (``moved``: one that the update changes)."""
    cases = []
    for columns in keys:
        same = " AND ".join(f'o."{column}" = NEW."{column}"' for column in columns)
        if moved:
            changed = " OR ".join(f'NEW."{column}" IS NOT OLD."{column}"' for column in columns)
            same = f"({changed}) AND o.rowid <> OLD.rowid AND {same}"
        cases.append(f'EXISTS (SELECT 1 FROM "{table}" o WHERE {same})')
    return " OR ".join(cases)


def sqlite_triggers() -> dict[str, str]:
    """Return name → statement: no row is put in the place of another."""
    models = _models()
    free = "NOT EXISTS (SELECT 1 FROM publication_permit WHERE path = '*')"
    refuse = "BEGIN SELECT RAISE(ABORT, '{mark}: replace a row of {table}'); END"
    found = {}
    for table in protected_tables():
        keys = list(unique_sets(models[table]))
        end = refuse.format(mark=GUARD_MARK, table=table)
        columns = ", ".join(f'"{column}"' for column in dict.fromkeys(name for key in keys for name in key))
        found[f"guard_{table}_replace"] = (
            f'CREATE TRIGGER "guard_{table}_replace" BEFORE INSERT ON "{table}"'
            f" WHEN ({_in_the_way(table, keys, moved=False)}) AND {free} {end}"
        )
        found[f"guard_{table}_overwrite"] = (
            f'CREATE TRIGGER "guard_{table}_overwrite" BEFORE UPDATE OF {columns} ON "{table}"'
            f" WHEN ({_in_the_way(table, keys, moved=True)}) AND {free} {end}"
        )
    return found


def postgresql_triggers() -> dict[str, str]:
    """Return name → statements: no table is emptied at a stroke."""
    found = {}
    for table in protected_tables():
        name = f"guard_{table[:44]}_truncate"
        found[name] = (
            f'CREATE OR REPLACE FUNCTION "{name}_fn"() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN '
            "IF NOT EXISTS (SELECT 1 FROM publication_permit WHERE path = '*') THEN "
            f"RAISE EXCEPTION '{GUARD_MARK}: truncate {table}' USING ERRCODE = 'integrity_constraint_violation'; END IF;"
            f' RETURN NULL; END $guard$; CREATE TRIGGER "{name}" BEFORE TRUNCATE ON "{table}"'
            f' FOR EACH STATEMENT EXECUTE FUNCTION "{name}_fn"();'
        )
    return found


def triggers(vendor: str) -> dict[str, str]:
    """Return name → statements for a database vendor."""
    return postgresql_triggers() if vendor == "postgresql" else sqlite_triggers()
