"""What tombstones, withdrawals and probes need to know of decisions and their lists."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.db.models import prefetch_related_objects
from wagtail.models import Page, Site

from publication.life.describe import Described, register_description
from staff_directory.transfer.names import name_at

from .kinds import Kind
from .models import DecisionListPage, DecisionNoticePage

_SHORTEST_MARK = 8
#: A masked person's name is shorter.
_SHORTEST_NAME = 4


def _address(page: Any, root: str) -> str:
    return "/" + page.url_path[len(root) :]


class _Ground:
    """What describing decisions needs of the tree, read once for all of them: the site's root, the lists, the pages above."""

    def __init__(self, notices: Sequence[DecisionNoticePage]) -> None:
        site = Site.objects.select_related("root_page").filter(is_default_site=True).first()
        self.root = site.root_page.url_path if site is not None else ""
        self.listings = list(DecisionListPage.objects.live().order_by("path")) if self.root else []
        above = {notice.path[: -notice.steplen] for notice in notices}
        self.indexes = {page.path: page for page in Page.objects.filter(path__in=above, live=True)}

    def lists(self, notice: DecisionNoticePage) -> tuple[str, ...]:
        """Return the addresses of the lists and the place in them where a notice stood: its unit's, its kind's, all decisions."""
        if not self.root or notice.decided_on is None:
            return ()
        place = f"?{urlencode({'at': f'o{notice.decided_on.isoformat()}_{notice.pk + 1}'})}"
        index = self.indexes.get(notice.path[: -notice.steplen])
        pages = [
            *(page for page in self.listings if page.kind in ("", notice.kind)),
            *([index] if index is not None else []),
        ]
        addresses = [_address(page, self.root) for page in pages]
        return (*(address + place for address in addresses), *addresses)


def describe_notices(notices: Sequence[DecisionNoticePage]) -> list[Described]:
    """Return what stood in the place of each decision and by what it is recognised; four queries."""
    prefetch_related_objects(list(notices), "unit")
    ground = _Ground(notices)
    return [_described(notice, ground) for notice in notices]


def _described(notice: DecisionNoticePage, ground: _Ground) -> Described:
    texts = (notice.facts, notice.licence_content, notice.penalty_content, notice.conclusion)
    return Described(
        what=f"{Kind(notice.kind).label.removesuffix('决定')}决定",
        unit_name=name_at(notice.unit, notice.first_published_at),
        number=notice.document_number,
        marks=(notice.title,) if notice.document_number else (),
        own_marks=(
            *((notice.party_name,) if len(notice.party_name) >= _SHORTEST_NAME else ()),
            *(text[:60] for text in texts if text and len(text) >= _SHORTEST_MARK),
        ),
        words=tuple(text for text in (notice.document_number, notice.party_name) if text),
        lists=ground.lists(notice),
    )


def register() -> None:
    """Register the description of decisions."""
    register_description(DecisionNoticePage, describe_notices)
