"""Amounts of money as integer 分, read from and written in 元 and 万元.

The national columns are in 万元 with six decimals, decimal(18,6): 0.000001 万元 is exactly 1 分. Nothing is guessed: a value
that carries its own unit or is written in Chinese capitals raises :class:`AmbiguousAmount`, which says how it would be read.
"""

import re
import unicodedata
from decimal import Decimal, InvalidOperation

FEN_PER_WAN = 1_000_000
FEN_PER_YUAN = 100
_MAX_FEN = 10**18 - 1

_PLAIN = re.compile(r"\d+(?:\.\d*)?|\.\d+", re.ASCII)
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?[eE][+]?\d{1,2}", re.ASCII)
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d*)?", re.ASCII)
_WITH_UNIT = re.compile(
    r"(?:人民币|RMB|CNY|¥|￥|约|共计?|计)*([\d,.]+)(亿元?|万元?|元|圆|块|角|分|¥|￥|RMB|CNY)?(?:整|正|人民币)*",
    re.ASCII | re.IGNORECASE,
)
_UNIT_FEN = {
    "亿": 10_000_000_000,
    "亿元": 10_000_000_000,
    "万": FEN_PER_WAN,
    "万元": FEN_PER_WAN,
    "角": 10,
    "分": 1,
}
_CAPITALS = str.maketrans("零〇○一壹二贰貳两三叁參四肆五伍六陆陸七柒八捌九玖", "000112222333445566677" + "88" + "99")
_STEPS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_CAPITAL_AMOUNT = re.compile(
    r"(?:人民币)?([零〇○一壹二贰貳两三叁參四肆五伍六陆陸七柒八捌九玖十拾百佰千仟万萬亿億]+)(?:(?:元|圆|圓|块)(.*?))?(?:整|正)?"
)
_SMALL = re.compile(r"零?(?:(.)角)?零?(?:(.)分)?")


class InvalidAmount(ValueError):
    """Not an amount: the message says what is wrong and how to mend it."""


class AmbiguousAmount(InvalidAmount):
    """An amount with a unit of its own or in Chinese capitals; ``fen`` is how it would be read (None: not readable)."""

    def __init__(self, raw: str, fen: int | None, unit: str) -> None:
        self.raw = raw
        self.fen = fen
        if fen is None:
            message = f"金额“{raw[:40]}”自带单位或文字，无法确定，请只填以{unit}为单位的数字。"
        else:
            number = fen_to_wan(fen) if unit == "万元" else fen_to_yuan(fen)
            message = f"金额“{raw[:40]}”自带单位或为中文大写，本列单位是{unit}。如果是 {fen_to_display(fen)}，请改填 {_trimmed(number)}。"
        super().__init__(message)


def wan_to_fen(value: str | int | float | Decimal) -> int:
    """Read an amount in 万元 (at most six decimals, thousands separators allowed) as 分.

    Raises :class:`AmbiguousAmount` or :class:`InvalidAmount`.
    """
    return _to_fen(value, FEN_PER_WAN, "万元")


def yuan_to_fen(value: str | int | float | Decimal) -> int:
    """Read an amount in 元 (at most two decimals, thousands separators allowed) as 分; raises like :func:`wan_to_fen`."""
    return _to_fen(value, FEN_PER_YUAN, "元")


def fen_to_wan(fen: int) -> str:
    """``fen`` in 万元 with six decimals, as the national columns want it: 1234567 → ``"1.234567"``."""
    sign, whole, rest = _split(fen, FEN_PER_WAN)
    return f"{sign}{whole}.{rest:06d}"


def fen_to_yuan(fen: int) -> str:
    """``fen`` in 元 with two decimals, without separators."""
    sign, whole, rest = _split(fen, FEN_PER_YUAN)
    return f"{sign}{whole}.{rest:02d}"


def fen_to_display(fen: int) -> str:
    """``fen`` for people: ``12,345.67 元``."""
    sign, whole, rest = _split(fen, FEN_PER_YUAN)
    return f"{sign}{whole:,}.{rest:02d} 元"


def _split(fen: int, size: int) -> tuple[str, int, int]:
    whole, rest = divmod(abs(fen), size)
    return ("-" if fen < 0 else ""), whole, rest


def _trimmed(number: str) -> str:
    return number.rstrip("0").rstrip(".") if "." in number else number


