"""What tombstones, withdrawals and probes need to know of matters and lists."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.db.models import prefetch_related_objects

from publication.life.describe import Described, register_description
from publication.tree_paths import live_of_type

from ..ground import Ground, marks_of, unit_name
from ..lists.kinds import ListKind
from ..models import ListPage, MatterPage

#: A code of this length stands for one matter in the whole country; a shorter one may be the beginning of another's.
_WHOLE_CODE = 33


def describe_matters(matters: Sequence[MatterPage]) -> list[Described]:
    """Return what stood here, and the lists that named it, by whatever edition; four queries."""
    ground = Ground(matters)
    keys = [matter.pk for matter in matters]
    named = live_of_type(ListPage, editions__rows__matter__in=keys).distinct()
    rows = list(named.values_list("editions__rows__matter", "url_path").order_by("url_path")) if ground.root else []
    return [_matter(matter, rows, ground) for matter in matters]


def _matter(matter: MatterPage, rows: list[Any], ground: Ground) -> Described:
    above = [index.url_path for index in ground.above(matter)]
    addresses = [
        ground.address(path) for path in (*above, *dict.fromkeys(path for key, path in rows if key == matter.pk))
    ]
    return Described(
        what="执法事项",
        unit_name=unit_name(matter),
        marks=(matter.code,) if len(matter.code) == _WHOLE_CODE else (),
        own_marks=marks_of(matter.title, matter.content, matter.duties),
        words=(matter.title,),
        lists=(*(f"{address}?{urlencode({'q': matter.title[:60]})}" for address in addresses), *addresses),
    )


def describe_lists(pages: Sequence[ListPage]) -> list[Described]:
    """Return what stood here; the pages above, which lead to it, are looked at anyhow."""
    prefetch_related_objects(list(pages), "unit")
    return [
        Described(
            what=ListKind(page.kind).label,
            unit_name=unit_name(page),
            own_marks=marks_of(page.title, page.summary, page.introduction),
            words=(page.title,),
        )
        for page in pages
    ]


def register() -> None:
    """Register the descriptions."""
    register_description(MatterPage, describe_matters)
    register_description(ListPage, describe_lists)
