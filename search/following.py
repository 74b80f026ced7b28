"""The index follows what changes who may see pages: view restrictions and sites."""

from typing import Any

from wagtail.models import Page

from .entries import Border, enter_below, tell_outside
from .models import Entry


def restriction_saved(instance: Any, created: bool = False, **kwargs: Any) -> None:
    """Tell an outside engine what left with a page that is no longer for everyone (a trigger took it out); put back what an
    older place of the restriction left."""
    if not created:
        _enter_below_roots()
    tell_outside()


def restriction_deleted(instance: Any, **kwargs: Any) -> None:
    """Put pages that are for everyone again back into the index."""
    for path in Page.objects.filter(pk=instance.page_id).values_list("path", flat=True):
        enter_below(path)


def site_saved(instance: Any, **kwargs: Any) -> None:
    """Bring the pages below a new or changed root into the index, and take out what is outside every site now."""
    leave_outside()
    for path in Page.objects.filter(pk=instance.root_page_id).values_list("path", flat=True):
        enter_below(path)


def site_deleted(instance: Any, **kwargs: Any) -> None:
    """Take out what is outside every site now."""
    leave_outside()


def leave_outside() -> None:
    """Take out the entries of pages that are not below the root of any site."""
    Entry.objects.exclude(page__in=Page.objects.filter(Border().query())).delete()
    tell_outside()


def _enter_below_roots() -> None:
    for path in Border().roots:
        enter_below(path)
