"""Read single cells: dates, texts, codes as people and spreadsheets write them."""

import re
import unicodedata
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache
from typing import Any

from publication.text import chinese_number, clean_text

FOREVER = date(2099, 12, 31)
EARLIEST = date(1949, 10, 1)
_CHINA = timezone(timedelta(hours=8))
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FOREVER_WORDS = frozenset({"长期", "长期有效", "永久", "永久有效", "无固定期限", "长期公示"})
_NOTHING = frozenset(
    {"", "/", "//", "\\", "-", "--", "—", "——", "无", "空", "NULL", "null", "N/A", "n/a", "NA", "None", "#N/A"}
)
_LONGEST_NOTHING = max(map(len, _NOTHING))

_ZERO = r"〇零○◯Ｏ"
_SEPARATED = re.compile(
    r"(\d{4})\s*[年/.\-]\s*(\d{1,2})\s*[月/.\-]\s*(\d{1,2})\s*日?"
    r"(?:[ T]?\d{1,2}[:时]\d{1,2}(?:[:分]\d{1,2}(?:\.\d+)?)?秒?分?(?:Z|[+-]\d\d:?\d\d)?)?",
    re.ASCII,
)
_INSTANT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,6}\d*)?)?(?:Z|[+-]\d\d:?\d\d)", re.ASCII)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\d{6})?(?:\.0+)?", re.ASCII)
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?", re.ASCII)
_MILLISECONDS = re.compile(r"-?\d{12,13}(?:\.0+)?", re.ASCII)
_CHINESE = re.compile(
    rf"([{_ZERO}一二三四五六七八九]{{4}})年([{_ZERO}一二三四五六七八九十]{{1,3}})月([{_ZERO}一二三四五六七八九十]{{1,3}})日?"
)
_DAY_FIRST = re.compile(r"\d{1,2}[/.\-]\d{1,2}[/.\-]\d{2,4}", re.ASCII)


class BadValue(ValueError):
    """A cell that can not be read: a stable ``code`` and what to do, in Chinese."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        super().__init__(message)


def is_nothing(value: Any) -> bool:
    """Tell whether a cell says that there is nothing: empty, or a slash, a dash, 无, NULL."""
    if not isinstance(value, str):
        return value is None
    text = value.strip()
    return len(text) <= _LONGEST_NOTHING and (
        text in _NOTHING or unicodedata.normalize("NFKC", text).upper() in _NOTHING
    )


def read_date(value: Any, *, forever: bool = False, date1904: bool = False) -> date:
    """Read a date cell, an Excel serial (number or text, 1900 or 1904 system), milliseconds, or a date written in any usual way.

    ``forever``: 长期 is read as 2099-12-31. Raises :class:`BadValue`.
    """
    if isinstance(value, datetime):
        return _sane(value.date(), value)
    if isinstance(value, date):
        return _sane(value, value)
    if isinstance(value, bool) or value is None:
        raise BadValue("bad_date", _date_message(value))
    if isinstance(value, int | float):
        return _from_number(value, date1904)
    return _from_text(str(value), forever, date1904)


def _date_message(value: Any) -> str:
    return f"“{str(value)[:30]}”不是日期，请改为 2026/3/5 或 2026年3月5日 这样的写法。"


def _sane(day: date, raw: Any) -> date:
    if not EARLIEST <= day <= FOREVER:
        raise BadValue(
            "bad_date", f"日期 {day.isoformat()} 超出范围（1949-10-01 至 2099-12-31），请核对“{str(raw)[:30]}”。"
        )
    return day


def _from_number(number: int | float, date1904: bool) -> date:
    if number != number or number in (float("inf"), float("-inf")):
        raise BadValue("bad_date", _date_message(number))
    whole = int(number)
    if 19000101 <= whole <= 20991231 and number == whole:
        return _from_parts(whole // 10000, whole // 100 % 100, whole % 100, number)
    if 10_000 <= number < 75_000:
        start = date(1904, 1, 1) if date1904 else date(1899, 12, 30)
        return _sane(start + timedelta(days=whole), number)
    if 10**11 <= abs(number) < 10**13:
        return _sane((_EPOCH + timedelta(milliseconds=whole)).astimezone(_CHINA).date(), number)
    raise BadValue("bad_date", _date_message(number))


def _from_parts(year: int, month: int, day: int, raw: Any) -> date:
    try:
        return _sane(date(year, month, day), raw)
    except BadValue:
        raise
    except ValueError:
        raise BadValue("bad_date", f"“{str(raw)[:30]}”这一天不存在，请核对后改正。") from None


@lru_cache(maxsize=16384)
def _from_text(raw: str, forever: bool, date1904: bool) -> date:
    text = clean_text(unicodedata.normalize("NFKC", raw))
    if text in _FOREVER_WORDS:
        if forever:
            return FOREVER
        raise BadValue("forever_not_allowed", "“长期”只能用于“有效期至”和“处罚有效期”，请填写具体日期。")
    text = re.sub(r"\s*([年月日/.\-])\s*", r"\1", text)
    if _INSTANT.fullmatch(text):
        return _from_instant(text, raw)
    match = _SEPARATED.fullmatch(text)
    if match:
        return _from_parts(int(match[1]), int(match[2]), int(match[3]), raw)
    match = _COMPACT.fullmatch(text)
    if match:
        return _from_parts(int(match[1]), int(match[2]), int(match[3]), raw)
    if _SERIAL.fullmatch(text) or _MILLISECONDS.fullmatch(text):
        return _from_number(float(text), date1904)
    match = _CHINESE.fullmatch(text.replace("O", "〇").replace("０", "〇"))
    if match:
        year, month, day = (chinese_number(part) for part in match.groups())
        if year and month and day:
            return _from_parts(year, month, day, raw)
    if _DAY_FIRST.fullmatch(text):
        raise BadValue(
            "bad_date", f"“{raw.strip()[:30]}”的年月日顺序不明，请改为 2026/3/5 或 2026年3月5日 这样的写法。"
        )
    raise BadValue("bad_date", _date_message(raw.strip()))


def _from_instant(text: str, raw: Any) -> date:
    """A moment that says its own time zone: the day it was in China."""
    try:
        return _sane(datetime.fromisoformat(re.sub(r"(\.\d{6})\d+", r"\1", text)).astimezone(_CHINA).date(), raw)
    except BadValue:
        raise
    except (ValueError, OverflowError):
        raise BadValue("bad_date", _date_message(str(raw).strip())) from None


def read_text(value: Any) -> str:
    """A cell as text to store: numbers without a trailing ``.0``, dates as 2026-03-05.

    Raises :class:`BadValue` for a number of more than 15 digits, whose end the spreadsheet has lost.
    """
    if isinstance(value, str):
        return clean_text(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float):
        return _number_text(value)
    return clean_text(str(value))


def _number_text(value: int | float) -> str:
    if value != value or value in (float("inf"), float("-inf")):
        raise BadValue("bad_value", "单元格是错误值，请改正后重新上传。")
    if abs(value) >= 10**15:
        raise BadValue(
            "number_precision",
            "单元格是数值，15 位以后的数字已被表格软件改成 0。请把单元格格式设为“文本”，再重新填写完整的号码。",
        )
    return str(int(value)) if value == int(value) else repr(value)
