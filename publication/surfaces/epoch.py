"""The epoch of what is public: a number that grows with every change, so that a cache can tell an old answer from a present one.

An answer carries the epoch that stood *before* it read anything. A cache that knows the present epoch serves no answer of an
earlier one, not even one that a slow reader brings after the purge: that is what a purge by address or key cannot promise.
"""

from collections.abc import Callable

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse

from ..models.outbox import Epoch

HEADER = "X-Epoch"
_SECONDS = 300
_KEPT = frozenset({200, 404, 410})
#: Answers below these are never kept: they are for one person, or for machines that must see the present.
_NEVER = ("/admin/", "/healthz", "/styleguide/", "/documents/", "/images/")


def is_configured() -> bool:
    """Tell whether a cache stands before the portal."""
    return bool(getattr(settings, "WAGTAILFRONTENDCACHE", None))


def present() -> int:
    """Return the present epoch; one query."""
    found = Epoch.objects.values_list("number", flat=True).first()
    return int(found or 0)


def advance() -> None:
    """Begin a new epoch, within the transaction that changes what is public."""
    if not is_configured():
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO publication_epoch (id, number) VALUES (1, 1)"
            " ON CONFLICT (id) DO UPDATE SET number = publication_epoch.number + 1"
        )


class EpochMiddleware:
    """Tells the cache before the portal what it may keep, for how long, and of which epoch it is. Without such a cache: nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Read the epoch first, then answer."""
        keep = (
            is_configured()
            and request.method in ("GET", "HEAD")
            and not request.path.startswith(_NEVER)
            and settings.SESSION_COOKIE_NAME not in request.COOKIES
        )
        epoch = present() if keep else 0
        response = self.get_response(request)
        if keep and response.status_code in _KEPT and not response.cookies and not response.streaming:
            response.headers[HEADER] = str(epoch)
            response.headers["Cache-Control"] = f"max-age=0, must-revalidate, s-maxage={_SECONDS}"
        elif is_configured():
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response
