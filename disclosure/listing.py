"""Filtered, keyset-paged lists of public decisions in a constant number of queries."""

import datetime
from collections import Counter
from typing import Any
from urllib.parse import urlencode

from django.db.models import IntegerField, Q, Subquery
from django.http import QueryDict
from wagtail.models import Site

from home.lists import address_of, conditions
from search.matching import restricted
from staff_directory.models import Unit

from .kinds import PENALTY_KINDS, InspectionResult, Kind, LicenceCategory, LicenceState
from .presentation import summary_of

PAGE_SIZE = 20
COUNT_CAP = 1000
_MAX_KEYWORD = 100
_BY_CATEGORY = (Kind.COMPULSION, Kind.CONFIRMATION, Kind.PAYMENT, Kind.OTHER)
_LOOKED_AT = 2000
_FEW = 200
_MOST_CATEGORIES = 30
_YEARS = frozenset(map(str, range(1949, 2101)))


class Cursor:
    """A position in the list: the decision date and id of an edge row, and whether to read newer ones."""

    def __init__(self, text: str) -> None:
        self.date: datetime.date | None = None
        self.pk = 0
        self.newer = text.startswith("n")
        try:
            day, pk = text[1:].split("_", 1)
            self.date = datetime.date.fromisoformat(day)
            self.pk = int(pk) if len(pk) < 16 else 0
        except ValueError:
            self.date = None

    @staticmethod
    def write(notice: Any, newer: bool) -> str:
        """Return the text for the address."""
        return f"{'n' if newer else 'o'}{notice.decided_on.isoformat()}_{notice.pk}"


def _category_filter(kind: str, value: str) -> Q:
    """Return the condition for a category chosen in the form; an unknown one matches everything."""
    if kind == Kind.PENALTY and value in PENALTY_KINDS:
        return Q(penalty_kinds_text__contains=f"、{value}、")
    if kind == Kind.LICENCE and value in LicenceCategory.values:
        return Q(licence_category=value)
    if kind == Kind.LICENCE and value in LicenceState.values:
        return Q(licence_state=value)
    if kind == Kind.INSPECTION and value in InspectionResult.values:
        return Q(inspection_result=value)
    return Q()


def _categories(notices: Any) -> list[str]:
    """Return the categories (执法类别) of the newest decisions, most frequent first; the cost does not grow with their number."""
    newest = notices.order_by("-decided_on", "-pk").values_list("category", flat=True)[:_LOOKED_AT]
    return [name for name, _ in Counter(filter(None, newest)).most_common(_MOST_CATEGORIES)]


def _category_options(kind: str, chosen: str, categories: list[str]) -> list[dict[str, Any]]:
    choices: list[tuple[str, str]] = []
    if kind == Kind.PENALTY:
        choices = [(name, name) for name in PENALTY_KINDS]
    elif kind == Kind.LICENCE:
        choices = list(LicenceCategory.choices)
    elif kind == Kind.INSPECTION:
        choices = list(InspectionResult.choices)
    elif kind:
        choices = [(name, name) for name in categories]
    return [{"value": value, "label": label, "selected": value == chosen} for value, label in choices]


def listing_context(request: Any, page: Any, *, kind: str, unit: Unit | None) -> dict[str, Any]:
    """Return ``filter``, ``items``, ``total_text``, ``previous_url``, ``next_url``, ``reset_url`` for a list page."""
    from .models import DecisionNoticePage

    query: QueryDict = request.GET
    chosen_kind = kind or (query.get("kind", "") if query.get("kind") in Kind.values else "")
    year = query.get("year", "")
    year = year if year in _YEARS else ""
    keyword = query.get("q", "").replace("\x00", "").strip()[:_MAX_KEYWORD]
    category = query.get("category", "")
    unit_code = query.get("unit", "") if unit is None else ""

    units = list(Unit.objects.order_by("order", "code").only("code", "name")) if unit is None else []
    chosen_unit = unit or next((found for found in units if found.code == unit_code), None)

    notices = DecisionNoticePage.objects.live().filter(decided_on__isnull=False)
    if chosen_kind:
        notices = notices.filter(kind=chosen_kind)
    categories = _categories(notices) if chosen_kind in _BY_CATEGORY else []
    chosen, hint = notices, ""
    if year:
        chosen = chosen.filter(decided_on__year=int(year))
    if category in categories:
        chosen = chosen.filter(category=category)
    elif category and chosen_kind:
        chosen = chosen.filter(_category_filter(chosen_kind, category))
    if keyword:
        chosen, hint = restricted(chosen, keyword)
    joint = _joint(chosen_unit)
    parts = _parts(chosen, chosen_unit, joint)

    years, total = _years_and_total(_parts(notices, chosen_unit, joint), parts, page)
    cursor = Cursor(query.get("at", ""))
    rows, has_newer, has_older = _page_of(parts, cursor)
    site = Site.find_for_request(request)
    items = [{**summary_of(row), "url": address_of(row, site)} for row in rows]

    base = {"kind": "" if kind else chosen_kind, "unit": unit_code, "year": year, "category": category, "q": keyword}
    kept = {name: value for name, value in base.items() if value}

    fields = _filter_fields(
        kind, chosen_kind, units, unit_code, years, year, category, keyword, unit is None, categories
    )

    def address(at: str) -> str:
        return "?" + urlencode({**kept, "at": at})

    return {
        "filter": fields,
        "items": items,
        "hint": hint,
        "total_text": f"共 {COUNT_CAP} 条以上" if total > COUNT_CAP else f"共 {total} 条",
        "previous_url": address(Cursor.write(rows[0], newer=True)) if rows and has_newer else "",
        "next_url": address(Cursor.write(rows[-1], newer=False)) if rows and has_older else "",
        "reset_url": page.get_url(request) if kept or query.get("at") else "",
        "is_filtered": bool(kept),
        "chosen": conditions(fields, kept, page.get_url(request)),
    }


