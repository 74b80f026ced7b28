"""What the files that a revision refers to are, so that an approval speaks of them too."""

import hashlib
from functools import lru_cache
from typing import Any

from .page_files import files_of, may_refer_to_files

_CHUNK = 1 << 20


def file_marks(content: Any) -> list[list[str]]:
    """Return (kind, key, title, SHA-256 of the bytes) of each file that a revision's content refers to, in order.

    Empty for types of pages that can refer to none, without a query. An image's title is its own only in the admin: "" here. A
    file whose bytes are gone has no digest.
    """
    from django.contrib.contenttypes.models import ContentType

    kind = content.get("content_type")
    model = ContentType.objects.get_for_id(kind).model_class() if kind else None
    if model is None or not may_refer_to_files(model):
        return []
    page = model.from_serializable_data({"pk": None, **content}, check_fks=False, strict_fks=False)
    return [[found._meta.model_name, str(found.pk), _title(found), sha256_of(found.file)] for found in files_of(page)]


def _title(item: Any) -> str:
    return str(item.title) if item._meta.model_name == "storeddocument" else ""


def sha256_of(file: Any) -> str:
    """Return the SHA-256 of a stored file's bytes; "" when they are gone."""
    try:
        return _sha256(*stamp(file))
    except (OSError, ValueError):
        return ""


def stamp(file: Any) -> tuple[Any, str, int, float]:
    """Return what tells one state of a stored file from another: storage, name, size, time of change (seconds).

    Raises:
        OSError: the file is gone.
        ValueError: there never was one.
    """
    return file.storage, file.name, file.size, file.storage.get_modified_time(file.name).timestamp()


@lru_cache(maxsize=1024)
def _sha256(storage: Any, name: str, size: int, modified: float) -> str:
    """Read the bytes once for each name, size and time of change."""
    digest = hashlib.sha256()
    with storage.open(name, "rb") as opened:
        while chunk := opened.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
