"""Guards on the two tables by which the framework hides what is public without ending it: view restrictions and sites."""

from .extra import RowGuard, differs, permit, register

#: Open while the server's own command changes the site (``manage.py set_site``).
SITE = "#site"
_SITE_COLUMNS = ("hostname", "port", "root_page_id", "is_default_site")
_OPEN = permit("*")


def _live_below(vendor: str) -> str:
    """A restriction goes with its draft; over what is live, its going would show what was hidden."""
    below = "p.path LIKE r.path || '%'" if vendor == "postgresql" else "substr(p.path, 1, length(r.path)) = r.path"
    return (
        f"NOT {_OPEN} AND EXISTS (SELECT 1 FROM wagtailcore_page r JOIN wagtailcore_page p ON {below}"
        " WHERE r.id = OLD.page_id AND p.live)"
    )


def install() -> None:
    """Register the guards."""
    shut = {"INSERT": "hide pages", "UPDATE": "change who sees pages"}
    for table, short in (
        ("wagtailcore_pageviewrestriction", "page"),
        ("wagtailcore_collectionviewrestriction", "files"),
    ):
        for event, what in shut.items():
            register(RowGuard(f"guard_view_{short}_{event.lower()}", table, event, lambda _: f"NOT {_OPEN}", what))
    register(
        RowGuard("guard_view_page_delete", "wagtailcore_pageviewrestriction", "DELETE", _live_below, "show what was hidden"),
        RowGuard("guard_view_files_delete", "wagtailcore_collectionviewrestriction", "DELETE", lambda _: f"NOT {_OPEN}",
                 "show what was hidden"),
    )  # fmt: skip
    site = "wagtailcore_site"
    held = f"NOT {permit(SITE)} AND NOT {_OPEN}"
    register(
        RowGuard(
            "guard_site_insert", site, "INSERT", lambda _: f"{held} AND EXISTS (SELECT 1 FROM {site})", "add a site"
        ),
        RowGuard(
            "guard_site_update", site, "UPDATE", lambda v: f"{held} AND ({differs(v, _SITE_COLUMNS)})", "change a site"
        ),
        RowGuard("guard_site_delete", site, "DELETE", lambda _: held, "delete a site"),
    )
