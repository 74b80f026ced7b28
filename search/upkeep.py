"""What the index needs now and then: comparing it with the pages, repairing it, seeding synonyms, and the timer."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from wagtail.models import Page

from . import counting, terms
from .entries import Border, enter, specific_pages
from .models import Entry, RemoteIndex, Synonym, Term
from .models.words import split_words
from .public import engines
from .public.rows import SearchUnavailable
from .registry import seed_synonyms

_BATCH = 500


def seed() -> int:
    """Begin the list of synonyms where it is empty; return how many were added."""
    if Synonym.objects.exists():
        return 0
    rows = [
        Synonym(words="、".join(split_words(words)), terms="、".join(split_words(found)))
        for words, found in seed_synonyms()
    ]
    Synonym.objects.bulk_create(rows)
    from .expansion import forget_synonyms

    forget_synonyms()
    return len(rows)


def differences() -> dict[str, list[int]]:
    """Return ``missing`` (public pages without an entry) and ``extra`` (entries of pages that are not public)."""
    public = set(Page.objects.filter(Border().query()).values_list("pk", flat=True))
    entered = set(Entry.objects.values_list("page_id", flat=True))
    return {"missing": sorted(public - entered), "extra": sorted(entered - public)}


def stale(batch: int = _BATCH) -> list[int]:
    """Return the pages whose entry is not what it would be if written now: every entry is made anew and compared."""
    from .entries import _sections, row_of
    from .registry import describe

    found: list[int] = []
    keys = list(Entry.objects.order_by("pk").values_list("page_id", flat=True))
    for start in range(0, len(keys), batch):
        chosen = keys[start : start + batch]
        texts = dict(Entry.objects.filter(page_id__in=chosen).values_list("page_id", "text"))
        pages = specific_pages(chosen)
        sections = _sections(pages)
        for page in pages:
            if page.pk in texts and row_of(page, describe(page), sections)[-1] != texts[page.pk]:
                found.append(page.pk)
    return found


def repair(pages: list[int]) -> None:
    """Write the entries of pages anew; of those that are not public, none."""
    border = Border()
    for start in range(0, len(pages), _BATCH):
        enter(specific_pages(pages[start : start + _BATCH]), border)


@contextmanager
def _without_collector() -> Iterator[None]:
    """Leave memory to reference counts: a batch has no cycles, and looking for them takes a tenth of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def rebuild(progress: Any = None) -> int:
    """Make the whole index anew: entries, grams and words; return how many pages stand in it.

    Visitors see the old index until all is written.
    """
    border = Border()
    keys = list(Page.objects.filter(border.query()).order_by("pk").values_list("pk", flat=True))
    engine = engines.database_engine()
    with transaction.atomic(), _without_collector():
        terms.forget_known()
        engine.begin_bulk()
        engine.clear()
        Term.objects.all()._raw_delete("default")  # type: ignore[attr-defined]
        for start in range(0, len(keys), _BATCH):
            enter(specific_pages(keys[start : start + _BATCH]), border)
            if progress is not None:
                progress(min(start + _BATCH, len(keys)), len(keys))
        engine.end_bulk()
    if engines.is_remote():
        from .public import telling

        try:
            telling.rebuild()
        except SearchUnavailable:
            RemoteIndex.objects.all().delete()  # what it holds is not what stands here now: made anew when it answers
            raise
    return len(keys)


def look_after() -> None:
    """Do what a timer does: write and clear counts, fill an empty index, tell an outside engine what it missed."""
    counting.write()
    counting.forget_old()
    if not Entry.objects.exists() and Page.objects.filter(Border().query()).exists():
        rebuild()
    elif engines.is_remote():
        from .public import telling

        telling.catch_up()
