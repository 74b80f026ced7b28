"""Authenticators and backup codes of an account (django-otp)."""

import base64
import io
from typing import Any

import segno
from django.db import transaction
from django_otp import match_token
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from publication.trail.record import record

CODES = 10


def pending(user: Any) -> TOTPDevice:
    """Return the account's authenticator that waits for its first code, made when there is none."""
    found = TOTPDevice.objects.filter(user=user, confirmed=False).first()
    return found or TOTPDevice.objects.create(user=user, name="验证器", confirmed=False)


def secret_of(device: TOTPDevice) -> str:
    """Return the secret as people type it: base 32 in groups of four."""
    text = base64.b32encode(device.bin_key).decode().rstrip("=")
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def picture_of(device: TOTPDevice) -> str:
    """Return the QR code as an SVG data address, drawn here: the secret goes to no other service."""
    stream = io.BytesIO()
    segno.make(device.config_url, error="m").save(stream, kind="svg", scale=4, border=4, xmldecl=False, light="#fff")
    return f"data:image/svg+xml;base64,{base64.b64encode(stream.getvalue()).decode()}"


def confirm(user: Any, device: TOTPDevice, token: str) -> list[str] | None:
    """Confirm the authenticator with its first code; return new backup codes, or None when the code is wrong."""
    with transaction.atomic():
        if not token.isdigit() or not device.verify_token(token):
            return None
        TOTPDevice.objects.filter(user=user, confirmed=True).delete()
        device.confirmed = True
        device.save()
        StaticDevice.objects.filter(user=user).delete()
        codes = StaticDevice.objects.create(user=user, name="备用码")
        made = [StaticToken.random_token() for _ in range(CODES)]
        StaticToken.objects.bulk_create([StaticToken(device=codes, token=code) for code in made])
        record("second_factor.add", user, user=user)
    return made


def check(user: Any, token: str) -> Any:
    """Return the device that accepts ``token`` (a code of now, or an unused backup code), or None; guesses are slowed down."""
    return match_token(user, token.strip().replace(" ", "").lower())


def remove(user: Any, *, by: Any, reason: str = "") -> None:
    """Remove the account's authenticators and backup codes; the trail keeps who did it and why."""
    with transaction.atomic():
        TOTPDevice.objects.filter(user=user).delete()
        StaticDevice.objects.filter(user=user).delete()
        record("second_factor.remove", user, user=by, reason=reason)
