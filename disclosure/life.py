"""What tombstones, withdrawals and probes need to know of decisions and their lists."""

from collections.abc import Sequence
from urllib.parse import urlencode

from publication.life.describe import Described, register_description
from publication.tree_paths import live_of_type

from .ground import Ground, marks_of, unit_name
from .kinds import Kind
from .models import DecisionListPage, DecisionNoticePage

#: A masked person's name is shorter.
_SHORTEST_NAME = 4


def _lists(notice: DecisionNoticePage, ground: Ground) -> tuple[str, ...]:
    """Return the addresses of the lists and the place in them where a notice stood: its unit's, its kind's, all decisions."""
    if notice.decided_on is None:
        return ()
    place = f"?{urlencode({'at': f'o{notice.decided_on.isoformat()}_{notice.pk + 1}'})}"
    addresses = ground.lists(notice, [page for page in ground.listings if page.kind in ("", notice.kind)])
    return (*(address + place for address in addresses), *addresses)


def describe_notices(notices: Sequence[DecisionNoticePage]) -> list[Described]:
    """Return what stood in the place of each decision and by what it is recognised; four queries."""
    ground = Ground(notices, live_of_type(DecisionListPage))
    return [_described(notice, ground) for notice in notices]


def _described(notice: DecisionNoticePage, ground: Ground) -> Described:
    texts = (notice.facts, notice.licence_content, notice.penalty_content, notice.conclusion)
    return Described(
        what=f"{Kind(notice.kind).label.removesuffix('决定')}决定",
        unit_name=unit_name(notice),
        number=notice.document_number,
        marks=(notice.title,) if notice.document_number else (),
        own_marks=(
            *((notice.party_name,) if len(notice.party_name) >= _SHORTEST_NAME else ()),
            *marks_of(*texts),
        ),
        words=tuple(text for text in (notice.document_number, notice.party_name) if text),
        lists=_lists(notice, ground),
    )


def register() -> None:
    """Register the description of decisions."""
    register_description(DecisionNoticePage, describe_notices)