def _parts(notices: Any, unit: Unit | None, joint: Any) -> list[Any]:
    """Return what the unit leads and what it takes part in, apart: each is read by an index of its own, an “or” by neither.

    Without a unit all of them are one part. What a unit takes part in is mostly a few, and is then named one by one: SQLite would
    read all decisions of a kind to find those few among them.
    """
    if unit is None:
        return [notices]
    own = notices.filter(unit_id=unit.pk)
    if joint is None:
        return [own]
    return [own, notices.filter(pk__in=joint).exclude(unit_id=unit.pk)]


def _joint(unit: Unit | None) -> Any:
    """Return the keys of the decisions that the unit takes part in: None for none, a list of a few, else a query; one question."""
    from .models import DecisionNoticePage

    if unit is None:
        return None
    keys = DecisionNoticePage.joint_units.through.objects.filter(unit_id=unit.pk).values_list(
        "decisionnoticepage_id", flat=True
    )
    few = list(keys[: _FEW + 1])
    return (few or None) if len(few) <= _FEW else keys


class _CappedCount(Subquery):
    """How many rows a query has, counted up to its limit."""

    template = "(SELECT count(*) FROM (%(subquery)s) _counted)"
    output_field = IntegerField()


def _years_and_total(everything: list[Any], parts: list[Any], page: Any) -> tuple[list[int], int]:
    """Return the years from the newest to the oldest of all decisions, and how many of the chosen ones there are, up to the cap.

    One question: of each part the dates at both ends of an index (the smallest and largest of a join would be looked for in all
    of it), and a count that ends at the cap.
    """
    ends = [
        Subquery(part.order_by(order, "pk" if order == "decided_on" else "-pk").values("decided_on")[:1])
        for part in everything
        for order in ("decided_on", "-decided_on")
    ]
    counts = [_CappedCount(part.order_by().values("pk")[: COUNT_CAP + 1]) for part in parts]
    answer = type(page).objects.filter(pk=page.pk).order_by().values_list(*ends, *counts).first() or ()
    days = [day for day in answer[: len(ends)] if day]
    total = sum(count or 0 for count in answer[len(ends) :])
    return (list(range(max(days).year, min(days).year - 1, -1))[:60] if days else []), total


def _page_of(parts: list[Any], cursor: Cursor) -> tuple[list[Any], bool, bool]:
    """Return the rows of one page, and whether newer and older rows exist."""
    if cursor.date is None:
        rows = _first(parts, ("-decided_on", "-pk"), None)
        return rows[:PAGE_SIZE], False, len(rows) > PAGE_SIZE
    if cursor.newer:
        newer = Q(decided_on__gt=cursor.date) | Q(decided_on=cursor.date, pk__gt=cursor.pk)
        rows = _first(parts, ("decided_on", "pk"), newer & Q(decided_on__gte=cursor.date))
        more = len(rows) > PAGE_SIZE
        return rows[:PAGE_SIZE][::-1], more, True
    older = Q(decided_on__lt=cursor.date) | Q(decided_on=cursor.date, pk__lt=cursor.pk)
    rows = _first(parts, ("-decided_on", "-pk"), older & Q(decided_on__lte=cursor.date))
    return rows[:PAGE_SIZE], True, len(rows) > PAGE_SIZE


def _first(parts: list[Any], order: tuple[str, str], where: Q | None) -> list[Any]:
    """Return the first rows of all parts in one order, one more than a page holds."""
    rows = [
        row
        for part in parts
        for row in (part if where is None else part.filter(where))
        .select_related(None)
        .order_by(*order)[: PAGE_SIZE + 1]
    ]
    if len(parts) > 1:
        rows.sort(key=lambda row: (row.decided_on, row.pk), reverse=order[0].startswith("-"))
    return rows[: PAGE_SIZE + 1]


def _filter_fields(
    kind: str, chosen_kind: str, units: list[Unit], unit_code: str, years: list[int], year: str, category: str,
    keyword: str, across: bool, categories: list[str],
) -> list[dict[str, Any]]:  # fmt: skip
    """Return the filter form's fields as the component takes them."""
    fields: list[dict[str, Any]] = [{"name": "q", "label": "关键词", "type": "text", "value": keyword, "options": []}]

    def select(name: str, label: str, any_label: str, options: list[dict[str, Any]], value: str) -> None:
        first = {"value": "", "label": any_label, "selected": not value}
        fields.append({"name": name, "label": label, "type": "select", "value": value, "options": [first, *options]})

    if not kind:
        kinds = [{"value": value, "label": label, "selected": value == chosen_kind} for value, label in Kind.choices]
        select("kind", "类别", "全部类别", kinds, chosen_kind)
    if across:
        choices = [{"value": u.code, "label": u.name, "selected": u.code == unit_code} for u in units]
        select("unit", "单位", "全部单位", choices, unit_code)
    select(
        "year",
        "年份",
        "全部年份",
        [{"value": str(y), "label": f"{y}年", "selected": str(y) == year} for y in years],
        year,
    )
    options = _category_options(chosen_kind, category, categories)
    if options:
        label = {"penalty": "处罚类别", "licence": "许可类别", "inspection": "检查结果"}.get(chosen_kind, "执法类别")
        select("category", label, "全部", options, category)
    return fields
