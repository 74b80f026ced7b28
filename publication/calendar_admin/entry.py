"""Reading pasted lines of a holiday notice: one day or range a line, 休 or 班, and the holiday's name."""

import datetime
import re
import unicodedata
from dataclasses import dataclass

_DAY = r"(\d{4})\s*[年/.\-]\s*(\d{1,2})\s*[月/.\-]\s*(\d{1,2})\s*日?"
_LINE = re.compile(rf"{_DAY}(?:\s*(?:至|到|~|—|–)\s*{_DAY})?\s*[,，;；:：]?\s*(休|班|放假|上班)\s*(.*)")
_LONGEST_RANGE = 20


@dataclass(frozen=True, slots=True)
class EnteredDay:
    """One day as entered: ``works`` is True for a shifted working day."""

    day: datetime.date
    works: bool
    name: str


class UnreadableLine(ValueError):
    """A line that is no day: the message names the line and says how to write it."""


def _date(parts: tuple[str, ...], line: int) -> datetime.date:
    try:
        return datetime.date(*map(int, parts))
    except ValueError:
        raise UnreadableLine(f"第 {line} 行：日期 {'-'.join(parts)} 不存在，请核对。") from None


def read_lines(text: str) -> list[EnteredDay]:
    """Read the days of a pasted notice, such as ``2027-02-05至2027-02-11 休 春节``; empty lines are passed over.

    Raises:
        UnreadableLine: for the first line that cannot be read, or that contradicts an earlier one.
    """
    found: dict[datetime.date, EnteredDay] = {}
    for number, raw in enumerate(text.splitlines(), start=1):
        line = unicodedata.normalize("NFKC", raw).strip()
        if not line:
            continue
        match = _LINE.fullmatch(line)
        if match is None:
            raise UnreadableLine(
                f"第 {number} 行“{raw.strip()[:30]}”看不懂。请写成“2027-01-01 休 元旦”或“2027-02-05至2027-02-11 休 春节”。"
            )
        first = _date(match.groups()[:3], number)
        last = _date(match.groups()[3:6], number) if match[4] else first
        if not 0 <= (last - first).days <= _LONGEST_RANGE:
            raise UnreadableLine(
                f"第 {number} 行：起止日期不对（截止日早于起始日，或超过 {_LONGEST_RANGE} 天），请核对。"
            )
        works = match[7] in ("班", "上班")
        for offset in range((last - first).days + 1):
            day = first + datetime.timedelta(days=offset)
            if day in found and found[day].works != works:
                raise UnreadableLine(f"第 {number} 行：{day.isoformat()} 前面已写成另一种安排，请核对。")
            found[day] = EnteredDay(day, works, match[8].strip()[:40])
    if not found:
        raise UnreadableLine("没有读到任何一天，请按示例每行写一天或一段。")
    return [found[day] for day in sorted(found)]
