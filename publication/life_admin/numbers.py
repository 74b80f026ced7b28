"""The numbers of the board, and those of them that stand on the admin's home."""

from typing import Any

from django.urls import reverse

from ..life.kinds import EndingState
from . import queries

#: Filters of the board by state: value, label.
STATES = (
    ("", "全部"),
    ("mine", "等我批准"),
    ("asked", "我的申请"),
    (queries.DUE, "逾期或今天到期"),
    (queries.LATE, "已逾期"),
    (queries.TODAY, "今天到期"),
    (queries.SOON, "三个工作日内到期"),
    ("review", "紧急撤下待审查"),
    ("surfaces", "还没有完全消失"),
    ("relapse", "复现告警"),
    (EndingState.REQUESTED, "待批准"),
    (EndingState.EXECUTED, "已执行"),
    (EndingState.REFUSED, "不予批准"),
    (EndingState.CANCELLED, "已撤回申请"),
)


def _number(label: str, value: int, state: str, tone: str) -> dict[str, Any]:
    return {
        "label": label,
        "value": value,
        "url": f"{reverse('life:board')}?state={state}",
        "tone": tone if value else "",
    }


def board_numbers(user: Any) -> list[dict[str, Any]]:
    """Return the eight numbers as ``{"label", "value", "url", "tone"}``; nine queries. A batch counts as one."""
    asked = queries.open_endings(user).filter(requested_by=user).count()
    asked += queries.open_batches(user).filter(requested_by=user).count()
    when = queries.counted_by_when(user)
    return [
        _number("等我批准", queries.waiting_count(user), "mine", "warn"),
        _number("我的申请待批准", asked, "asked", ""),
        _number("已逾期", when[queries.LATE], queries.LATE, "bad"),
        _number("今天到期", when[queries.TODAY], queries.TODAY, "warn"),
        _number("三个工作日内到期", when[queries.SOON], queries.SOON, ""),
        _number("紧急撤下待审查", queries.unreviewed(user).count(), "review", "warn"),
        _number("还没有完全消失", queries.not_gone(user).count(), "surfaces", "warn"),
        _number("复现告警", queries.relapses_of(user).count(), "relapse", "bad"),
    ]


def home_numbers(user: Any) -> list[dict[str, Any]]:
    """Return what stands on the home: what waits for the user, what is late, what came back; nothing where all is done."""
    found = [_number("撤下等我批准", queries.waiting_count(user), "mine", "warn")] if queries.may_approve(user) else []
    when = queries.counted_by_when(user)
    found += [
        _number("撤下逾期或今天到期", when[queries.DUE], queries.DUE, "bad"),
        _number("撤下三个工作日内到期", when[queries.SOON], queries.SOON, "warn"),
        _number("撤下后复现", queries.relapses_of(user).count(), "relapse", "bad"),
    ]
    return [number for number in found if number["value"]]
