"""Corrections: what counts as one, and keeping the dated note when it is published."""

from typing import Any

from ..models.approvals import said_digest
from ..models.endings import Correction

#: The field in which an editor says what this revision corrects.
NOTE = "correction_note"


def needs_note(model: type) -> bool:
    """Tell whether pages of a type say publicly what was corrected in them."""
    return bool(getattr(model, "keeps_corrections", False))


def _said(content: Any) -> str:
    return said_digest({name: value for name, value in content.items() if name not in (NOTE, "pk")})


def changes(before: Any, after: Any) -> bool:
    """Tell whether revision ``after`` says something else than ``before``, the note aside."""
    return _said(before.content) != _said(after.content)


def keep(page: Any, stored: Any, after: Any, user: Any) -> Correction | None:
    """Record the correction that publishing ``after`` over the public page ``stored`` (as it was before) is; None when it changes
    nothing, or where pages of the type keep none."""
    if not needs_note(type(page)):
        return None
    before = stored.live_revision
    if before is None or before.pk == after.pk or not changes(before, after):
        return None
    note = str(after.content.get(NOTE) or "").strip()
    return Correction.objects.create(page_id=page.pk, note=note, before=before, after=after, user=user)
