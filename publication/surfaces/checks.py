"""System check: every URL pattern and every cache is some surface's, or is exempt with a reason."""

from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.urls import URLPattern, URLResolver, get_resolver

from .base import exemptions, registered


def patterns(resolver: Any = None, namespace: str = "") -> Iterator[str]:
    """Yield the name of every URL pattern (with its namespace), or its route where it has no name."""
    for found in (resolver or get_resolver()).url_patterns:
        if isinstance(found, URLResolver):
            inner = f"{namespace}{found.namespace}:" if found.namespace else namespace
            if str(found.pattern) == "admin/":
                yield "wagtailadmin_*"
            else:
                yield from patterns(found, inner)
        elif isinstance(found, URLPattern):
            yield f"{namespace}{found.name}" if found.name else str(found.pattern)


def unclaimed() -> list[str]:
    """Return the patterns that no surface claims and nobody exempted."""
    claims = [route for surface in registered() for route in surface.routes] + list(exemptions())
    return sorted(
        {name for name in patterns() if not any(name == claim or fnmatchcase(name, claim) for claim in claims)}
    )


def unclaimed_caches() -> list[str]:
    """Return the aliases of caches that no surface claims and nobody exempted."""
    claims = {alias for surface in registered() for alias in surface.caches} | set(exemptions())
    return sorted(alias for alias in settings.CACHES if f"cache:{alias}" not in claims and alias not in claims)


def surfaces_are_claimed(**kwargs: Any) -> list[CheckMessage]:
    """Fail when an address or a cache could show a page and nobody would purge and probe it."""
    hint = "在所属应用的 surfaces.py 中登记呈现面，或用 exempt() 写明不需要的理由。"
    return [
        *(Error(f"网址 {name} 不属于任何呈现面。", hint=hint, id="publication.E010") for name in unclaimed()),
        *(Error(f"缓存 {alias} 不属于任何呈现面。", hint=hint, id="publication.E011") for alias in unclaimed_caches()),
    ]
