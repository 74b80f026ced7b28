"""From an ending to what its probes look for; the content is read from the version that was public, for marks only."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, ReferenceIndex, Site

from ..life.describe import Described, describe_many
from ..media_views import is_public_file
from ..models import Ending, FormerAddress, Seal, StoredDocument, StoredImage
from .base import Subject, count_before


def subjects_of(endings: Sequence[Ending]) -> dict[int, Subject]:
    """Return page key → subject for executed endings; a number of queries that does not grow with them, but for files."""
    site = Site.objects.select_related("root_page").filter(is_default_site=True).first()
    root = site.root_page.url_path if site is not None else "/"
    keys = [ending.page_id for ending in endings]
    pages = {page.pk: page for page in Page.objects.filter(pk__in=keys).specific()}
    former: dict[int, list[str]] = {}
    for url_path, page_id in FormerAddress.objects.filter(page_id__in=keys).values_list("url_path", "page_id"):
        former.setdefault(page_id, []).append(url_path)
    for url_path, original in Page.objects.filter(alias_of_id__in=keys).values_list("url_path", "alias_of_id"):
        former.setdefault(original, []).append(url_path)
    for old_path, page_id in Redirect.objects.filter(redirect_page_id__in=keys).values_list(
        "old_path", "redirect_page_id"
    ):
        former.setdefault(page_id, []).append(f"{root}{urlsplit(old_path).path.strip('/')}/")
    described, files = _described(endings, pages), _files(pages)
    found = {
        ending.page_id: _subject(
            ending, pages.get(ending.page_id), described[ending.pk], former.get(ending.page_id, []),
            files.get(ending.page_id, []), root,
        )
        for ending in endings
    }  # fmt: skip
    count_before(list(found.values()))
    return found


def _subject(
    ending: Ending, page: Any, described: Described, former: list[str], files: list[str], root: str
) -> Subject:
    named = ending.number if ending.is_named else ""
    marks = described.marks if named else tuple(dict.fromkeys((*described.marks, described.number)))
    # What the tombstone says itself is no sight of the page: a list may be called as its kind is.
    said = "\n".join((ending.what, ending.unit_name, named))
    return Subject(
        page_id=ending.page_id,
        addresses=tuple(
            dict.fromkeys("/" + path[len(root) :] for path in (ending.url_path, *former) if path.startswith(root))
        ),
        marks=tuple(mark for mark in marks if mark),
        own_marks=tuple(mark for mark in described.own_marks if mark and mark not in said),
        words=described.words,
        lists=described.lists,
        files=tuple(files),
        number=named,
        status=ending.status,
        path=page.path if page is not None else "",
    )


def _described(endings: Sequence[Ending], pages: dict[int, Any]) -> dict[int | None, Described]:
    """Return ending → what its page said in public.

    While the ending's seal stands, the stored row is that: nothing changes a sealed page. Else it is read from the version.
    """
    sealed = dict(Seal.objects.filter(page_id__in=pages).values_list("page_id", "ending_id"))
    shown: dict[int | None, Any] = {}
    found: dict[int | None, Described] = {}
    for ending in endings:
        page = pages.get(ending.page_id)
        if page is None or ending.destroyed_at:
            found[ending.pk] = Described(ending.what)
        elif (not page.live and sealed.get(page.pk) == ending.pk) or ending.live_revision is None:
            shown[ending.pk] = page
        else:
            shown[ending.pk] = ending.live_revision.as_object()
    return found | dict(zip(shown, describe_many(list(shown.values())), strict=True))


def _files(pages: dict[int, Any]) -> dict[int, list[str]]:
    """Return page key → the addresses of the page's files that no live page uses now."""
    kinds = {ContentType.objects.get_for_model(model).pk: model for model in (StoredDocument, StoredImage)}
    references = ReferenceIndex.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page), object_id__in=[str(key) for key in pages],
        to_content_type_id__in=kinds,
    ).values_list("object_id", "to_content_type_id", "to_object_id")  # fmt: skip
    used: dict[tuple[int, int], set[int]] = {}
    for page_key, kind, file_key in references:
        used.setdefault((kind, int(file_key)), set()).add(int(page_key))
    found: dict[int, list[str]] = {}
    for kind, model in kinds.items():
        keys = [key for asked, key in used if asked == kind]
        for item in model.objects.filter(pk__in=keys):
            if is_public_file(item):
                continue
            for page_key in used[kind, item.pk]:
                found.setdefault(page_key, []).extend(_addresses(item))
    return found


def _addresses(item: Any) -> list[str]:
    if isinstance(item, StoredDocument):
        return [item.url]
    return [reverse("stored_rendition", args=[key]) for key in item.renditions.values_list("pk", flat=True)]
