"""What must hold before a decision is public."""

from typing import Any

from django.utils import timezone

from publication.gates import Gate, Problem, register

from .kinds import Kind, PartyKind, Publicity
from .models import DecisionNoticePage, DisclosureSettings

_REQUIRED: dict[str, tuple[str, ...]] = {
    Kind.LICENCE: (
        "party_name", "party_kind", "document_name", "document_number", "licence_category", "licence_content",
        "valid_from", "valid_until", "licence_state",
    ),
    Kind.PENALTY: ("party_name", "party_kind", "document_number", "violation_type", "facts", "basis", "penalty_kinds", "penalty_content"),
}  # fmt: skip
_REQUIRED_OTHERS = ("subject", "conclusion")


class PublicityGate(Gate):
    """A decision marked 不公开 never becomes public; 部分公开 needs its reason (政府信息公开条例 14–16, 37)."""

    page_types = (DecisionNoticePage,)

    def check(self, page: Any, revision: Any) -> list[Problem]:
        """Look at the publicity choice."""
        if page.publicity == Publicity.WITHHELD:
            return [Problem("withheld", "公开属性是“不公开”，不能发布。如应公开，请先改为“公开”并保存。", "publicity")]
        if page.publicity == Publicity.PARTIAL and not page.publicity_reason.strip():
            return [Problem("reason_missing", "部分公开须写明理由。", "publicity_reason")]
        return []


class CompletenessGate(Gate):
    """The national columns that the kind requires are filled, and the decision is not in the future."""

    page_types = (DecisionNoticePage,)

    def check(self, page: Any, revision: Any) -> list[Problem]:
        """Name every empty required column."""
        names: tuple[str, ...] = ("decided_on", "organ_name")
        if page.is_monthly_count:
            names += ("count_total",)
        else:
            names += _REQUIRED.get(page.kind, _REQUIRED_OTHERS)
            if page.party_kind == PartyKind.ORGANISATION and page.kind in _REQUIRED:
                names += ("credit_code", "legal_representative")
        found = [
            Problem("missing", f"“{page._meta.get_field(name).verbose_name}”还没有填写。", name)
            for name in names
            if getattr(page, name) in (None, "", [])
        ]
        if page.decided_on and page.decided_on > timezone.localdate():
            found.append(Problem("future", "决定日期在今天之后，请核对。", "decided_on"))
        return found


class PersonGate(Gate):
    """Confirmations and payments to persons are published as monthly counts unless the bureau chooses otherwise."""

    page_types = (DecisionNoticePage,)

    def check(self, page: Any, revision: Any) -> list[Problem]:
        """Refuse a single person's confirmation or payment under the default setting."""
        single = page.kind in (Kind.CONFIRMATION, Kind.PAYMENT) and not page.is_monthly_count
        if single and page.party_kind == PartyKind.PERSON and not DisclosureSettings.load().persons_one_by_one:
            return [
                Problem(
                    "person_one_by_one",
                    "对个人的行政确认、行政给付按月公布件数，不逐件公开。请改填“汇总月份”和“件数”，"
                    "或由政策法规科在“公示设置”中改变做法。",
                    "count_month",
                )
            ]
        return []


register(PublicityGate())
register(CompletenessGate())
register(PersonGate())
