"""The page types of this layer that rest on laws: matters, lists, flowcharts, papers, guides, units."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from staff_directory.models import UnitPage

from ..matters.choices import MatterState
from ..models import (
    DocumentTemplatePage,
    Edition,
    EditionRow,
    FlowchartPage,
    GuideBasis,
    GuideMaterial,
    ListPage,
    MatterBasis,
    MatterPage,
    RegulationChange,
    RegulationPage,
    ServiceGuidePage,
    ServiceNoticePage,
)
from ..papers.kinds import Effect, Standing
from ..papers.outline import rows_of_body
from ..papers.shown import later_changes
from .lapsing import Lapse, citations
from .resting import Hit, by_reading, by_rows, by_texts, rests_on_law

LIST = "list"


def _not_cancelled(pages: QuerySet[Any]) -> QuerySet[Any]:
    return pages.exclude(state=MatterState.CANCELLED)


def _newest(pages: QuerySet[Any]) -> QuerySet[Any]:
    return pages.exclude(Exists(DocumentTemplatePage.objects.filter(supersedes=OuterRef("pk"), live=True)))


def _in_force(pages: QuerySet[Any]) -> QuerySet[Any]:
    repealed = RegulationChange.objects.filter(later_changes(), earlier=OuterRef("pk"), effect=Effect.REPEALS)
    return pages.exclude(standing=Standing.REPEALED).exclude(Exists(repealed))


def _regulation_text(page: Any) -> str:
    return "\n".join([page.preamble, *(row.text for row in rows_of_body(page.body))])


def _in_edition(pages: QuerySet[Any], lapses: Sequence[Lapse]) -> Iterator[Hit]:
    """Look at what the newest edition of each list says: its rows' provisions, and what rows without a matter cite."""
    lapsed = {key: (lapse, name) for lapse in lapses for key, name in lapse.bases.items()}
    newest = Edition.objects.filter(page_id=OuterRef("edition__page_id")).order_by("-number").values("pk")[:1]
    rows = EditionRow.objects.filter(edition__page__in=pages.values("pk"), edition_id=Subquery(newest))
    rows = rows.filter(Q(matter=None) | Q(matter__seal=None)).annotate(list_id=F("edition__page_id"))
    for row in rows.only("matter_id", "bases", "other_bases", "cells").iterator(chunk_size=500):
        for key in (*row.bases, *row.other_bases):
            if key in lapsed:
                lapse, name = lapsed[key]
                yield row.list_id, lapse, lapse.named(*name)
        if row.matter_id is None:
            for lapse, citation in citations(lapses, "\n".join(row.cells)):
                yield row.list_id, lapse, citation


def register() -> None:
    """Register them."""
    rests_on_law("matter", "执法事项", MatterPage, by_rows(MatterBasis), in_use=_not_cancelled)
    rests_on_law(LIST, "清单", ListPage, _in_edition, by_texts("introduction"))
    rests_on_law("flowchart", "流程图", FlowchartPage, by_texts("basis"))
    rests_on_law("template", "文书样本", DocumentTemplatePage, by_texts("basis"), in_use=_newest)
    rests_on_law("regulation", "制度文件", RegulationPage, by_reading(_regulation_text), in_use=_in_force)
    rests_on_law("service", "公告送达", ServiceNoticePage, by_texts("basis"))
    in_guides = (
        by_rows(GuideBasis),
        by_rows(GuideMaterial),
        by_texts("basis_text", "fee_basis"),
        by_texts("basis_text", rows=GuideMaterial),
    )
    rests_on_law("guide", "服务指南", ServiceGuidePage, *in_guides)
    rests_on_law("unit", "单位主页", UnitPage, by_texts("unit__legal_basis"))
