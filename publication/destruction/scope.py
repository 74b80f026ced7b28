"""From an ending to what is to be destroyed, and by which strings it is recognised elsewhere."""

import json
import re
from collections.abc import Iterator
from typing import Any

from django.db.models import Min
from wagtail.models import Page, Revision

from ..aliases import aliases_of
from ..life.describe import describe
from .base import NEUTRAL, Scope
from .files import content_digests, sort_out
from .mentions import stands_in

#: A shorter string may stand anywhere by chance.
SHORTEST = 5
#: Of a text, so much is looked for; of so many strings, the likeliest first.
_HEAD, _MOST, _TRIED = 40, 24, 80
_LONG = 16
#: Parts of a version that are book-keeping, not words.
_KEYS = frozenset({"path", "url_path", "translation_key", "pk", "live_revision", "latest_revision"})
#: Moments and keys of blocks, which say nothing.
_SILENT = re.compile(r"\d{4}-\d\d-\d\dT[\d:.+Z-]+|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_TAGS = re.compile(r"<[^<>]*>")


def line_of(ending: Any) -> list[Any]:
    """Return the ending's page and its mirrors, each as its own type."""
    page = Page.objects.get(pk=ending.page_id)
    return [found.specific for found in (page, *aliases_of(page))]


def last_version(pages: list[Any]) -> int:
    """Return the newest version's key: it tells whether anything was written since."""
    keys = [str(page.pk) for page in pages]
    return int(
        Revision.page_revisions.filter(object_id__in=keys).order_by("-pk").values_list("pk", flat=True).first() or 0
    )


def stored_since(pages: list[Any]) -> Any:
    """Return when the portal first held the content: the oldest of the versions and of the first publication."""
    keys = [str(page.pk) for page in pages]
    first = Revision.page_revisions.filter(object_id__in=keys).aggregate(first=Min("created_at"))["first"]
    times = [first, *(page.first_published_at for page in pages), *(page.latest_revision_created_at for page in pages)]
    return min((at for at in times if at is not None), default=None)


def scope_of(ending: Any) -> Scope:
    """Look everything up; nothing is changed."""
    pages = line_of(ending)
    files, kept = sort_out(pages)
    return Scope(
        ending=ending, pages=pages, names=_names(pages, files), number_keys=_number_keys(pages), text=_text(pages, files), files=files, kept_files=kept,
        file_digests=content_digests(files),
    )  # fmt: skip


def _text(pages: list[Any], files: list[Any]) -> str:
    """Return every word of every version, for asking which kept words were only this page's."""
    found = {page.title for page in pages} | {item.title for item in files}
    for page in pages:
        found.update(_texts(page.serializable_data()))
        for content in _contents(page):
            found.update(_texts(content))
    return "\n".join(sorted(found))


def _contents(page: Any) -> Iterator[Any]:
    rows = Revision.page_revisions.filter(object_id=str(page.pk))
    yield from rows.values_list("content", flat=True).iterator(50)


def _number_keys(pages: list[Any]) -> frozenset[str]:
    """Return the pages' numbers as they are compared, of every version."""
    found = {describe(version).number_key for page in pages for version in (page, *_versions(page))}
    return frozenset(key for key in found if key)


def _names(pages: list[Any], files: list[Any]) -> tuple[str, ...]:
    """Return the strings that only these pages hold: what another page's version says too is no one's secret here."""
    seen: dict[str, None] = {}
    for text in _candidates(pages, files):
        text = text.strip()
        if len(text) >= SHORTEST and text != NEUTRAL and not text.isdigit():
            seen.setdefault(text, None)
    others = Revision.page_revisions.exclude(object_id__in=[str(page.pk) for page in pages])
    rows = Page.objects.exclude(pk__in=[page.pk for page in pages])
    found: list[str] = []
    for text in list(seen)[:_TRIED]:
        if len(found) == _MOST:
            break
        if not stands_in(others, ("content",), text) and not stands_in(rows, ("title", "slug"), text):
            found.append(text)
    return tuple(found)


def _candidates(pages: list[Any], files: list[Any]) -> Iterator[str]:
    long_ones: set[str] = set()
    for page in pages:
        yield from (page.title, page.draft_title, page.slug)
        for version in (page, *_versions(page)):
            described = describe(version)
            yield from (version.title, described.number, *described.words, *described.marks)
            long_ones |= {text[:_HEAD] for text in described.own_marks}
        for content in (
            Revision.page_revisions.filter(object_id=str(page.pk)).values_list("content", flat=True).iterator(50)
        ):
            yield str(content.get("slug") or "")
            long_ones |= {text[:_HEAD] for text in _texts(content) if len(text) >= _LONG}
    for item in files:
        yield from (item.title, item.file.name.rsplit("/", 1)[-1].rsplit(".", 1)[0])
    yield from sorted(long_ones, key=len, reverse=True)


def _versions(page: Any) -> Iterator[Any]:
    for revision in Revision.page_revisions.filter(object_id=str(page.pk)).order_by("-pk").iterator(50):
        yield revision.as_object()


def _texts(value: Any) -> Iterator[str]:
    """Yield every line of text in a version; a StreamField is JSON within JSON."""
    inner = _packed(value) if isinstance(value, str) and value[:1] in ("[", "{") else None
    if inner is not None:
        yield from _texts(inner)
    elif isinstance(value, str):
        lines = (line.strip() for line in _TAGS.sub("\n", value).splitlines())
        yield from (line for line in lines if line and not _SILENT.fullmatch(line))
    elif isinstance(value, dict):
        for key, item in value.items():
            if key not in _KEYS:
                yield from _texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)


def _packed(text: str) -> Any:
    try:
        found = json.loads(text)
    except ValueError:
        return None
    return found if isinstance(found, list | dict) else None
