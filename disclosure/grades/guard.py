"""The database holds the confirmations: made by the verb only, superseded and never changed, deleted with a draft only."""

from publication.guards.extra import RowGuard, differs, register

_TABLE = "disclosure_penaltygrade"
_PERMIT = (
    "EXISTS (SELECT 1 FROM publication_permit m JOIN wagtailcore_page p ON m.path IN (p.path, '*')"
    " WHERE p.id = NEW.page_id AND m.verb IN ('grade', 'suspended'))"
)
_OPEN = "EXISTS (SELECT 1 FROM publication_permit WHERE path = '*')"
_ONCE_PUBLIC = "EXISTS (SELECT 1 FROM wagtailcore_page p WHERE p.id = OLD.page_id AND p.first_published_at IS NOT NULL)"


def _changes(vendor: str) -> str:
    from ..models import PenaltyGrade

    free = {"superseded_at", "user_id"}
    kept = [field.column for field in PenaltyGrade._meta.concrete_fields if field.column not in free]
    return f"OLD.superseded_at IS NOT NULL AND ({differs(vendor, ['superseded_at'])}) OR {differs(vendor, kept)}"


def install() -> None:
    """Register the guards."""
    register(
        RowGuard("guard_grade_insert", _TABLE, "INSERT", lambda _: f"NOT {_PERMIT}", "confirm a grade without the verb"),
        RowGuard("guard_grade_update", _TABLE, "UPDATE", _changes, "change a confirmed grade"),
        RowGuard(
            "guard_grade_delete", _TABLE, "DELETE", lambda _: f"{_ONCE_PUBLIC} AND NOT {_OPEN}",
            "delete the confirmed grade of what was public",
        ),
    )  # fmt: skip
