"""What tombstones, withdrawals and probes need to know of papers."""

from functools import partial

from publication.life.describe import Described, register_description
from publication.tree_paths import live_of_type

from ..ground import Ground, marks_of, on_ground, unit_name
from ..models import DocumentTemplatePage, PaperListPage, RegulationPage, ServiceNoticePage
from .outline import rows_of_body


def describe_template(page: DocumentTemplatePage, ground: Ground) -> Described:
    """Return what stood here: other versions have the same title, so that it marks the page's own address only."""
    return Described(
        what="文书样本",
        unit_name=unit_name(page),
        own_marks=marks_of(page.title, page.usage),
        words=(page.title,),
        lists=ground.lists(page),
    )


def describe_regulation(page: RegulationPage, ground: Ground) -> Described:
    """Return what stood here: number, and articles as marks of its own address."""
    articles = [row.text.splitlines()[0] for row in rows_of_body(page.body) if row.is_article and row.text.strip()]
    return Described(
        what="制度文件",
        unit_name=unit_name(page),
        number=page.document_number,
        own_marks=marks_of(page.title, *articles[:3]),
        words=tuple(filter(None, (page.document_number, page.title))),
        lists=ground.lists(page),
    )


def describe_service(page: ServiceNoticePage, ground: Ground) -> Described:
    """Return what stood here. The party is a mark of the page's answers and never a word that is asked for: words stand in addresses."""
    return Described(
        what="公告送达",
        unit_name=unit_name(page),
        number=page.document_number,
        marks=marks_of(page.title),
        own_marks=(page.party_name,) if page.party_name else (),
        words=(page.document_number,) if page.document_number else (),
        lists=ground.lists(page),
    )


def register() -> None:
    """Register the descriptions."""
    described = (
        (DocumentTemplatePage, describe_template), (RegulationPage, describe_regulation), (ServiceNoticePage, describe_service),
    )  # fmt: skip
    for model, describe in described:
        register_description(model, on_ground(partial(live_of_type, PaperListPage, kind=model.paper), describe))
