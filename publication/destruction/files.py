"""Attachments and images that only this page used: rows, scaled copies, results of checks, unfinished uploads of the same bytes."""

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.contrib.contenttypes.models import ContentType
from taggit.models import Tag, TaggedItem
from wagtail.models import Page, ReferenceIndex, Revision, UploadedFile

from ..models import Ending, EndingBatch, FileScan, OutsideApproval, StoredDocument, StoredImage
from ..page_files import may_refer_to_files
from ..privacy.scan import digest_of
from .base import NEUTRAL, Holder, Scope

_MODELS = (StoredDocument, StoredImage)
#: Records of the portal that name a scan: asked by themselves, and not through the reference index.
_RECORDS = (Ending, EndingBatch, OutsideApproval)
Key = tuple[type, int]


def _types() -> dict[int, type]:
    return {found.pk: model for model, found in ContentType.objects.get_for_models(*_MODELS).items()}


def _in_object(item: Any) -> Iterator[Key]:
    types = _types()
    for content_type, key, _, _ in ReferenceIndex._extract_references_from_object(item):
        if content_type in types:
            yield types[content_type], int(key)


def _in_versions(pages: list[Any]) -> Iterator[Key]:
    for page in pages:
        if may_refer_to_files(type(page)):
            yield from _in_object(page)
            for revision in Revision.page_revisions.filter(object_id=str(page.pk)).iterator(50):
                yield from _in_object(revision.as_object())


def _in_records(keys: list[int]) -> Iterator[Key]:
    scans = list(OutsideApproval.objects.filter(page__in=keys).values_list("scan_id", flat=True))
    scans += list(
        Ending.objects.filter(page__in=keys).exclude(instrument_scan=None).values_list("instrument_scan_id", flat=True)
    )
    for scan in scans:
        yield StoredDocument, scan


def used_by(pages: list[Any]) -> list[Any]:
    """Return the documents and images that any version of the pages, or a record about them, ever used; and their doubles."""
    wanted: dict[type, set[int]] = defaultdict(set)
    for model, key in (*_in_versions(pages), *_in_records([page.pk for page in pages])):
        wanted[model].add(key)
    found: list[Any] = []
    for model, keys in wanted.items():
        items: Any = model._default_manager  # type: ignore[attr-defined]
        own = list(items.filter(pk__in=keys).order_by("pk"))
        hashes = {digest for item in own if (digest := item.file_hash or sha1_of(item.file))}
        found += [*own, *items.filter(file_hash__in=hashes).exclude(pk__in=keys).order_by("pk")]
    return found


def others_using(item: Any, keys: list[int], drafts: dict[Key, list[int]]) -> list[str]:
    """Return in words who else uses a file: other pages, their drafts, other records."""
    base = ContentType.objects.get_for_model(Page)
    records = ContentType.objects.get_for_models(*_RECORDS).values()
    references = ReferenceIndex.get_references_to(item).exclude(base_content_type__in=records)
    pages = {
        int(key)
        for key in references.filter(base_content_type=base).values_list("object_id", flat=True)
        if int(key) not in keys
    }
    pages |= set(drafts.get((type(item), item.pk), []))
    found = [f"页面 #{key}" for key in sorted(pages)[:10]]
    if references.exclude(base_content_type=base).exists():
        found.append("其他登记")
    if isinstance(item, StoredDocument):
        if EndingBatch.objects.filter(instrument_scan=item).exists():
            found.append("一份批量撤下的清单")
        if Ending.objects.filter(instrument_scan=item).exclude(page__in=keys).exists():
            found.append("另一页面的撤下记录")
        if OutsideApproval.objects.filter(scan=item).exclude(page__in=keys).exists():
            found.append("另一页面的外部批准")
    return found


