"""The list of officers: filtered by name, unit and category, a page at a time, in a constant number of queries."""

from collections import Counter
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.urls import reverse

from home.lists import conditions
from search.expansion import of_pinyin

from ..models.units import Unit
from .links import work_of
from .qualified import public_certificates
from .texts import categories_in, of_category, tidy_number

PAGE_SIZE = 50
_LONGEST_WORD = 60
_MOST_CATEGORIES = 40


def _called(word: str) -> Q:
    """Return the condition that an officer is called so, in Han characters or pinyin, or has a certificate of that number."""
    found = Q(officer__name__icontains=word) | Q(number=tidy_number(word))
    if word.isascii() and word.isalpha():
        found |= Q(officer__name__in=of_pinyin(word.lower()))
    return found


def _categories(certificates: QuerySet[Any]) -> list[str]:
    """Return the categories of certificates, most frequent first."""
    counted: Counter[str] = Counter()
    for text in certificates.order_by().values_list("categories", flat=True):
        counted.update(categories_in(text))
    return [name for name, _ in counted.most_common(_MOST_CATEGORIES)]


def _select(name: str, label: str, first: str, choices: list[tuple[str, str]], chosen: str) -> dict[str, Any]:
    options = [{"value": "", "label": first, "selected": not chosen}]
    options += [{"value": value, "label": text, "selected": value == chosen} for value, text in choices]
    return {"name": name, "label": label, "type": "select", "value": chosen, "options": options}


def directory_context(request: Any, page: Any, unit: Unit | None) -> dict[str, Any]:
    """Return ``rows``, ``filter``, ``total_text``, ``previous_url``, ``next_url``, ``reset_url``, ``chosen`` and ``work``.

    ``unit``: whose officers, None for those of all. Six queries at most, however many officers there are.
    """
    query = request.GET
    word = query.get("q", "").replace("\x00", "").strip()[:_LONGEST_WORD]
    everybody = public_certificates()
    units: list[Unit] = []
    if unit is None:
        units = list(Unit.objects.filter(officer_directory__live=True).order_by("order", "code").only("code", "name"))
    else:
        everybody = everybody.filter(officer__unit=unit)
    chosen_unit = unit or next((found for found in units if found.code == query.get("unit", "")), None)
    categories = _categories(everybody)
    category = query.get("category", "") if query.get("category", "") in categories else ""
    found = everybody
    if chosen_unit is not None and unit is None:
        found = found.filter(officer__unit=chosen_unit)
    if category:
        found = found.filter(of_category(category))
    if word:
        found = found.filter(_called(word))
    people = found.order_by().values("officer_id").distinct().count()
    typed = query.get("page", "")
    place = max(1, int(typed)) if typed.isascii() and typed.isdigit() and len(typed) < 5 else 1
    shown = list(found[(place - 1) * PAGE_SIZE : place * PAGE_SIZE + 1])
    kept = {
        "q": word,
        "unit": chosen_unit.code if unit is None and chosen_unit is not None else "",
        "category": category,
    }
    kept = {name: value for name, value in kept.items() if value}
    fields = [{"name": "q", "label": "姓名或证件编号", "type": "text", "value": word, "options": []}]
    if unit is None:
        named = [(each.code, each.name) for each in units]
        fields.append(_select("unit", "单位", "全部单位", named, kept.get("unit", "")))
    fields.append(_select("category", "执法类别", "全部类别", [(name, name) for name in categories], category))
    plain = page.get_url(request)

    def address(number: int) -> str:
        return "?" + urlencode({**kept, "page": number})

    return {
        "rows": [row_of(each) for each in shown[:PAGE_SIZE]],
        "across": unit is None,
        "filter": fields,
        "total_text": f"共 {people} 名执法人员",
        "is_filtered": bool(kept),
        "reset_url": plain if kept or typed else "",
        "previous_url": address(place - 1) if place > 1 else "",
        "next_url": address(place + 1) if len(shown) > PAGE_SIZE else "",
        "chosen": conditions(fields, kept, plain),
        "work": work_of(request, chosen_unit, category) if category else [],
        "category": category,
    }


def row_of(certificate: Any) -> dict[str, Any]:
    """Return what is shown of a certificate; the address is the short one by which it is verified."""
    officer = certificate.officer
    return {
        "name": officer.name,
        "unit": officer.unit.name,
        "post": officer.post,
        "number": certificate.number,
        "url": reverse("officer_verify", args=[certificate.number]),
        "categories": certificate.categories,
        "area": certificate.area,
        "valid_until": certificate.valid_until,
    }
