"""Officers pass with their unit's duties: all of them when it merges, those of its directory when that is handed over."""

from typing import Any

from django.db.models import QuerySet

from staff_directory.kinds import TransferKind
from staff_directory.models import Officer, OfficerDirectoryPage, UnitPage, UnitTransfer
from staff_directory.officers.verbs import KeepOfficers
from staff_directory.transfer import Part


class Officers(Part):
    """The register's rows of the unit; who has left stays with the unit that was left."""

    label = "执法人员"

    def _rows(self, transfer: UnitTransfer) -> QuerySet[Officer]:
        rows = Officer.objects.filter(unit=transfer.source_id)
        if transfer.kind == TransferKind.SPLIT:
            handed = OfficerDirectoryPage.objects.filter(unit=transfer.source_id, pk__in=transfer.pages)
            return rows if handed.exists() else rows.none()
        return rows if transfer.kind == TransferKind.MERGE else rows.none()

    def concerns(self, transfer: UnitTransfer) -> bool:
        """Concerns what there is; a rename moves nobody."""
        return self._rows(transfer).exists()

    def count(self, transfer: UnitTransfer) -> int:
        """Count the officers."""
        return self._rows(transfer).count()

    def execute(self, transfer: UnitTransfer, user: Any) -> int:
        """Give them to the successor by the verb, below whose page there must be a directory."""
        from ..starter import give_unit_its_officers

        rows = list(self._rows(transfer))
        page = UnitPage.objects.filter(unit=transfer.successor_id).first()
        if rows and page is not None:
            give_unit_its_officers(page)
        for officer in rows:
            officer.unit = transfer.successor  # type: ignore[assignment]
        KeepOfficers(rows).execute()
        return len(rows)
