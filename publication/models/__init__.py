"""Models of the lowest floor."""

from .guarding import GuardSuspension, Permit
from .media import StoredDocument, StoredImage, StoredRendition
from .trail import TrailEntry, TrailSeal

__all__ = ["GuardSuspension", "Permit", "StoredDocument", "StoredImage", "StoredRendition", "TrailEntry", "TrailSeal"]
