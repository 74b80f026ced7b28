"""How a ``DATABASE_URL`` becomes Django's settings: SQLite in WAL mode with immediate transactions, or PostgreSQL."""

from typing import Any

import environ


def database(url: str) -> dict[str, Any]:
    """Return the ``DATABASES`` entry for ``url`` (``sqlite:///path`` or ``postgres://…``)."""
    settings: dict[str, Any] = environ.Env.db_url_config(url)
    if settings["ENGINE"] == "django.db.backends.sqlite3":
        settings["OPTIONS"] = {
            "timeout": 30,
            "transaction_mode": "IMMEDIATE",
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; PRAGMA recursive_triggers=ON;"
                " PRAGMA cache_size=-64000; PRAGMA temp_store=MEMORY; PRAGMA mmap_size=67108864;"
            ),
        }
    else:
        settings.setdefault("CONN_MAX_AGE", 60)
        settings.setdefault("CONN_HEALTH_CHECKS", True)
    return settings
