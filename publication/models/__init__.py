"""Models of the lowest floor."""

from .approvals import Approval, ApprovalBasis, GateOverride, OutsideApproval, content_digest
from .batches import BatchState, EndingBatch, EndingBatchItem, ItemFound
from .calendar_days import CalendarDay, entered_days, forget_entered_days
from .destruction import Backup, BackupContent, Destruction, DestructionPart, PartState
from .endings import Correction, Ending, FormerAddress, Restoration, Seal
from .guarding import GuardSuspension, Permit
from .media import StoredDocument, StoredImage, StoredRendition
from .notices import DailyRun, Delivery, Notice, NoticeChoice, NoticeKind
from .outbox import Epoch, Receipt, Recipient, RecipientTask, Relapse, SurfaceEvent, SurfaceState, SurfaceTask
from .privacy import FileScan, PrivacyDecision, PrivacySettings
from .trail import TrailEntry, TrailSeal

__all__ = [
    "Approval",
    "ApprovalBasis",
    "Backup",
    "BackupContent",
    "BatchState",
    "CalendarDay",
    "Correction",
    "DailyRun",
    "Delivery",
    "Destruction",
    "DestructionPart",
    "Ending",
    "EndingBatch",
    "EndingBatchItem",
    "Epoch",
    "FileScan",
    "FormerAddress",
    "GateOverride",
    "GuardSuspension",
    "ItemFound",
    "Notice",
    "NoticeChoice",
    "NoticeKind",
    "OutsideApproval",
    "PartState",
    "Permit",
    "PrivacyDecision",
    "PrivacySettings",
    "Receipt",
    "Recipient",
    "RecipientTask",
    "Relapse",
    "Restoration",
    "Seal",
    "StoredDocument",
    "StoredImage",
    "StoredRendition",
    "SurfaceEvent",
    "SurfaceState",
    "SurfaceTask",
    "TrailEntry",
    "TrailSeal",
    "content_digest",
    "entered_days",
    "forget_entered_days",
]