def _to_fen(value: str | int | float | Decimal, factor: int, unit: str) -> int:
    if isinstance(value, bool):
        raise InvalidAmount(f"金额应为数字，请填以{unit}为单位的数字。")
    if isinstance(value, int):
        number = Decimal(value)
    elif isinstance(value, float):
        number = _from_float(value, factor, unit)
    elif isinstance(value, Decimal):
        number = value
    else:
        number = _from_text(value, unit)
    if not number.is_finite():
        raise InvalidAmount(f"金额应为数字，请填以{unit}为单位的数字。")
    if number < 0:
        raise InvalidAmount(f"金额不能为负数，请填以{unit}为单位的数字。")
    if number * factor > _MAX_FEN:
        raise InvalidAmount(f"金额过大，请核对单位（本列单位是{unit}）。")
    fen = number * factor
    if fen != fen.to_integral_value():
        places = 6 if factor == FEN_PER_WAN else 2
        raise InvalidAmount(f"金额最多 {places} 位小数（精确到分），请核对后改正。")
    return int(fen)


def _from_float(value: float, factor: int, unit: str) -> Decimal:
    """The decimal that a spreadsheet's binary number stands for: noise beyond the 15th digit is dropped."""
    if value != value or value in (float("inf"), float("-inf")):
        raise InvalidAmount(f"金额应为数字，请填以{unit}为单位的数字。")
    return Decimal(format(value, ".15g"))


def _from_text(raw: str, unit: str) -> Decimal:
    text = "".join(unicodedata.normalize("NFKC", raw).split())
    text = text.replace("，", ",")
    sign = -1 if text[:1] in "-−" and text else 1
    body = text[1:] if text[:1] in ("-", "−", "+") else text
    if _PLAIN.fullmatch(body) or _SCIENTIFIC.fullmatch(body):
        return sign * Decimal(body)
    if _GROUPED.fullmatch(body):
        return sign * Decimal(body.replace(",", ""))
    if not body:
        raise InvalidAmount(f"金额为空，请填以{unit}为单位的数字。")
    match = _WITH_UNIT.fullmatch(body)
    if match and (match[2] or body != match[1]):
        raise AmbiguousAmount(raw.strip(), _with_unit(match[1], match[2] or "元"), unit)
    capital = capitals_to_fen(body)
    if capital is not None:
        raise AmbiguousAmount(raw.strip(), capital, unit)
    if any(char.isdigit() for char in body) and re.search(r"[万亿元圆角分]", body):
        raise AmbiguousAmount(raw.strip(), None, unit)
    raise InvalidAmount(f"“{raw.strip()[:40]}”不是金额，请填以{unit}为单位的数字，如 1.5。")


def _with_unit(number: str, unit: str) -> int | None:
    plain = number.replace(",", "") if _GROUPED.fullmatch(number) else number
    if not _PLAIN.fullmatch(plain):
        return None
    try:
        fen = Decimal(plain) * _UNIT_FEN.get(unit, FEN_PER_YUAN)
    except InvalidOperation:
        return None
    return int(fen) if fen == fen.to_integral_value() and fen <= _MAX_FEN else None


def capitals_to_fen(text: str) -> int | None:
    """Read an amount in Chinese capitals or numerals (陆万元整, 贰佰元伍角) as 分; None when it is none."""
    match = _CAPITAL_AMOUNT.fullmatch(text)
    if match is None:
        return None
    whole = _chinese_integer(match[1])
    small = _SMALL.fullmatch(match[2] or "")
    if whole is None or small is None:
        return None
    digits = [char.translate(_CAPITALS) if char else "0" for char in small.groups()]
    if not all(digit.isdigit() for digit in digits):
        return None
    fen = whole * FEN_PER_YUAN + int(digits[0]) * 10 + int(digits[1])
    return fen if fen <= _MAX_FEN else None


def _chinese_integer(text: str) -> int | None:
    total, section, digit = 0, 0, 0
    for char in text:
        if char in "亿億":
            total, section, digit = (total + section + digit) * 10**8, 0, 0
        elif char in "万萬":
            total, section, digit = total + (section + digit) * 10**4, 0, 0
        elif char in _STEPS:
            section, digit = section + (digit or 1) * _STEPS[char], 0
        else:
            if digit:
                return None
            digit = int(char.translate(_CAPITALS))
    return total + section + digit
