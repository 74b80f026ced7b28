"""What tombstones, withdrawals and probes need to know of decisions and their lists."""

from typing import Any
from urllib.parse import urlencode

from wagtail.models import Site

from publication.life.describe import Described, register_description
from staff_directory.transfer.names import name_at

from .kinds import Kind
from .models import DecisionListPage, DecisionNoticePage

_SHORTEST_MARK = 8


def _address(page: Any, root: str) -> str:
    return "/" + page.url_path[len(root) :]


def _lists(notice: DecisionNoticePage) -> tuple[str, ...]:
    """Return the addresses of the lists and the place in them where this notice stood: its unit's, its kind's, all decisions."""
    site = Site.objects.select_related("root_page").filter(is_default_site=True).first()
    if site is None or notice.decided_on is None:
        return ()
    root = site.root_page.url_path
    place = f"?{urlencode({'at': f'o{notice.decided_on.isoformat()}_{notice.pk + 1}'})}"
    listings = DecisionListPage.objects.live().filter(kind__in=["", notice.kind]).order_by("path")
    index = notice.get_parent()
    pages = [*listings, *([index] if index is not None and index.live else [])]
    addresses = [_address(page, root) for page in pages]
    return (*(address + place for address in addresses), *addresses)


def describe_notice(notice: DecisionNoticePage) -> Described:
    """Return what stood here and by what it is recognised."""
    texts = (notice.party_name, notice.facts, notice.licence_content, notice.penalty_content, notice.conclusion)
    return Described(
        what=f"{Kind(notice.kind).label.removesuffix('决定')}决定",
        unit_name=name_at(notice.unit, notice.first_published_at),
        number=notice.document_number,
        marks=(notice.title,) if notice.document_number else (),
        own_marks=tuple(text[:60] for text in texts if text and len(text) >= _SHORTEST_MARK),
        words=tuple(text for text in (notice.document_number, notice.party_name) if text),
        lists=_lists(notice),
    )


def register() -> None:
    """Register the description of decisions."""
    register_description(DecisionNoticePage, describe_notice)
