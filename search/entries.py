"""Writing the public index: pages enter when they become public, in the same transaction."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from django.db import connection, transaction
from django.db.models import Q
from wagtail.models import Page, PageViewRestriction, Site

from publication.unlisted import unlisted_types

from . import terms
from .grams import entry_text
from .models import DuePages, Entry
from .models.entries import key_of
from .public.engines import is_remote
from .registry import FACETS, Description, describe_many

_COLUMNS = ("key", "page_id", "content_type_id", "weight", *FACETS, "text")
_BATCH = 500
_ROWS_OF_STATEMENT = 50
#: So many entries are written while an editor waits.
MOST_AT_ONCE = 200


def _paths(pks: Iterable[int]) -> list[str]:
    return list(Page.objects.filter(pk__in=list(pks)).values_list("path", flat=True))


class Border:
    """What is public apart from being live: below a site's root, not below a page with a view restriction, of a type that search lists."""

    def __init__(self) -> None:
        self.roots = tuple(_paths(Site.objects.values_list("root_page_id", flat=True)))
        self.closed = tuple(_paths(PageViewRestriction.objects.values_list("page_id", flat=True)))
        self.unlisted = frozenset(unlisted_types())

    def admits(self, page: Any) -> bool:
        """Tell whether anyone may see the page."""
        return (
            page.live
            and page.path.startswith(self.roots)
            and not (self.closed and page.path.startswith(self.closed))
            and page.content_type_id not in self.unlisted
        )

    def query(self) -> Q:
        """Return the same as a condition on pages."""
        inside = Q(pk__in=[])
        for path in self.roots:
            inside |= Q(path__startswith=path)
        for path in self.closed:
            inside &= ~Q(path__startswith=path)
        return Q(live=True) & inside & ~Q(content_type_id__in=self.unlisted)


def _section_of(page: Any, names: dict[str, str]) -> str:
    return names.get(page.path[: Page.steplen * 3], "")


def _sections(pages: Iterable[Any]) -> dict[str, str]:
    """Return path → address part of the pages right below the sites' roots that ``pages`` stand in."""
    heads = {page.path[: Page.steplen * 3] for page in pages}
    return dict(Page.objects.filter(path__in=heads, depth=3).values_list("path", "slug"))


def row_of(page: Any, described: Description, sections: dict[str, str]) -> list[Any]:
    """Return an entry's columns for a page."""
    facets = {"section": _section_of(page, sections), "year": str(described.date.year), **described.facets}
    values = [str(facets.get(name, ""))[: Entry._meta.get_field(name).max_length] for name in FACETS]
    text = entry_text(described.title, described.names, described.text)
    return [key_of(described.date, page.pk), page.pk, page.content_type_id, described.weight, *values, text]


def _write(rows: list[list[Any]]) -> None:
    """Insert or replace entries, many in a statement: SQLite's full-text index writes a segment for each statement."""
    changes = ", ".join(f"{name} = excluded.{name}" for name in _COLUMNS if name != "page_id")
    marks = "(" + ", ".join(["%s"] * len(_COLUMNS)) + ")"
    conflicts = ("page_id", "key") if connection.vendor == "sqlite" else ("page_id",)
    ending = "".join(f" ON CONFLICT ({name}) DO UPDATE SET {changes}" for name in conflicts)
    if (
        connection.vendor == "postgresql"
    ):  # a row that says the same is not written: each write leaves a dead one behind
        old, new = (", ".join(f"{table}.{name}" for name in _COLUMNS) for table in ("search_entry", "excluded"))
        ending += f" WHERE ({old}) IS DISTINCT FROM ({new})"
    ordered = iter(sorted({row[1]: row for row in rows}.values()))
    with connection.cursor() as cursor:
        while chunk := list(islice(ordered, _ROWS_OF_STATEMENT)):
            cursor.execute(
                f"INSERT INTO search_entry ({', '.join(_COLUMNS)}) VALUES {', '.join([marks] * len(chunk))}{ending}",
                [value for row in chunk for value in row],
            )


def enter(pages: Sequence[Any], border: Border | None = None) -> None:
    """Put specific ``pages`` into the index as they are now; those that are not public leave it."""
    border = border or Border()
    public, hidden = [], []
    for page in pages:
        (public if border.admits(page) else hidden).append(page)
    sections = _sections(public) if public else {}
    described = list(zip(public, describe_many(public), strict=True))
    rows = [row_of(page, description, sections) for page, description in described]
    with transaction.atomic():
        if rows:
            _write(rows)
            terms.remember((description, row[-1]) for (_, description), row in zip(described, rows, strict=True))
        if hidden:
            leave(page.pk for page in hidden)
        tell_outside()


def leave(page_ids: Iterable[int]) -> None:
    """Take pages out of the index."""
    Entry.objects.filter(page_id__in=list(page_ids)).delete()
    tell_outside()


def tell_outside() -> None:
    """Tell an engine outside the database, where there is one, once the transaction is through."""
    if is_remote():
        from .public import telling

        telling.after_commit()


def _batches(items: Iterator[Any], size: int) -> Iterator[list[Any]]:
    while batch := list(islice(items, size)):
        yield batch


def specific_pages(page_ids: list[int]) -> list[Any]:
    """Return the pages of ``page_ids`` as their own types, in a query for each type."""
    from django.contrib.contenttypes.models import ContentType

    by_type: dict[int, list[int]] = {}
    for pk, content_type in Page.objects.filter(pk__in=page_ids).values_list("pk", "content_type_id"):
        by_type.setdefault(content_type, []).append(pk)
    found: list[Any] = []
    for content_type, members in by_type.items():
        model = ContentType.objects.get_for_id(content_type).model_class() or Page
        found.extend(model._default_manager.filter(pk__in=members))
    return found


def enter_below(path: str) -> int:
    """Bring the entries of all pages at or below a tree path up to date; return how many pages were looked at."""
    border, looked = Border(), 0
    keys = Page.objects.filter(path__startswith=path, live=True).order_by("pk").values_list("pk", flat=True)
    for batch in _batches(keys.iterator(chunk_size=_BATCH), _BATCH):
        enter(specific_pages(batch), border)
        looked += len(batch)
    return looked


def follow_below(path: str) -> None:
    """Bring the entries at or below a tree path up to date: a few now, many by the timer."""
    if Page.objects.filter(path__startswith=path, live=True)[:MOST_AT_ONCE].count() < MOST_AT_ONCE:
        enter_below(path)
    else:
        DuePages.objects.get_or_create(path=path)


def follow_pages(paths: Mapping[int, str]) -> None:
    """Bring the entries of pages (key → tree path) up to date: a few now; of many the folders that they stand in, by :func:`follow_below`."""
    if len(paths) < MOST_AT_ONCE:
        enter(specific_pages(list(paths)))
        return
    for folder in {path[: -Page.steplen] for path in paths.values()}:
        follow_below(folder)
