"""What a visitor sees of a list: an edition's rows, filtered and sorted, or the comparison of two editions."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from wagtail.models import Site

from search.analysis import runs
from staff_directory.transfer.names import name_at, notes_on

from ..laws.lapsing import Gone
from ..listing import address_of
from ..matters.choices import Power
from .columns import key_columns
from .comparing import compare
from .editions import public_rows
from .kinds import ListKind
from .table import table_of

PAGE_SIZE = 50
_MAX_WORD = 60
_MAX_EDITIONS = 200
_SHOWN = ("name", "cells", "bases", "edition_id", "matter__url_path", "matter__live")
_NAME_COLUMNS = frozenset({"职权名称", "事项名称", "主项名称", "抽查事项", "执法事项"})
SORTS = {
    "": ("position", "清单顺序"),
    "name": ("name", "名称"),
    "code": ("code", "编码"),
    "unit": ("unit_name", "单位"),
}
_CATEGORIES = dict(Power.choices)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for, made safe: an edition, two to compare, filters, order, place."""

    edition: int
    compare: tuple[int, int] | None
    unit: str
    category: str
    word: str
    sort: str
    place: int
    whole: bool
    file: str

    def kept(self) -> dict[str, str]:
        """Return the parameters of the filters in force."""
        found = {
            "edition": str(self.edition) if self.edition else "", "unit": self.unit, "category": self.category, "q": self.word,
            "sort": self.sort,
        }  # fmt: skip
        return {name: value for name, value in found.items() if value}


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0


def asked(request: Any) -> Asked:
    """Read the address; what makes no sense is left out."""
    query = request.GET
    pair = (_number(query.get("from", "")), _number(query.get("to", "")))
    return Asked(
        edition=_number(query.get("edition", "")),
        compare=pair if all(pair) else None,
        unit=query.get("unit", "")[:40].replace("\x00", ""),
        category=query.get("category", "") if query.get("category", "") in _CATEGORIES else "",
        word=query.get("q", "").replace("\x00", "").strip()[:_MAX_WORD],
        sort=query.get("sort", "") if query.get("sort", "") in SORTS else "",
        place=max(1, min(_number(query.get("page", "")), 10_000)),
        whole=query.get("all") == "1",
        file=query.get("format", "") if query.get("format", "") in ("xlsx", "csv", "json") else "",
    )


def is_comparison(request: Any) -> bool:
    """Tell whether two editions are to be compared."""
    return asked(request).compare is not None


def editions_of(page: Any) -> list[Any]:
    """Return the list's editions, newest first."""
    from ..models import Edition

    return list(Edition.objects.filter(page_id=page.pk).order_by("-number")[:_MAX_EDITIONS])


def chosen_edition(editions: list[Any], number: int) -> Any:
    """Return the edition of that number, else the newest; None when there is none."""
    return next((found for found in editions if found.number == number), editions[0] if editions else None)


def filtered(rows: QuerySet[Any], wanted: Asked) -> QuerySet[Any]:
    """Narrow an edition's rows to what the address asks for, in its order."""
    if wanted.unit:
        rows = rows.filter(unit_code=wanted.unit)
    if wanted.category:
        rows = rows.filter(category=wanted.category)
    for run in runs(wanted.word):
        rows = rows.filter(words__contains=run)
    if wanted.sort:
        rows = rows.order_by(SORTS[wanted.sort][0], "position")
    return rows


def list_context(page: Any, request: Any) -> dict[str, Any]:
    """Return what the list's template, or the comparison's, shows."""
    wanted = asked(request)
    editions = editions_of(page)
    own = page.get_url(request) or ""
    shared = {
        "editions": editions,
        "own_url": own,
        "current": editions[0] if editions else None,
        "unit_name": name_at(page.unit, page.first_published_at) if page.unit_id else "",
        "unit_notes": notes_on(page.unit, page) if page.unit_id else [],
    }
    if wanted.compare is not None:
        pair = [next((found for found in editions if found.number == number), None) for number in wanted.compare]
        if all(pair):
            return {**shared, "old": pair[0], "new": pair[1], **_comparison(*pair)}
        return {**shared, "old": None, "new": None, "changes": None}
    edition = chosen_edition(editions, wanted.edition)
    if edition is None:
        return {**shared, "edition": None}
    return {**shared, "edition": edition, **_table(page, edition, wanted, own, request)}


