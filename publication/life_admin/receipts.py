"""A receipt as a form for the file of the case, and as the signed document itself."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.dateparse import parse_date, parse_datetime
from django.views.decorators.http import require_GET
from wagtail.admin.auth import require_admin_access

from ..life.kinds import EndingKind, Verb
from ..models import Receipt
from ..receipts.make import problems_of
from . import queries

_STATES = {"to_be_asked": "待告知", "asked": "已告知", "confirmed": "对方已确认"}


def _receipt(request: HttpRequest, pk: int) -> Receipt:
    mine = queries.endings_of(request.user)
    receipt: Receipt = get_object_or_404(
        Receipt.objects.select_related("ending", "ending__page"), pk=pk, ending__in=mine
    )
    return receipt


def _read(document: dict[str, Any]) -> dict[str, Any]:
    """Return the document with its dates as dates and its codes in words."""
    ending = dict(document["ending"])
    for name in ("requested_at", "decided_at", "executed_at"):
        ending[name] = parse_datetime(ending[name]) if ending.get(name) else None
    for name in ("duty_arose_on", "due_on"):
        ending[name] = parse_date(ending[name]) if ending.get(name) else None
    ending["verb"], ending["kind"] = Verb(ending["verb"]).label, EndingKind(ending["kind"]).label
    surfaces = [
        {
            **row,
            "purged_at": parse_datetime(row["purged_at"] or ""),
            "probed_at": parse_datetime(row["probed_at"] or ""),
        }
        for row in document["surfaces"]
    ]
    recipients = [
        {
            **row,
            "state": _STATES.get(row["state"], row["state"]),
            "asked_at": parse_datetime(row["asked_at"] or ""),
            "confirmed_at": parse_datetime(row["confirmed_at"] or ""),
        }
        for row in document["recipients"]
    ]
    return {"ending": ending, "surfaces": surfaces, "recipients": recipients, "key": document.get("key", {})}


@require_admin_access
@require_GET
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the form, and whether digest and signature hold now."""
    receipt = _receipt(request, pk)
    context = {"receipt": receipt, "problems": problems_of(receipt), **_read(json.loads(receipt.document))}
    return render(request, "publication/admin/life_receipt.html", context)


@require_admin_access
@require_GET
def download(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the document, its digest and its signature as one JSON file; ``document`` is a string, byte for byte what was signed."""
    receipt = _receipt(request, pk)
    whole = {
        "document": receipt.document, "digest": receipt.digest, "signature": receipt.signature, "key_id": receipt.key_id,
    }  # fmt: skip
    response = HttpResponse(
        json.dumps(whole, ensure_ascii=False, indent=1), content_type="application/json; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="receipt-{receipt.pk}.json"'
    return response
