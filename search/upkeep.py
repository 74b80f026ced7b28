"""What the index needs now and then: comparing it with the pages, repairing it, seeding synonyms, and the timer."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management import call_command
from django.db import transaction
from wagtail.models import Page

from . import counting, terms
from .analysis import VERSION as ANALYSIS_VERSION
from .entries import Border, enter, enter_below, specific_pages
from .models import DuePages, Entry, IndexState, PendingChange, RemoteIndex, Synonym, Term
from .models.entries import page_of
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


def unfound() -> dict[str, list[int]]:
    """Return engine → pages whose entry it does not have, or that it has without an entry (or under another key)."""
    entries = dict(Entry.objects.values_list("key", "page_id"))
    found: dict[str, list[int]] = {}
    asked = [engines.database_engine()]
    if engines.is_remote():
        from .public import elasticsearch

        asked.append(elasticsearch)
    for engine in asked:
        differing = set(entries) ^ engine.all_keys()
        found[engine.NAME] = sorted({entries.get(key) or page_of(key) for key in differing})
    return found


def mend(unfound_pages: dict[str, list[int]]) -> None:
    """Give the engines what :func:`unfound` says that they lack: the database's own anew from the entries, an outside one by page."""
    own = engines.database_engine()
    if unfound_pages.get(own.NAME):
        with transaction.atomic():
            own.rebuild()
    for name, pages in unfound_pages.items():
        if name != own.NAME:
            for remote in RemoteIndex.objects.filter(is_current=True):
                PendingChange.objects.bulk_create(
                    [PendingChange(index=remote, page_id=page) for page in pages], ignore_conflicts=True
                )


def differences() -> dict[str, list[int]]:
    """Return ``missing`` (public pages without an entry) and ``extra`` (entries of pages that are not public)."""
    public = set(Page.objects.filter(Border().query()).values_list("pk", flat=True))
    entered = set(Entry.objects.values_list("page_id", flat=True))
    return {"missing": sorted(public - entered), "extra": sorted(entered - public)}


def stale(batch: int = _BATCH) -> list[int]:
    """Return the pages whose entry is not what it would be if written now: every entry is made anew and compared."""
    from .entries import _COLUMNS, _sections, row_of
    from .registry import describe_many

    found: list[int] = []
    keys = list(Entry.objects.order_by("pk").values_list("page_id", flat=True))
    for start in range(0, len(keys), batch):
        chosen = keys[start : start + batch]
        kept = {row[1]: list(row) for row in Entry.objects.filter(page_id__in=chosen).values_list(*_COLUMNS)}
        pages = specific_pages(chosen)
        sections = _sections(pages)
        for page, description in zip(pages, describe_many(pages), strict=True):
            if page.pk in kept and row_of(page, description, sections) != kept[page.pk]:
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
        engine.keep_only(keys)
        engine.end_bulk()
        IndexState.objects.update_or_create(pk=IndexState.ANALYSIS, defaults={"version": ANALYSIS_VERSION})
        DuePages.objects.all().delete()
    engine.tidy()
    if engines.is_remote():
        from .public import telling

        try:
            telling.rebuild()
        except SearchUnavailable:
            RemoteIndex.objects.all().delete()  # what it holds is not what stands here now: made anew when it answers
            raise
    return len(keys)


def is_of_this_analysis() -> bool:
    """Tell whether the entries were written by the analysis that queries are read by."""
    state = IndexState.objects.filter(pk=IndexState.ANALYSIS).first()
    return state is not None and state.version == ANALYSIS_VERSION


def _follow_due() -> None:
    """Write the entries anew that an editor was not made to wait for."""
    for due in DuePages.objects.all()[:20]:
        enter_below(due.path)
        due.delete()


def _make_anew() -> None:
    """Make both indexes anew: the public one, and the one in which editors find pages."""
    rebuild()
    call_command("wagtail_update_index", verbosity=0)


def look_after() -> None:
    """Do what a timer does: write and clear counts, fill an empty or old index, follow changes, tell an outside engine what it missed."""
    counting.write()
    counting.forget_old()
    _follow_due()
    is_empty = not Entry.objects.exists()
    if is_empty and Page.objects.filter(Border().query()).exists():
        rebuild()
    elif not is_empty and not is_of_this_analysis():
        _make_anew()
    elif engines.is_remote():
        from .public import telling

        telling.catch_up()
    if engines.database_engine().is_untidy():
        engines.database_engine().tidy()
