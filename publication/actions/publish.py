"""Publish one revision of one page: the verb behind every button, workflow, timer and command."""

from typing import Any

from django.db import transaction
from django.db.models import Q
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import Page, Revision

from ..aliases import aliases_of
from ..errors import Refused
from ..followers import became_public
from ..gates import problems_of
from ..life import correcting
from ..life.outbox import after_publication
from ..models import FormerAddress
from ..permits import permitted
from .approve import record_setup, sign_missing


class PublishPage(PublishPageRevisionAction):
    """Wagtail's publication of a page revision, after the gates and with a permit.

    ``check()`` raises :class:`publication.errors.Refused` with every problem found, or Wagtail's
    ``PublishPagePermissionError`` when the user may not publish there. ``execute()`` is atomic. A user who publishes signs
    the steps of the approval that are theirs, which nobody does for their own last edit.
    """

    verb = "publish"

    def check(self, skip_permission_checks: bool = False) -> None:
        """Ask permission, then every gate, about the revision that is to go live (not about the newest draft)."""
        super().check(skip_permission_checks=skip_permission_checks)
        problems = problems_of(self.object, self.revision)
        if problems:
            raise Refused(problems, page=self.object)

    def _paths(self, stored: Page) -> list[str]:
        """Return the tree paths whose public face this publication changes: page, aliases, moved descendants."""
        paths = [stored.path, *(alias.path for alias in aliases_of(stored))]
        if self.object.slug != stored.slug:
            paths.extend(
                Page.objects.filter(path__startswith=stored.path, live=True)
                .exclude(pk=stored.pk)
                .values_list("path", flat=True)
            )
        return paths

    def execute(self, skip_permission_checks: bool = False) -> Any:
        """Publish (or schedule) the revision in one transaction.

        Raises:
            Refused: a gate has a problem.
            PublishPagePermissionError: the user may not publish there.
        """
        with transaction.atomic():
            stored = Page.objects.select_for_update().get(pk=self.object.pk)
            # What the gates ask about is as it is now: somebody may have withdrawn the page since it was opened.
            self.object.live = stored.live
            paths = self._paths(stored)
            with permitted(self.verb, paths):
                if self.user is not None:
                    sign_missing(self.object, self.revision, self.user)
                if stored.live and stored.slug != self.object.slug:
                    _keep_addresses(stored)
                result = super().execute(skip_permission_checks=skip_permission_checks)
                pages = list(Page.objects.filter(path__in=paths, live=True).specific())
                # Asked of what is stored: the timer publishes a revision that still says when it was to go live.
                if stored.live and any(p.pk == stored.pk and p.live_revision_id == self.revision.pk for p in pages):
                    correcting.keep(self.object, stored, self.revision, self.user)
                became_public(pages, self.user)
                after_publication(pages)
                return result


def _keep_addresses(page: Page) -> None:
    """Keep the addresses that a public page and what is, or was, public below it are about to lose: they lead on, or say what
    became of it."""
    below = Page.objects.filter(path__startswith=page.path)
    losing = below.filter(Q(live=True) | Q(seal__isnull=False)).values_list("url_path", "pk")
    FormerAddress.objects.filter(url_path__in=[address for address, _ in losing]).delete()
    FormerAddress.objects.bulk_create([FormerAddress(url_path=address, page_id=pk) for address, pk in losing])


def publish_page(page: Page, user: Any = None, revision: Revision | None = None, *, setup: str = "系统初始化") -> Page:
    """Publish ``page`` (its ``revision``, else a new one of its present content) and return it fresh.

    With a ``user`` that person signs what is theirs to sign. Without one a command makes a page of the portal's own structure:
    ``setup`` says why, and is recorded in the place of an approval.
    """
    chosen = revision or page.save_revision()
    with transaction.atomic():
        if user is None:
            record_setup(page, chosen, setup)
        PublishPage(chosen, user=user).execute(skip_permission_checks=user is None)
    fresh: Page = page.specific_class.objects.get(pk=page.pk)
    return fresh
