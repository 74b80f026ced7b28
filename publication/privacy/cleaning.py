"""Taking masked content out of everything that remembers it: older revisions, autosaves, log entries, comments."""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from wagtail.models import Comment, CommentReply, ModelLogEntry, Page, PageLogEntry, Revision, TaskState, WorkflowState

from ..models.endings import Correction, Restoration
from ..models.notices import Notice
from .detect import find
from .digests import content_digest
from .masks import Masker, mask_text
from .page_texts import PageText, rewrite
from .sources import white_lists


class Cleaner:
    """Replaces chosen content wherever it stands.

    ``chosen`` are digests (:func:`content_digest`) of what is masked; ``written`` maps content as it was written to its mask, so
    that it is also replaced where the words around it, which made it a finding, are missing. ``names`` are those that are too
    short for that in the page's texts (高山 in 高山路); records about the page say what it was called, and lose them everywhere.
    """

    def __init__(
        self, chosen: set[str], masker: Masker, written: Mapping[str, str], names: Mapping[str, str] | None = None
    ) -> None:
        self.chosen = chosen
        self.masker = masker
        self.written = dict(sorted(written.items(), key=lambda item: -len(item[0])))
        self.names = dict(sorted((names or {}).items(), key=lambda item: -len(item[0])))

    def text(self, text: str, label: str = "", *, names: bool = True) -> str:
        """Return ``text`` with the chosen content masked; without ``names`` people's names stay, where showing them is the purpose."""
        found = [
            item
            for item in find(text, label=label, lists=white_lists())
            if content_digest(item.kind, item.value) in self.chosen and (names or item.kind != "name")
        ]
        if found:
            text = mask_text(text, found, self.masker)
        for written, mask in self.written.items():
            if written in text and (names or written not in self.names):
                text = text.replace(written, mask)
        return text

    def page_text(self, found: PageText) -> str:
        """:meth:`text` for :func:`rewrite`."""
        text = self.text(found.text, found.label, names=not found.names_shown)
        if found.path[-1] == "slug" and text != found.text:
            text = re.sub(r"[^0-9A-Za-z\-]+", "x", text).strip("-")
        return text

    def record_text(self, text: str) -> str:
        """Return the text of a record about the page with the chosen content masked, short names included."""
        text = self.text(text)
        for name, mask in self.names.items():
            text = text.replace(name, mask)
        return text

    def json(self, value: Any) -> Any:
        """Return a JSON value with every string in it cleaned by :meth:`record_text`."""
        if isinstance(value, str):
            return self.record_text(value)
        if isinstance(value, list):
            return [self.json(item) for item in value]
        if isinstance(value, dict):
            return {key: self.json(item) for key, item in value.items()}
        return value


def clean_revisions(page: Page, cleaner: Cleaner, *, spare: int | None = None) -> int:
    """Clean the page's revisions (but ``spare``), autosaved drafts among them, one by one; return how many changed."""
    model = type(page)
    changed = 0
    revisions = Revision.page_revisions.filter(object_id=str(page.pk)).exclude(pk=spare)
    for revision in revisions.order_by("pk").iterator(chunk_size=50):
        content = json.loads(json.dumps(revision.content))
        touched = rewrite(model, content, cleaner.page_text)
        if touched and "draft_title" in content:
            content["draft_title"] = content["title"]
        label = cleaner.text(revision.object_str)
        if touched or label != revision.object_str:
            Revision.objects.filter(pk=revision.pk).update(content=content, object_str=label)
            changed += 1
    return changed


def clean_records(page: Page, cleaner: Cleaner) -> int:
    """Clean log entries, comments, workflow remarks, notes of corrections and notices of the page; return how many changed.

    Wagtail's log entries are guarded: the caller holds a permit for :data:`publication.trail.guard.SCRUB`.
    """
    content_type = ContentType.objects.get_for_model(type(page))
    states = WorkflowState.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page), object_id=str(page.pk)
    )
    changed = _rows(PageLogEntry.objects.filter(page_id=page.pk), ("label", "data"), cleaner)
    changed += _rows(
        ModelLogEntry.objects.filter(content_type=content_type, object_id=str(page.pk)), ("label", "data"), cleaner
    )
    changed += _rows(Comment.objects.filter(page_id=page.pk), ("text",), cleaner)
    changed += _rows(CommentReply.objects.filter(comment__page_id=page.pk), ("text",), cleaner)
    changed += _rows(TaskState.objects.filter(workflow_state__in=states), ("comment",), cleaner)
    changed += _rows(Correction.objects.filter(page_id=page.pk), ("note",), cleaner)
    changed += _rows(Restoration.objects.filter(page_id=page.pk), ("reason", "decision_note"), cleaner)
    changed += _rows(Notice.objects.filter(page_id=page.pk), ("subject", "detail"), cleaner)
    for also in _also:
        changed += also(page, cleaner)
    return changed


#: Upper layers register what else remembers a page's content: called with (page, cleaner), return how many rows changed.
_also: list[Callable[[Page, Cleaner], int]] = []


def register_records(clean: Callable[[Page, Cleaner], int]) -> None:
    """Let an upper layer clean its own records of a page."""
    _also.append(clean)


def _rows(rows: models.QuerySet[Any], names: tuple[str, ...], cleaner: Cleaner) -> int:
    changed = 0
    for row in rows.order_by("pk").only("pk", *names).iterator(chunk_size=200):
        new = {name: cleaner.json(getattr(row, name)) for name in names}
        if any(new[name] != getattr(row, name) for name in names):
            type(row)._base_manager.filter(pk=row.pk).update(**new)
            changed += 1
    return changed
