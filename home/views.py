"""Small views of the portal: robots, health, the style guide, and error pages."""

from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template import loader
from django.urls import reverse
from wagtail.admin.auth import require_admin_access

from .styleguide import samples


def robots(request: HttpRequest) -> HttpResponse:
    """Tell crawlers what to leave alone and where the sitemap is."""
    lines = ["User-agent: *", "Disallow: /admin/", "Disallow: /search/suggestions/", "Disallow: /styleguide/", ""]
    lines.append(f"Sitemap: {request.build_absolute_uri('/sitemap.xml')}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def health(request: HttpRequest) -> HttpResponse:
    """Answer whether the database is there."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


@require_admin_access
def styleguide(request: HttpRequest) -> HttpResponse:
    """Show staff every component in every state."""
    return render(request, "styleguide.html", {"demo": samples()})


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """400."""
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """403."""
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """404, the same whatever was asked for; whoever works in the back office is led back there."""
    user = getattr(request, "user", None)
    if request.path.startswith(reverse("wagtailadmin_home")) and user and user.has_perm("wagtailadmin.access_admin"):
        return render(request, "home/admin/not_found.html", status=404)
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500, from a template that needs nothing."""
    return HttpResponse(loader.get_template("500.html").template.source, status=500)
