"""The index follows what changes who may see pages: view restrictions and sites."""

from typing import Any

from wagtail.models import Page

from .entries import enter_below
from .models import Entry


def restriction_saved(instance: Any, **kwargs: Any) -> None:
    """Take a page that is no longer for everyone, and what stands below it, out of the index."""
    path = Page.objects.values_list("path", flat=True).get(pk=instance.page_id)
    Entry.objects.filter(page__path__startswith=path).delete()


def restriction_deleted(instance: Any, **kwargs: Any) -> None:
    """Put pages that are for everyone again back into the index."""
    for path in Page.objects.filter(pk=instance.page_id).values_list("path", flat=True):
        enter_below(path)


def site_saved(instance: Any, **kwargs: Any) -> None:
    """Bring the pages below a new or changed root into the index."""
    for path in Page.objects.filter(pk=instance.root_page_id).values_list("path", flat=True):
        enter_below(path)
