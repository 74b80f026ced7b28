"""A unit's places in a transfer: whoever takes over its duties keeps its halls and windows."""

from typing import Any

from ..kinds import TransferKind
from ..models import Hall, Window
from ..transfer.parts import Part, register_part


class Places(Part):
    """Halls and windows of a unit that is merged; a split leaves them, for they belong to no column."""

    label = "大厅和窗口"

    def concerns(self, transfer: Any) -> bool:
        """Concerns what there is."""
        return transfer.kind == TransferKind.MERGE and self.count(transfer) > 0

    def count(self, transfer: Any) -> int:
        """Count them."""
        if transfer.kind != TransferKind.MERGE:
            return 0
        return sum(model.objects.filter(unit=transfer.source_id).count() for model in (Hall, Window))

    def execute(self, transfer: Any, user: Any) -> int:
        """Give them to the successor; what visitors read of them stays."""
        if transfer.kind != TransferKind.MERGE:
            return 0
        rows = (model.objects.filter(unit=transfer.source_id) for model in (Hall, Window))
        return sum(found.update(unit=transfer.successor) for found in rows)


def register() -> None:
    """Register the part."""
    register_part(Places())
