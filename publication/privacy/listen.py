"""What the privacy check does by itself: pictures lose their metadata on upload, files are scanned, lists are read anew."""

import logging
from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save, pre_save

from ..models import PrivacySettings, StoredDocument, StoredImage
from .pictures import without_metadata
from .sources import forget_white_lists

logger = logging.getLogger(__name__)


def connect() -> None:
    """Connect the receivers, once each."""
    pre_save.connect(strip_picture, sender=StoredImage, dispatch_uid="privacy-strip")
    pre_save.connect(note_new_file, sender=StoredDocument, dispatch_uid="privacy-note")
    post_save.connect(scan_new_file, sender=StoredDocument, dispatch_uid="privacy-scan")
    for signal in (post_save, post_delete):
        signal.connect(forget_white_lists, sender=PrivacySettings, dispatch_uid=f"privacy-lists-{id(signal)}")


def strip_picture(instance: StoredImage, **kwargs: Any) -> None:
    """Take position, camera and words out of a picture that is being uploaded (STANDARDS 7.1, carriers)."""
    file = instance.file
    if file and not file._committed:
        file.seek(0)
        clean = without_metadata(file.read())
        file.seek(0)
        if clean is not None:
            from django.core.files.base import ContentFile

            instance.file = ContentFile(clean, name=file.name)
            instance.file_size = len(clean)
            instance.file_hash = ""


def note_new_file(instance: StoredDocument, **kwargs: Any) -> None:
    """Remember that the document's content is new."""
    instance._privacy_new = bool(instance.file) and not instance.file._committed


def scan_new_file(instance: StoredDocument, **kwargs: Any) -> None:
    """Scan a new document once its row is safe, so that publishing later finds the result kept."""
    if getattr(instance, "_privacy_new", False):
        instance._privacy_new = False
        transaction.on_commit(lambda: _scan(instance), robust=True)


def _scan(instance: StoredDocument) -> None:
    from .files import result_of

    result_of(instance)
