"""Which engine answers: the one that is set, or the database's own while that one is down or behind."""

from types import ModuleType

from django.conf import settings
from django.db import connection


def database_engine() -> ModuleType:
    """Return the engine of the site's own database."""
    from . import postgresql, sqlite

    return postgresql if connection.vendor == "postgresql" else sqlite


def is_remote() -> bool:
    """Tell whether an engine outside the database is set."""
    return "public" in settings.WAGTAILSEARCH_BACKENDS


def engine() -> tuple[ModuleType, bool]:
    """Return the engine to ask, and whether it stands in for one that does not answer."""
    if not is_remote():
        return database_engine(), False
    from . import elasticsearch

    if elasticsearch.is_ready():
        return elasticsearch, False
    return database_engine(), True
