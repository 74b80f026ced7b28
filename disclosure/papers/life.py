"""What tombstones, withdrawals and probes need to know of papers."""

from typing import Any

from wagtail.models import Site

from publication.life.describe import Described, one_by_one, register_description
from staff_directory.transfer.names import name_at

from ..models import DocumentTemplatePage, PaperListPage, RegulationPage, ServiceNoticePage
from .outline import rows_of_body

_SHORTEST_MARK = 8


def _lists(page: Any) -> tuple[str, ...]:
    site = Site.objects.select_related("root_page").filter(is_default_site=True).first()
    if site is None:
        return ()
    root = site.root_page.url_path
    index = page.get_parent()
    pages = [
        *PaperListPage.objects.live().filter(kind=page.paper),
        *([index] if index is not None and index.live else []),
    ]
    return tuple("/" + found.url_path[len(root) :] for found in pages)


def _marks(*texts: str) -> tuple[str, ...]:
    return tuple(text[:60] for text in texts if len(text) >= _SHORTEST_MARK)


def describe_template(page: DocumentTemplatePage) -> Described:
    """Return what stood here: other versions have the same title, so that it marks the page's own address only."""
    return Described(
        what="文书样本",
        unit_name=name_at(page.unit, page.first_published_at),
        own_marks=_marks(page.title, page.usage),
        words=(page.title,),
        lists=_lists(page),
    )


def describe_regulation(page: RegulationPage) -> Described:
    """Return what stood here: number, and articles as marks of its own address."""
    articles = [row.text.splitlines()[0] for row in rows_of_body(page.body) if row.is_article and row.text.strip()]
    return Described(
        what="制度文件",
        unit_name=name_at(page.unit, page.first_published_at),
        number=page.document_number,
        own_marks=_marks(page.title, *articles[:3]),
        words=tuple(filter(None, (page.document_number, page.title))),
        lists=_lists(page),
    )


def describe_service(page: ServiceNoticePage) -> Described:
    """Return what stood here. The party is a mark of the page's answers and never a word that is asked for: words stand in addresses."""
    return Described(
        what="公告送达",
        unit_name=name_at(page.unit, page.first_published_at),
        number=page.document_number,
        marks=_marks(page.title),
        own_marks=(page.party_name,) if page.party_name else (),
        words=(page.document_number,) if page.document_number else (),
        lists=_lists(page),
    )


def register() -> None:
    """Register the descriptions."""
    register_description(DocumentTemplatePage, one_by_one(describe_template))
    register_description(RegulationPage, one_by_one(describe_regulation))
    register_description(ServiceNoticePage, one_by_one(describe_service))
