"""Models of the lowest floor."""

from .approvals import Approval, ApprovalBasis, GateOverride, OutsideApproval, content_digest
from .calendar_days import CalendarDay, entered_days, forget_entered_days
from .guarding import GuardSuspension, Permit
from .media import StoredDocument, StoredImage, StoredRendition
from .notices import DailyRun, Delivery, Notice, NoticeChoice, NoticeKind
from .privacy import FileScan, PrivacyDecision, PrivacySettings
from .trail import TrailEntry, TrailSeal

__all__ = [
    "Approval",
    "ApprovalBasis",
    "CalendarDay",
    "DailyRun",
    "Delivery",
    "FileScan",
    "GateOverride",
    "GuardSuspension",
    "Notice",
    "NoticeChoice",
    "NoticeKind",
    "OutsideApproval",
    "Permit",
    "PrivacyDecision",
    "PrivacySettings",
    "StoredDocument",
    "StoredImage",
    "StoredRendition",
    "TrailEntry",
    "TrailSeal",
    "content_digest",
    "entered_days",
    "forget_entered_days",
]
