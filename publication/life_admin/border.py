"""Whose pages these are, asked of the layer that knows units: what a user may look at, which units there are, where files go."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from wagtail.models import Collection, Page, Revision
from wagtail.permissions import page_permission_policy


@dataclass(frozen=True, slots=True)
class UnitChoice:
    """A unit for the filter: its code, its name, and the tree path of its pages."""

    code: str
    name: str
    path: str


class Border:
    """What these screens ask; this one knows Wagtail's own rights only. A layer that knows units registers its own."""

    def pages(self, user: Any) -> QuerySet[Page]:
        """Return the pages whose life the user may follow, also those that vanished."""
        found: QuerySet[Page] = page_permission_policy.explorable_instances(user)
        return found

    def publishable(self, user: Any) -> QuerySet[Page]:
        """Return the pages that the user may publish, also those that vanished: about these they decide."""
        found: QuerySet[Page] = page_permission_policy.instances_user_has_permission_for(user, "publish")
        return found

    def approves_for_another(self, user: Any, label: str) -> bool:
        """Tell whether the user has the right ``label`` in another's place now."""
        return False

    def reads_vanished(self, user: Any) -> bool:
        """Tell whether the user may see what vanished."""
        return bool(user.is_superuser)

    def units(self, user: Any) -> list[UnitChoice]:
        """Return the units whose pages the user may follow."""
        return []

    def unit_names(self, pages: Sequence[Page]) -> dict[int, str]:
        """Return page key → name of its unit, in a fixed number of queries."""
        return {}

    def collection(self, page: Page) -> Collection:
        """Return the collection in which an instrument's scan about ``page`` is kept."""
        root: Collection = Collection.get_first_root_node()
        return root

    def compare_url(self, user: Any, page: Page, before: Revision, after: Revision) -> str:
        """Return where the user may compare two versions of ``page``; "" where nowhere."""
        return ""

    def version_url(self, user: Any, page: Page, revision: Revision) -> str:
        """Return where the user may read one version of ``page``; "" where nowhere."""
        return ""


_border: list[Border] = [Border()]


def register_border(border: Border) -> None:
    """Let ``border`` answer from now on."""
    _border[0] = border


def border() -> Border:
    """Return who answers."""
    return _border[0]
