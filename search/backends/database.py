"""Picks the engine by the database that the site runs on."""

from typing import Any

from django.db import connection


def SearchBackend(params: Any) -> Any:  # noqa: N802 - the name that modelsearch looks up
    """Return the backend for the default database."""
    if connection.vendor == "postgresql":
        from . import postgresql as engine
    else:
        from . import sqlite as engine  # type: ignore[no-redef]
    return engine.SearchBackend(params)
