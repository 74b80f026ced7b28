"""Which of two ranges of a penalty is the stricter, as far as their amounts say: 一千元以上五千元以下, 一倍以上三倍以下, 10%以上."""

import re
import unicodedata
from decimal import Decimal

from publication.text import chinese_number

_DIGITS = "0-9.零〇一二三四五六七八九十百千两"
_AMOUNT = re.compile(rf"([{_DIGITS}]+)\s*(万)?([{_DIGITS}]*)\s*(元|倍|%)")

#: What is measured → (lowest, highest) amount named.
Bounds = dict[str, tuple[Decimal, Decimal]]


def bounds_of(text: str) -> Bounds:
    """Return the lowest and highest amounts that a text names, by what they are of (元, 倍, %)."""
    found: dict[str, list[Decimal]] = {}
    for whole, wan, rest, what in _AMOUNT.findall(unicodedata.normalize("NFKC", text).replace(",", "")):
        first, last = _number(whole), _number(rest) if rest else Decimal(0)
        if first is not None and last is not None:
            found.setdefault(what, []).append(first * (10_000 if wan else 1) + last)
    return {what: (min(amounts), max(amounts)) for what, amounts in found.items()}


def _number(text: str) -> Decimal | None:
    if re.fullmatch(r"\d+(\.\d+)?", text):
        return Decimal(text)
    number = chinese_number(text.replace("两", "二"))
    return None if number is None else Decimal(number)


def compared(local: str, province: str) -> str:
    """Return 偏严 or 偏宽 for a local range beside the province's; "" where the amounts do not say, or say both."""
    ours, theirs = bounds_of(local), bounds_of(province)
    if not ours or set(ours) != set(theirs):
        return ""
    signs = {_sign(ours[what][place] - theirs[what][place]) for what in ours for place in (0, 1)} - {0}
    return {1: "偏严", -1: "偏宽"}[signs.pop()] if len(signs) == 1 else ""


def _sign(number: Decimal) -> int:
    return (number > 0) - (number < 0)
