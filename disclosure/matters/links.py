"""Links between a matter and what explains it, both ways."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from wagtail.models import Site

from ..listing import address_of
from ..wayfinding import link_to
from .listing import BY_POWER

_MOST = 30
#: How many matters stand open in a list of links, and how many it holds at all.
_OPEN, _CAP = 8, 300


def flowchart_of(page: Any, request: Any) -> dict[str, str]:
    """Return the name and address of the matter's flowchart; empty where it has no public one."""
    return link_to(page.flowchart if page.flowchart_id else None, request)


def guides_of(page: Any, request: Any) -> list[dict[str, str]]:
    """Return the public service guides of a matter; one query."""
    from ..models import ServiceGuidePage

    site = Site.find_for_request(request)
    rows = ServiceGuidePage.objects.live().filter(matter_id=page.pk).order_by("title", "pk")[:_MOST]
    return [{"title": row.title, "url": address_of(row, site)} for row in rows]


def templates_of(page: Any, request: Any) -> list[dict[str, str]]:
    """Return the present document templates for a matter, in the order of stages: ``title``, ``url``, ``stage``; one query."""
    from ..models import DocumentTemplatePage, TemplateUse

    site = Site.find_for_request(request)
    wanted = Q(matter_id=page.pk) | Q(category=page.category) if page.category else Q(matter_id=page.pk)
    used = TemplateUse.objects.filter(wanted, page=OuterRef("pk"))
    newer = DocumentTemplatePage.objects.live().filter(supersedes_id=OuterRef("pk"))
    rows = DocumentTemplatePage.objects.live().filter(Exists(used), ~Exists(newer)).order_by("stage", "code", "pk")
    return [{"title": row.title, "url": address_of(row, site), "stage": row.get_stage_display()} for row in rows[:_CAP]]


def matters_of_template(page: Any, request: Any) -> dict[str, Any]:
    """Return what a template is used for: ``kinds`` (names of powers) and the public matters (:func:`_matters`); two queries."""
    from .choices import Power

    rows = list(page.uses.all())
    kinds = list(dict.fromkeys(row.category for row in rows if row.category))
    keys = [row.matter_id for row in rows if row.matter_id]
    if not rows:
        return {}
    named = [Power(kind).label for kind in kinds]
    return {"kinds": named, **_matters(Q(pk__in=keys) | Q(category__in=kinds), request)}


def matters_of_chart(page: Any, request: Any) -> dict[str, Any]:
    """Return the public matters that a flowchart explains (:func:`_matters`)."""
    return _matters(Q(flowchart_id=page.pk), request)


def _matters(wanted: Q, request: Any) -> dict[str, Any]:
    """Return ``first`` and ``rest`` (title and address each), ``total``, and ``more``: how many are left out; one query, two beyond the cap."""
    from ..models import MatterPage

    site = Site.find_for_request(request)
    rows: QuerySet[Any] = MatterPage.objects.live().filter(wanted).order_by(BY_POWER, "code")
    links = [{"title": row.public_title, "url": address_of(row, site)} for row in rows[: _CAP + 1]]
    total = rows.order_by().count() if len(links) > _CAP else len(links)
    links = links[:_CAP]
    return {"first": links[:_OPEN], "rest": links[_OPEN:], "total": total, "more": total - len(links)}
