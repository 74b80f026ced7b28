"""The list of guides: filtered by unit, kind, audience and word, a page of it at a time, in a constant number of queries."""

from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from wagtail.models import Site

from search.matching import restrict
from staff_directory.models import Unit

from ..listing import address_of, conditions
from .kinds import SHOWN_TO, Audience, GuideKind
from .limits import in_words

PAGE_SIZE = 30
COUNT_CAP = 1000
_MAX_KEYWORD = 100
_AUDIENCES = [(Audience.PERSON.value, "个人办事"), (Audience.ORGANISATION.value, "单位办事")]


def _after(text: str) -> tuple[str, int] | None:
    """Read ``{key}_{title}``: the last row of the page before; None for anything else."""
    key, _, title = text.partition("_")
    if not (key.isascii() and key.isdigit()) or len(key) > 15:
        return None
    return title.replace("\x00", "")[:255], int(key)


def guide_list_context(request: Any, page: Any, unit: Unit | None) -> dict[str, Any]:
    """Return ``filter``, ``items``, ``total_text``, ``next_url``, ``reset_url``, ``is_filtered`` and ``chosen``."""
    from ..models import ServiceGuidePage

    query = request.GET
    keyword = query.get("q", "").replace("\x00", "").strip()[:_MAX_KEYWORD]
    kind = query.get("kind", "") if query.get("kind") in GuideKind.values else ""
    audience = query.get("for", "") if query.get("for") in SHOWN_TO else ""
    units = list(Unit.objects.order_by("order", "code").only("code", "name")) if unit is None else []
    chosen_unit = unit or next((found for found in units if found.code == query.get("unit", "")), None)

    guides = ServiceGuidePage.objects.live().public().select_related("unit")
    if chosen_unit is not None:
        guides = guides.filter(unit_id=chosen_unit.pk)
    if kind:
        guides = guides.filter(kind=kind)
    if audience:
        guides = guides.filter(audience__in=SHOWN_TO[Audience(audience)])
    if keyword:
        guides = restrict(guides, keyword)
    total = guides.order_by()[: COUNT_CAP + 1].count()
    after = _after(query.get("at", ""))
    if after is not None:
        guides = guides.filter(Q(title__gt=after[0]) | Q(title=after[0], pk__gt=after[1]))
    rows = list(guides.order_by("title", "pk")[: PAGE_SIZE + 1])

    given = {"q": keyword, "for": audience, "kind": kind}
    if unit is None and chosen_unit is not None:
        given["unit"] = chosen_unit.code
    kept = {name: value for name, value in given.items() if value}
    fields = _fields(keyword, kind, audience, units, given.get("unit", ""), across=unit is None)
    plain = page.get_url(request)
    last = rows[PAGE_SIZE - 1] if len(rows) > PAGE_SIZE else None
    return {
        "filter": fields,
        "items": _items(request, rows[:PAGE_SIZE]),
        "total_text": f"共 {COUNT_CAP} 份以上" if total > COUNT_CAP else f"共 {total} 份",
        "next_url": "?" + urlencode({**kept, "at": f"{last.pk}_{last.title}"}) if last is not None else "",
        "reset_url": plain if kept or query.get("at") else "",
        "is_filtered": bool(kept),
        "chosen": conditions(fields, kept, plain),
    }


def _items(request: Any, rows: list[Any]) -> list[dict[str, Any]]:
    site = Site.find_for_request(request)
    return [
        {
            "title": row.title,
            "url": address_of(row, site),
            "applicant": row.applicant,
            "kind": row.get_kind_display(),
            "promised": in_words(row.promised_days, row.promised_unit),
            "fee": row.get_fee_kind_display(),
            "unit": row.unit.name,
        }
        for row in rows
    ]


def _fields(
    keyword: str, kind: str, audience: str, units: list[Unit], unit_code: str, *, across: bool
) -> list[dict[str, Any]]:
    fields: list[dict[str, Any]] = [{"name": "q", "label": "关键词", "type": "text", "value": keyword, "options": []}]

    def select(name: str, label: str, first: str, choices: list[tuple[str, str]], value: str) -> None:
        options = [{"value": "", "label": first, "selected": not value}]
        options += [{"value": key, "label": text, "selected": key == value} for key, text in choices]
        fields.append({"name": name, "label": label, "type": "select", "value": value, "options": options})

    select("for", "谁来办", "个人和单位", _AUDIENCES, audience)
    select("kind", "服务类别", "全部类别", list(GuideKind.choices), kind)
    if across:
        select("unit", "单位", "全部单位", [(found.code, found.name) for found in units], unit_code)
    return fields
