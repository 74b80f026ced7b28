"""The database holds the seal, the record of endings, and what was once public.

A sealed page goes live only with a permit of the verb ``restore``; a record that was executed is not changed (but for the
review that follows an emergency) nor deleted; a page that was once public, and its versions, are not deleted.
"""

from collections.abc import Callable

from django.apps import apps

from publication.guards.extra import RowGuard, always, columns_but, differs, permit, register
from publication.trail.guard import DESTROY, SCRUB

_PAGE = "wagtailcore_page"
_ENDING = "publication_ending"
#: What of an executed ending may still be written: the review of an emergency.
_FREE = frozenset({"reviewed_by_id", "reviewed_at", "review_note", "successor_id"})
#: What only the destruction of a secret may write: its moment, and nothing in the place of words.
_DESTROYED = frozenset(
    {
        "destroyed_at", "statement", "url_path", "decision_note", "number", "number_key", "instrument_name", "instrument_number",
        "instrument_body", "instrument_date", "instrument_scan_id",
    }
)  # fmt: skip
_DESTRUCTION = "publication_destruction"


def _sealed(row: str) -> str:
    return (
        f"EXISTS (SELECT 1 FROM publication_seal s WHERE s.page_id = {row}.id) AND NOT EXISTS (SELECT 1 FROM publication_permit"
        f" WHERE path IN ({row}.path, '*') AND verb IN ('restore', 'suspended'))"
    )


def _any_permit(page_id: str, verbs: str) -> str:
    return (
        f"EXISTS (SELECT 1 FROM publication_permit m JOIN {_PAGE} p ON m.path IN (p.path, '*')"
        f" WHERE p.id = {page_id} AND m.verb IN ({verbs}))"
    )


def _open(vendor: str) -> str:
    return "EXISTS (SELECT 1 FROM publication_permit WHERE path = '*')"


def _changes(vendor: str) -> str:
    from ..models import Ending

    free = _FREE | _DESTROYED
    kept = columns_but(Ending, free)
    successor = f"OLD.successor_id IS NOT NULL AND ({differs(vendor, ['successor_id'])})"
    words = f"NOT {permit(DESTROY)} AND ({differs(vendor, sorted(_DESTROYED))})"
    return f"OLD.state <> 'requested' AND ({differs(vendor, kept)} OR {successor} OR ({words}))"


def _only_destroying(model_name: str, *words: str, masked: bool = False) -> Callable[[str], str]:
    """Return the condition of a record of which nothing changes but, by a destruction, its ``words``; ``masked``: they also lose what
    is masked on their page."""
    may = f"({permit(DESTROY)} OR {permit(SCRUB)})" if masked else permit(DESTROY)

    def changes(vendor: str) -> str:
        kept = columns_but(apps.get_model("publication", model_name), words)
        return f"NOT {may} OR {differs(vendor, kept)}"

    return changes


def _destruction(vendor: str) -> str:
    columns = [f.column for f in apps.get_model("publication", "Destruction")._meta.concrete_fields]
    kept = [column for column in columns if column not in ("completed_at", "decision_note")]
    return f"OLD.state <> 'requested' AND ({differs(vendor, kept)})"


def _backup(vendor: str) -> str:
    kept = ["name", "place", "content", "made_at", "recorded_by_id", "recorded_at"]
    return f"{differs(vendor, kept)} OR OLD.destroyed_at IS NOT NULL"


def _destroyed(row: str) -> str:
    """The page's content is destroyed: no permit but the whole guard's suspension opens it again."""
    return (
        f"EXISTS (SELECT 1 FROM publication_seal s JOIN publication_ending e ON e.id = s.ending_id WHERE s.page_id = {row}"
        " AND e.destroyed_at IS NOT NULL) AND NOT EXISTS (SELECT 1 FROM publication_permit WHERE path = '*')"
    )


def install() -> None:
    """Register the guards."""
    enders = "'withdraw', 'replace', 'vanish', 'expire', 'suspended'"
    register(
        RowGuard("guard_sealed_update", _PAGE, "UPDATE", lambda _: f"NEW.live AND NOT OLD.live AND (({_sealed('NEW')}) OR ({_destroyed('NEW.id')}))",
                 "publish a sealed page", ("publication_seal", _ENDING)),
        RowGuard("guard_once_public_delete", _PAGE, "DELETE",
                 lambda v: f"OLD.first_published_at IS NOT NULL AND NOT OLD.live AND NOT {_open(v)} AND (OLD.alias_of_id IS NULL)",
                 "delete what was once public"),
        RowGuard("guard_seal_insert", "publication_seal", "INSERT",
                 lambda _: f"NOT {_any_permit('NEW.page_id', enders)}", "seal without a verb"),
        RowGuard("guard_seal_update", "publication_seal", "UPDATE", always, "change a seal"),
        RowGuard("guard_seal_delete", "publication_seal", "DELETE",
                 lambda _: f"NOT {_any_permit('OLD.page_id', chr(39) + 'restore' + chr(39) + ', ' + chr(39) + 'suspended' + chr(39))}",
                 "break a seal"),
        RowGuard("guard_ending_update", _ENDING, "UPDATE", _changes, "change the record of an ending"),
        RowGuard("guard_ending_delete", _ENDING, "DELETE", lambda v: f"NOT {_open(v)}", "delete the record of an ending"),
        RowGuard("guard_seal_of_destroyed_delete", "publication_seal", "DELETE", lambda _: _destroyed("OLD.page_id"),
                 "break the seal of what was destroyed"),
        RowGuard("guard_receipt_update", "publication_receipt", "UPDATE",
                 _only_destroying("Receipt", "document", "digest", "signature", "key_id"), "change a receipt"),
        RowGuard("guard_destruction_update", _DESTRUCTION, "UPDATE", _destruction, "change the record of a destruction"),
        RowGuard("guard_destruction_delete", _DESTRUCTION, "DELETE", lambda v: f"NOT {_open(v)}", "delete the record of a destruction"),
        RowGuard("guard_destructionpart_delete", f"{_DESTRUCTION}part", "DELETE", lambda v: f"NOT {_open(v)}",
                 "delete the record of a destruction"),
        RowGuard("guard_backup_update", "publication_backup", "UPDATE", _backup, "change the record of a backup"),
        RowGuard("guard_backup_delete", "publication_backup", "DELETE", lambda v: f"NOT {_open(v)}", "delete the record of a backup"),
        RowGuard("guard_receipt_delete", "publication_receipt", "DELETE", lambda v: f"NOT {_open(v)}", "delete a receipt"),
        RowGuard("guard_correction_delete", "publication_correction", "DELETE", lambda v: f"NOT {_open(v)}",
                 "delete the record of a correction"),
        RowGuard("guard_correction_update", "publication_correction", "UPDATE", _only_destroying("Correction", "note", masked=True),
                 "change the record of a correction"),
    )  # fmt: skip
