"""A public notice is not silently rewritten: each correction says what was corrected (更正说明; 政府信息公开条例第四十一条)."""

from collections.abc import Sequence
from typing import Any

from wagtail.models import Page, Revision

from ..life.correcting import NOTE, changes, needs_note
from ..models import Correction
from .base import Gate, Problem, register


class CorrectionGate(Gate):
    """A revision that changes a public page of a type that keeps corrections carries a new note of what was corrected."""

    code = "correction"

    def applies_to(self, page: Any) -> bool:
        """Pages of types that keep corrections."""
        return needs_note(type(page))

    def check(self, page: Any, revision: Any) -> list[Problem]:
        """Return the problem of a missing or repeated note."""
        return self.check_many([(page, revision)]).get(id(page), [])

    def check_many(self, pairs: Sequence[tuple[Any, Any]]) -> dict[Any, list[Problem]]:
        """Two queries for all public pages among them; none for drafts."""
        asked = {
            page.pk: (page, revision) for page, revision in pairs if page.pk and page.live and revision is not None
        }
        if not asked or not any(needs_note(type(page)) for page, _ in asked.values()):
            return {}
        public = dict(
            Page.objects.filter(pk__in=asked, live=True)
            .exclude(live_revision=None)
            .values_list("pk", "live_revision_id")
        )
        revisions = Revision.objects.in_bulk(set(public.values()))
        notes = dict(
            Correction.objects.filter(page_id__in=public).order_by("created_at", "pk").values_list("page_id", "note")
        )
        found = {}
        for pk, (page, revision) in asked.items():
            if not needs_note(type(page)) or pk not in public or revision.pk == public[pk]:
                continue
            if not changes(type(page), revisions[public[pk]], revision):
                continue
            note = str(getattr(page, NOTE, "")).strip()
            if not note or note == notes.get(pk):
                found[id(page)] = [_missing(bool(note))]
        return found


def _missing(repeated: bool) -> Problem:
    message = (
        "“更正说明”与上一次相同，请写明这一次更正了什么。"
        if repeated
        else "这个页面已公开，改动内容属于更正：请在“更正说明”中写明更正了什么（会注明日期公开）。"
        "决定本身被变更、撤销的，不要改这个页面，请用“撤下”。"
    )
    return Problem("correction_note", message, NOTE, law="政府信息公开条例第四十一条")


register(CorrectionGate())
