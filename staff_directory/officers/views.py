"""Looking a certificate up by its number: the form, and the short address that a QR code leads to."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from home.qr import address_in_full, code_of, leads_here
from publication.tree_paths import live_of_type

from ..models import OfficerCertificate, OfficerListPage
from .qualified import public_certificates, published
from .texts import LONGEST_NUMBER, problem_of_number, tidy_number

VALID, INVALID, UNKNOWN = "valid", "invalid", "unknown"


def look_up(number: str) -> tuple[str, Any]:
    """Return what is to be said of a number, and the certificate where it is valid today.

    Of one that is not valid nothing is said but that: neither whose it was, nor why. A number of a unit whose directory is not
    public is unknown.
    """
    if problem_of_number(number):
        return UNKNOWN, None
    found = public_certificates().filter(number=number).first()
    if found is not None:
        return VALID, found
    return (INVALID if OfficerCertificate.objects.filter(published(), number=number).exists() else UNKNOWN), None


def _context(request: HttpRequest, number: str, **more: Any) -> dict[str, Any]:
    listing = live_of_type(OfficerListPage).first()
    trail = []
    if listing is not None:
        above = listing.get_ancestors().filter(depth__gt=1)
        trail = [{"title": page.title, "url": page.get_url(request) or ""} for page in [*above, listing]]
    here = {"title": "查验执法证件"}
    return {"number": number, "page": here, "breadcrumbs": trail, "listing": trail[-1] if trail else None, **more}


@require_safe
def lookup(request: HttpRequest) -> HttpResponse:
    """Ask for a number; lead to its short address."""
    typed = request.GET.get("number", "").replace("\x00", "")
    number = tidy_number(typed[: LONGEST_NUMBER * 2])
    if number and not problem_of_number(number):
        return redirect("officer_verify", number)
    problem = problem_of_number(number) if number else ("请输入证件编号。" if "number" in request.GET else "")
    return render(request, "staff_directory/officer_verify.html", _context(request, typed[:100], problem=problem))


@require_safe
def verify(request: HttpRequest, number: str) -> HttpResponse:
    """Answer whether the certificate is valid today; 404 for a number that nobody knows."""
    plain = tidy_number(number[: LONGEST_NUMBER * 2])
    if plain != number and not problem_of_number(plain):
        return redirect("officer_verify", plain)
    answer, found = look_up(plain)
    context = _context(request, plain[:LONGEST_NUMBER], answer=answer, today=timezone.localdate(), found=found)
    if found is not None:
        officer = found.officer
        context["facts"] = [
            {"label": label, "value": value, "kind": kind}
            for label, value, kind in (
                ("姓名", officer.name, "text"),
                ("单位", officer.unit.name, "text"),
                ("职务", officer.post, "text"),
                ("证件编号", found.number, "code"),
                ("证件种类", found.get_kind_display(), "text"),
                ("发证机关", found.issuer, "text"),
                ("执法类别", found.categories, "text"),
                ("执法区域", found.area, "text"),
                ("有效期至", found.valid_until, "date"),
            )
            if value
        ]
        context["qr"] = code_of(address_in_full(reverse("officer_verify", args=[found.number]))) if leads_here() else ""
    response = render(request, "staff_directory/officer_verify.html", context, status=404 if answer == UNKNOWN else 200)
    response.headers["X-Robots-Tag"] = "noindex"
    return response
