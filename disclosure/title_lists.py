"""Public lists in the order of titles: filtered by word, unit and choices, a page at a time by key, in a constant number of queries."""

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from wagtail.models import Site

from search.matching import restrict
from staff_directory.models import Unit

from .listing import address_of, conditions

PAGE_SIZE = 30
COUNT_CAP = 1000
_MAX_KEYWORD = 100


def _after(text: str) -> tuple[str, int] | None:
    """Read ``{key}_{title}``: the last row of the page before; None for anything else."""
    key, _, title = text.partition("_")
    if not (key.isascii() and key.isdigit()) or len(key) > 15:
        return None
    return title.replace("\x00", "")[:255], int(key)


class TitleList:
    """One request for a list of ``page``: the form's fields in their order and what was chosen; of one ``unit``, or of all (None)."""

    def __init__(self, request: Any, page: Any, unit: Unit | None) -> None:
        self.request, self.page, self.unit = request, page, unit
        self.keyword = request.GET.get("q", "").replace("\x00", "").strip()[:_MAX_KEYWORD]
        self.fields: list[dict[str, Any]] = [
            {"name": "q", "label": "关键词", "type": "text", "value": self.keyword, "options": []}
        ]
        self.kept: dict[str, str] = {"q": self.keyword} if self.keyword else {}

    def choose(self, name: str, label: str, first: str, choices: Iterable[tuple[str, str]]) -> str:
        """Add a field to choose from (``first`` stands for all), and return the chosen value; an unknown one counts as none."""
        choices = list(choices)
        asked = self.request.GET.get(name, "")
        value = asked if asked in {key for key, _ in choices} else ""
        options = [{"value": "", "label": first, "selected": not value}]
        options += [{"value": key, "label": text, "selected": key == value} for key, text in choices]
        self.fields.append({"name": name, "label": label, "type": "select", "value": value, "options": options})
        if value:
            self.kept[name] = value
        return value

    def _unit(self) -> Unit | None:
        if self.unit is not None:
            return self.unit
        units = list(Unit.objects.order_by("order", "code").only("code", "name"))
        code = self.choose("unit", "单位", "全部单位", [(found.code, found.name) for found in units])
        return next((found for found in units if found.code == code), None)

    def context(self, rows: QuerySet[Any], counter: str, item: Callable[[Any], dict[str, Any]]) -> dict[str, Any]:
        """Return ``filter``, ``items``, ``total_text``, ``next_url``, ``reset_url``, ``is_filtered`` and ``chosen``.

        ``counter`` is the measure word of what is counted; ``item(row)`` what is shown of a row beside title, address and unit.
        """
        chosen = self._unit()
        rows = rows.live().public().select_related("unit")  # type: ignore[attr-defined]
        if chosen is not None:
            rows = rows.filter(unit_id=chosen.pk)
        if self.keyword:
            rows = restrict(rows, self.keyword)
        total = rows.order_by()[: COUNT_CAP + 1].count()
        after = _after(self.request.GET.get("at", ""))
        if after is not None:
            rows = rows.filter(Q(title__gt=after[0]) | Q(title=after[0], pk__gt=after[1]))
        found = list(rows.order_by("title", "pk")[: PAGE_SIZE + 1])
        last = found[PAGE_SIZE - 1] if len(found) > PAGE_SIZE else None
        site, plain = Site.find_for_request(self.request), self.page.get_url(self.request)
        return {
            "filter": self.fields,
            "items": [
                {"title": row.title, "url": address_of(row, site), "unit": row.unit.name, **item(row)}
                for row in found[:PAGE_SIZE]
            ],
            "total_text": f"共 {COUNT_CAP} {counter}以上" if total > COUNT_CAP else f"共 {total} {counter}",
            "next_url": "?" + urlencode({**self.kept, "at": f"{last.pk}_{last.title}"}) if last is not None else "",
            "reset_url": plain if self.kept or self.request.GET.get("at") else "",
            "is_filtered": bool(self.kept),
            "chosen": conditions(self.fields, self.kept, plain),
        }
