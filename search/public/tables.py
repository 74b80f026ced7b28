"""The triggers, functions and indexes by which the database keeps the public index to what is public.

They are made anew after every migration: SQLite's table remake drops triggers silently.
"""

from typing import Any

from django.core.checks import CheckMessage, Error
from django.db import connections
from django.db.utils import DatabaseError

from publication.guards.checks import being_remade

from ..analysis import HAN_RANGES
from ..analysis import VERSION as ANALYSIS_VERSION
from ..grams import HEAD_MARK, LEVEL_END

FACET_COLUMNS = ("section", "kind", "unit", "year", "category")
_COLUMNS = ("text", *FACET_COLUMNS, "weight")
_FTS_TOKENIZER = "unicode61 remove_diacritics 0"


def _pending(row: str) -> str:
    return (
        "INSERT INTO search_pendingchange (index_id, page_id, version)"
        f" SELECT r.name, {row}.page_id, 1 FROM search_remoteindex r WHERE true"
        " ON CONFLICT (index_id, page_id) DO UPDATE SET version = search_pendingchange.version + 1;"
    )


def _grams(row: str) -> str:
    return f"search_grams({', '.join(f'{row}.{column}' for column in _COLUMNS)})"


#: A page that is no longer for everyone leaves with all below it, in whatever statement that is said.
_CLOSED = (
    "DELETE FROM search_entry WHERE page_id IN (SELECT p.id FROM wagtailcore_page p, wagtailcore_page c"
    " WHERE c.id = NEW.page_id AND substr(p.path, 1, length(c.path)) = c.path);"
)


def _changed(operator: str) -> str:
    return " OR ".join(f"OLD.{column} {operator} NEW.{column}" for column in ("key", *_COLUMNS))


def _sqlite() -> dict[str, str]:
    drop = f"INSERT INTO search_fts (search_fts, rowid, grams) VALUES ('delete', OLD.key, {_grams('OLD')});"
    add = f"INSERT INTO search_fts (rowid, grams) VALUES (NEW.key, {_grams('NEW')});"
    gone = "DELETE FROM search_entry WHERE page_id = OLD.id;"
    return {
        "search_fts": (
            "CREATE VIRTUAL TABLE IF NOT EXISTS search_fts USING fts5"
            f"(grams, content='', detail='none', columnsize=0, tokenize=\"{_FTS_TOKENIZER}\")"
        ),
        "search_entry_in": f"CREATE TRIGGER search_entry_in AFTER INSERT ON search_entry BEGIN {add} {_pending('NEW')} END",
        "search_entry_out": f"CREATE TRIGGER search_entry_out AFTER DELETE ON search_entry BEGIN {drop} {_pending('OLD')} END",
        "search_entry_change": (
            f"CREATE TRIGGER search_entry_change AFTER UPDATE ON search_entry WHEN {_changed('IS NOT')}"
            f" BEGIN {drop} {add} {_pending('NEW')} END"
        ),
        "search_page_ends": (
            "CREATE TRIGGER search_page_ends AFTER UPDATE OF live ON wagtailcore_page"
            f" WHEN OLD.live AND NOT NEW.live BEGIN {gone} END"
        ),
        "search_page_gone": f"CREATE TRIGGER search_page_gone BEFORE DELETE ON wagtailcore_page BEGIN {gone} END",
        "search_closed_in": (
            f"CREATE TRIGGER search_closed_in AFTER INSERT ON wagtailcore_pageviewrestriction BEGIN {_CLOSED} END"
        ),
        "search_closed_change": (
            "CREATE TRIGGER search_closed_change AFTER UPDATE OF page_id ON wagtailcore_pageviewrestriction"
            f" BEGIN {_CLOSED} END"
        ),
    }


def _is_han(column: str) -> str:
    tests = [f"{column} COLLATE \"C\" BETWEEN '{first}' AND '{last}'" for first, last in HAN_RANGES]
    return f"({' OR '.join(tests)})"


def _postgresql() -> dict[str, str]:
    def trigger(name: str, when: str, table: str, body: str, result: str, condition: str = "") -> str:
        clause = f" WHEN ({condition})" if condition else ""
        return (
            f'CREATE OR REPLACE FUNCTION "{name}_fn"() RETURNS trigger LANGUAGE plpgsql AS $search$ BEGIN {body}'
            f' RETURN {result}; END $search$; CREATE TRIGGER "{name}" {when} ON {table} FOR EACH ROW{clause}'
            f' EXECUTE FUNCTION "{name}_fn"();'
        )

    gone = "DELETE FROM search_entry WHERE page_id = OLD.id;"
    return {
        "search_text_grams": (
            "CREATE OR REPLACE FUNCTION search_text_grams(t text, mark text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT"
            " PARALLEL SAFE COST 20000 AS $search$ SELECT coalesce(array_agg(DISTINCT mark || g), '{}') FROM ("
            " SELECT w AS g FROM unnest(string_to_array(t, ' ')) w"
            f" WHERE mark = '' AND w <> '' AND left(w, 1) NOT IN (E'\\n', '{LEVEL_END}') AND NOT {_is_han('left(w, 1)')}"
            " UNION ALL SELECT CASE k WHEN 1 THEN c ELSE c || n END"
            " FROM (SELECT c, lead(c) OVER (ORDER BY o) n FROM unnest(string_to_array(t, NULL)) WITH ORDINALITY u(c, o)) p,"
            f" (VALUES (1), (2)) v(k) WHERE {_is_han('c')} AND (k = 1 AND mark = '' OR k = 2 AND {_is_han('n')})) found $search$"
        ),
        "search_grams": (
            "CREATE OR REPLACE FUNCTION search_grams(t text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT"
            " PARALLEL SAFE COST 40000 AS $search$ SELECT search_text_grams(t, '') ||"
            f" search_text_grams(split_part(t, '{LEVEL_END}', 1) || ' ' || split_part(t, '{LEVEL_END}', 2), '{HEAD_MARK}')"
            " $search$"
        ),
        "search_entry_grams": (
            "CREATE INDEX IF NOT EXISTS search_entry_grams ON search_entry USING gin (search_grams(text))"
        ),
        "search_entry_in": trigger("search_entry_in", "AFTER INSERT", "search_entry", _pending("NEW"), "NULL"),
        "search_entry_out": trigger("search_entry_out", "AFTER DELETE", "search_entry", _pending("OLD"), "NULL"),
        "search_entry_change": trigger(
            "search_entry_change", "AFTER UPDATE", "search_entry", _pending("NEW"), "NULL", _changed("IS DISTINCT FROM")
        ),
        "search_page_ends": trigger(
            "search_page_ends", "AFTER UPDATE OF live", "wagtailcore_page", gone, "NULL", "OLD.live AND NOT NEW.live"
        ),
        "search_page_gone": trigger("search_page_gone", "BEFORE DELETE", "wagtailcore_page", gone, "OLD"),
        "search_closed_in": trigger(
            "search_closed_in", "AFTER INSERT", "wagtailcore_pageviewrestriction", _CLOSED, "NULL"
        ),
        "search_closed_change": trigger(
            "search_closed_change", "AFTER UPDATE OF page_id", "wagtailcore_pageviewrestriction", _CLOSED, "NULL"
        ),
    }


