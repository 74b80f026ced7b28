"""What a user sees of the page tree and of the files: own units' parts, and what no unit owns."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet
from wagtail.models import GroupCollectionPermission, Page, TaskState
from wagtail.permissions import page_permission_policy

from publication.life.vanished import is_vanished, is_vanished_file, vanished_files
from publication.page_files import keys_of_files, may_refer_to_files

from ..models import HandedOver, Unit, UnitIndexPage, UnitPage
from ..roles.lent import in_groups_of
from ..roles.membership import roles_of, units_of
from ..roles.rights import estate_of

_CACHE = "_gongshi_sight"
_UNIT = "_gongshi_unit"


@dataclass(slots=True)
class Sight:
    """Tree paths: ``own`` subtrees that the user works on, ``gone`` subtrees in them that were handed to another unit."""

    whole: bool = False
    own: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    ancestors: frozenset[str] = field(default_factory=frozenset)

    def holds(self, path: str) -> bool:
        """Tell whether the page at ``path`` is the user's to work on."""
        if self.whole:
            return True
        return _under(path, self.own) and not (_under(path, self.gone) and not self._nearer(path))

    def _nearer(self, path: str) -> bool:
        """Tell whether an own subtree begins inside a handed-over one: the nearer rule wins."""
        deepest_own = max((len(root) for root in self.own if path.startswith(root)), default=0)
        deepest_gone = max((len(root) for root in self.gone if path.startswith(root)), default=0)
        return deepest_own >= deepest_gone

    def filter(self, pages: QuerySet[Page], *, above: bool = True) -> QuerySet[Page]:
        """Return those of ``pages`` that the user works on, with the pages above them for finding the way."""
        if self.whole:
            return pages
        wanted = Q(pk__in=[])
        for root in self.own:
            wanted |= Q(path__startswith=root)
        for root in self.gone:
            nearer = Q(pk__in=[])
            for own in self.own:
                if own.startswith(root):
                    nearer |= Q(path__startswith=own)
            wanted &= ~Q(path__startswith=root) | nearer
        if above and self.ancestors:
            wanted |= Q(path__in=self.ancestors)
        return pages.filter(wanted)


def _under(path: str, roots: tuple[str, ...]) -> bool:
    return any(path.startswith(root) for root in roots)


def handed_away(user: Any) -> tuple[str, ...]:
    """Return the paths of subtrees that the user's units (or those whose duties passed to them) gave to a unit that is none of them."""
    held = [found for found in roles_of(user) if found.unit_id]
    if not held:
        return ()
    rows = _hand_overs()
    return _given_away(rows, estate_of(units_of(user))) if rows else ()


def handed_away_by(units: set[int]) -> tuple[str, ...]:
    """Return the paths of subtrees that some of ``units`` gave to a unit that is none of them."""
    return _given_away(_hand_overs(), units)


def _hand_overs() -> list[tuple[int, int, str]]:
    """Return (source, receiver, tree path) of every hand-over: a bureau has few, most have none."""
    return list(HandedOver.objects.values_list("transfer__source_id", "unit_id", "page__path"))


def _given_away(rows: list[tuple[int, int, str]], units: set[int]) -> tuple[str, ...]:
    return tuple(path for source, receiver, path in rows if source in units and receiver not in units)


def sight_of(user: Any) -> Sight:
    """Return the user's sight, worked out once for each user object: one query for rights, one for hand-overs."""
    found: Sight | None = getattr(user, _CACHE, None)
    if found is not None:
        return found
    if not user.is_active:
        found = Sight()
    elif user.is_superuser:
        found = Sight(whole=True)
    else:
        rights = page_permission_policy.get_cached_permissions_for_user(user)
        own = tuple(sorted({right.page.path for right in rights}))
        above = frozenset(root[:end] for root in own for end in range(Page.steplen, len(root), Page.steplen))
        found = Sight(own=own, gone=handed_away(user) if own else (), ancestors=above)
    setattr(user, _CACHE, found)
    return found


def works_on_pages(user: Any) -> bool:
    """Tell whether the user has any part of the tree to work on."""
    sight = sight_of(user)
    return sight.whole or bool(sight.own)


def has_task_on(user: Any, page: Page) -> bool:
    """Tell whether the workflow step that ``page`` stands at is this user's (reviewers see what was sent to them)."""
    task = page.current_workflow_task
    return task is not None and bool(task.user_can_access_editor(page, user))


def may_see_page(user: Any, page: Page) -> bool:
    """Tell whether the admin may show ``page`` to the user: own part of the tree, the way to it, or a task on it."""
    sight = sight_of(user)
    if is_vanished(page) and not user.has_perm("staff_directory.read_sealed_pages"):
        return False
    return sight.holds(page.path) or page.path in sight.ancestors or has_task_on(user, page)


