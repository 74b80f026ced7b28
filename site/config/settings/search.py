"""How a ``SEARCH_URL`` becomes Wagtail's search settings."""

import re
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

_DATABASE = {"BACKEND": "search.backends.database"}
_REMOTE = {"elasticsearch": "http", "elasticsearchs": "https"}
_TIMEOUT_SECONDS = 5


def search_backends(url: str) -> dict[str, dict[str, Any]]:
    """Return ``WAGTAILSEARCH_BACKENDS`` for ``url``: ``database://``, or ``elasticsearch://host:port/index`` (``…s://`` with TLS).

    ``default`` finds pages for editors, drafts included, and is always in the database; ``public``, when it is there, is the
    engine outside it that answers visitors.

    Raises:
        ImproperlyConfigured: an engine that this version does not have, or an address without host or index.
    """
    parts = urlsplit(url)
    if parts.scheme == "database":
        return {"default": _DATABASE}
    if parts.scheme not in _REMOTE:
        known = "、".join(f"{name}://" for name in ("database", *_REMOTE))
        raise ImproperlyConfigured(f"SEARCH_URL 不支持 {parts.scheme or url}://，目前可用：{known}。")
    index = parts.path.strip("/")
    if not parts.hostname or not re.fullmatch(r"[a-z0-9][a-z0-9_.-]{0,60}", index):
        raise ImproperlyConfigured(
            "SEARCH_URL 应写作 elasticsearch://主机:端口/索引名，索引名用小写字母、数字和连字符。"
        )
    return {
        "default": _DATABASE,
        "public": {
            "BACKEND": "search.backends.elasticsearch",
            "URLS": [f"{_REMOTE[parts.scheme]}://{parts.netloc}"],
            "INDEX_PREFIX": f"{index}-",
            "TIMEOUT": _TIMEOUT_SECONDS,
            "OPTIONS": {"max_retries": 0, "retry_on_timeout": False},
            "AUTO_UPDATE": False,
        },
    }
