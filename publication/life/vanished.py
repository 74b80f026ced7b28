"""Pages of which nothing may be said: neither the public nor the admin shows them, but to the discipline auditor (第十四、十五条)."""

from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, QuerySet
from django.db.models.functions import Cast
from wagtail.models import Page, ReferenceIndex

from ..models import Restoration, Seal
from .kinds import EndingState

#: What the address of a vanished page answers.
GONE = 404


def vanished_keys() -> QuerySet[Any]:
    """Return the keys of the pages that vanished, as a subquery."""
    return Seal.objects.filter(ending__status=GONE).values("page_id")


def without_vanished(pages: QuerySet[Page]) -> QuerySet[Page]:
    """Return those of ``pages`` that have not vanished; no query of its own."""
    return pages.exclude(pk__in=vanished_keys())


def is_vanished(page: Page) -> bool:
    """Tell whether a page vanished; a public page has not, without a query."""
    return not page.live and Seal.objects.filter(page_id=page.pk, ending__status=GONE).exists()


#: What stands in the place of a vanished page's title, wherever its acts are listed.
SAID = "（已消除的页面）"


def called(pages: Iterable[Page]) -> dict[int, str]:
    """Return what each page is called where its acts are listed, by key: its title, or :data:`SAID`; one query."""
    asked = {page.pk: page for page in pages}
    gone = set(vanished_keys().filter(page_id__in=list(asked)).values_list("page_id", flat=True)) if asked else set()
    return {pk: SAID if pk in gone else str(page.title) for pk, page in asked.items()}


def vanished_files(model: Any) -> set[int]:
    """Return the keys of the files (documents or images) that a vanished page used, or that one which came back masked left out, and
    no public page uses; three queries at most, two while nothing has vanished."""
    pages = [str(key) for key in vanished_keys().values_list("page_id", flat=True)]
    left = left_out(model)
    if not pages and not left:
        return set()
    used = ReferenceIndex.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        to_content_type=ContentType.objects.get_for_model(model),
    )
    keys = {*used.filter(object_id__in=pages).values_list("to_object_id", flat=True), *map(str, left)}
    if not keys:
        return set()
    live = Page.objects.live().annotate(text=Cast("pk", CharField(max_length=255))).values("text")
    keys -= set(used.filter(to_object_id__in=keys, object_id__in=live).values_list("to_object_id", flat=True))
    return {int(key) for key in keys}


def left_out(model: Any) -> set[int]:
    """Return the keys of the files that pages which came back masked do without; one query."""
    rows = Restoration.objects.filter(state=EndingState.EXECUTED).exclude(revision=None)
    return {key for keys in rows.values_list("left_out", flat=True) for key in keys.get(model._meta.model_name, ())}


def is_vanished_file(item: Any) -> bool:
    """Tell whether a file was used by a page that vanished, or left out when one came back masked, and is used by no public one."""
    pages = _pages_using(item)
    gone = pages.filter(pk__in=vanished_keys()).exists() or item.pk in left_out(type(item))
    return gone and not pages.live().exists()


def vanished_pages_using(item: Any) -> QuerySet[Page]:
    """Return the vanished pages that used a file."""
    return _pages_using(item).filter(pk__in=vanished_keys())


def _pages_using(item: Any) -> QuerySet[Page]:
    references = ReferenceIndex.get_references_to(item).filter(
        base_content_type=ContentType.objects.get_for_model(Page)
    )
    return Page.objects.filter(pk__in=[int(key) for key in references.values_list("object_id", flat=True)])
