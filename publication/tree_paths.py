"""Finding pages by an index: below a page, right below it, and by their address.

Django writes ``path__startswith`` as a LIKE, for which SQLite reads the whole table: every page would pay for the number of
decisions. Paths are capitals and digits, so that what begins with one lies between it and it followed by ``[``.

What stands right below a page is asked for by depth and path. Wagtail has an index of paths only, by which everything below is
read, decisions included; one by level and path gives the children alone (:data:`LEVEL_INDEX`).
"""

from typing import Any

from django.db import connections
from django.db.models import Q, QuerySet
from django.db.models.lookups import StartsWith

_AFTER = "["  # the character after Z
LEVEL_INDEX = "gongshi_page_level"


class BelowPath(StartsWith):
    """``path__startswith`` as a range on SQLite; elsewhere, and for anything but a plain path, as Django writes it."""

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        """Return the range."""
        prefix = self.rhs
        if not isinstance(prefix, str) or not prefix.isascii() or not prefix.isalnum() or prefix != prefix.upper():
            sql, parameters = self.as_sql(compiler, connection)
            return sql, list(parameters)
        column, parameters = self.process_lhs(compiler, connection)
        return f"({column} >= %s AND {column} < %s)", [*parameters, prefix, *parameters, prefix + _AFTER]


def at_address(url_path: str, through: str = "") -> Q:
    """Return the condition that a page stands at a tree address: addresses have no index, slugs have.

    ``through`` is the way to the page from the model that is asked (``page__``).
    """
    slug = url_path.rstrip("/").rpartition("/")[2]
    return Q(**{f"{through}slug": slug, f"{through}url_path": url_path})


def live_of_type(model: Any, **values: Any) -> QuerySet[Any]:
    """Return the live pages of exactly a type of which there are few, in the order of the tree.

    By their type: asked otherwise, SQLite walks the tree of all pages for them.
    """
    found: QuerySet[Any] = model._default_manager.exact_type(model).live().filter(**values).order_by("path")
    return found


def install() -> None:
    """Use it for the tree of pages."""
    from wagtail.models import Page

    Page._meta.get_field("path").register_lookup(BelowPath)  # type: ignore[union-attr]


def make_level_index(using: str = "default", **kwargs: Any) -> None:
    """Make the index by level and path where it is missing: after every migration, for SQLite's table remake drops it silently."""
    connection = connections[using]
    if "wagtailcore_page" in connection.introspection.table_names():
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE INDEX IF NOT EXISTS {LEVEL_INDEX} ON wagtailcore_page (depth, path)")
