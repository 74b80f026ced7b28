"""Models of the lowest floor."""

from .guarding import GuardSuspension, Permit
from .media import StoredDocument, StoredImage, StoredRendition

__all__ = ["GuardSuspension", "Permit", "StoredDocument", "StoredImage", "StoredRendition"]
