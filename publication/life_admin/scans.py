"""The scan of an instrument: checked by content and kept as soon as it is there, so that an error elsewhere loses nothing."""

from datetime import datetime, timedelta
from typing import Any

from django.core import signing
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page, ReferenceIndex

from ..models import Ending, EndingBatch, OutsideApproval, StoredDocument, TrailEntry
from ..trail.record import record
from .border import border

_SALT = "ending-scan"
_TITLE = "撤下依据 "
KEPT, FORGOTTEN = "scan.keep", "scan.forget"
#: A form's token is good for a day; an hour later nobody can hand the scan in any more.
AFTER = timedelta(hours=25)
#: So far back kept scans are looked for: longer than any outage of the timers.
BACK = timedelta(days=90)


def keep(file: Any, page: Page, user: Any) -> StoredDocument:
    """Keep an uploaded scan, checked before, in the collection of the page's unit."""
    title = f"{_TITLE}{file.name}"[:255]
    with transaction.atomic():
        made: StoredDocument = StoredDocument.objects.create(
            title=title, file=file, collection=border().collection(page), uploaded_by_user=user
        )
        record(KEPT, made, user=user, data={"page": page.pk})
    return made


def forget_unsubmitted(now: datetime | None = None) -> int:
    """Delete, on the record, the scans that were kept for a request more than a day ago and that nothing refers to; return how many.

    Only what :func:`keep` wrote to the trail is looked at: a file that somebody uploaded among the attachments, or renamed there, stays.
    """
    now = now or timezone.now()
    rows = TrailEntry.objects.filter(act=KEPT, at__gt=now - BACK, at__lte=now - AFTER)
    keys = [int(key) for key in rows.values_list("object_id", flat=True) if key.isdigit()]
    gone = 0
    for scan in StoredDocument.objects.filter(pk__in=keys, title__startswith=_TITLE):
        if not _is_used(scan):
            with transaction.atomic():
                record(FORGOTTEN, scan, reason="上传后一天内没有提交撤下申请", data={"file": scan.filename[:100]})
                scan.delete()
            gone += 1
    return gone


def _is_used(scan: StoredDocument) -> bool:
    return (
        Ending.objects.filter(instrument_scan=scan).exists()
        or EndingBatch.objects.filter(instrument_scan=scan).exists()
        or OutsideApproval.objects.filter(scan=scan).exists()
        or ReferenceIndex.get_references_to(scan).exists()
    )


def token(scan: StoredDocument, user: Any) -> str:
    """Return what the form carries of a scan that is kept already."""
    return signing.dumps([scan.pk, user.pk], salt=_SALT)


def kept(text: str, user: Any) -> StoredDocument | None:
    """Return the scan that a form's token names, for whoever uploaded it; None for anything else."""
    try:
        pk, owner = signing.loads(text, salt=_SALT, max_age=24 * 3600)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return StoredDocument.objects.filter(pk=pk).first() if owner == user.pk else None
