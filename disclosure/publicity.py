"""The end of a penalty's publicity, computed from its grade (信用修复管理办法；每件由政策法规科核定等级)."""

import calendar
import datetime
from collections.abc import Sequence
from typing import Any

from .kinds import CreditGrade, Kind

_SERIOUS = frozenset({"吊销许可证件", "限制开展生产经营活动", "责令停产停业", "责令关闭", "限制从业"})
_ORDINARY = frozenset({"没收违法所得", "没收非法财物", "暂扣许可证件", "降低资质等级"})


def add_months(day: datetime.date, months: int) -> datetime.date:
    """Return the day ``months`` later, clamped to the month's end (2026-11-30 + 3 → 2027-02-28)."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return datetime.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def proposed_grade(kinds: Sequence[str], fine_fen: int | None, ordinary_fine_fen: int) -> CreditGrade:
    """Return the grade that kinds of penalty and the fine (分) suggest; the heaviest kind decides."""
    if _SERIOUS.intersection(kinds):
        return CreditGrade.SERIOUS
    if _ORDINARY.intersection(kinds) or (fine_fen or 0) >= ordinary_fine_fen:
        return CreditGrade.ORDINARY
    return CreditGrade.MINOR


def publicity_end(notice: Any) -> datetime.date | None:
    """Return the last public day of a penalty by the rule of its day; None where no rule says."""
    from .models.publicity import rule_for

    if notice.kind != Kind.PENALTY or notice.decided_on is None:
        return None
    rule = rule_for(notice.decided_on)
    if rule is None:
        return None
    grade = notice.credit_grade or proposed_grade(notice.penalty_kinds, notice.fine_fen, rule.ordinary_fine_fen)
    return add_months(notice.decided_on, rule.months(grade))
