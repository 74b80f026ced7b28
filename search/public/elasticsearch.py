"""The public index on Elasticsearch: tokens made here, split at white space there; nothing but keys comes back.

The database's entries stay the truth: triggers note every change for every outside index (``PendingChange``), which is told
after the transaction. While it is down or behind, the database answers; it catches up by itself.
"""

import logging
import time
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import transaction
from django.utils import timezone
from elastic_transport import ConnectionError as NoConnection
from elastic_transport import TransportError
from elasticsearch import ApiError
from elasticsearch.helpers import BulkIndexError, bulk

from ..analysis import is_han, tokens_of
from ..grams import FIELD_END, LEVEL_END, Needle
from ..models import Entry, PendingChange, RemoteIndex
from ..planner import Plan
from ..registry import FACETS, SEVERAL
from .rows import Row, SearchUnavailable, rows_of

logger = logging.getLogger(__name__)
NAME = "elasticsearch"
#: Raise it whenever mapping or tokens change: an index of another version is not asked, and is made anew.
VERSION = 1
_BREAK = "\ue00f"
_REST_SECONDS = 10.0
_BATCH = 500
_WINDOW = 10_000
_MOST_EXPANSIONS = 20_000
_ERRORS = (ApiError, TransportError, NoConnection, BulkIndexError)
_TEXT = {"type": "text", "analyzer": "whitespace", "norms": False}
_MAPPING: dict[str, Any] = {
    "_source": {"enabled": False},
    "dynamic": False,
    "_meta": {"version": VERSION},
    "properties": {
        "key": {"type": "long"},
        "weight": {"type": "short"},
        "text": _TEXT,
        "head": {**_TEXT, "index_options": "docs"},
        **{name: {"type": "keyword"} for name in FACETS},
    },
}
_SETTINGS = {
    "index": {
        "number_of_shards": 1,
        "number_of_replicas": 0,
        "refresh_interval": "1s",
        "sort.field": "key",
        "sort.order": "desc",
        "codec": "best_compression",
    }
}
_state: dict[str, Any] = {"down_until": 0.0, "checked": ""}


def _backend() -> Any:
    from modelsearch.backends import get_search_backend

    return get_search_backend("public")


def alias() -> str:
    """Return the name under which the current index is asked."""
    return f"{_backend().index_prefix}entries"


def _failed(error: Exception) -> None:
    _state["down_until"] = time.monotonic() + _REST_SECONDS
    _state["checked"] = ""
    logger.warning("Elasticsearch does not answer: %s", type(error).__name__)


def is_answering() -> bool:
    """Tell whether the server was not found silent a moment ago."""
    return bool(time.monotonic() >= _state["down_until"])


def forget_state() -> None:
    """Ask the server again at once."""
    _state.update(down_until=0.0, checked="")


def is_ready() -> bool:
    """Tell whether the index may be asked: it answers, is of this version, and has been told of every change."""
    if not is_answering():
        return False
    name = alias()
    current = RemoteIndex.objects.filter(is_current=True, name__startswith=name).first()
    if current is None:
        return False
    if _state["checked"] != current.name:
        try:
            mappings = _backend().es.indices.get_mapping(index=current.name)
        except _ERRORS as error:
            if getattr(error, "status_code", None) != 404:
                _failed(error)
            return False
        if mappings[current.name]["mappings"].get("_meta", {}).get("version") != VERSION:
            return False
        _state["checked"] = current.name
    if not PendingChange.objects.filter(index=current).exists():
        return True
    return push(current.name, most=_BATCH) and not PendingChange.objects.filter(index=current).exists()


def _tokens(text: str) -> str:
    parts = []
    for level in text.split(LEVEL_END):
        for part in level.split(FIELD_END):
            parts.append(" ".join(tokens_of(part.split(" ")[1:-1])) if part.strip() else "")
    return f" {_BREAK} ".join(part for part in parts if part)


def document(entry: Entry) -> dict[str, Any]:
    """Return an entry as it is sent."""
    from ..grams import levels, text_grams

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


def _bulk(index: str, actions: Iterable[dict[str, Any]], *, refresh: bool = False) -> None:
    _, errors = bulk(
        _backend().es, actions, index=index, chunk_size=_BATCH, refresh=refresh, raise_on_error=False, stats_only=False
    )
    real = [error for error in errors if next(iter(error.values())).get("status") != 404]
    if real:
        raise BulkIndexError(f"{len(real)} documents were refused", real)


def push(index: str, *, most: int | None = None) -> bool:
    """Tell an index of its pending changes (at most ``most``); return whether it took them."""
    while True:
        pending = list(PendingChange.objects.filter(index_id=index).order_by("pk")[:_BATCH])
        if not pending:
            return True
        pages = [change.page_id for change in pending]
        entries = list(Entry.objects.filter(page_id__in=pages))
        gone = set(pages) - {entry.page_id for entry in entries}
        try:
            _bulk(index, _actions(entries, gone), refresh=True)
        except _ERRORS as error:
            _failed(error)
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
    if is_answering():
        current = RemoteIndex.objects.filter(is_current=True, name__startswith=alias()).first()
        if current is None or not _is_of_this_version(current.name):
            try:
                rebuild()
            except SearchUnavailable:
                logger.warning("Elasticsearch index could not be made anew")
        else:
            push(current.name)
    return PendingChange.objects.count()


def _is_of_this_version(index: str) -> bool:
    """Tell whether an index is there and of this version; a server that does not answer gets the benefit of the doubt."""
    try:
        mappings = _backend().es.indices.get_mapping(index=index)
    except _ERRORS as error:
        if getattr(error, "status_code", None) == 404:
            return False
        _failed(error)
        return True
    return bool(mappings[index]["mappings"].get("_meta", {}).get("version") == VERSION)


