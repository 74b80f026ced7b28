"""Where an act comes from (address, browser, request) and why, known to whatever is recorded within."""

import ipaddress
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse


@dataclass(frozen=True, slots=True)
class Origin:
    """One request, or one command."""

    ip: str | None = None
    agent: str = ""
    request_id: uuid.UUID | None = None
    user: Any = None
    reason: str = ""


_origin: ContextVar[Origin | None] = ContextVar("trail_origin", default=None)
NOWHERE = Origin()


def origin() -> Origin:
    """Return where the present act comes from."""
    return _origin.get() or NOWHERE


@contextmanager
def acting(user: Any = None, reason: str = "") -> Iterator[None]:
    """Within the block, acts are ``user``'s and done for ``reason`` unless they say otherwise."""
    present = origin()
    token = _origin.set(replace(present, user=user or present.user, reason=reason or present.reason))
    try:
        yield
    finally:
        _origin.reset(token)


def client_address(request: HttpRequest) -> str | None:
    """Return the client's address: behind ``TRUSTED_PROXIES`` proxies, the one that the outermost of them saw."""
    address = request.META.get("REMOTE_ADDR", "")
    proxies = getattr(settings, "TRUSTED_PROXIES", 0)
    if proxies:
        line = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
        if len(line) >= proxies:
            address = line[-proxies]
    try:
        return str(ipaddress.ip_address(address))
    except ValueError:
        return None


class OriginMiddleware:
    """Makes the client's address the request's own for all that follows (lock-out, sessions, trail), and notes the origin."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Note the origin, pass the request on, forget it."""
        address = client_address(request)
        if address is not None:
            request.META["REMOTE_ADDR"] = address
        agent = request.headers.get("User-Agent", "")[:200]
        token = _origin.set(Origin(ip=address, agent=agent, request_id=uuid.uuid4()))
        try:
            return self.get_response(request)
        finally:
            _origin.reset(token)
