"""What upper layers put on the front page: a registry of providers of latest items and quick routes."""

from collections.abc import Callable
from typing import Any

Provider = Callable[[Any], list[dict[str, Any]]]

_latest: list[Provider] = []
_routes: list[Provider] = []


def register_latest(provider: Provider) -> Provider:
    """Register ``provider(request) -> list of result items``, newest first."""
    _latest.append(provider)
    return provider


def register_routes(provider: Provider) -> Provider:
    """Register ``provider(request) -> list of {"title", "url", "summary"}``."""
    _routes.append(provider)
    return provider


def latest_items(request: Any) -> list[dict[str, Any]]:
    """Return the newest public items of every provider."""
    return [item for provider in _latest for item in provider(request)]


def quick_routes(request: Any) -> list[dict[str, Any]]:
    """Return the quick routes of every provider."""
    return [route for provider in _routes for route in provider(request)]
