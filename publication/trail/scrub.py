"""Nothing that is kept in the trail holds a personal number: every text passes here first."""

import re
import unicodedata
from typing import Any

from ..credit_codes import is_credit_code
from ..id_numbers import find_id_numbers

HIDDEN = "［已隐去］"
WHOLLY_HIDDEN = "［含个人号码，已隐去］"

_CANDIDATE = re.compile(r"(?<![0-9A-Za-z])\d(?:[ \-]?\d){10,18}(?:[ \-]?[Xx])?(?![0-9A-Za-z])")
_MOBILE = re.compile(r"(?:86)?1[3-9]\d{9}")
_DIGITS = re.compile(r"\d(?:\D{0,3}\d){10}")


def _luhn(number: str) -> bool:
    total = 0
    for place, char in enumerate(reversed(number)):
        digit = int(char) * (2 if place % 2 else 1)
        total += digit - 9 if digit > 9 else digit
    return total % 10 == 0


def _is_personal(found: str) -> bool:
    number = re.sub(r"[ \-]", "", found).upper()
    if _MOBILE.fullmatch(number):
        return True
    if find_id_numbers(number):
        return True
    return 16 <= len(number) <= 19 and number.isdigit() and not is_credit_code(number) and _luhn(number)


def scrub(text: str) -> str:
    """Return ``text`` with identity, mobile and bank card numbers hidden, also in full width or with gaps."""
    plain = "".join(char for char in unicodedata.normalize("NFKC", text) if unicodedata.category(char) != "Cf")
    if not _DIGITS.search(plain):
        return text
    cleaned = _CANDIDATE.sub(lambda match: HIDDEN if _is_personal(match[0]) else match[0], plain)
    if find_id_numbers(cleaned):
        return WHOLLY_HIDDEN
    return text if cleaned == plain else cleaned


def holds_personal_number(text: str) -> bool:
    """Tell whether :func:`scrub` would hide something."""
    return scrub(text) != text


def scrub_value(value: Any) -> Any:
    """Return a JSON value with every text in it, keys included, scrubbed."""
    if isinstance(value, str):
        return scrub(value)
    if isinstance(value, dict):
        return {scrub(str(key)): scrub_value(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [scrub_value(item) for item in value]
    return value
