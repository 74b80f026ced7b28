"""The timer of the trail: seals what has settled, and once a day forgets what is over its time."""

from django.core.cache import cache

from publication.trail.retention import forget
from publication.trail.seal import seal

from ..models import SignInSettings


def keep_trail() -> None:
    """Seal; forget at most once a day."""
    seal()
    if cache.add("trail-forgotten", True, 86_400):
        forget(SignInSettings.load().trail_months)
