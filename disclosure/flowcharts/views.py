"""The drawing as a file, for everyone, of a public page only; and the drawing of what an editor is typing."""

from typing import Any
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseNotModified
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin.auth import require_admin_access
from wagtail.models import Page

from ..models import FlowchartPage
from .blocks import chart_of
from .checks import MOST_STEPS
from .drawn import drawings_of
from .panel import drawing_context

#: Whatever a label might hold, the file runs nothing and loads nothing.
POLICY = "default-src 'none'; sandbox"
_TOO_MANY = MOST_STEPS * 3


@require_safe
def drawing(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer with the SVG of a public flowchart; 404 for whatever else there is or is not, without a difference.

    Raises:
        Http404: no such flowchart, or not public (any more).
    """
    page = get_object_or_404(FlowchartPage.objects.live().public(), pk=pk)
    chart = page.chart
    if not chart.steps:
        raise Http404
    found = drawings_of(chart)
    tag = f'"{found.digest}"'
    if request.headers.get("If-None-Match") == tag:
        response: HttpResponse = HttpResponseNotModified()
    else:
        response = HttpResponse(found.file, content_type="image/svg+xml; charset=utf-8")
        name = quote(f"{page.title}.svg", safe="")
        response.headers["Content-Disposition"] = (
            f"attachment; filename=\"flowchart-{pk}.svg\"; filename*=UTF-8''{name}"
        )
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Content-Security-Policy"] = POLICY
    return response


def _may_write_here(user: Any, pk: int) -> None:
    """Raise Http404 unless the user may edit the page ``pk`` or add pages below it."""
    rights = get_object_or_404(Page, pk=pk).permissions_for_user(user)
    if not (rights.can_edit() or rights.can_add_subpage()):
        raise Http404


@require_admin_access
@require_POST
def draw_typed(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the drawing and the faults of the steps in a form; nothing is stored. ``pk``: the page, or the folder of a new one.

    Raises:
        Http404: the user may neither edit the page nor add one there.
    """
    _may_write_here(request.user, pk)
    block = FlowchartPage._meta.get_field("steps").stream_block
    try:
        steps = block.value_from_datadict(request.POST, request.FILES, "steps")
    except (KeyError, ValueError, TypeError):
        return HttpResponseBadRequest("表单不完整。", content_type="text/plain; charset=utf-8")
    if len(steps) > _TOO_MANY:
        return HttpResponseBadRequest("步骤太多。", content_type="text/plain; charset=utf-8")
    chart = chart_of(request.POST.get("title", "").strip()[:255] or "流程图", steps)
    return render(request, "disclosure/admin/flowchart_drawing.html", drawing_context(chart))
