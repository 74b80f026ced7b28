"""What search, tombstones and probes are told of flowcharts."""

from collections.abc import Iterable
from typing import Any

from wagtail.models import Site

from publication.life.describe import Described, one_by_one, register_description
from search.registry import Description, describe_plainly, register_describer, register_labels, register_synonyms
from staff_directory.transfer.names import name_at

from ..models import FlowchartIndexPage, FlowchartListPage, FlowchartPage

KIND = "flowchart"
_SECTION = "before"
_SHORTEST_MARK = 8


def describe_flowchart(page: Any) -> Description:
    """Return a flowchart as search sees it: what its public page shows."""
    chart = page.chart
    texts = [
        text
        for step in chart.steps
        for text in (step.text, step.actor, step.documents, *(way.condition for way in step.ways))
        if text
    ]
    facets = {
        "section": _SECTION,
        "kind": KIND,
        "unit": str(page.unit_id),
        "category": page.get_category_display(),
    }
    return describe_plainly(
        page,
        names=[page.code, page.purpose],
        text=[page.get_category_display(), *texts, page.basis, page.old_picture_text, page.unit.name],
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


def describe_ended(page: FlowchartPage) -> Described:
    """Return what stood here and by what it is recognised."""
    texts = [page.title, page.purpose, *(step.text for step in page.chart.steps)]
    own = tuple(dict.fromkeys(text[:60] for text in texts if text and len(text) >= _SHORTEST_MARK))
    return Described(
        what="执法流程图",
        unit_name=name_at(page.unit, page.first_published_at),
        own_marks=own,
        words=(page.title,),
        lists=_lists(page),
    )


def _lists(page: FlowchartPage) -> tuple[str, ...]:
    site = Site.objects.select_related("root_page").filter(is_default_site=True).first()
    if site is None:
        return ()
    root = site.root_page.url_path
    index = page.get_parent()
    pages = [*FlowchartListPage.objects.live().order_by("path"), *([index] if index is not None and index.live else [])]
    return tuple("/" + found.url_path[len(root) :] for found in pages)


def register() -> None:
    """Tell the floors below."""
    register_describer(FlowchartPage, describe_flowchart)
    register_describer(FlowchartIndexPage, _describe_index)
    register_describer(FlowchartListPage, _describe_list)
    register_labels("kind", _labels)
    register_synonyms([("流程、办理流程、怎么办", "流程图、办理环节")])
    register_description(FlowchartPage, one_by_one(describe_ended))
