"""What tombstones, withdrawals and probes need to know of matters and lists."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.db.models import prefetch_related_objects
from wagtail.models import Page, Site

from publication.life.describe import Described, register_description
from staff_directory.transfer.names import name_at

from ..lists.kinds import ListKind
from ..models import ListPage, MatterPage

_SHORTEST_MARK = 8
#: A code of this length stands for one matter in the whole country; a shorter one may be the beginning of another's.
_WHOLE_CODE = 33


def _marks(*texts: str) -> tuple[str, ...]:
    return tuple(text.splitlines()[0][:60] for text in texts if len(text.strip()) >= _SHORTEST_MARK)


def _root() -> str:
    site = Site.objects.select_related("root_page").filter(is_default_site=True).first()
    return site.root_page.url_path if site is not None else ""


def describe_matters(matters: Sequence[MatterPage]) -> list[Described]:
    """Return what stood here, and the lists that named it, by whatever edition; four queries."""
    prefetch_related_objects(list(matters), "unit")
    root = _root()
    keys = [matter.pk for matter in matters]
    named = ListPage.objects.live().filter(editions__rows__matter__in=keys).distinct()
    rows = list(named.values_list("editions__rows__matter", "url_path").order_by("url_path")) if root else []
    above = Page.objects.filter(path__in={matter.path[: -matter.steplen] for matter in matters}, live=True)
    indexes = {page.path: page.url_path for page in above} if root else {}
    return [_matter(matter, rows, indexes, root) for matter in matters]


def _matter(matter: MatterPage, rows: list[Any], indexes: dict[str, str], root: str) -> Described:
    above = indexes.get(matter.path[: -matter.steplen])
    paths = [*([above] if above else []), *dict.fromkeys(path for key, path in rows if key == matter.pk)]
    addresses = ["/" + path[len(root) :] for path in paths]
    return Described(
        what="执法事项",
        unit_name=name_at(matter.unit, matter.first_published_at),
        marks=(matter.code,) if len(matter.code) == _WHOLE_CODE else (),
        own_marks=_marks(matter.title, matter.content, matter.duties),
        words=(matter.title,),
        lists=(*(f"{address}?{urlencode({'q': matter.title[:60]})}" for address in addresses), *addresses),
    )


def describe_lists(pages: Sequence[ListPage]) -> list[Described]:
    """Return what stood here; the pages above, which lead to it, are looked at anyhow."""
    prefetch_related_objects(list(pages), "unit")
    return [
        Described(
            what=ListKind(page.kind).label,
            unit_name=name_at(page.unit, page.first_published_at) if page.unit is not None else "",
            own_marks=_marks(page.title, page.summary, page.introduction),
            words=(page.title,),
        )
        for page in pages
    ]


def register() -> None:
    """Register the descriptions."""
    register_description(MatterPage, describe_matters)
    register_description(ListPage, describe_lists)