def in_drafts_of_others(keys: list[int]) -> dict[Key, list[int]]:
    """Return file → pages whose newest draft uses it, but not yet their stored row."""
    found: dict[Key, list[int]] = defaultdict(list)
    types = [kind.pk for kind in ContentType.objects.all() if _may_use(kind.model_class())]
    pages = Page.objects.filter(content_type__in=types, has_unpublished_changes=True).exclude(pk__in=keys)
    for page in pages.select_related("latest_revision").iterator(100):
        if page.latest_revision is not None:
            for key in _in_object(page.latest_revision.as_object()):
                found[key].append(page.pk)
    return found


def _may_use(model: Any) -> bool:
    return model is not None and issubclass(model, Page) and model is not Page and may_refer_to_files(model)


def sort_out(pages: list[Any]) -> tuple[list[Any], list[str]]:
    """Return (files that only these pages used, what is left and why)."""
    keys = [page.pk for page in pages]
    candidates = used_by(pages)
    drafts = in_drafts_of_others(keys) if candidates else {}
    own, kept = [], []
    for item in candidates:
        others = others_using(item, keys, drafts)
        if others:
            kept.append(f"{item._meta.verbose_name} #{item.pk}：{'、'.join(others)}也在使用，没有销毁")
        else:
            own.append(item)
    return own, kept


def content_digests(items: list[Any]) -> tuple[str, ...]:
    """Return the digests under which results of checks of the files' content are kept; a file that is missing has none."""
    found = []
    for item in items:
        try:
            with item.file.open("rb") as file:
                found.append(digest_of(file.chunks() if hasattr(file, "chunks") else iter([file.read()])))
        except (OSError, ValueError):
            continue
    return tuple(found)


class FileHolder(Holder):
    """Attachments and images."""

    code = "files"
    label = "附件、图片和缩放件"
    tables = (
        "publication.StoredDocument", "publication.StoredImage", "publication.StoredRendition", "publication.FileScan",
        "wagtailcore.UploadedFile", "taggit.Tag",
    )  # fmt: skip

    def destroy(self, scope: Scope) -> int:
        """Delete the rows and remember which bytes must go; a scan that a record must name stays as an empty row."""
        total = 0
        for item in scope.files:
            names = [item.file.name]
            if isinstance(item, StoredImage):
                names += [rendition.file.name for rendition in item.renditions.all()]
            scope.bytes += [("media", name) for name in names if name]
            if isinstance(item, StoredDocument) and OutsideApproval.objects.filter(scan=item).exists():
                item.tags.clear()
                StoredDocument.objects.filter(pk=item.pk).update(title=NEUTRAL, file="", file_hash="", file_size=0)
            else:
                type(item)._default_manager.get(pk=item.pk).delete()
            total += len(names)
        hashes = {digest for item in scope.files if (digest := item.file_hash or sha1_of(item.file))}
        for upload in UploadedFile.objects.all() if hashes else ():
            if sha1_of(upload.file) in hashes:
                scope.bytes.append(("media", upload.file.name))
                upload.delete()
                total += 1
        total += int(FileScan.objects.filter(digest__in=scope.file_digests).delete()[0])
        if scope.files:
            Tag.objects.exclude(pk__in=TaggedItem.objects.values("tag_id")).delete()
        return total

    def remains(self, scope: Scope) -> int:
        """Count rows that still name a file."""
        left = 0
        for model in _MODELS:
            keys = [item.pk for item in scope.files if isinstance(item, model)]
            left += model._default_manager.filter(pk__in=keys).exclude(file="").count()
        return left + FileScan.objects.filter(digest__in=scope.file_digests).count()

    def kept(self, scope: Scope) -> list[str]:
        """Name the files that others use."""
        return scope.kept_files


def sha1_of(file: Any) -> str:
    """Return the SHA-1 of a stored file, as Wagtail keeps it of its own; "" where the file is missing."""
    try:
        with file.open("rb") as stream:
            return hashlib.file_digest(stream, "sha1").hexdigest()
    except (OSError, ValueError):
        return ""
