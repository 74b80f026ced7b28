"""The public index on Elasticsearch: tokens made here, split at white space there; nothing but keys comes back.

The database's entries stay the truth: triggers note every change for every outside index (``PendingChange``), which is told
after the transaction. While it is down or behind, the database answers; it catches up by itself.
"""

import logging
import time
from contextlib import nullcontext
from typing import Any

from elastic_transport import ConnectionError as NoConnection
from elastic_transport import TransportError
from elasticsearch import ApiError
from elasticsearch.helpers import BulkIndexError

from ..analysis import is_han, tokens_of
from ..grams import Needle
from ..models import PendingChange, RemoteIndex
from ..planner import Plan
from ..registry import FACETS
from .rows import Row, SearchUnavailable, rows_of

logger = logging.getLogger(__name__)
NAME = "elasticsearch"
#: Raise it whenever mapping or tokens change: an index of another version is not asked, and is made anew.
VERSION = 2
_REST_SECONDS = 10.0
_CAUGHT_UP_AT_ONCE = 500
_WINDOW = 10_000
_MOST_EXPANSIONS = 20_000
together = nullcontext
ERRORS = (ApiError, TransportError, NoConnection, BulkIndexError)
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


def failed(error: Exception) -> None:
    """Let the server rest a while after it did not answer."""
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
            if not stands(current.name):
                return False
        except ERRORS as error:
            failed(error)
            return False
        _state["checked"] = current.name
    if not PendingChange.objects.filter(index=current).exists():
        return True
    from .telling import push

    return push(current.name, most=_CAUGHT_UP_AT_ONCE) and not PendingChange.objects.filter(index=current).exists()


def stands(index: str) -> bool:
    """Tell whether ``index`` is the one that the alias leads to, and is of this version."""
    try:
        mappings = _backend().es.indices.get_mapping(index=alias())
    except ApiError as error:
        if error.status_code == 404:
            return False
        raise
    found = mappings.get(index)
    return len(mappings) == 1 and found is not None and found["mappings"].get("_meta", {}).get("version") == VERSION


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
            filter_path="hits.hits.sort,timed_out",
            timeout="3s",
            **following,
        )
    except ERRORS as error:
        if getattr(error, "status_code", 500) >= 500 or not isinstance(error, ApiError):
            failed(error)
        raise SearchUnavailable("Elasticsearch 没有应答") from error
    if answer.get("timed_out"):
        raise SearchUnavailable("检索超时")
    return [hit["sort"][0] for hit in answer.get("hits", {}).get("hits", [])]


def all_keys() -> set[int]:
    """Return the keys that the index has; none while there is no index.

    Raises:
        SearchUnavailable: the server does not answer.
    """
    if not is_ready():
        return set()
    found: set[int] = set()
    last: int | None = None
    while fresh := _page({"match_all": {}}, _WINDOW, last):
        found.update(fresh)
        last = fresh[-1]
    return found


def rows(plan: Plan, limit: int, *, head: bool = False) -> list[Row]:
    """Return at most ``limit`` entries with every word, newest first."""
    return rows_of(keys(plan, limit, head=head))


def size() -> dict[str, int]:
    """Return the number of documents and the bytes of the index."""
    _backend().es.indices.refresh(index=alias())
    stats = _backend().es.indices.stats(index=alias())["_all"]["primaries"]
    return {"entries": stats["docs"]["count"], "index_bytes": stats["store"]["size_in_bytes"]}
