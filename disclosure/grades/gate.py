"""What a penalty's grade means for its becoming public: a reminder while nobody confirmed it, unless the bureau wants more."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from publication.gates import ERROR, WARNING, Gate, Problem, register

from ..kinds import CreditGrade, Kind
from ..models import DecisionNoticePage, DisclosureSettings, PenaltyGrade, PublicityRule
from .standing import proposal_of, rule_of, standing
from .verbs import LAW


class GradeGate(Gate):
    """A penalty is not public after its period, nor where 政策法规科 decided so; publication waits for no grade unless the bureau
    says so: seven working days are short (国办发〔2018〕118号)."""

    code = "grade"
    page_types = (DecisionNoticePage,)

    def check(self, page: Any, revision: Any) -> list[Problem]:
        """Return the problems of one penalty."""
        return self.check_many([(page, revision)]).get(id(page), [])

    def check_many(self, pairs: Sequence[tuple[Any, Any]]) -> dict[Any, list[Problem]]:
        """One query, for the confirmations."""
        penalties = [page for page, _ in pairs if isinstance(page, DecisionNoticePage) and page.kind == Kind.PENALTY]
        if not penalties:
            return {}
        rows = standing(penalties)
        rules = {id(page): rule_of(page) for page in penalties}
        waits = any(page.pk not in rows and not page.live and rules[id(page)] is not None for page in penalties)
        first = waits and DisclosureSettings.asks_grades_first()
        return {
            id(page): [*_period(page, row), *_grade(page, row, rules[id(page)], first)]
            for page, row in ((page, rows.get(page.pk)) for page in penalties)
        }


def _grade(page: Any, row: PenaltyGrade | None, rule: PublicityRule | None, first: bool) -> list[Problem]:
    if row is not None:
        if not row.withheld:
            return []
        message = "政策法规科核定为轻微、不公开。确需公开的，请政策法规科重新核定。"
        return [Problem("grade_withheld", message, "publicity", law=LAW)]
    if rule is None or (page.pk is None and not first):
        return []
    label = CreditGrade(proposal_of(page, rule)).label
    if first and not page.live:
        message = f"失信等级还没有核定（建议“{label}”）。请政策法规科在“失信等级”中核定后再公开。"
        return [Problem("grade_unconfirmed", message, "credit_grade", severity=ERROR, law=LAW)]
    message = f"失信等级还没有核定，公示截止期暂按建议的“{label}”计算；不影响公开，核定后自动改为核定的期限。"
    return [Problem("grade_unconfirmed", message, "credit_grade", severity=WARNING, law=LAW)]


def _period(page: Any, row: PenaltyGrade | None) -> list[Problem]:
    until = page.publicity_until if row is None else row.until
    if until is None or until >= timezone.localdate():
        return []
    if row is None and page.publicity_computed and not page.credit_grade:
        message = "按建议的失信等级，公示期已满。请由政策法规科核定失信等级，或填写公示截止期。"
        return [Problem("period_over", message, "credit_grade", severity=WARNING)]
    message = "公示截止期已过，不能再公开。公示期有误的，请先更正。"
    if row is not None:
        message = "核定的公示截止期已过，不能再公开。等级有误的，请政策法规科重新核定。"
    override = "publication.add_gateoverride"
    return [Problem("period_over", message, "publicity_until", law=LAW, override_permission=override)]


register(GradeGate())
