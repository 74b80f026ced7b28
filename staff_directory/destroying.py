"""What supervision and transfers hold of a page."""

from typing import Any

from publication.destruction import Holder, Scope, exempt, register, register_loose
from publication.destruction.base import NEUTRAL

from .models import Finding


class FindingHolder(Holder):
    """Findings of the discipline auditor about the page: that there was one stays, its words go."""

    code = "findings"
    label = "监督意见和答复"
    tables = ("staff_directory.Finding",)

    def _rows(self, scope: Scope) -> Any:
        return Finding.objects.filter(page__in=scope.keys)

    def destroy(self, scope: Scope) -> int:
        """Take the words out."""
        return int(self._rows(scope).update(subject=NEUTRAL, text=NEUTRAL, answer="", note=""))

    def remains(self, scope: Scope) -> int:
        """Count what still says something."""
        return int(self._rows(scope).exclude(subject=NEUTRAL, text=NEUTRAL, answer="", note="").count())


def install() -> None:
    """Register all of it."""
    register(FindingHolder())
    register_loose("staff_directory.Finding", "subject", "text", "answer", "note")
    register_loose("staff_directory.UnitTransfer", "reason", "result")
    register_loose("staff_directory.Deputy", "reason")
    exempt("机构、角色和设置，不写页面内容", "staff_directory.Unit", "staff_directory.RoleGroup", "staff_directory.RoleTask",
           "staff_directory.LetterTask", "staff_directory.SignInSettings", "staff_directory.Hall", "staff_directory.Window")  # fmt: skip
    exempt("执法人员登记，不写页面内容", "staff_directory.Officer", "staff_directory.OfficerCertificate")
