"""Corrections: what counts as one, and keeping the dated note when it is published."""

from typing import Any

from ..models.approvals import said_digest
from ..models.endings import Correction

#: The field in which an editor says what this revision corrects.
NOTE = "correction_note"


def needs_note(model: type) -> bool:
    """Tell whether pages of a type say publicly what was corrected in them."""
    return bool(getattr(model, "keeps_corrections", False))


def changes(model: type, before: Any, after: Any) -> bool:
    """Tell whether revision ``after`` of a page of type ``model`` says something else than ``before``.

    The note itself aside, and what the type keeps on a record of its own or to itself (its ``not_corrected``).
    """
    aside = {NOTE, "pk", *getattr(model, "not_corrected", ())}
    said = [
        said_digest({name: value for name, value in row.content.items() if name not in aside})
        for row in (before, after)
    ]
    return said[0] != said[1]


def keep(page: Any, stored: Any, after: Any, user: Any) -> Correction | None:
    """Record the correction that publishing ``after`` over the public page ``stored`` (as it was before) is; None when it changes
    nothing, or where pages of the type keep none."""
    if not needs_note(type(page)):
        return None
    before = stored.live_revision
    if before is None or before.pk == after.pk or not changes(type(page), before, after):
        return None
    note = str(after.content.get(NOTE) or "").strip()
    return Correction.objects.create(page_id=page.pk, note=note, before=before, after=after, user=user)
