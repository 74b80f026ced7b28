"""What the security administrator has set, kept for a minute so that a page costs no query for it."""

from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django_otp.plugins.otp_totp.models import TOTPDevice

from ..models import SignInSettings
from ..roles.membership import roles_of

_KEY, _SECONDS = "sign-in-policy", 60


@dataclass(frozen=True, slots=True)
class Policy:
    """Roles that need a second factor, and minutes without a request after which a session ends."""

    roles: frozenset[str]
    idle_minutes: int


def policy() -> Policy:
    """Return the present policy."""
    found: Policy | None = cache.get(_KEY)
    if found is None:
        stored = SignInSettings.load()
        found = Policy(frozenset(stored.second_factor_roles or ()), stored.idle_minutes)
        cache.set(_KEY, found, _SECONDS)
    return found


def forget_policy(**kwargs: Any) -> None:
    """Drop what is kept, after the setting was saved."""
    cache.delete(_KEY)


def must_have_second_factor(user: Any) -> bool:
    """Tell whether one of the user's roles needs a second factor; no query while none does."""
    wanted = policy().roles
    return bool(wanted) and any(held.role in wanted for held in roles_of(user))


def has_device(user: Any) -> bool:
    """Tell whether the user has a confirmed authenticator."""
    return bool(TOTPDevice.objects.filter(user=user, confirmed=True).exists())