def units_of_pages(pages: Iterable[Page]) -> list[Unit | None]:
    """Return the unit that manages each page, in order: who it was handed to, else whose unit page stands above it; two queries."""
    asked = list(pages)
    lines = {
        page.path: [page.path[:end] for end in range(Page.steplen, len(page.path) + 1, Page.steplen)] for page in asked
    }
    wanted = {place for line in lines.values() for place in line}
    handed = {
        row.page.path: row.unit
        for row in HandedOver.objects.filter(page__path__in=wanted).select_related("unit", "page")
    }
    owned = {row.path: row.unit for row in UnitPage.objects.filter(path__in=wanted).select_related("unit")}
    return [
        next(
            (places[place] for places in (handed, owned) for place in reversed(lines[page.path]) if place in places),
            None,
        )
        for page in asked
    ]


def remember_units(pages: Iterable[Page]) -> None:
    """Look up the units of many pages at once, two queries, and keep them on the page objects."""
    asked = list(pages)
    for page, unit in zip(asked, units_of_pages(asked), strict=True):
        page.__dict__[_UNIT] = unit


def unit_of_page(page: Page) -> Unit | None:
    """Return the unit that manages ``page`` (:func:`units_of_pages`); no query for a page that :func:`remember_units` has looked at."""
    if _UNIT in page.__dict__:
        known: Unit | None = page.__dict__[_UNIT]
        return known
    return units_of_pages([page])[0]


def chooser_pages(pages: QuerySet[Page], user: Any) -> QuerySet[Page]:
    """Return those of ``pages`` that a chooser may offer: what the user works on, and public pages that no unit owns."""
    sight = sight_of(user)
    if sight.whole:
        return pages
    shared = pages.filter(live=True)
    for path in UnitIndexPage.objects.values_list("path", flat=True):
        shared = shared.exclude(path__startswith=path)
    return sight.filter(pages) | shared


def may_choose_page(user: Any, page: Page) -> bool:
    """Tell whether a chooser may show ``page`` to the user."""
    return may_see_page(user, page) or chooser_pages(Page.objects.filter(pk=page.pk), user).exists()


def may_see_item(user: Any, item: Any) -> bool:
    """Tell whether the admin may show an image or document to the user: one in a collection with any right on it."""
    if not user.is_active:
        return False
    if user.is_superuser:
        return True
    if is_vanished_file(item):
        return False
    held = {right.collection_id for right in _collection_rights(user)}
    if item.collection_id in held:
        return True
    paths = {right.collection.path for right in _collection_rights(user)}
    return any(item.collection.path.startswith(path) for path in paths)


def items_in_sight(items: QuerySet[Any], user: Any) -> QuerySet[Any]:
    """Return those of ``items`` (images or documents) that :func:`may_see_item` would show."""
    if user.is_active and user.is_superuser:
        return items
    wanted = Q(pk__in=[])
    for path in {right.collection.path for right in _collection_rights(user)}:
        wanted |= Q(collection__path__startswith=path)
    return without_vanished_files(items.filter(wanted))


def without_vanished_files(items: QuerySet[Any]) -> QuerySet[Any]:
    """Return those of ``items`` that no vanished page used."""
    gone = vanished_files(items.model)
    return items.exclude(pk__in=gone) if gone else items


def _collection_rights(user: Any) -> list[GroupCollectionPermission]:
    found = getattr(user, "_gongshi_collections", None)
    if found is None:
        found = list(GroupCollectionPermission.objects.filter(in_groups_of(user)).select_related("collection"))
        user._gongshi_collections = found
    return found


def may_read_file(user: Any, item: Any) -> bool:
    """Tell whether a member of staff may have the bytes of a file that is not public: own unit's, or a reader of everything."""
    if not user.is_active:
        return False
    if user.has_perm("staff_directory.read_all_pages") or may_see_item(user, item):
        return True
    return _is_at_own_step(user, item)


def _is_at_own_step(user: Any, item: Any) -> bool:
    """Tell whether a page that waits for the user's approval uses the file: whoever is to agree to it reads all of it."""
    states = TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS).select_related("revision", "task")
    for state in states.order_by("-pk").iterator():
        page = state.revision.content_object if state.revision is not None else None
        if not isinstance(page, Page) or not may_refer_to_files(page.specific_class):
            continue
        if not state.task.specific.user_can_access_editor(page, user):
            continue
        if item.pk in keys_of_files(state.revision.as_object())[type(item)]:
            return True
    return False
