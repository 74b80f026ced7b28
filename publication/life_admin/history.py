"""The page “决定的一生”: for who may see the page, and for the discipline auditor."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET
from wagtail.admin.auth import require_admin_access

from ..life import rights
from ..life.kinds import EndingState
from ..models import Ending, Restoration
from . import queries
from .ask import may_ask
from .border import border
from .timeline import timeline_of


@require_admin_access
@require_GET
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the timeline; a page that vanished does not exist but for who may see such pages."""
    page: Any = get_object_or_404(queries.pages_of(request.user).select_related("seal__ending"), pk=pk)
    if page.is_root():
        raise Http404
    hidden = queries.is_hidden(page)
    if hidden and not border().reads_vanished(request.user):
        raise Http404
    seal = getattr(page, "seal", None)
    context = {
        "page": page,
        "name": queries.name_of(page),
        "hidden": hidden,
        "unit": border().unit_names([page]).get(page.pk, ""),
        "sealing": seal.ending if seal is not None else None,
        "events": timeline_of(page, request.user),
        "waiting": Ending.objects.filter(page_id=pk, state=EndingState.REQUESTED).first(),
        "restoration": Restoration.objects.filter(page_id=pk, state=EndingState.REQUESTED).first(),
        "may_ask": may_ask(request.user, page),
        "may_restore": seal is not None and not seal.ending.destroyed_at and rights.may_ask(request.user, page),
        "may_edit": seal is None and page.permissions_for_user(request.user).can_edit(),
    }
    return render(request, "publication/admin/life_page.html", context)
