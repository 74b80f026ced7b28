"""The scan of an instrument: checked by content and kept as soon as it is there, so that an error elsewhere loses nothing."""

from typing import Any

from django.core import signing
from wagtail.models import Page

from ..models import StoredDocument
from .border import border

_SALT = "ending-scan"


def keep(file: Any, page: Page, user: Any) -> StoredDocument:
    """Keep an uploaded scan, checked before, in the collection of the page's unit."""
    title = f"撤下依据 {file.name}"[:255]
    made: StoredDocument = StoredDocument.objects.create(
        title=title, file=file, collection=border().collection(page), uploaded_by_user=user
    )
    return made


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
