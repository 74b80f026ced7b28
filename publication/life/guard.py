"""The database holds the seal, the record of endings, and what was once public.

A sealed page goes live only with a permit of the verb ``restore``; a record that was executed is not changed (but for the
review that follows an emergency) nor deleted; a page that was once public, and its versions, are not deleted.
"""

from publication.guards.extra import RowGuard, always, differs, register

_PAGE = "wagtailcore_page"
_ENDING = "publication_ending"
#: What of an executed ending may still be written: the review of an emergency, and that a secret's content was destroyed.
_FREE = frozenset({"reviewed_by_id", "reviewed_at", "review_note", "destroyed_at", "successor_id"})
DESTROY = "#destroy"


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

    kept = [f.column for f in Ending._meta.concrete_fields if f.column not in _FREE]
    successor = f"OLD.successor_id IS NOT NULL AND ({differs(vendor, ['successor_id'])})"
    return f"OLD.state <> 'requested' AND ({differs(vendor, kept)} OR {successor})"


def install() -> None:
    """Register the guards."""
    enders = "'withdraw', 'replace', 'vanish', 'expire', 'suspended'"
    register(
        RowGuard("guard_sealed_update", _PAGE, "UPDATE", lambda _: f"NEW.live AND NOT OLD.live AND {_sealed('NEW')}",
                 "publish a sealed page", ("publication_seal",)),
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
        RowGuard("guard_receipt_update", "publication_receipt", "UPDATE", always, "change a receipt"),
        RowGuard("guard_receipt_delete", "publication_receipt", "DELETE", lambda v: f"NOT {_open(v)}", "delete a receipt"),
        RowGuard("guard_correction_delete", "publication_correction", "DELETE", lambda v: f"NOT {_open(v)}",
                 "delete the record of a correction"),
        RowGuard("guard_correction_update", "publication_correction", "UPDATE", always, "change the record of a correction"),
    )  # fmt: skip
