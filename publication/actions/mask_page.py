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
from ..privacy.masking_content import cleaner_for, found_in
from ..privacy.masks import redact
from ..privacy.page_texts import PageText, rewrite
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
        cleaner = cleaner_for(found, self._all)
        rewrite(type(draft), data, cleaner.page_text)
        masked = draft.with_content_json(data)
        masked.draft_title = masked.title
        revision = masked.save_revision(user=self.user, clean=False, log_action=True)
        if not self.page.live:
            masked.latest_revision = revision
            masked.latest_revision_created_at = revision.created_at
            masked.save(clean=False)
        cleaned = clean_traces(masked, cleaner, self.user, verb=self.verb)
        record_masked(self.page, found, revision, cleaned, self.user)
        return revision

    def _found(self, model: type[Page], data: dict[str, Any]) -> list[tuple[PageText, Finding]]:
        self._all = found_in(model, data)
        if self.digests is None:
            return self._all
        return [(text, item) for text, item in self._all if content_digest(item.kind, item.value) in self.digests]


def record_masked(page: Page, found: list[tuple[PageText, Finding]], revision: Any, cleaned: int, user: Any) -> None:
    """Record each decision to mask, without what was masked."""
    person_pk, person_name = user_label(user)
    rows: dict[tuple[str, str], PrivacyDecision] = {}
    for text, item in found:
        digest = content_digest(item.kind, item.value)
        rows.setdefault(
            (digest, text.where),
            PrivacyDecision(
                page_pk=page.pk,
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
    with signing(MaskPage.verb):
        PrivacyDecision.objects.bulk_create(rows.values())


def clean_traces(page: Page, cleaner: Cleaner, user: Any, *, verb: str, spare: int | None = None) -> int:
    """Take what ``cleaner`` knows out of every version (but ``spare``), record and trail entry of ``page``; return how many changed."""
    cleaned = clean_revisions(page, cleaner, spare=spare)
    with permitted(verb, [SCRUB]):
        cleaned += clean_records(page, cleaner)
    return cleaned + ScrubTrail(page, cleaner, user).execute()
