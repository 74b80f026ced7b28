"""Keyed digests: the same content has the same digest, and nobody without the site's key can try numbers against it."""

import hmac
from functools import cache
from hashlib import sha256

from django.conf import settings


@cache
def _key(secret: str) -> bytes:
    return hmac.new(secret.encode(), b"publication.privacy", sha256).digest()


def content_digest(kind: str, value: str) -> str:
    """Return 64 hexadecimal digits for personal information of ``kind``."""
    return hmac.new(_key(settings.SECRET_KEY), f"{kind}\0{value}".encode(), sha256).hexdigest()
