"""What happens by itself around signing in."""

from typing import Any

from axes.signals import user_locked_out
from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import post_save

from publication.trail.record import record

from ..models import SignInSettings
from .middleware import FACTOR
from .policy import forget_policy, has_device


def _note_device(sender: Any, request: Any, user: Any, **kwargs: Any) -> None:
    """Remember in the session whether the account has an authenticator, so that no later page asks again."""
    if has_device(user):
        request.session[FACTOR] = True


def _note_lock(sender: Any, username: Any = None, **kwargs: Any) -> None:
    record("sign_in.locked", data={"username": str(username or "")[:150]})


def connect() -> None:
    """Connect; once."""
    user_logged_in.connect(_note_device, dispatch_uid="sign-in-device")
    user_locked_out.connect(_note_lock, dispatch_uid="sign-in-lock")
    post_save.connect(forget_policy, sender=SignInSettings, dispatch_uid="sign-in-policy")
