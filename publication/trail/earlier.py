"""What stood before an act on a page: the version that it took the place of, and which fields differ.

Keys of versions and names of fields, never their contents: those are read where they are kept, by who may read them there, so that
neither a personal number nor what vanished or was destroyed comes back in an export (docs/adr/0094).
"""

import json
from collections.abc import Sequence
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Max
from wagtail.models import PageLogEntry, Revision

from ..models.approvals import BOOKKEEPING

#: Acts that make a version; what they change is the difference from the version before.
_EDITS = frozenset({"wagtail.edit", "wagtail.revert", "transfer.move"})
#: Acts that put a version before the public, in the place of the one published before.
_PUBLICATIONS = frozenset({"wagtail.publish", "wagtail.publish.scheduled"})
_MOST = 40
_AT_ONCE = 400


def earlier(entries: Sequence[Any]) -> list[dict[str, Any]]:
    """Return for each log entry about a page ``{"before": {...}, "fields": [...]}``, what is not known left out.

    One query for each edit; two for publications, however many they are.
    """
    published = _published_before([entry for entry in entries if _is_page_act(entry, _PUBLICATIONS)])
    return [_edited(entry) if _is_page_act(entry, _EDITS) else _published(entry, published) for entry in entries]


def _is_page_act(entry: Any, acts: frozenset[str]) -> bool:
    return isinstance(entry, PageLogEntry) and entry.action in acts and entry.revision_id is not None


def _edited(entry: Any) -> dict[str, Any]:
    made = entry.revision
    older = (
        Revision.page_revisions.filter(object_id=made.object_id, pk__lt=made.pk).order_by("-pk").only("content").first()
    )
    if older is None:
        return {}
    return {"before": {"revision": older.pk}, "fields": changed_fields(older.content, made.content)}


def _published(entry: Any, known: dict[int, int]) -> dict[str, Any]:
    before = known.get(entry.page_id) if _is_page_act(entry, _PUBLICATIONS) else None
    return {"before": {"revision": before}} if before else {}


def _published_before(entries: Sequence[Any]) -> dict[int, int]:
    """Return the version that each page's publication before this one showed, by the page's key."""
    keys = [entry.page_id for entry in entries]
    found: dict[int, int] = {}
    for start in range(0, len(keys), _AT_ONCE):
        rows = PageLogEntry.objects.filter(page_id__in=keys[start : start + _AT_ONCE], action__in=_PUBLICATIONS)
        rows = rows.filter(timestamp__lt=entries[0].timestamp, revision__isnull=False)
        last = rows.values("page_id").annotate(last=Max("pk")).values_list("last", flat=True)
        found.update(PageLogEntry.objects.filter(pk__in=list(last)).values_list("page_id", "revision_id"))
    return found


def changed_fields(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """Return the names of the fields in which two versions of a page differ, in order; keys of rows do not count."""
    names = sorted((set(before) | set(after)) - BOOKKEEPING)
    return [name for name in names if _plain(before.get(name)) != _plain(after.get(name))][:_MOST]


def _plain(value: Any) -> Any:
    """Return a field's value as it is stored, without the keys that rows get when they are published."""
    if isinstance(value, list):
        value = [{k: v for k, v in row.items() if k != "pk"} if isinstance(row, dict) else row for row in value]
    return value if isinstance(value, str) else json.dumps(value, sort_keys=True, cls=DjangoJSONEncoder).strip('"')
