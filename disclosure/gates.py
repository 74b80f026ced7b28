"""What must hold before a decision is public."""

from typing import Any

from django.utils import timezone

from publication.calendar import YearNotMaintained
from publication.credit_codes import is_credit_code
from publication.gates import WARNING, Gate, Problem, missing, register

from .deadlines import LAW, is_past, legal_date_of, missed
from .kinds import Kind, LicenceState, PartyKind, Publicity
from .models import DecisionNoticePage, DisclosureSettings

_SOURCE = ("organ_code", "source_name", "source_code")
_REQUIRED: dict[str, tuple[str, ...]] = {
    Kind.LICENCE: (
        "party_name", "party_kind", "document_name", "document_number", "licence_category", "licence_content",
        "valid_from", "valid_until", "licence_state", *_SOURCE,
    ),
    Kind.PENALTY: (
        "party_name", "party_kind", "document_number", "violation_type", "facts", "basis", "penalty_kinds", "penalty_content",
        "penalty_valid_until", *_SOURCE,
    ),
}  # fmt: skip
_REQUIRED_OTHERS = ("party_name", "party_kind", "category", "subject", "conclusion")


class PublicityGate(Gate):
    """A decision marked 不公开 never becomes public; 部分公开 needs its reason (政府信息公开条例 14–16, 37)."""

    code = "publicity"
    page_types = (DecisionNoticePage,)

    def check(self, page: Any, revision: Any) -> list[Problem]:
        """Look at the publicity choice."""
        if page.publicity == Publicity.WITHHELD:
            return [Problem("withheld", "公开属性是“不公开”，不能发布。如应公开，请先改为“公开”并保存。", "publicity")]
        if page.publicity == Publicity.PARTIAL and not page.publicity_reason.strip():
            return [Problem("reason_missing", "部分公开须写明理由。", "publicity_reason")]
        return []


class RevokedLicenceGate(Gate):
    """A licence that was revoked is withdrawn; one that expired or was cancelled only changes its state (行政许可法第六十九、七十条)."""

    code = "revoked_licence"
    page_types = (DecisionNoticePage,)

    def check(self, page: Any, revision: Any) -> list[Problem]:
        """Refuse the state 撤销, and say what to do instead."""
        if page.kind != Kind.LICENCE or page.licence_state != LicenceState.REVOKED:
            return []
        message = (
            "许可已被撤销的，不改“当前状态”，请在页面菜单中选“撤下”，原因选“许可被撤销”。"
            if page.live
            else "许可已被撤销，不再公开。当前状态填错了的请改正；确已撤销的，把公开属性改为“不公开”。"
        )
        return [Problem("revoked_licence", message, "licence_state", law="行政许可法第六十九条")]


class DatesGate(Gate):
    """Periods are in order, and a decision is as old as its papers say (行政处罚法 48; 国办发〔2018〕118号 for the deadlines)."""

    code = "dates"
    page_types = (DecisionNoticePage,)

    def check(self, page: Any, revision: Any) -> list[Problem]:
        """Errors for what cannot be; a warning when the legal date has passed."""
        found = []
        if page.decided_on and page.decided_on > timezone.localdate():
            found.append(Problem("future", "决定日期在今天之后，请核对。", "decided_on"))
        if page.valid_from and page.valid_until and page.valid_until < page.valid_from:
            found.append(Problem("period_order", "有效期至早于有效期自，请核对。", "valid_until"))
        for name in ("penalty_valid_until", "publicity_until"):
            end = getattr(page, name)
            if page.decided_on and end and end < page.decided_on:
                label = page._meta.get_field(name).verbose_name
                found.append(Problem("period_order", f"“{label}”早于决定日期，请核对。", name))
        return found + self._late(page)

    def _late(self, page: Any) -> list[Problem]:
        if page.decided_on is None or page.decided_on > timezone.localdate():
            return []
        try:
            due = legal_date_of(page)
        except YearNotMaintained as error:
            return [Problem("calendar_missing", str(error), "decided_on", severity=WARNING)]
        if due is None or not is_past(due, page):
            return []
        day = f"{due.year}年{due.month}月{due.day}日"
        if timezone.localdate() <= due:
            message = f"应在{day}前公开，定时公开的时间已经超过；请提前。"
        else:
            message = f"应在{day}前公开，已经逾期；仍可公开，请尽快办理。"
        return [Problem("late", message, "decided_on", severity=WARNING, law=LAW)]


class CompletenessGate(Gate):
    """The national columns that the kind requires are filled."""

    code = "completeness"
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
        found = missing(page, names)
        if page.credit_code and not page.is_monthly_count and not is_credit_code(page.credit_code):
            message = "统一社会信用代码校验不通过，请对照营业执照逐位核对（18位，不含字母 I、O、S、V、Z）。"
            found.append(Problem("credit_code", message, "credit_code"))
        if not page.late_reason.strip() and missed(page) is not None:
            message = "超过法定公开期限，请写明逾期公开原因（只供内部查考）。没有写明也可以公开，不因此再拖延。"
            found.append(Problem("late_reason", message, "late_reason", severity=WARNING, law=LAW))
        return found


class PersonGate(Gate):
    """Confirmations and payments to persons are published as monthly counts unless the bureau chooses otherwise."""

    code = "person"
    page_types = (DecisionNoticePage,)

    def check(self, page: Any, revision: Any) -> list[Problem]:
        """Refuse a single person's confirmation or payment under the default setting."""
        single = page.kind in (Kind.CONFIRMATION, Kind.PAYMENT) and not page.is_monthly_count
        if single and page.names_a_person and not DisclosureSettings.load().persons_one_by_one:
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
register(RevokedLicenceGate())
register(DatesGate())
register(CompletenessGate())
register(PersonGate())