def _comparison(old: Any, new: Any) -> dict[str, Any]:
    changes = compare(
        (old.columns, public_rows(old)), (new.columns, public_rows(new)), suspended=Gone.present().suspends
    )
    return {"changes": changes}


def _table(page: Any, edition: Any, wanted: Asked, own: str, request: Any) -> dict[str, Any]:
    everything = public_rows(edition)
    rows = filtered(everything, wanted)
    total = rows.count()
    size = 5000 if wanted.whole else PAGE_SIZE
    pages = max(1, -(-total // size))
    place = min(wanted.place, pages)
    shown = list(rows.select_related("matter").only(*_SHOWN)[(place - 1) * size : place * size])
    gone = Gone.present()
    kept = wanted.kept()

    def address(**more: Any) -> str:
        return own + "?" + urlencode({**kept, **more})

    units, categories = _choices(everything) if page.kind != ListKind.PLAN else ([], [])
    filters = [name for name in kept if name not in ("edition", "sort")]
    return {
        "table": _shown(page, edition, shown, gone, request),
        "total": total,
        "filter": _fields(wanted, units, categories),
        "is_filtered": bool(filters),
        "reset_url": own + (f"?edition={wanted.edition}" if wanted.edition else "") if filters else "",
        "previous_url": address(page=place - 1) if place > 1 else "",
        "next_url": address(page=place + 1) if place < pages else "",
        "whole_url": address(all=1) if pages > 1 else "",
        "downloads": [(name.upper(), address(format=name, edition=edition.number)) for name in ("xlsx", "csv", "json")],
        "pages": pages,
        "place": place,
    }


def _shown(page: Any, edition: Any, rows: list[Any], gone: Gone, request: Any) -> dict[str, Any]:
    """Return the rows as the table takes them: the cell with the matter's name leads to its page."""
    site = Site.find_for_request(request)
    return table_of(
        page.title,
        edition.columns,
        [
            (
                row.cells,
                {
                    "url": address_of(row.matter, site) if row.matter is not None and row.matter.live else "",
                    "tag": "暂停" if gone.suspends(row) else "",
                },
            )
            for row in rows
        ],
        key=key_columns(page.kind),
        named=next((place for place, title in enumerate(edition.columns) if title in _NAME_COLUMNS), 0),
        is_list=True,
    )


def _choices(rows: QuerySet[Any]) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return the units and the kinds of power that an edition has, as (value, label); one query."""
    units, held = {}, set()
    for code, name, category in rows.order_by("unit_name").values_list("unit_code", "unit_name", "category").distinct():
        if code:
            units[code] = name
        held.add(category)
    return list(units.items()), [(power, label) for power, label in _CATEGORIES.items() if power in held]


def _fields(
    wanted: Asked, units: Iterable[tuple[str, str]], categories: Iterable[tuple[str, str]]
) -> list[dict[str, Any]]:
    """Return the filter form's fields as the component takes them; the edition looked at stays chosen."""
    fields: list[dict[str, Any]] = [
        {"name": "q", "label": "关键词", "type": "text", "value": wanted.word, "options": []}
    ]

    def select(name: str, label: str, options: list[tuple[str, str]], value: str, any_label: str) -> None:
        choices = [{"value": "", "label": any_label, "selected": not value}] if any_label else []
        choices += [{"value": key, "label": text, "selected": key == value} for key, text in options]
        fields.append({"name": name, "label": label, "type": "select", "value": value, "options": choices})

    unit_options = list(units)
    if len(unit_options) > 1:
        select("unit", "单位", unit_options, wanted.unit, "全部单位")
    kinds = list(categories)
    if len(kinds) > 1:
        select("category", "职权类型", kinds, wanted.category, "全部类型")
    select("sort", "排序", [(key, label) for key, (_, label) in SORTS.items()], wanted.sort, "")
    if wanted.edition:
        fields.append({"name": "edition", "label": "", "type": "hidden", "value": str(wanted.edition), "options": []})
    return fields
