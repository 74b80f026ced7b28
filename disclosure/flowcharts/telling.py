"""What search, tombstones and probes are told of flowcharts."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from publication.life.describe import Described, register_description
from publication.tree_paths import live_of_type
from search.registry import Description, describe_plainly, register_describer, register_labels, register_synonyms

from ..ground import Ground, marks_of, on_ground, unit_name
from ..models import FlowchartIndexPage, FlowchartListPage, FlowchartPage
from .presentation import texts_of

KIND = "flowchart"
_SECTION = "before"


def describe_flowchart(page: Any) -> Description:
    """Return a flowchart as search sees it: what its public page shows."""
    facets = {
        "section": _SECTION,
        "kind": KIND,
        "unit": str(page.unit_id),
        "category": page.get_category_display(),
    }
    return describe_plainly(
        page,
        names=[page.code, page.purpose],
        text=[page.get_category_display(), *texts_of(page.chart), page.basis, page.old_picture_text, page.unit.name],
        facets=facets,
        weight=5,
    )


def _describe_index(page: Any) -> Description:
    facets = {"section": _SECTION, "kind": KIND, "unit": str(page.unit_id)}
    return describe_plainly(page, text=[page.unit.name], terms=[], facets=facets, weight=1)


def _describe_list(page: Any) -> Description:
    return describe_plainly(page, names=[page.summary], facets={"section": _SECTION, "kind": KIND}, weight=8)


def _labels(values: Iterable[str]) -> dict[str, str]:
    return {value: "执法流程图" for value in values if value == KIND}


def describe_ended(page: FlowchartPage, ground: Ground) -> Described:
    """Return what stood here and by what it is recognised."""
    return Described(
        what="执法流程图",
        unit_name=unit_name(page),
        own_marks=marks_of(page.title, page.purpose, *(step.text for step in page.chart.steps)),
        words=(page.title,),
        lists=ground.lists(page),
    )


def register() -> None:
    """Tell the floors below."""
    register_describer(FlowchartPage, describe_flowchart)
    register_describer(FlowchartIndexPage, _describe_index)
    register_describer(FlowchartListPage, _describe_list)
    register_labels("kind", _labels)
    register_synonyms([("流程、办理流程、怎么办", "流程图、办理环节")])
    register_description(FlowchartPage, on_ground(partial(live_of_type, FlowchartListPage), describe_ended))
