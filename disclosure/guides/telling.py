"""What search, tombstones and probes are told of guides."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import prefetch_related_objects

from publication.followers import register_change_follower
from publication.life.describe import Described, register_description
from publication.tree_paths import live_of_type
from search.entries import follow_pages
from search.registry import Description, describe_plainly, register_describer, register_labels, register_synonyms
from staff_directory.models import Hall, Window

from ..ground import Ground, marks_of, unit_name
from ..models import GuidePlace, ServiceGuideIndexPage, ServiceGuideListPage, ServiceGuidePage
from .rows import with_rows

KIND = "guide"
_SECTION = "before"
_SYNONYMS = (
    ("办事指南、怎么办理、办理指南、办事流程", "服务指南、办理流程"),
    ("要带什么、需要什么材料、准备材料", "申请材料"),
    ("在哪里办、去哪办、办公地点", "办理地点、地址"),
)


def _rows(page: Any) -> Iterable[str]:
    for material in page.materials.all():
        yield from (material.name, material.note, material.source_note, material.basis_text)
        if material.basis_id:
            yield material.basis.citation
    for row in page.bases.all():
        if row.basis_id:
            yield row.basis.citation
    for step in page.steps.all():
        yield from (step.name, step.actor, step.limit, step.text)
    for place in page.places.all():
        yield from place.shown().values()
    for channel in page.channels.all():
        yield from (channel.get_kind_display(), channel.note)
    for question in page.questions.all():
        yield from (question.question, question.answer)


def prepare(pages: list[Any]) -> None:
    """Read units and rows of many guides, a query a relation."""
    prefetch_related_objects(pages, "unit")
    with_rows(pages)


def describe_guide(page: Any) -> Description:
    """Return a guide as search sees it: what its public page shows."""
    texts = (
        page.get_kind_display(), page.get_audience_display(), page.result, page.acceptor, page.approver, page.conditions, page.benefits,
        page.basis_text, page.time_note, page.fee_standard, page.fee_basis, page.supervision, page.accountability, page.remedy,
        *_rows(page), page.unit.name,
    )  # fmt: skip
    facets = {"section": _SECTION, "kind": KIND, "unit": str(page.unit_id), "category": page.get_kind_display()}
    return describe_plainly(
        page, names=[page.code, page.applicant], text=[text for text in texts if text], facets=facets, weight=6
    )


def _describe_index(page: Any) -> Description:
    facets = {"section": _SECTION, "kind": KIND, "unit": str(page.unit_id)}
    return describe_plainly(page, text=[page.unit.name], terms=[], facets=facets, weight=1)


def _describe_list(page: Any) -> Description:
    return describe_plainly(page, names=[page.summary], facets={"section": _SECTION, "kind": KIND}, weight=8)


def _labels(values: Iterable[str]) -> dict[str, str]:
    return {value: "服务指南" for value in values if value == KIND}


def describe_ended(pages: Sequence[ServiceGuidePage]) -> list[Described]:
    """Return what stood in the place of each guide and by what it is recognised; as many queries for many as for one."""
    ground = Ground(with_rows(pages), live_of_type(ServiceGuideListPage))
    return [
        Described(
            what="服务指南",
            unit_name=unit_name(page),
            own_marks=marks_of(page.title, page.applicant, *(row.name for row in page.materials.all()))
            or (page.title,),
            words=(page.title,),
            lists=ground.lists(page),
        )
        for page in pages
    ]


def _follow(**named: Any) -> None:
    rows = GuidePlace.objects.filter(page__live=True, **named)
    follow_pages(dict(rows.values_list("page_id", "page__path")))


def _follow_window(window: Window) -> None:
    """Write the entries anew of the guides that show the window."""
    _follow(window=window)


def _follow_hall(hall: Hall) -> None:
    """Write the entries anew of the guides that show a window of the hall."""
    _follow(window__hall=hall)


def register() -> None:
    """Tell the floors below."""
    register_change_follower(Window, _follow_window)
    register_change_follower(Hall, _follow_hall)
    register_describer(ServiceGuidePage, describe_guide, prepare)
    register_describer(ServiceGuideIndexPage, _describe_index)
    register_describer(ServiceGuideListPage, _describe_list)
    register_labels("kind", _labels)
    register_synonyms(_SYNONYMS)
    register_description(ServiceGuidePage, describe_ended)
