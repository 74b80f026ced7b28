"""Models of the lowest floor."""

from .guarding import GuardSuspension, Permit
from .media import StoredDocument, StoredImage, StoredRendition
from .privacy import FileScan, PrivacyDecision, PrivacySettings

__all__ = [
    "FileScan",
    "GuardSuspension",
    "Permit",
    "PrivacyDecision",
    "PrivacySettings",
    "StoredDocument",
    "StoredImage",
    "StoredRendition",
]
