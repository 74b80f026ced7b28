"""Models of the lowest floor."""

from .calendar_days import CalendarDay, entered_days, forget_entered_days
from .guarding import GuardSuspension, Permit
from .media import StoredDocument, StoredImage, StoredRendition

__all__ = [
    "CalendarDay",
    "GuardSuspension",
    "Permit",
    "StoredDocument",
    "StoredImage",
    "StoredRendition",
    "entered_days",
    "forget_entered_days",
]
