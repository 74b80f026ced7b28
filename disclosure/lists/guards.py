"""An edition and its rows are never changed and never deleted: what a list said stays what it said."""

from publication.guards.extra import RowGuard, always, permit, register

_TABLES = (("disclosure_edition", "edition"), ("disclosure_editionrow", "row of an edition"))

for _table, _what in _TABLES:
    register(
        RowGuard(f"guard_{_table}_kept", _table, "UPDATE", always, f"change an {_what}"),
        RowGuard(f"guard_{_table}_stays", _table, "DELETE", lambda _: f"NOT {permit('*')}", f"delete an {_what}"),
    )
