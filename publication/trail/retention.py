"""Forgetting entries whose time is over: whole sealed runs, never younger than half a year, on the record."""

import calendar
import datetime

from django.db import transaction
from django.utils import timezone
from wagtail.models import ModelLogEntry, PageLogEntry

from ..models import TrailEntry, TrailSeal
from ..permits import permitted
from .guard import RETENTION
from .record import record

SHORTEST_MONTHS = 6


def months_ago(months: int, now: datetime.datetime | None = None) -> datetime.datetime:
    """Return the moment ``months`` calendar months before ``now``."""
    now = timezone.localtime(now)
    month = now.year * 12 + now.month - 1 - months
    year, month = month // 12, month % 12 + 1
    return now.replace(year=year, month=month, day=min(now.day, calendar.monthrange(year, month)[1]))


def forget(months: int) -> int:
    """Delete what is older than ``months`` (at least 6) and return how many trail entries went.

    Raises:
        ValueError: fewer than six months (网络安全法).
    """
    if months < SHORTEST_MONTHS:
        raise ValueError("操作日志至少保存6个月。")
    limit = months_ago(months) - datetime.timedelta(days=3)
    with transaction.atomic(), permitted("forget", [RETENTION]):
        old = TrailEntry.objects.filter(at__lt=limit)
        young = TrailEntry.objects.filter(at__gte=limit).order_by("pk").values_list("pk", flat=True).first()
        seals = TrailSeal.objects.all() if young is None else TrailSeal.objects.filter(last_id__lt=young)
        edge = seals.order_by("-last_id").values_list("last_id", flat=True).first()
        if edge is None:
            return 0
        gone = old.filter(pk__lte=edge)._raw_delete("default")
        seals.delete()
        for model in (PageLogEntry, ModelLogEntry):
            model.objects.filter(timestamp__lt=limit)._raw_delete("default")
        record("trail.forget", data={"count": gone, "before": limit.isoformat()})
    return int(gone)
