"""What cannot be done within the transaction: deleting bytes, clearing caches, rewriting the database's file. Done until it is true."""

import datetime
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.utils import timezone

from ..models import Destruction, DestructionPart, PartState
from ..surfaces.caches import FrontCacheSurface
from .base import compactors
from .outside import COMPACT

logger = logging.getLogger(__name__)

BYTES, CACHES = "bytes", "caches"
LABELS = {BYTES: "磁盘上的文件", CACHES: "缓存", COMPACT: "数据库文件中已删除的内容"}
_WAITS = (1, 5, 30, 120, 600)


class NotYet(Exception):
    """The step could not be done now; its text says why, without content."""


def _path(place: str, name: str) -> Path:
    return Path(settings.UPLOAD_ROOT) / Path(name).name


def _delete_bytes(part: DestructionPart) -> str:
    left = 0
    for place, name in part.pending:
        if place == "media":
            if default_storage.exists(name):
                default_storage.delete(name)
            left += default_storage.exists(name)
        else:
            _path(place, name).unlink(missing_ok=True)
            left += _path(place, name).exists()
    if left:
        raise NotYet(f"还有 {left} 个文件没有删除，请检查数据目录的权限。")
    return f"再查：{len(part.pending)} 个文件都已不在"


def _clear_caches(part: DestructionPart) -> str:
    for alias in settings.CACHES:
        caches[alias].clear()
    FrontCacheSurface().purge([])
    return f"已清空 {len(settings.CACHES)} 个缓存"


def _compact(part: DestructionPart) -> str:
    """Squeeze the indexes, then rewrite SQLite's file, so that no freed page and no log holds what was deleted.

    Raises:
        NotYet: somebody is reading; or within a transaction.
    """
    if connection.in_atomic_block:
        raise NotYet("正在事务之中，稍后再做。")
    for compact in compactors():
        compact()
    if connection.vendor == "postgresql":
        return _rewrite_tables()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA temp_store = FILE")
        try:
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            busy = cursor.fetchone()[0]
        finally:
            cursor.execute("PRAGMA temp_store = MEMORY")
    if busy:
        raise NotYet("有人正在读数据库，日志文件还不能截短，稍后自动再做。")
    return "数据库文件已重写，日志文件已截短"


def _rewrite_tables() -> str:
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        for table in tables:
            cursor.execute(f"VACUUM (FULL) {connection.ops.quote_name(table)}")
    return f"已重写 {len(tables)} 张表"


_STEPS: dict[str, Callable[[DestructionPart], str]] = {BYTES: _delete_bytes, CACHES: _clear_caches, COMPACT: _compact}


def plan(destruction: Destruction, pending: list[tuple[str, str]]) -> None:
    """Write down the steps, in the transaction of the destruction."""
    steps = [BYTES, CACHES] if connection.vendor == "postgresql" else [BYTES, CACHES, COMPACT]
    for code in steps:
        DestructionPart.objects.create(
            destruction=destruction, holder=code, label=LABELS[code], state=PartState.WAITING,
            pending=sorted({tuple(found) for found in pending}) if code == BYTES else [],
            destroyed=len(set(pending)) if code == BYTES else 0,
        )  # fmt: skip


def work(codes: tuple[str, ...] = (BYTES, CACHES, COMPACT), *, now_too: bool = False) -> int:
    """Do the steps that are due, in order; return how many were done. A step that fails is tried again later.

    ``compact`` waits until the names of files are gone: they stand in the database until then.
    """
    due = DestructionPart.objects.filter(state=PartState.WAITING, holder__in=codes)
    if not now_too:
        due = due.filter(next_at__lte=timezone.now())
    done = 0
    for part in due.order_by("pk"):
        if part.holder == COMPACT and _waits_for(part.destruction_id):
            continue
        done += _try(part)
    return done


def _waits_for(destruction: int) -> bool:
    waiting = DestructionPart.objects.filter(destruction_id=destruction, state=PartState.WAITING)
    return waiting.exclude(holder=COMPACT).exists()


def _try(part: DestructionPart) -> bool:
    try:
        answer = _STEPS[part.holder](part)
    except Exception as error:
        if not isinstance(error, NotYet):
            # Neither the text nor the traceback: both may name a file.
            logger.error("Step %s of destruction %s failed: %s", part.holder, part.destruction_id, type(error).__name__)
        problem = str(error) if isinstance(error, NotYet) else f"{type(error).__name__}，稍后自动再做。"
        wait = datetime.timedelta(seconds=_WAITS[min(part.attempts, len(_WAITS) - 1)])
        DestructionPart.objects.filter(pk=part.pk).update(
            problem=problem[:300], attempts=part.attempts + 1, next_at=timezone.now() + wait
        )
        return False
    DestructionPart.objects.filter(pk=part.pk).update(
        state=PartState.DONE, answer=answer, pending=[], problem="", attempts=part.attempts + 1, done_at=timezone.now()
    )
    finish(part.destruction_id)
    if part.holder == COMPACT:
        _after_compact()
    return True


def _after_compact() -> None:
    """The step's own writes follow the rewriting; the log of SQLite is cut once more, as far as nobody reads."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def finish(key: int) -> None:
    """Note the moment from which this machine holds nothing any more: backups made later hold nothing either."""
    with transaction.atomic():
        own = DestructionPart.objects.filter(destruction_id=key, holder__in=tuple(_STEPS))
        if not own.filter(state__in=(PartState.WAITING, PartState.OUTSIDE)).exists():
            Destruction.objects.filter(pk=key, completed_at=None).update(completed_at=timezone.now())


def compact_by_hand(user: Any = None) -> int:
    """Rewrite the database now, and mark that step of every destruction done; return how many were.

    Raises:
        NotYet: it cannot be done now.
    """
    parts = DestructionPart.objects.filter(holder=COMPACT, state__in=(PartState.WAITING, PartState.OUTSIDE))
    ready = [part for part in parts if not _waits_for(part.destruction_id)]
    answer = _compact(ready[0] if ready else DestructionPart())
    now = timezone.now()
    for part in ready:
        DestructionPart.objects.filter(pk=part.pk).update(
            state=PartState.DONE, answer=answer, problem="", done_at=now, done_by=user
        )
        finish(part.destruction_id)
    _after_compact()
    return len(ready)
