"""From an ending to what its probes look for; the content is read from the version that was public, for marks only."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, ReferenceIndex, Site

from ..life.describe import Described, describe
from ..media_views import is_public_file
from ..models import Ending, FormerAddress, StoredDocument, StoredImage
from .base import Subject


def subjects_of(endings: Sequence[Ending]) -> dict[int, Subject]:
    """Return page key → subject for executed endings."""
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
    return {
        ending.page_id: _subject(ending, pages.get(ending.page_id), former.get(ending.page_id, []), root)
        for ending in endings
    }


def _subject(ending: Ending, page: Any, former: list[str], root: str) -> Subject:
    described = _described(ending, page)
    named = ending.number if ending.is_named else ""
    marks = described.marks if named else tuple(dict.fromkeys((*described.marks, described.number)))
    return Subject(
        page_id=ending.page_id,
        addresses=tuple(
            dict.fromkeys("/" + path[len(root) :] for path in (ending.url_path, *former) if path.startswith(root))
        ),
        marks=tuple(mark for mark in marks if mark),
        own_marks=described.own_marks,
        words=described.words,
        lists=described.lists,
        files=tuple(_files(page)) if page is not None else (),
        number=named,
        status=ending.status,
        path=page.path if page is not None else "",
    )


def _described(ending: Ending, page: Any) -> Described:
    if page is None or ending.destroyed_at:
        return Described(ending.what)
    shown = ending.live_revision.as_object() if ending.live_revision is not None else page
    return describe(shown)


def _files(page: Any) -> list[str]:
    """Return the addresses of the page's files that no live page uses now."""
    base = ContentType.objects.get_for_model(Page)
    references = ReferenceIndex.objects.filter(base_content_type=base, object_id=str(page.pk))
    found = []
    for model in (StoredDocument, StoredImage):
        kind = ContentType.objects.get_for_model(model)
        keys = [
            int(key)
            for key in references.filter(to_content_type=kind).values_list("to_object_id", flat=True).distinct()
        ]
        for item in model.objects.filter(pk__in=keys):
            if is_public_file(item):
                continue
            if isinstance(item, StoredDocument):
                found.append(item.url)
            else:
                found += [
                    reverse("stored_rendition", args=[key]) for key in item.renditions.values_list("pk", flat=True)
                ]
    return found
