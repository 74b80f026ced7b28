"""The record of privacy decisions: written once, kept three years at least (个人信息保护法 art. 56), guarded by the database."""

import datetime

from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from ..errors import GUARD_MARK
from ..guards.extra import columns_but, differs, permit
from ..guards.signed import may_sign
from ..models.privacy import LEAST_YEARS, PrivacyDecision, PrivacySettings
from ..trail.guard import DESTROY

_TABLE = "publication_privacydecision"
#: What the destruction of a secret takes out of a decision; who decided what, when, stays.
_WORDS = frozenset({"where", "reason", "digest", "file_digest"})


def triggers(vendor: str) -> dict[str, str]:
    """Return name → statement of the guards that refuse adding a decision without the verb, changing one (but for the destruction of a secret), and deleting one younger than three years."""
    insert, update, delete = (f"guard_privacy_decision_{event}" for event in ("insert", "update", "delete"))
    strange = f"NOT {may_sign(vendor)}"
    kept = columns_but(PrivacyDecision, _WORDS)
    changes = f"NOT {permit(DESTROY)} OR {differs(vendor, kept)}"
    if vendor == "sqlite":
        refuse = f"BEGIN SELECT RAISE(ABORT, '{GUARD_MARK}: privacy decision'); END"
        young = f"OLD.decided_at > datetime('now', '-{LEAST_YEARS} years')"
        return {
            insert: f"CREATE TRIGGER {insert} BEFORE INSERT ON {_TABLE} WHEN {strange} {refuse}",
            update: f"CREATE TRIGGER {update} BEFORE UPDATE ON {_TABLE} WHEN {changes} {refuse}",
            delete: f"CREATE TRIGGER {delete} BEFORE DELETE ON {_TABLE} WHEN {young} {refuse}",
        }
    raised = f"RAISE EXCEPTION '{GUARD_MARK}: privacy decision' USING ERRCODE = 'integrity_constraint_violation';"
    young = f"OLD.decided_at > now() - interval '{LEAST_YEARS} years'"
    return {
        insert: _function(insert, "INSERT", f"IF {strange} THEN {raised} END IF;", "NEW"),
        update: _function(update, "UPDATE", f"IF {changes} THEN {raised} END IF;", "NEW"),
        delete: _function(delete, "DELETE", f"IF {young} THEN {raised} END IF;", "OLD"),
    }


def _function(name: str, event: str, body: str, result: str) -> str:
    return (
        f'CREATE OR REPLACE FUNCTION "{name}_fn"() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN {body} RETURN {result};'
        f' END $guard$; CREATE TRIGGER "{name}" BEFORE {event} ON {_TABLE} FOR EACH ROW EXECUTE FUNCTION "{name}_fn"();'
    )


@transaction.atomic
def forget_old_decisions() -> int:
    """Delete decisions older than the bureau's retention (three years at least), on the record; return how many."""
    from ..trail.record import record

    years = max(LEAST_YEARS, PrivacySettings.load().retention_years)
    limit = timezone.now() - datetime.timedelta(days=366 * years)
    count, _ = PrivacyDecision.objects.filter(decided_at__lt=limit).delete()
    if count:
        record("privacy.forget", data={"count": count, "before": limit.isoformat()})
    return count


def keep_decisions() -> None:
    """The timer: at most once a day forget what is over its time."""
    if cache.add("privacy-decisions-forgotten", True, 86_400):
        forget_old_decisions()
