"""Rows by the thousand: keys taken from the database beforehand, then one prepared statement per table.

What ``bulk_create`` does, without its statement of a few dozen rows at a time, which is compiled anew for each, and without
an object per row. No signal is sent.

Write them under no savepoint of one's own (``atomic(savepoint=False)``): while one is open, SQLite looks through all that it
keeps for it after every single row, so that each row takes longer than the one before.
"""

import time
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connections, models

_DATABASE = "default"
_PLAIN_TEXT = (models.CharField, models.TextField, models.SlugField)
_PLAIN_NUMBERS = (
    models.AutoField, models.BigAutoField, models.IntegerField, models.BigIntegerField, models.PositiveIntegerField,
    models.PositiveSmallIntegerField,
)  # fmt: skip

_MOMENTS = (models.DateTimeField, models.DateField)


#: SQLite's own memory while rows are written by the thousand: KiB (as a negative number) of pages, and bytes mapped.
_LEAN = {"cache_size": -32_000, "mmap_size": 0}


@contextmanager
def lean_cache() -> Iterator[None]:
    """Let SQLite keep half as many pages of the database in this process, where rows are written and not read again.

    What others read, the operating system keeps.
    """
    if connections[_DATABASE].vendor != "sqlite":
        yield
        return
    before = {name: _pragma(name) for name in _LEAN}
    for name, value in _LEAN.items():
        _pragma(name, value)
    try:
        yield
    finally:
        for name, value in before.items():
            _pragma(name, value)


def _pragma(name: str, value: int | None = None) -> int | None:
    """Set a number of SQLite's, where one is given, and return it; None where the database has none (one in memory maps nothing)."""
    with connections[_DATABASE].cursor() as cursor:
        cursor.execute(f"PRAGMA {name}" if value is None else f"PRAGMA {name} = {value:d}")
        row = cursor.fetchone()
    return int(row[0]) if row else None


def reserve_keys(model: type[models.Model], count: int) -> list[int]:
    """Return ``count`` new primary keys of ``model``, in ascending order, that no other row gets.

    Call it in a transaction that has already written: on SQLite the write lock is what keeps others from the same keys.
    """
    connection = connections[_DATABASE]
    table, column = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
                [connection.ops.quote_name(table), column, count],
            )
            return sorted(row[0] for row in cursor.fetchall())
        quote = connection.ops.quote_name
        cursor.execute(
            f"SELECT max(coalesce((SELECT max({quote(column)}) FROM {quote(table)}), 0),"
            " coalesce((SELECT seq FROM sqlite_sequence WHERE name = %s), 0))",
            [table],
        )
        last = cursor.fetchone()[0]
    return list(range(last + 1, last + 1 + count))


def ascending_keys(count: int) -> list[uuid.UUID]:
    """Return ``count`` new random keys that begin with the time and ascend (RFC 9562, version 7).

    Their index is written at its end and not all over: with random ones a batch touches as many leaves as it has rows.
    """
    head = time.time_ns() // 1_000_000 << 80 | 0x7 << 76 | 0x2 << 62
    low = uuid.uuid4().int & ((1 << 61) - 1)
    return [uuid.UUID(int=head | low + place) for place in range(count)]


def _adapter(field: Any, connection: Any) -> Callable[[Any], Any]:
    """Return what turns a value of ``field`` into what the driver takes; plain text goes as it is."""
    prepare = field.get_db_prep_save
    plain = _plain_type(field)
    if plain is not None:
        return lambda value: value if type(value) is plain else prepare(value, connection=connection)
    if isinstance(field, models.JSONField):
        empty = prepare({}, connection=connection)
        return lambda value: None if value is None else empty if value == {} else prepare(value, connection=connection)
    if type(field) in _MOMENTS:
        return _remembering(lambda value: prepare(value, connection=connection))
    return lambda value: None if value is None else prepare(value, connection=connection)


def _remembering(prepare: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Return ``prepare`` for a column in which the same object often follows itself (the moment of a batch) and NULL."""
    last: list[Any] = [None, None]

    def adapt(value: Any) -> Any:
        if value is not last[0]:
            last[:] = value, prepare(value)
        return last[1]

    return adapt


def _plain_type(field: Any) -> type | None:
    """Return the type whose values both drivers take for ``field`` as they are."""
    while isinstance(field, models.ForeignKey):
        field = field.target_field
    if type(field) in _PLAIN_TEXT:
        return str
    if type(field) is models.BooleanField:
        return bool
    return int if type(field) in _PLAIN_NUMBERS else None


def _reader(field: Any) -> Callable[[Any], Any]:
    """Return what reads ``field`` from an object that is to be inserted."""
    if type(field).pre_save is models.Field.pre_save:
        name = field.attname
        return lambda obj: getattr(obj, name)
    return lambda obj: field.pre_save(obj, add=True)


def insert(
    model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]], *, keep_old: bool = False
) -> None:
    """Insert ``rows``, whose values stand in the order of the field ``names``, into the table of ``model``.

    With ``keep_old`` a row that a unique constraint is against is left out.
    """
    connection = connections[_DATABASE]
    fields = [model._meta.get_field(name) for name in names]
    adapters = [_adapter(field, connection) for field in fields]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    values = [[adapt(value) for adapt, value in zip(adapters, row, strict=True)] for row in rows]
    if not values:
        return
    tail = " ON CONFLICT DO NOTHING" if keep_old else ""
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({marks}){tail}", values)


def insert_objects(model: type[models.Model], objects: Sequence[Any], fields: Sequence[Any]) -> None:
    """Insert the values that ``objects`` have for ``fields`` into the table of ``model`` (of a parent model, its part)."""
    readers = [_reader(field) for field in fields]
    insert(model, [field.name for field in fields], [[read(obj) for read in readers] for obj in objects])


def update_objects(model: type[models.Model], objects: Sequence[Any], names: Sequence[str]) -> None:
    """Write the values that ``objects`` have for the field ``names`` to their rows, one prepared statement for all. No signal is sent."""
    connection = connections[_DATABASE]
    fields = [model._meta.get_field(name) for name in names]
    adapters = [_adapter(field, connection) for field in fields]
    quote = connection.ops.quote_name
    columns = ", ".join(f"{quote(field.column)} = %s" for field in fields)
    values = [
        [*(adapt(getattr(obj, field.attname)) for adapt, field in zip(adapters, fields, strict=True)), obj.pk]
        for obj in objects
    ]
    if not values:
        return
    key = quote(model._meta.pk.column)
    with connection.cursor() as cursor:
        cursor.executemany(f"UPDATE {quote(model._meta.db_table)} SET {columns} WHERE {key} = %s", values)
