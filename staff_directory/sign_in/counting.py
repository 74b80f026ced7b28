"""Under which name failed attempts are counted: a personal number that somebody typed as a name is kept nowhere."""

from typing import Any

from django.utils.crypto import salted_hmac

from publication.trail.scrub import holds_personal_number

_SALT = "gongshi.sign-in.counted-name"


def counted_name(request: Any, credentials: dict[str, Any] | None = None) -> str | None:
    """Return the name as typed, or a keyed digest of it where it holds a personal number: it locks like any other name."""
    name = credentials.get("username") if credentials else request.POST.get("username")
    if not name or not holds_personal_number(str(name)):
        return name
    return f"number-{salted_hmac(_SALT, str(name), algorithm='sha256').hexdigest()[:32]}"
