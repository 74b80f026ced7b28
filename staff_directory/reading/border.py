"""Which pages a reader may look at: the whole portal, or the own units' subtrees."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from wagtail.models import Page

from publication.life.vanished import without_vanished

from ..access.sight import handed_away_by, sight_of
from ..models import HandedOver, UnitPage
from ..roles.membership import units_of
from ..roles.rights import estate_of

READ_ALL = "staff_directory.read_all_pages"
READ_UNIT = "staff_directory.read_unit_pages"
_READ_SEALED = "staff_directory.read_sealed_pages"


def may_read(user: Any) -> bool:
    """Tell whether the reading room is open to the user at all."""
    return user.has_perm(READ_ALL) or user.has_perm(READ_UNIT)


def readable_pages(user: Any) -> QuerySet[Page]:
    """Return the pages that the user may read, drafts included; what vanished only for who reads sealed content."""
    pages = readable_even_vanished(user)
    return pages if user.has_perm(_READ_SEALED) else without_vanished(pages)


def readable_even_vanished(user: Any) -> QuerySet[Page]:
    """Return the pages that the user might read, with those that vanished; the tree's root is no page."""
    pages = Page.objects.filter(depth__gt=1)
    if user.has_perm(READ_ALL):
        return pages
    if not user.has_perm(READ_UNIT):
        return pages.none()
    return pages.filter(managed_by(estate_of(units_of(user))))


def addresses_for(user: Any, pages: Iterable[Page]) -> dict[int, str]:
    """Return, by page, where the user looks at it in the admin: the editor on own pages, else the reading room; "" where neither is theirs.

    One query, however many pages.
    """
    asked, sight = list(pages), sight_of(user)
    read = [page.pk for page in asked if not sight.holds(page.path)]
    open_ones = set(readable_pages(user).filter(pk__in=read).values_list("pk", flat=True)) if read else set()
    found = {}
    for page in asked:
        view = "wagtailadmin_pages:edit" if sight.holds(page.path) else "reading:page" if page.pk in open_ones else ""
        found[page.pk] = reverse(view, args=[page.pk]) if view else ""
    return found


def managed_by(units: set[int]) -> Q:
    """Return the condition for pages that one of ``units`` manages: its own subtree without what it gave away, and what it was given."""
    wanted = Q(pk__in=[])
    for root in UnitPage.objects.filter(unit_id__in=units).values_list("path", flat=True):
        wanted |= Q(path__startswith=root)
    for root in handed_away_by(units):
        wanted &= ~Q(path__startswith=root)
    for root in HandedOver.objects.filter(unit_id__in=units).values_list("page__path", flat=True):
        wanted |= Q(path__startswith=root)
    return wanted
