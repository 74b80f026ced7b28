"""How search reads units: their names, also by pinyin, and the facet of units."""

from collections.abc import Iterable
from typing import Any

from publication.followers import register_change_follower
from search.entries import follow_below
from search.registry import Description, describe_plainly, register_describer, register_labels

from .models import HandedOver, Unit, UnitPage

_LONGEST_KEY = 9


def describe_unit(page: Any) -> Description:
    """Return a unit's page as search sees it."""
    unit = page.unit
    facts = [str(fact["value"]) for fact in page.facts()]
    plain = describe_plainly(page)
    plain.names = [unit.name, unit.credit_code, unit.code, page.delegation_number]
    plain.text = [*plain.text, *facts]
    plain.terms = [page.title, unit.name]
    plain.facets["unit"] = str(unit.pk)
    plain.weight = 4
    return plain


def _labels(values: Iterable[str]) -> dict[str, str]:
    keys = [int(value) for value in values if value.isascii() and value.isdigit() and len(value) <= _LONGEST_KEY]
    return {str(pk): name for pk, name in Unit.objects.filter(pk__in=keys).values_list("pk", "name")}


def _follow_unit(unit: Any) -> None:
    """Write the entries anew of the pages that show the unit's name: those below its page, and in columns handed over to it."""
    own = UnitPage.objects.filter(unit=unit).values_list("path", flat=True)
    for path in {*own, *HandedOver.objects.filter(unit=unit).values_list("page__path", flat=True)}:
        follow_below(path)


def register() -> None:
    """Tell search."""
    register_change_follower(Unit, _follow_unit)
    register_describer(UnitPage, describe_unit)
    register_labels("unit", _labels)
