"""Looking below a page on SQLite by the index of tree paths.

Django writes ``path__startswith`` as a LIKE, for which SQLite reads the whole table: every page would pay for the number of
decisions. Paths are capitals and digits, so that what begins with one lies between it and it followed by ``[``.
"""

from typing import Any

from django.db.models.lookups import StartsWith

_AFTER = "["  # the character after Z


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


def install() -> None:
    """Use it for the tree of pages."""
    from wagtail.models import Page

    Page._meta.get_field("path").register_lookup(BelowPath)  # type: ignore[union-attr]
