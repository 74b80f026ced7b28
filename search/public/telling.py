"""Telling an Elasticsearch index of the entries: changes one by one, and the whole made anew behind an alias."""

import logging
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import transaction
from django.utils import timezone
from elasticsearch.helpers import BulkIndexError, bulk

from ..analysis import tokens_of
from ..grams import FIELD_END, LEVEL_END, levels, text_grams
from ..models import Entry, PendingChange, RemoteIndex
from ..registry import FACETS, SEVERAL
from . import elasticsearch as engine
from .rows import SearchUnavailable

logger = logging.getLogger(__name__)
_BREAK = "\ue00f"
_BATCH = 500
#: What no one waits for (making anew, the timer) is given longer than what a visitor or an editor waits for.
_PATIENCE_SECONDS = 60
#: What an editor who publishes waits for, at most; what was not taken by then is pending, and the timer tells it.
_HASTE_SECONDS = 1


def _tokens(text: str) -> str:
    parts = []
    for level in text.split(LEVEL_END):
        for part in level.split(FIELD_END):
            parts.append(" ".join(tokens_of(part.split(" ")[1:-1])) if part.strip() else "")
    return f" {_BREAK} ".join(part for part in parts if part)


def document(entry: Entry) -> dict[str, Any]:
    """Return an entry as it is sent."""
    title, names, _ = levels(entry.text)
    facets: dict[str, Any] = {name: getattr(entry, name) for name in FACETS}
    facets["category"] = [value for value in entry.category.split(SEVERAL) if value]
    head = " ".join(text_grams(f"{title} {names}"))
    return {"key": entry.key, "weight": entry.weight, "text": _tokens(entry.text), "head": head, **facets}


def _actions(entries: Iterable[Entry], gone: Iterable[int] = ()) -> Iterator[dict[str, Any]]:
    for entry in entries:
        yield {"_op_type": "index", "_id": str(entry.page_id), **document(entry)}
    for page_id in gone:
        yield {"_op_type": "delete", "_id": str(page_id)}


def _patient() -> Any:
    return engine._backend().es.options(request_timeout=_PATIENCE_SECONDS)


def _bulk(index: str, actions: Iterable[dict[str, Any]], *, refresh: bool = False, patient: bool = False) -> None:
    _, errors = bulk(
        _patient() if patient else engine._backend().es.options(request_timeout=_HASTE_SECONDS),
        actions,
        index=index,
        chunk_size=_BATCH,
        refresh=refresh,
        raise_on_error=False,
        stats_only=False,
    )
    real = [error for error in errors if next(iter(error.values())).get("status") != 404]
    if real:
        raise BulkIndexError(f"{len(real)} documents were refused", real)


def push(index: str, *, most: int | None = None, patient: bool = False) -> bool:
    """Tell an index of its pending changes (at most ``most``); return whether it took them."""
    while True:
        pending = list(PendingChange.objects.filter(index_id=index).order_by("pk")[:_BATCH])
        if not pending:
            return True
        pages = [change.page_id for change in pending]
        entries = list(Entry.objects.filter(page_id__in=pages))
        gone = set(pages) - {entry.page_id for entry in entries}
        try:
            _bulk(index, _actions(entries, gone), refresh=True, patient=patient)
        except engine.ERRORS as error:
            engine.failed(error)
            return False
        with transaction.atomic():
            for change in pending:
                PendingChange.objects.filter(pk=change.pk, version=change.version).delete()
        if most is not None:
            most -= len(pending)
            if most <= 0:
                return True


def catch_up() -> int:
    """Tell every outside index what it has not been told, making the current one anew where it is missing or old.

    Returns the number of changes that are still pending.
    """
    if engine.is_answering():
        current = RemoteIndex.objects.filter(is_current=True, name__startswith=engine.alias()).first()
        if current is None or not _is_of_this_version(current.name):
            try:
                rebuild()
            except SearchUnavailable:
                logger.warning("Elasticsearch index could not be made anew")
        else:
            push(current.name, patient=True)
    PendingChange.objects.exclude(index_id__in=RemoteIndex.objects.values("pk")).delete()
    return PendingChange.objects.count()


def _is_of_this_version(index: str) -> bool:
    """Tell whether an index is the one asked and of this version; a server that does not answer gets the benefit of the doubt."""
    try:
        return engine.stands(index)
    except engine.ERRORS as error:
        engine.failed(error)
        return True


def after_commit() -> None:
    """Tell the current index of what this transaction changed, once it is through."""
    if RemoteIndex.objects.exists():
        transaction.on_commit(_push_all, robust=True)


def _push_all() -> None:
    if engine.is_answering():
        for name in RemoteIndex.objects.filter(is_current=True).values_list("name", flat=True):
            push(name)


def _forget(index: str) -> None:
    """Delete an index that nothing asks any more, unless another process already did."""
    try:
        engine._backend().es.indices.delete(index=index, ignore_unavailable=True)
    except engine.ERRORS:
        logger.warning("The old Elasticsearch index %s stays", index)


def rebuild(batch: int = 1000) -> int:
    """Make a new index from the entries, then let the alias point at it; searches go on meanwhile.

    Raises:
        SearchUnavailable: the server refused or did not answer; the old index stays.
    """
    es, name = _patient(), engine.alias()
    fresh = f"{name}-v{engine.VERSION}-{timezone.now():%Y%m%d%H%M%S%f}"
    remote = RemoteIndex.objects.create(name=fresh)
    try:
        es.indices.create(index=fresh, settings=engine._SETTINGS, mappings=engine._MAPPING)
        es.indices.put_settings(index=fresh, settings={"index": {"refresh_interval": "-1"}})
        keys, count = 0, 0
        while True:
            entries = list(Entry.objects.filter(key__gt=keys).order_by("key")[:batch])
            if not entries:
                break
            _bulk(fresh, _actions(entries), patient=True)
            keys, count = entries[-1].key, count + len(entries)
        es.indices.put_settings(index=fresh, settings={"index": {"refresh_interval": "1s"}})
        es.indices.refresh(index=fresh)
        others = [index for index in es.indices.get(index=f"{name}-v*", allow_no_indices=True) if index != fresh]
        leaving = {"indices": [f"{name}-v*"], "alias": name, "must_exist": False}
        es.indices.update_aliases(actions=[{"remove": leaving}, {"add": {"index": fresh, "alias": name}}])
    except engine.ERRORS as error:
        remote.delete()
        engine.failed(error)
        raise SearchUnavailable(f"Elasticsearch: {error}") from error
    with transaction.atomic():
        RemoteIndex.objects.filter(name__startswith=name).exclude(pk=fresh).delete()
        RemoteIndex.objects.filter(pk=fresh).update(is_current=True)
    for index in others:
        _forget(index)
    engine.forget_state()
    push(fresh, patient=True)
    return count
