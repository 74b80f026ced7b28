"""How search reads document templates and regulations; notices of service it never sees."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from publication.unlisted import register_unlisted
from search.registry import Description, describe_plainly, register_describer, register_labels, register_synonyms

from ..models import (
    DocumentTemplateIndexPage,
    DocumentTemplatePage,
    PaperListPage,
    RegulationIndexPage,
    RegulationPage,
    ServiceNoticeIndexPage,
    ServiceNoticePage,
)
from .kinds import PAPER_SECTIONS, Paper
from .outline import rows_of_body

_LABELS = dict(Paper.choices)
_SYNONYMS = (("文书模板、文书格式、表格样式", "文书样本"), ("规章制度、内部规定、管理办法", "制度文件、办法"))


def _day(page: Any) -> Any:
    return page.effective_on or timezone.localdate(page.first_published_at)


def _describe_template(page: Any) -> Description:
    day = _day(page)
    rows = page.required_fields.all()
    return Description(
        title=page.title,
        date=day,
        names=[page.code, page.version],
        text=[_LABELS[Paper.TEMPLATE], page.get_stage_display(), page.usage, page.basis, *(row.name for row in rows)],
        terms=[page.title],
        facets={
            "section": PAPER_SECTIONS[Paper.TEMPLATE], "kind": Paper.TEMPLATE.value, "unit": str(page.unit_id),
            "year": str(day.year), "category": page.get_stage_display(),
        },
        weight=2,
    )  # fmt: skip


def _describe_regulation(page: Any) -> Description:
    day = _day(page)
    return Description(
        title=page.title,
        date=day,
        names=[page.document_number, page.issuing_body],
        text=[_LABELS[Paper.REGULATION], page.preamble, *(f"{row.name} {row.text}" for row in rows_of_body(page.body))],
        terms=[page.title],
        facets={
            "section": PAPER_SECTIONS[Paper.REGULATION], "kind": Paper.REGULATION.value, "unit": str(page.unit_id), "year": str(day.year),
        },
        weight=3,
    )  # fmt: skip


def _describe_index(page: Any) -> Description:
    facets = {"section": PAPER_SECTIONS[page.paper], "kind": page.paper.value, "unit": str(page.unit_id)}
    return describe_plainly(page, text=[page.unit.name], terms=[], facets=facets, weight=1)


def _describe_list(page: Any) -> Description:
    return describe_plainly(page, names=[page.summary], facets={"kind": page.kind}, weight=8)


def _kind_labels(values: Iterable[str]) -> dict[str, str]:
    return {value: _LABELS[value] for value in values if value in _LABELS}


def register() -> None:
    """Tell search, and keep notices of service out of it and out of the sitemap: a name must not outlive its notice there."""
    register_unlisted(ServiceNoticePage)
    register_describer(DocumentTemplatePage, _describe_template)
    register_describer(RegulationPage, _describe_regulation)
    for model in (DocumentTemplateIndexPage, RegulationIndexPage, ServiceNoticeIndexPage):
        register_describer(model, _describe_index)
    register_describer(PaperListPage, _describe_list)
    register_labels("kind", _kind_labels)
    register_synonyms(_SYNONYMS)
