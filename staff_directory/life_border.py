"""The life of a decision within the unit's border: who follows which pages, and who may see what was sealed."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from wagtail.models import Collection, Page, Revision
from wagtail.permissions import page_permission_policy

from publication.life.kinds import APPROVE, EndingRule
from publication.life.rights import REVIEW, SECRECY, acting_with, may_mark_backups, register_deputies, register_stand_in
from publication.life_admin.border import Border, UnitChoice, register_border
from publication.life_admin.menu import show_to
from publication.models import Seal

from .access.rules import any_perm, register
from .access.sight import unit_of_page, units_of_pages
from .models import RoleGroup, UnitPage
from .reading.border import managed_by, may_read, readable_even_vanished
from .reading.sealed import READ_SEALED, is_sealed, register_sealed
from .roles.membership import heirs
from .steps.capacity import acts_for, deputies_with, deputised_with, units_under


class UnitBorder(Border):
    """Whoever may read a page in the reading room may follow its life."""

    def pages(self, user: Any) -> QuerySet[Page]:
        """Return what the user may read, and what they decide about as a deputy, with what vanished (the screens do not say its title)."""
        mine = readable_even_vanished(user)
        others = [*deputised_with(user, APPROVE), *deputised_with(user, SECRECY)]
        return mine | Page.objects.filter(depth__gt=1).filter(_pages_of(others)) if others else mine

    def publishable(self, user: Any) -> QuerySet[Page]:
        """Ask the border's own policy, which leaves out what vanished everywhere else."""
        found: QuerySet[Page] = page_permission_policy.even_vanished(user, ["publish"])
        others = deputised_with(user, APPROVE)
        return found | Page.objects.filter(_pages_of(others)) if others else found

    def approves_for_another(self, user: Any, label: str) -> bool:
        """Ask the deputies."""
        return bool(deputised_with(user, label))

    def reads_vanished(self, user: Any) -> bool:
        """The discipline auditor."""
        return bool(user.has_perm(READ_SEALED))

    def units(self, user: Any) -> list[UnitChoice]:
        """Return the units in sight, in their order."""
        pages = UnitPage.objects.select_related("unit").filter(pk__in=self.pages(user).values("pk"))
        return [
            UnitChoice(page.unit.code, page.unit.name, page.path)
            for page in pages.order_by("unit__order", "unit__code")
        ]

    def unit_names(self, pages: Sequence[Page]) -> dict[int, str]:
        """Return the names of the units that manage the pages; two queries."""
        if not pages:
            return {}
        found = zip(pages, units_of_pages(pages), strict=True)
        return {page.pk: unit.name for page, unit in found if unit is not None}

    def collection(self, page: Page) -> Collection:
        """Return the unit's own collection."""
        unit = unit_of_page(page)
        if unit is None or unit.collection is None:
            return super().collection(page)
        found: Collection = unit.collection
        return found

    def _in_editor(self, user: Any, page: Page) -> bool:
        return not is_sealed(page) and bool(page.permissions_for_user(user).can_edit())

    def _in_reading_room(self, user: Any, page: Page) -> bool:
        return may_read(user) and (not is_sealed(page) or user.has_perm(READ_SEALED))

    def compare_url(self, user: Any, page: Page, before: Revision, after: Revision) -> str:
        """Return Wagtail's comparison for who edits the page, else the reading room's."""
        if self._in_editor(user, page):
            return reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, before.pk, after.pk])
        return (
            reverse("reading:compare", args=[page.pk, before.pk, after.pk]) if self._in_reading_room(user, page) else ""
        )

    def version_url(self, user: Any, page: Page, revision: Revision) -> str:
        """Return the reading room's view of a version."""
        return reverse("reading:revision", args=[page.pk, revision.pk]) if self._in_reading_room(user, page) else ""


def _pages_of(groups: Sequence[RoleGroup]) -> Q:
    """Return the condition for the pages that the roles' units manage; for a role of the bureau every page."""
    if any(found.unit_id is None for found in groups):
        return Q(depth__gt=1)
    return managed_by(units_under(list(groups)))


def stands_in(user: Any, rule: EndingRule, page: Page) -> str:
    """Return for whom the user, as a deputy, approves what ``rule`` asks of ``page``; "" for nobody."""
    others = deputised_with(user, rule.approve)
    if not others:
        return ""
    unit = unit_of_page(page)
    mine = {None} | (heirs(unit) if unit is not None else set())
    return next((f"{found.title}（B角代行）" for found in others if found.unit_id in mine), "")


def is_sealed_by_an_ending(page: Page) -> bool:
    """Tell whether an ending sealed the page; a public page is not, without a query; asked again of the same object, not anew."""
    if page.live:
        return False
    known: bool | None = page.__dict__.get("_gongshi_sealed")
    if known is None:
        known = Seal.objects.filter(page_id=page.pk).exists()
        page.__dict__["_gongshi_sealed"] = known
    return known


def _rules() -> None:
    """Say who enters which screen; which objects they see is the screens' own question."""
    asks = any_perm("publication.request_ending")
    labels = (APPROVE, "publication.approve_secret_ending")
    own = any_perm(*labels)

    def approves(user: Any) -> bool:
        return own(user) or any(deputised_with(user, label) for label in labels)

    for name in (
        "ask",
        "restore",
        "cancel",
        "ask_recipient",
        "confirm_recipient",
        "batch_new",
        "batch_submit",
        "batch_cancel",
    ):
        register(f"life:{name}", asks)
    for name in ("decide", "batch_decide"):
        register(f"life:{name}", approves)
    register("life:review", lambda user: acting_with(user, REVIEW) is not None)
    register("life:probe", any_perm("publication.request_ending", "publication.approve_secret_ending"))
    register("life:destroy", lambda user: asks(user) or acting_with(user, SECRECY) is not None)
    for name in ("index", "destroy"):
        register(f"backups:{name}", may_mark_backups)
    register("backups:record", any_perm("publication.add_backup"))
    register("life:*", may_read)


def install() -> None:
    """Register the border, the rules, and what is sealed."""
    register_border(UnitBorder())
    register_stand_in(stands_in)
    register_deputies(acts_for, deputies_with)
    register_sealed(is_sealed_by_an_ending)
    show_to(may_read)
    _rules()
