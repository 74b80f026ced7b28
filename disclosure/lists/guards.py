"""An edition and its rows are never changed and never deleted: what a list said stays what it said.

Only the destruction of a secret by order takes words out of it.
"""

from publication.guards.extra import RowGuard, permit, register
from publication.life.guard import DESTROY

_TABLES = (("disclosure_edition", "edition"), ("disclosure_editionrow", "row of an edition"))


def install() -> None:
    """Register the guards."""
    for table, what in _TABLES:
        register(
            RowGuard(f"guard_{table}_kept", table, "UPDATE", lambda _: f"NOT {permit(DESTROY)}", f"change an {what}"),
            RowGuard(f"guard_{table}_stays", table, "DELETE", lambda _: f"NOT {permit('*')}", f"delete an {what}"),
        )
