"""Where an approval is used, for the administrator who sets it and reads no page: folders and how many pages, no titles of decisions."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from wagtail.models import Page, Workflow, WorkflowPage

_SHOWN = 50


def places(request: HttpRequest, view: Any, arguments: dict[str, Any]) -> HttpResponse:
    """List the folders that a workflow is assigned to, in the order of the tree; in the place of Wagtail's list of pages."""
    workflow = get_object_or_404(Workflow, pk=arguments["pk"])
    links = WorkflowPage.objects.filter(workflow=workflow).select_related("page").order_by("page__path")
    page = Paginator(links, _SHOWN).get_page(request.GET.get("p"))
    above = {link.page.path[: -Page.steplen] for link in page}
    titles = dict(Page.objects.filter(path__in=above, depth__gt=1).values_list("path", "title"))
    rows = [
        {
            "title": link.page.title,
            "above": titles.get(link.page.path[: -Page.steplen], ""),
            "below": link.page.numchild,
        }
        for link in page
    ]
    return render(
        request, "staff_directory/admin/workflow_places.html", {"workflow": workflow, "rows": rows, "page": page}
    )
