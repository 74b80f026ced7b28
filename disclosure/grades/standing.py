"""Which confirmation stands for a penalty, what is proposed where none does, and carrying it over when the penalty becomes public."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from publication.permits import permitted

from ..kinds import CreditGrade, Kind
from ..models import DecisionNoticePage, PenaltyGrade, PublicityRule
from ..models.publicity import rule_for
from ..publicity import add_months, proposed_grade

_TOGETHER = 500


def rule_of(notice: Any) -> PublicityRule | None:
    """Return the rule that a decision's grade is confirmed by; None for what has no grade: other kinds, monthly counts, no rule."""
    if notice.kind != Kind.PENALTY or notice.decided_on is None or notice.count_month is not None:
        return None
    return rule_for(notice.decided_on)


def proposal_of(notice: Any, rule: PublicityRule) -> CreditGrade:
    """Return the grade that is proposed: the unit's own opinion, else what kinds of penalty and fine suggest."""
    if notice.credit_grade:
        return CreditGrade(notice.credit_grade)
    return proposed_grade(notice.penalty_kinds, notice.fine_fen, rule.ordinary_fine_fen)


def end_of(notice: Any, months: int) -> date:
    """Return the last public day: so many months after the decision, clamped to the month's end."""
    return add_months(notice.decided_on, months)


def newest(keys: Iterable[int]) -> dict[int, PenaltyGrade]:
    """Return page key → the confirmation that nothing has superseded; a query for each five hundred."""
    wanted, found = sorted(set(keys)), {}
    for start in range(0, len(wanted), _TOGETHER):
        rows = PenaltyGrade.objects.filter(page_id__in=wanted[start : start + _TOGETHER], superseded_at=None)
        found.update({row.page_id: row for row in rows.select_related("user")})
    return found


def standing(notices: Sequence[Any]) -> dict[int, PenaltyGrade]:
    """Return page key → the confirmation that speaks of what the penalty says now; mirrors have their original's."""
    rows = newest(original(notice) for notice in notices if notice.pk)
    return {
        notice.pk: rows[original(notice)]
        for notice in notices
        if original(notice) in rows and rows[original(notice)].speaks_of(notice)
    }


def original(notice: Any) -> int:
    """Return the key of the page that a confirmation is about: for a mirror, the page that it mirrors."""
    return int(notice.alias_of_id or notice.pk or 0)


def carry_over(pages: Sequence[Any]) -> None:
    """Let penalties that became public, or changed in public, be public as long as was confirmed, whatever their version says."""
    penalties = [page for page in pages if isinstance(page, DecisionNoticePage) and page.kind == Kind.PENALTY]
    rows = standing(penalties)
    for page in penalties:
        row = rows.get(page.pk)
        if row is not None and not row.withheld and differs(page, row):
            with permitted("grade", [page.path]):
                write([page], row)


def differs(page: Any, row: PenaltyGrade) -> bool:
    """Tell whether a page's columns say something else than the confirmation."""
    return (page.credit_grade, page.publicity_until) != (row.grade, row.until)


def write(pages: Sequence[Any], row: PenaltyGrade) -> None:
    """Write a confirmation into the columns of pages; of public ones only with a permit."""
    values = {"credit_grade": row.grade, "publicity_until": row.until, "publicity_computed": False}
    DecisionNoticePage.objects.filter(pk__in=[page.pk for page in pages]).update(**values)
    for page in pages:
        for name, value in values.items():
            setattr(page, name, value)
