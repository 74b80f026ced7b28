"""Addresses that carry nothing."""

import secrets

_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"


def new_slug() -> str:
    """Return a short random address part; it carries no name and no number."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(9))
