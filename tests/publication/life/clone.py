"""A copy of the test database, whose transactions are real: the file is rewritten, and what was committed stays until the end."""

import shutil
from contextlib import contextmanager
from pathlib import Path

from django.contrib.contenttypes.models import ContentType
from django.db import connection


def _admin(statement):
    import psycopg

    given = connection.settings_dict
    with psycopg.connect(
        host=given["HOST"], port=given["PORT"], user=given["USER"], password=given["PASSWORD"] or None, dbname="postgres",
        autocommit=True,
    ) as other:  # fmt: skip
        other.execute(statement)


@contextmanager
def cloned():
    """Within the block the default connection is the copy's."""
    name = connection.settings_dict["NAME"]
    copy = f"{name}_copy"
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
        shutil.copyfile(name, copy)
    else:
        connection.close()
        _admin(f'DROP DATABASE IF EXISTS "{copy}" WITH (FORCE)')
        _admin(f'CREATE DATABASE "{copy}" TEMPLATE "{name}"')
    connection.settings_dict["NAME"] = copy
    try:
        yield copy
    finally:
        connection.close()
        connection.settings_dict["NAME"] = name
        ContentType.objects.clear_cache()
        if connection.vendor == "sqlite":
            for tail in ("", "-wal", "-shm"):
                Path(f"{copy}{tail}").unlink(missing_ok=True)
        else:
            _admin(f'DROP DATABASE IF EXISTS "{copy}" WITH (FORCE)')
