"""The database refuses every change of the trail and of Wagtail's log; deletion needs a permit, and half a year."""

from publication.guards.extra import RowGuard, always, differs, permit, register

RETENTION = "#trail-retention"
SCRUB = "#trail-scrub"
#: Destroying by order what a secret was (:mod:`publication.destruction`) takes words out of entries too.
DESTROY = "#destroy"
#: 网络安全法: network logs are kept for not less than six months. No permit opens a younger entry.
SHORTEST_DAYS = 184

_KEPT = {
    "publication_trailentry": ("id", "at", "actor_id", "actor_name", "ip", "act", "object_id", "page_id", "unit_id"),
    "wagtailcore_pagelogentry": ("id", "action", "timestamp", "user_id", "page_id", "revision_id", "deleted"),
    "wagtailcore_modellogentry": ("id", "action", "timestamp", "user_id", "object_id", "deleted"),
}
_TIME = {
    "publication_trailentry": "at",
    "wagtailcore_pagelogentry": "timestamp",
    "wagtailcore_modellogentry": "timestamp",
}


def _too_young(vendor: str, column: str) -> str:
    if vendor == "postgresql":
        return f"OLD.\"{column}\" > now() - interval '{SHORTEST_DAYS} days'"
    return f"OLD.\"{column}\" > strftime('%Y-%m-%d %H:%M:%f', 'now', '-{SHORTEST_DAYS} days')"


def _update(table: str):  # type: ignore[no-untyped-def]
    return lambda vendor: f"(NOT {permit(SCRUB)} AND NOT {permit(DESTROY)}) OR {differs(vendor, _KEPT[table])}"


def _delete(table: str):  # type: ignore[no-untyped-def]
    return lambda vendor: f"NOT {permit(RETENTION)} OR {_too_young(vendor, _TIME[table])}"


def install() -> None:
    """Register the guards."""
    for table in _KEPT:
        short = table.split("_")[-1]
        register(
            RowGuard(f"guard_trail_{short}_update", table, "UPDATE", _update(table), "change the record of an act"),
            RowGuard(f"guard_trail_{short}_delete", table, "DELETE", _delete(table), "delete the record of an act"),
        )
    seals = "publication_trailseal"
    register(
        RowGuard("guard_trail_seal_update", seals, "UPDATE", always, "change a seal"),
        RowGuard("guard_trail_seal_delete", seals, "DELETE", lambda _: f"NOT {permit(RETENTION)}", "delete a seal"),
    )