def wanted(vendor: str) -> dict[str, str]:
    """Return name → statement of everything that must be there, in the order in which it is made.

    Raises:
        RuntimeError: for any database but SQLite and PostgreSQL.
    """
    try:
        return {"sqlite": _sqlite, "postgresql": _postgresql}[vendor]()
    except KeyError:
        raise RuntimeError(f"数据库 {vendor} 不受支持：请使用 SQLite 或 PostgreSQL。") from None


#: Trigger → the table on which it stands.
_TRIGGERS = {
    "search_entry_in": "search_entry",
    "search_entry_out": "search_entry",
    "search_entry_change": "search_entry",
    "search_page_ends": "wagtailcore_page",
    "search_page_gone": "wagtailcore_page",
    "search_closed_in": "wagtailcore_pageviewrestriction",
    "search_closed_change": "wagtailcore_pageviewrestriction",
}


def remove(using: str = "default") -> None:
    """Drop the triggers; the full-text index itself stays."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for name, table in _TRIGGERS.items():
            if connection.vendor == "sqlite":
                cursor.execute(f'DROP TRIGGER IF EXISTS "{name}"')
            elif table in tables:
                cursor.execute(f'DROP TRIGGER IF EXISTS "{name}" ON {table}; DROP FUNCTION IF EXISTS "{name}_fn"()')


#: PostgreSQL's indexes that are filled to the brim when they are written: keys come at their end, or the timer writes them anew.
_FULL = ("search_entry_pkey", "search_entry_page_id_key", "search_term_pkey")


def install(using: str = "default") -> None:
    """Make everything anew."""
    connection = connections[using]
    remove(using)
    with connection.cursor() as cursor:
        for statement in wanted(connection.vendor).values():
            cursor.execute(statement)
        for index in _FULL if connection.vendor == "postgresql" else ():
            cursor.execute(f"ALTER INDEX IF EXISTS {index} SET (fillfactor = 100)")


def before_migrate(using: str = "default", **kwargs: Any) -> None:
    """Stand aside while tables change."""
    remove(using)


def after_migrate(using: str = "default", **kwargs: Any) -> None:
    """Put everything on the tables as they are now."""
    needed = {*_TRIGGERS.values(), "search_pendingchange", "search_remoteindex"}
    tables = set(connections[using].introspection.table_names())
    if needed <= tables:
        install(using)
    if "search_indexstate" in tables:
        _note_analysis(using)


def _note_analysis(using: str) -> None:
    """Note which analysis writes an index in which nothing stands yet; an older index the timer makes anew."""
    with connections[using].cursor() as cursor:
        cursor.execute(
            "INSERT INTO search_indexstate (name, version) SELECT %s, %s WHERE NOT EXISTS (SELECT 1 FROM search_entry)"
            " ON CONFLICT (name) DO NOTHING",
            ["analysis", ANALYSIS_VERSION],
        )


def standing(using: str = "default") -> set[str]:
    """Return the names of what the database has."""
    connection = connections[using]
    if connection.vendor == "sqlite":
        statement = "SELECT name FROM sqlite_master WHERE name LIKE 'search\\_%' ESCAPE '\\'"
    else:
        statement = (
            "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal UNION SELECT proname FROM pg_proc"
            " UNION SELECT relname FROM pg_class WHERE relkind = 'i'"
        )
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return {str(row[0]) for row in cursor.fetchall()}


def index_is_kept(databases: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Fail when a trigger that takes what ends out of the index is missing from a migrated database."""
    found: list[CheckMessage] = []
    for using in [] if being_remade() else databases or []:
        connection = connections[using]
        try:
            if "search_entry" not in connection.introspection.table_names():
                continue
            missing = sorted(set(wanted(connection.vendor)) - standing(using))
        except DatabaseError as error:
            found.append(Error(f"无法检查公开检索索引：{error}", id="search.E001"))
            continue
        if missing:
            found.append(
                Error(
                    f"数据库缺少公开检索索引的 {len(missing)} 个部分（例如 {missing[0]}）。",
                    hint="运行 manage.py migrate 会重建它们。",
                    id="search.E002",
                )
            )
    return found
