"""The reading room's screens: find a page, see its state, revisions, acts and findings, see a revision as the public would."""

from collections import Counter
from itertools import pairwise
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin.auth import permission_denied, require_admin_access
from wagtail.models import Page, Revision, WorkflowState

from publication.life.vanished import SAID, vanished_keys, without_vanished
from publication.models import TrailEntry

from ..access.sight import unit_of_page
from ..models import Finding, UnitPage
from .border import may_read, readable_pages
from .sealed import purpose_required, take_purpose

SHOWN = 50


def _found(request: HttpRequest, pk: int) -> Page:
    """Return the page if the user may read it; 404 otherwise."""
    found: Page = get_object_or_404(readable_pages(request.user).select_related("content_type", "owner"), pk=pk)
    return found


def _filtered(request: HttpRequest) -> tuple[QuerySet[Page], dict[str, str]]:
    pages = readable_pages(request.user)
    asked = {name: request.GET.get(name, "").strip() for name in ("q", "unit", "state", "before")}
    if asked["q"]:
        pages = without_vanished(pages.filter(title__icontains=asked["q"][:100]))
    if asked["unit"].isdigit():
        root = UnitPage.objects.filter(unit_id=asked["unit"]).values_list("path", flat=True).first()
        pages = pages.filter(path__startswith=root) if root else pages.none()
    if asked["state"] in ("live", "draft", "changed"):
        pages = pages.filter(
            **{"live": {"live": True}, "draft": {"live": False}, "changed": {"has_unpublished_changes": True}}[
                asked["state"]
            ]
        )
    if asked["before"].isdigit():
        pages = pages.filter(pk__lt=int(asked["before"]))
    return pages, asked


def _tell_apart(rows: list[Page]) -> None:
    """Give pages of one title (inspections without a 文号) the title that the admin tells them apart by; never what is sealed."""
    count = Counter(row.draft_title for row in rows)
    alike = [
        row.pk
        for row in rows
        if count[row.draft_title] > 1
        and (row.live or row.first_published_at is None)
        and row.specific_class.get_admin_display_title is not Page.get_admin_display_title
    ]
    if alike:
        named = {page.pk: page.get_admin_display_title() for page in Page.objects.filter(pk__in=alike).specific()}
        for row in rows:
            row.draft_title = named.get(row.pk, row.draft_title)


@require_admin_access
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """List the pages that the user may read, newest first, by key; a fixed number of queries."""
    if not may_read(request.user):
        return permission_denied(request)
    pages, asked = _filtered(request)
    rows = list(pages.select_related("content_type").order_by("-pk")[: SHOWN + 1])
    _tell_apart(rows)
    gone = set(vanished_keys().filter(page_id__in=[row.pk for row in rows]).values_list("page_id", flat=True))
    for row in rows:
        if row.pk in gone:
            row.title = row.draft_title = SAID
    units = UnitPage.objects.select_related("unit").filter(pk__in=readable_pages(request.user).values("pk"))
    context = {
        "pages": rows[:SHOWN],
        "before": rows[SHOWN - 1].pk if len(rows) > SHOWN else None,
        "asked": asked,
        "units": [page.unit for page in units.order_by("unit__order", "unit__code")],
        "states": (("", "全部状态"), ("live", "已公开"), ("draft", "未公开"), ("changed", "有未公开的修改")),
    }
    return render(request, "staff_directory/admin/reading_index.html", context)


@require_admin_access
@require_GET
def page(request: HttpRequest, page_id: int) -> HttpResponseBase:
    """Show one page's state and history."""
    return _page(request, _found(request, page_id))


def with_older(revisions: list[Revision]) -> list[Revision]:
    """Give each revision (newest first) the one before it, for the link to the comparison."""
    for newer, older in pairwise(revisions):
        newer.older = older  # type: ignore[attr-defined]
    return revisions


@purpose_required
def _page(request: HttpRequest, found: Page) -> HttpResponse:
    revisions = Revision.page_revisions.filter(object_id=str(found.pk)).select_related("user").order_by("-created_at")
    states = (
        WorkflowState.objects.filter(object_id=str(found.pk), base_content_type__model="page")
        .select_related("workflow", "requested_by")
        .order_by("-created_at")
    )
    context = {
        "page": found,
        "unit": unit_of_page(found),
        "revisions": with_older(list(revisions[: SHOWN + 1]))[:SHOWN],
        "states": states[:20],
        "acts": TrailEntry.objects.filter(page_id=found.pk).order_by("-pk")[:SHOWN],
        "findings": Finding.objects.filter(page=found).select_related("unit")[:20],
        "may_file": request.user.has_perm("staff_directory.file_finding"),
    }
    return render(request, "staff_directory/admin/reading_page.html", context)


@require_admin_access
@require_GET
def revision(request: HttpRequest, page_id: int, revision_id: int) -> HttpResponseBase:
    """Show a revision as the public would see it."""
    return _revision(request, _found(request, page_id), revision_id)


@purpose_required
def _revision(request: HttpRequest, found: Page, revision_id: int) -> HttpResponseBase:
    kept = Revision.page_revisions.filter(object_id=str(found.pk), pk=revision_id).first()
    if kept is None:
        raise Http404
    shown: Any = kept.as_object()
    response: HttpResponseBase = shown.make_preview_request(request, shown.default_preview_mode)
    return response


@require_admin_access
@require_GET
def compare(request: HttpRequest, page_id: int, before_id: int, after_id: int) -> HttpResponseBase:
    """Show what changed from one version to another."""
    return _compare(request, _found(request, page_id), before_id, after_id)


@purpose_required
def _compare(request: HttpRequest, found: Page, before_id: int, after_id: int) -> HttpResponseBase:
    versions = (
        Revision.page_revisions.filter(object_id=str(found.pk)).select_related("user").in_bulk([before_id, after_id])
    )
    if len(versions) != len({before_id, after_id}):
        raise Http404
    before, after = versions[before_id], versions[after_id]
    old, new = before.as_object(), after.as_object()
    panel = new.get_edit_handler().get_bound_panel(instance=new, request=request, form=None)
    differences = [make(old, new) for make in panel.get_comparison()]
    context = {
        "page": found,
        "before": before,
        "after": after,
        "differences": [found for found in differences if found.has_changed()],
    }
    return render(request, "staff_directory/admin/reading_compare.html", context)


@require_admin_access
@require_POST
def purpose(request: HttpRequest, page_id: int) -> HttpResponseBase:
    """Take the purpose for which a sealed page is read."""
    return take_purpose(request, _found(request, page_id))
