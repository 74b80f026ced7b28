"""Bytes of images and documents, served only to those who may see them: by the application, or, once it has said yes, by nginx."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from wagtail.documents.views.serve import serve as serve_document
from wagtail.models import Page, ReferenceIndex
from wagtail.utils import sendfile_streaming_backend
from wagtail.utils.sendfile import sendfile

from .life.vanished import is_vanished_file
from .models import StoredRendition

StaffReader = Callable[[Any, Any], bool]

_staff_readers: list[StaffReader] = []


def register_staff_reader(reader: StaffReader) -> None:
    """Register ``reader(user, item) -> bool``: which members of staff may have a file that is not public."""
    if reader not in _staff_readers:
        _staff_readers.append(reader)


VanishedReader = Callable[[HttpRequest, Any], bool]

_vanished_readers: list[VanishedReader] = []


def register_vanished_reader(reader: VanishedReader) -> None:
    """Register ``reader(request, item) -> bool``: who may have a file that a vanished page used."""
    if reader not in _vanished_readers:
        _vanished_readers.append(reader)


def is_public_file(item: Any) -> bool:
    """Tell whether at least one live page without a view restriction uses the image or document."""
    references = ReferenceIndex.get_references_to(item).filter(
        base_content_type=ContentType.objects.get_for_model(Page)
    )
    pages = [int(pk) for pk in references.values_list("object_id", flat=True)[:1000]]
    return bool(pages) and Page.objects.filter(pk__in=pages).live().public().exists()


def may_see_file(request: HttpRequest, item: Any) -> bool:
    """Tell whether this request may have the bytes: staff within their unit's border, or anyone once a live page uses it.

    A file of a page that vanished is nobody's, but for those who may read what vanished (政府信息公开条例第十四、十五条).
    """
    return is_public_file(item) or may_see_restricted(request, item)


def may_see_restricted(request: HttpRequest, item: Any) -> bool:
    """Tell whether a member of staff may have the bytes of a file that is not public."""
    user: Any = request.user
    if not (user.is_active and user.has_perm("wagtailadmin.access_admin")):
        return False
    if is_vanished_file(item):
        return any(reader(request, item) for reader in _vanished_readers)
    return any(reader(user, item) for reader in _staff_readers)


def document(request: HttpRequest, pk: str, name: str) -> HttpResponseBase:
    """Serve an attachment as Wagtail does, after the check (``only_documents_of_live_pages``); 404 without a difference."""
    return _handed_over(serve_document(request, pk, name))


def rendition(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Serve a scaled image; 404 when it does not exist or may not be seen, without a difference."""
    found = get_object_or_404(StoredRendition.objects.select_related("image"), pk=pk)
    if not may_see_file(request, found.image):
        raise Http404
    kinds = {"png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "webp": "image/webp", "gif": "image/gif"}
    kind = kinds.get(found.file.name.rsplit(".", 1)[-1].lower(), "application/octet-stream")
    backend = None if hasattr(settings, "SENDFILE_BACKEND") else sendfile_streaming_backend.sendfile
    # Without a name: the stored one may tell what the image shows.
    response = sendfile(request, found.file.path, mimetype=kind, attachment_filename=False, backend=backend)
    response["Cache-Control"] = "private, no-cache"
    return _handed_over(response)


def _handed_over(response: HttpResponseBase) -> HttpResponseBase:
    """Take the file's length off an answer without its bytes, for which whoever stands between would wait."""
    if response.has_header("X-Accel-Redirect") or response.status_code == 304:
        del response["Content-Length"]
    return response
