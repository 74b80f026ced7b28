"""How a ``SEARCH_URL`` becomes Wagtail's search settings."""

from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

_BACKENDS = {"database": "search.backends.database"}


def search_backend(url: str) -> dict[str, Any]:
    """Return the ``WAGTAILSEARCH_BACKENDS`` entry for ``url``; ``database://`` searches in the site's own database.

    Raises:
        ImproperlyConfigured: an engine that this version does not have.
    """
    scheme = urlsplit(url).scheme
    if scheme not in _BACKENDS:
        raise ImproperlyConfigured(f"SEARCH_URL 不支持 {scheme or url}://，目前可用：{'、'.join(_BACKENDS)}://。")
    return {"BACKEND": _BACKENDS[scheme]}
