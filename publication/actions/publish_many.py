"""Publish many drafts in few statements: each page its own pinned revision."""

import uuid
from collections.abc import Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connections, transaction
from django.db.models import Count
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, Revision
from wagtail.signals import page_published

from ..errors import Refused
from ..followers import became_public
from ..gates import problems_of_many
from ..life.outbox import after_publication
from ..notices.quiet import quietly
from ..permits import permitted
from ..trail.record import from_log
from ..trail.scrub import scrub
from .publish import PublishPage
from .sign_many import SignMany


class PublishMany:
    """Publish ``pairs`` of (page, revision); pages that a gate refuses are left out and reported.

    A page that was never public and whose row is the revision's content (it was made with it, and nothing was saved since) only
    changes its flags; any other goes through :class:`PublishPage`. ``execute()`` returns ``{"published": [pk…], "refused": {pk: [Problem…]}}``.
    """

    verb = "publish"

    def __init__(
        self, pairs: Sequence[tuple[Any, Revision]], *, user: Any, log_action: str = "wagtail.publish"
    ) -> None:
        self.pairs = list(pairs)
        self.user = user
        self.log_action = log_action

    def check(self) -> dict[Any, list[Any]]:
        """Return the problems per page's primary key."""
        answers = problems_of_many(self.pairs)
        return {page.pk: problems for (page, _), problems in zip(self.pairs, answers, strict=True) if problems}

    def execute(self) -> dict[str, Any]:
        """Publish in one transaction; whoever asked for it tells people of the pages as a whole."""
        with quietly():
            return self._execute()

    def _execute(self) -> dict[str, Any]:
        with transaction.atomic(savepoint=False):
            SignMany(self.pairs, user=self.user).execute()
            refused = self.check()
            quick, slow = [], []
            edited = self._edited()
            for page, revision in self.pairs:
                if page.pk in refused:
                    continue
                untouched = not page.live and page.latest_revision_id == revision.pk and page.go_live_at is None
                untouched = untouched and page.pk not in edited
                (quick if untouched else slow).append((page, revision))
            self._flip(quick)
            became_public([page for page, _ in quick], self.user)
            after_publication([page for page, _ in quick])
            for page, revision in slow:
                try:
                    PublishPage(revision, user=self.user).execute(skip_permission_checks=True)
                except Refused as refusal:
                    refused[page.pk] = refusal.problems
        for page, revision in quick:
            page_published.send(sender=type(page), instance=page, revision=revision)
        return {"published": [page.pk for page, _ in self.pairs if page.pk not in refused], "refused": refused}

    def _edited(self) -> set[int]:
        """Return which pages had more than the version that they were made with: a draft may be saved without its page's row."""
        keys = [str(page.pk) for page, _ in self.pairs]
        later = Revision.objects.filter(base_content_type=ContentType.objects.get_for_model(Page), object_id__in=keys)
        counted = later.order_by().values("object_id").annotate(total=Count("pk")).filter(total__gt=1)
        return {int(key) for key in counted.values_list("object_id", flat=True)}

    def _flip(self, pairs: list[tuple[Any, Revision]]) -> None:
        """Make drafts public whose stored row is the revision's content."""
        now, together = timezone.now(), uuid.uuid4()  # entries of one act share it, as in Wagtail's own log
        rows, entries = [], []
        for page, revision in pairs:
            page.live, page.has_unpublished_changes, page.expired = True, False, False
            page.live_revision = revision
            page.first_published_at = page.first_published_at or now
            page.last_published_at = now
            rows.append([True, False, False, page.first_published_at, now, revision.pk, page.pk])
            entries.append(
                PageLogEntry(
                    page_id=page.pk,
                    content_type_id=page.content_type_id,
                    label=scrub(page.title),
                    action=self.log_action,
                    timestamp=now,
                    user_id=getattr(self.user, "pk", None),
                    revision=revision,
                    content_changed=True,
                    deleted=False,
                    data={},
                    uuid=together,
                )
            )
        with permitted(self.verb, [page.path for page, _ in pairs], savepoint=False):
            connection = connections["default"]
            convert = connection.ops.adapt_datetimefield_value
            with connection.cursor() as cursor:
                cursor.executemany(
                    "UPDATE wagtailcore_page SET live = %s, has_unpublished_changes = %s, expired = %s,"
                    " first_published_at = %s, last_published_at = %s, live_revision_id = %s WHERE id = %s",
                    [[*row[:3], convert(row[3]), convert(row[4]), *row[5:]] for row in rows],
                )
        PageLogEntry.objects.bulk_create(entries)
        from_log(entries, [page for page, _ in pairs], user=self.user)


def latest_pairs(pages: Sequence[Any]) -> list[tuple[Any, Revision]]:
    """Return (page, its newest revision) for specific ``pages`` in two queries."""
    revisions = Revision.objects.in_bulk([page.latest_revision_id for page in pages if page.latest_revision_id])
    return [(page, revisions[page.latest_revision_id]) for page in pages if page.latest_revision_id in revisions]
