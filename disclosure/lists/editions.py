"""Freezing an edition when a list is published, and finding editions."""

import datetime
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from wagtail.models import Revision

from publication.actions.publish import PublishPage
from publication.errors import Refused
from publication.models import OutsideApproval
from publication.models.approvals import content_digest
from search.analysis import runs

from .assembling import RESTS, digest_of, rests
from .columns import columns_of

_TOGETHER = 200
_moment: ContextVar[datetime.datetime | None] = ContextVar("edition_moment", default=None)


@contextmanager
def published_on(moment: datetime.datetime) -> Iterator[None]:
    """Let editions that are frozen inside say that they were published at ``moment``: lists that were public elsewhere before."""
    token = _moment.set(moment)
    try:
        yield
    finally:
        _moment.reset(token)


def latest(page_id: int) -> Any:
    """Return the newest edition of a list; None before its first publication."""
    from ..models import Edition

    return Edition.objects.filter(page_id=page_id).order_by("-number").first()


def current_of_kinds(kinds: Sequence[str]) -> dict[int, Any]:
    """Return the newest editions of the public lists of some kinds by their key; one query."""
    from ..models import Edition

    newest = Edition.objects.filter(page_id=OuterRef("page_id")).order_by("-number").values("pk")[:1]
    editions = Edition.objects.filter(pk=Subquery(newest), page__live=True, page__kind__in=list(kinds))
    return {edition.pk: edition for edition in editions.select_related("page").order_by("page_id")}


def current_with(matter_id: int) -> list[Any]:
    """Return the newest editions of the public lists that have a row of the matter, with their lists; one query."""
    from ..models import Edition, EditionRow

    newest = Edition.objects.filter(page_id=OuterRef("page_id")).order_by("-number").values("pk")[:1]
    has_it = EditionRow.objects.filter(edition_id=OuterRef("pk"), matter_id=matter_id)
    found = Edition.objects.filter(Exists(has_it), pk=Subquery(newest), page__live=True)
    return list(found.select_related("page").order_by("page_id"))


def public_rows(edition: Any) -> QuerySet[Any]:
    """Return an edition's rows as the public may see them: none of a matter that was taken down."""
    from ..models import EditionRow

    return EditionRow.objects.filter(edition=edition).filter(Q(matter=None) | Q(matter__seal=None)).order_by("position")


def freeze(pages: Sequence[Any]) -> None:
    """Follow a publication: each list page that says something new gets its next edition, and the approved drafts of its matters
    become public with it.

    Raises:
        Refused: a gate keeps one of the drafts back; the list is then not published either.
    """
    from ..models import ListPage

    for page in pages:
        if isinstance(page, ListPage):
            _freeze(page)


def _freeze(page: Any) -> None:
    from ..models import Edition, EditionRow

    before = latest(page.pk)
    digest = digest_of(page.kind, page.rows)
    if before is not None and before.digest == digest and rests(page.rows) == rests(before.rows.values("key", *RESTS)):
        return
    letter = _letter(page)
    edition = Edition.objects.create(
        page=page,
        number=before.number + 1 if before is not None else 1,
        published_at=_moment.get() or timezone.now(),
        revision_id=page.live_revision_id,
        columns=columns_of(page.kind),
        row_count=len(page.rows),
        digest=digest,
        approval_body=letter.body if letter else "",
        approval_number=letter.number if letter else "",
        approval_date=letter.dated if letter else None,
    )
    EditionRow.objects.bulk_create(
        [
            EditionRow(
                edition=edition,
                position=place,
                key=row["key"],
                matter_id=row["matter"],
                code=row["code"],
                name=row["name"],
                category=row["category"],
                unit_code=row["unit"],
                unit_name=row["unit_name"],
                bases=row["bases"],
                other_bases=row.get("other_bases", []),
                cells=row["cells"],
                words=" ".join(runs(" ".join(row["cells"]))),
            )
            for place, row in enumerate(page.rows, start=1)
        ],
        batch_size=_TOGETHER,
    )
    for revision in Revision.objects.filter(pk__in={row["revision"] for row in page.rows if row["revision"]}):
        matter = revision.content_object
        if matter is not None and (not matter.live or matter.live_revision_id != revision.pk):
            _publish(revision)


def _publish(revision: Revision) -> None:
    """Publish an approved draft; one that another approved list fixes too becomes public with that list's next edition."""
    try:
        PublishPage(revision, user=None).execute(skip_permission_checks=True)
    except Refused as refusal:
        if not refusal.only_waits:
            raise


def _letter(page: Any) -> OutsideApproval | None:
    """Return the confirmed letter about what the list now says."""
    revision = page.live_revision
    if revision is None:
        return None
    letters = OutsideApproval.objects.filter(page_id=page.pk, digest=content_digest(revision.content)).order_by("-pk")
    return next((letter for letter in letters if letter.is_confirmed), None)
