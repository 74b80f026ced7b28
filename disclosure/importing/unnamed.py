"""What stands beside the cells (names of files and sheets, messages, bare numbers) and must hold no certificate number."""

import re
from decimal import Decimal
from typing import Any

from publication.id_numbers import find_id_numbers, is_area, may_hold_id_number
from publication.text import clean_text
from publication.trail.scrub import scrub

from .problems import HIDDEN_VALUE

LONGEST_SHEET = 100
_SCIENTIFIC = re.compile(r"\s*\d(?:\.\d{5,20})?[Ee]\+?1[47]\s*", re.ASCII)


def certificate_digits(value: Any) -> bool:
    """Tell whether a number, also one that a spreadsheet wrote as 2.105E+17, is most likely an identity number.

    Of such a number the last digits are lost, so that the check digit says nothing: area and date decide.
    """
    if isinstance(value, str):
        if not _SCIENTIFIC.fullmatch(value):
            return False
        return _begins_like_one(str(int(Decimal(value.strip()))))
    elif isinstance(value, int | float) and not isinstance(value, bool) and 10**14 <= value < 10**18:
        digits = str(int(value))
    else:
        return False
    return len(digits) in (15, 18) and bool(find_id_numbers(digits))


def _begins_like_one(digits: str) -> bool:
    """Tell whether digits, of which the last are lost, begin with an area and a year of birth."""
    year = digits[6:10] if len(digits) == 18 else f"19{digits[6:8]}"
    return is_area(digits[:2]) and (1880 <= int(year) <= 2100 or not digits[6:].strip("0"))


def without_numbers(message: str) -> str:
    """Return a message without what a database cannot hold and with every identity number hidden."""
    message = clean_text(message)
    if may_hold_id_number(message):
        for finding in find_id_numbers(message):
            message = message.replace(finding.number, HIDDEN_VALUE)
        if find_id_numbers(message):
            return scrub(message)
    return message


def safe_label(name: str, longest: int = 255) -> str:
    """Return the name of a file or sheet as it may be stored and shown: no personal number, no control characters, not too long."""
    return scrub(" ".join(clean_text(name).split()))[:longest]


class SheetNames:
    """Names of a workbook's sheets as they are told: safe, 100 characters at most, and no two alike."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def told(self, name: str) -> str:
        """Return the name of the next sheet."""
        plain = safe_label(name, LONGEST_SHEET) or "工作表"
        found, count = plain, 1
        while found in self._taken:
            count += 1
            tail = f"（{count}）"
            found = plain[: LONGEST_SHEET - len(tail)] + tail
        self._taken.add(found)
        return found
