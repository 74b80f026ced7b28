"""The database holds the confirmations: made by the verb only, superseded and never changed, deleted with a draft only."""

from publication.guards.extra import RowGuard, differs, permit, register
from publication.life.guard import DESTROY

_TABLE = "disclosure_penaltygrade"
#: What the destruction of a secret by order takes out.
_WORDS = ("reason", "rule", "kinds")
_PERMIT = (
    "EXISTS (SELECT 1 FROM publication_permit m JOIN wagtailcore_page p ON m.path IN (p.path, '*')"
    " WHERE p.id = NEW.page_id AND m.verb IN ('grade', 'suspended'))"
)
_OPEN = permit("*")
_ONCE_PUBLIC = "EXISTS (SELECT 1 FROM wagtailcore_page p WHERE p.id = OLD.page_id AND p.first_published_at IS NOT NULL)"


def _changes(vendor: str) -> str:
    from ..models import PenaltyGrade

    free = {"superseded_at", "user_id", *_WORDS}
    kept = [field.column for field in PenaltyGrade._meta.concrete_fields if field.column not in free]
    again = f"OLD.superseded_at IS NOT NULL AND ({differs(vendor, ['superseded_at'])})"
    return f"{again} OR {differs(vendor, kept)} OR (NOT {permit(DESTROY)} AND ({differs(vendor, _WORDS)}))"


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