def after_commit() -> None:
    """Tell the current index of what this transaction changed, once it is through."""
    if RemoteIndex.objects.exists():
        transaction.on_commit(_push_all, robust=True)


def _push_all() -> None:
    if is_answering():
        for name in RemoteIndex.objects.filter(is_current=True).values_list("name", flat=True):
            push(name)


def rebuild(batch: int = 1000) -> int:
    """Make a new index from the entries, then let the alias point at it; searches go on meanwhile.

    Raises:
        SearchUnavailable: the server refused or did not answer; the old index stays.
    """
    es, name = _backend().es, alias()
    fresh = f"{name}-v{VERSION}-{timezone.now():%Y%m%d%H%M%S%f}"
    remote = RemoteIndex.objects.create(name=fresh)
    try:
        es.indices.create(index=fresh, settings=_SETTINGS, mappings=_MAPPING)
        es.indices.put_settings(index=fresh, settings={"index": {"refresh_interval": "-1"}})
        keys, count = 0, 0
        while True:
            entries = list(Entry.objects.filter(key__gt=keys).order_by("key")[:batch])
            if not entries:
                break
            _bulk(fresh, _actions(entries))
            keys, count = entries[-1].key, count + len(entries)
        es.indices.put_settings(index=fresh, settings={"index": {"refresh_interval": "1s"}})
        es.indices.refresh(index=fresh)
        old = list(es.indices.get_alias(name=name)) if es.indices.exists_alias(name=name) else []
        es.indices.update_aliases(
            actions=[{"add": {"index": fresh, "alias": name}}, *({"remove_index": {"index": each}} for each in old)]
        )
    except _ERRORS as error:
        remote.delete()
        _failed(error)
        raise SearchUnavailable(f"Elasticsearch: {error}") from error
    with transaction.atomic():
        RemoteIndex.objects.filter(name__startswith=name).exclude(pk=fresh).delete()
        RemoteIndex.objects.filter(pk=fresh).update(is_current=True)
    forget_state()
    push(fresh)
    return count


def _clause(needle: Needle) -> dict[str, Any]:
    """Return the clause that a needle stands in the text."""
    runs = needle.plain.split(" ")
    tokens = tokens_of(runs)
    prefix = is_han(runs[-1]) and len(runs[-1]) == 1
    if is_han(runs[-1]) and not prefix:
        tokens = tokens[:-1]
    if len(tokens) == 1:
        return {"prefix": {"text": {"value": tokens[0]}}} if prefix else {"term": {"text": tokens[0]}}
    if prefix:
        return {"match_phrase_prefix": {"text": {"query": " ".join(tokens), "max_expansions": _MOST_EXPANSIONS}}}
    return {"match_phrase": {"text": " ".join(tokens)}}


def query(plan: Plan, *, head: bool = False) -> dict[str, Any]:
    """Return the query for a plan; scores are not asked for."""

    def way(needle: Needle) -> dict[str, Any]:
        if not head:
            return _clause(needle)
        tests = [{"term": {"head": gram}} for gram in needle.grams if len(gram) > 1]
        return {"bool": {"filter": [*tests, _clause(needle)]}}

    filters: list[dict[str, Any]] = []
    for group in plan.groups:
        ways = [way(needle) for needle in group.needles]
        filters.append(ways[0] if len(ways) == 1 else {"bool": {"should": ways, "minimum_should_match": 1}})
    filters += [{"term": {name: value}} for name, value in plan.filters.items()]
    if plan.weighted:
        filters.append({"range": {"weight": {"gt": 0}}})
    return {"bool": {"filter": filters, "must_not": [_clause(needle) for needle in plan.without]}}


def keys(plan: Plan, limit: int, *, head: bool = False) -> list[int]:
    """Return the keys of at most ``limit`` entries with every word, newest first.

    Raises:
        SearchUnavailable: the server does not answer, or not in time.
    """
    found: list[int] = []
    asked = query(plan, head=head)
    while len(found) < limit:
        size = min(limit - len(found), _WINDOW)
        fresh = _page(asked, size, found[-1] if found else None)
        found += fresh
        if len(fresh) < size:
            break
    return found


def _page(asked: dict[str, Any], size: int, after: int | None) -> list[int]:
    following = {} if after is None else {"search_after": [after]}
    try:
        answer = _backend().es.search(
            index=alias(),
            query=asked,
            sort=[{"key": "desc"}],
            size=size,
            track_total_hits=False,
            stored_fields="_none_",
            timeout="3s",
            **following,
        )
    except _ERRORS as error:
        if getattr(error, "status_code", 500) >= 500 or not isinstance(error, ApiError):
            _failed(error)
        raise SearchUnavailable("Elasticsearch 没有应答") from error
    if answer.get("timed_out"):
        raise SearchUnavailable("检索超时")
    return [hit["sort"][0] for hit in answer["hits"]["hits"]]


def rows(plan: Plan, limit: int, *, head: bool = False) -> list[Row]:
    """Return at most ``limit`` entries with every word, newest first."""
    return rows_of(keys(plan, limit, head=head))


def size() -> dict[str, int]:
    """Return the number of documents and the bytes of the index."""
    _backend().es.indices.refresh(index=alias())
    stats = _backend().es.indices.stats(index=alias())["_all"]["primaries"]
    return {"entries": stats["docs"]["count"], "index_bytes": stats["store"]["size_in_bytes"]}
