"""Mask personal information on a page: a new revision without it, and every older trace of it cleaned."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from wagtail.models import Page

from ..errors import Refused
from ..gates.base import Problem
from ..guards.signed import signing
from ..models.privacy import Choice, PrivacyDecision, user_label
from ..permits import permitted
from ..privacy.cleaning import Cleaner, clean_records, clean_revisions
from ..privacy.digests import content_digest
from ..privacy.kinds import Finding
from ..privacy.masks import Masker, redact
from ..privacy.page_texts import PageText, findings_in, rewrite, texts_of
from ..trail.guard import SCRUB
from .scrub_trail import ScrubTrail


class MaskPage:
    """Replace the findings with ``digests`` (all of the newest draft's when None) by their masks (STANDARDS 7.2).

    The masked text is what is stored. ``execute()`` is atomic, returns the new revision, and can be repeated: what is masked
    already is no finding. A page that is public keeps its public text until the masked draft is published.
    """

    verb = "mask"

    def __init__(self, page: Page, user: Any, digests: Iterable[str] | None = None) -> None:
        self.page = page.specific
        self.user = user
        self.digests = None if digests is None else set(digests)

    def check(self, skip_permission_checks: bool = False) -> None:
        """Ask whether the user may edit the page, and whether it is locked.

        Raises:
            PermissionDenied: the user may not edit there.
            Refused: somebody locked the page.
        """
        if skip_permission_checks:
            return
        tester = self.page.permissions_for_user(self.user)
        if not tester.can_edit():
            raise PermissionDenied
        if tester.page_locked():
            raise Refused([Problem("locked", "页面已被锁定，请先解锁再隐去个人信息。")], page=self.page)

    @transaction.atomic
    def execute(self, skip_permission_checks: bool = False) -> Any:
        """Mask, clean, and record each decision. Returns the new revision, or None when there was nothing to mask.

        Raises:
            PermissionDenied, Refused: see :meth:`check`.
        """
        self.check(skip_permission_checks)
        draft = self.page.get_latest_revision_as_object()
        data = draft.serializable_data()
        found = self._found(type(draft), data)
        if not found:
            return None
        masker = Masker(item.value for _, item in self._all if item.kind == "name")
        chosen = {content_digest(item.kind, item.value) for _, item in found}
        written = {
            text.text[item.start : item.end]: masker.mask(item.kind, item.value)
            for text, item in found
            if item.kind not in ("minor", "health") and item.end - item.start > 3
        }
        names = {
            text.text[item.start : item.end]: masker.mask(item.kind, item.value)
            for text, item in found
            if item.kind == "name" and item.end - item.start > 1
        }
        cleaner = Cleaner(chosen, masker, written, names)
        rewrite(type(draft), data, cleaner.page_text)
        masked = draft.with_content_json(data)
        masked.draft_title = masked.title
        revision = masked.save_revision(user=self.user, clean=False, log_action=True)
        if not self.page.live:
            masked.latest_revision = revision
            masked.latest_revision_created_at = revision.created_at
            masked.save(clean=False)
        cleaned = clean_revisions(masked, cleaner)
        with permitted(self.verb, [SCRUB]):
            cleaned += clean_records(masked, cleaner)
        cleaned += ScrubTrail(masked, cleaner, self.user).execute()
        self._record(found, revision, cleaned)
        return revision

    def _found(self, model: type[Page], data: dict[str, Any]) -> list[tuple[PageText, Finding]]:
        self._all = [(text, item) for text in texts_of(model, data) for item in findings_in(text)]
        if self.digests is None:
            return self._all
        return [(text, item) for text, item in self._all if content_digest(item.kind, item.value) in self.digests]

    def _record(self, found: list[tuple[PageText, Finding]], revision: Any, cleaned: int) -> None:
        person_pk, person_name = user_label(self.user)
        rows: dict[tuple[str, str], PrivacyDecision] = {}
        for text, item in found:
            digest = content_digest(item.kind, item.value)
            rows.setdefault(
                (digest, text.where),
                PrivacyDecision(
                    page_pk=self.page.pk,
                    revision_pk=revision.pk,
                    where=redact(text.where)[:255],
                    kind=item.kind,
                    severity=item.severity,
                    digest=digest,
                    choice=Choice.MASKED,
                    cleaned=cleaned,
                    person_pk=person_pk,
                    person_name=person_name,
                ),
            )
        with signing(self.verb):
            PrivacyDecision.objects.bulk_create(rows.values())
