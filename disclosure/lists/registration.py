"""What the floors below are told of matters, lists and laws."""

from publication.followers import register_follower
from publication.shown import register_shown

from ..models.laws import Law, LegalBasis
from . import guards
from .editions import freeze


def register() -> None:
    """Register the guards of editions, the follower that freezes them, and the tables that live pages show."""
    guards.install()
    register_follower(freeze)
    register_shown(Law, ("title", "number", "rank", "effective_from", "effective_to"))
    register_shown(LegalBasis, ("law", "article", "paragraph", "text", "effective_from", "effective_to"))
