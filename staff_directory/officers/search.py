"""How search reads directories: by the officers' names, their pinyin and initials, and their certificates' numbers."""

from collections.abc import Iterable
from typing import Any

from django.db.models import prefetch_related_objects

from search.registry import Description, describe_plainly, register_describer, register_labels, register_synonyms

from ..models import OfficerDirectoryPage, OfficerListPage

KIND = "officer"
_SECTION = "before"
_SYNONYMS = (("执法证、查证件、真假执法人员", "执法人员、证件编号"),)


def _prepare(pages: list[Any]) -> None:
    prefetch_related_objects(pages, "unit")
    for page in pages:  # as the register says now, whatever the object was asked before
        page.__dict__.pop("_officers", None)
    OfficerDirectoryPage.prepare_results(pages)


def describe_directory(page: Any) -> Description:
    """Return a unit's directory as search sees it: whom it shows today."""
    names = list(dict.fromkeys(name for name, _ in page.officers_shown))
    lines = [line for _, line in page.officers_shown]
    facets = {"section": _SECTION, "kind": KIND, "unit": str(page.unit_id)}
    text = [page.introduction, *lines, page.unit.name]
    return describe_plainly(page, names=names, text=text, terms=[page.title, *names], facets=facets, weight=3)


def _describe_list(page: Any) -> Description:
    return describe_plainly(page, facets={"section": _SECTION, "kind": KIND}, weight=8)


def _labels(values: Iterable[str]) -> dict[str, str]:
    return {value: "执法人员" for value in values if value == KIND}


def register() -> None:
    """Tell search."""
    register_describer(OfficerDirectoryPage, describe_directory, _prepare)
    register_describer(OfficerListPage, _describe_list)
    register_labels("kind", _labels)
    register_synonyms(_SYNONYMS)
