"""The public index: one entry per public page, held by the database to what is live."""

import datetime

from django.db import models
from wagtail.models import Page

_PAGE_BITS = 28


def key_of(date: datetime.date, page_id: int) -> int:
    """Return an entry's key: ordered by date, then by page.

    Raises:
        ValueError: a page id beyond 2²⁸, for which keys have no room.
    """
    if not 0 < page_id < 1 << _PAGE_BITS:
        raise ValueError(f"page id {page_id} does not fit into a search key")
    return (date.toordinal() << _PAGE_BITS) | page_id


def page_of(key: int) -> int:
    """Return the page id in a key."""
    return key & ((1 << _PAGE_BITS) - 1)


def date_of(key: int) -> datetime.date:
    """Return the date in a key."""
    return datetime.date.fromordinal(key >> _PAGE_BITS)


class Entry(models.Model):
    """A public page as search sees it; ``text`` as :func:`search.grams.entry_text` writes it.

    Rows are written by :mod:`search.entries`; triggers take the row away in the statement by which its page stops being
    live or is deleted, and keep the full-text index (SQLite) and the list of pending changes in step.
    """

    key = models.BigIntegerField(primary_key=True)
    page = models.OneToOneField(Page, on_delete=models.CASCADE, related_name="+")
    content_type_id = models.IntegerField()
    weight = models.SmallIntegerField(default=0)
    section = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=40, blank=True)
    unit = models.CharField(max_length=40, blank=True)
    year = models.CharField(max_length=4, blank=True)
    category = models.CharField(max_length=200, blank=True)
    text = models.TextField()

    class Meta:
        verbose_name = "公开检索条目"
        verbose_name_plural = "公开检索条目"
        indexes = [
            models.Index(fields=["-key"], condition=models.Q(weight__gt=0), name="search_heavy"),
            models.Index(fields=["section", "kind", "unit", "year", "category"], name="search_facets"),
        ]

    def __str__(self) -> str:
        return str(self.page_id)


class RemoteIndex(models.Model):
    """An index outside the database that must be told of every change; triggers write what is pending for each."""

    name = models.CharField(max_length=120, primary_key=True)
    is_current = models.BooleanField(default=False)

    class Meta:
        verbose_name = "外部检索索引"
        verbose_name_plural = "外部检索索引"

    def __str__(self) -> str:
        return self.name


class PendingChange(models.Model):
    """A page whose entry changed since an outside index was last told."""

    # Without a constraint: a trigger may write it while the database is being flushed.
    index = models.ForeignKey(RemoteIndex, on_delete=models.CASCADE, related_name="pending", db_constraint=False)
    page_id = models.BigIntegerField()
    version = models.BigIntegerField(default=1)

    class Meta:
        verbose_name = "待同步的检索条目"
        verbose_name_plural = "待同步的检索条目"
        constraints = [models.UniqueConstraint(fields=["index", "page_id"], name="search_pending_once")]

    def __str__(self) -> str:
        return f"{self.index_id} {self.page_id}"
