"""Citizens' identity numbers (公民身份号码) in text, seen through the usual disguises.

Check digit and structure: GB 11643-1999 (weights 7 9 10 5 8 4 2 …, modulus 11). A number that fails the check digit but has
a real date and area is *suspected*: a mistyped identity number is still personal information (个人信息保护法 art. 4, 28).
"""

import html
import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from .credit_codes import is_credit_code

CERTAIN = "certain"
SUSPECTED = "suspected"

_PROVINCE_CODES = (
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83"
)
_PROVINCES = frozenset(_PROVINCE_CODES.split())
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"
_DIGIT = r"[\d⓪①-⑨⁰¹²³⁴-⁹₀-₉]"
_GAP = "[\\s\\-‐-―−\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]{0,4}"
_MAYBE = re.compile(rf"(?:{_DIGIT}{_GAP}){{14}}{_DIGIT}")
_DASH = re.compile(r"[‐-―−]")
_TAG = re.compile(r"<[^<>]{1,200}>")
_SEPARATOR = re.compile(r"[\s\-]")
_S = r"[ \-]?"
_EIGHTEEN = re.compile(
    rf"(?<![0-9])[1-9]\d{{5}}{_S}(?:18|19|20)\d\d{_S}(?:0[1-9]|1[0-2]){_S}(?:0[1-9]|[12]\d|3[01]){_S}\d{{3}}{_S}[0-9Xx](?![0-9])"
)
_WRAPPED = re.compile(r"(?<![0-9])[1-9](?:(?:[ ]*\n\s*)?\d){16}(?:[ ]*\n\s*)?[0-9Xx](?![0-9])")
_GLUED = re.compile(r"(?<![0-9])(?:\d{17}[0-9Xx]){2,}(?![0-9])")
_GROUPED = re.compile(r"(?<![0-9])\d{1,6}(?:([ \-])\d{1,6})(?:\1\d{1,6}){0,16}[Xx]?(?![0-9])")
_FIFTEEN = re.compile(r"(?<![0-9A-Za-z])[1-8]\d{5}\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}(?![0-9A-Za-z])")
_SERIAL_LABEL = re.compile(
    r"(?:流水号|编号|订单号|单号|序号|受理号|回执号|批次?号|注册号|登记号|许可证号|账号|卡号)\W{0,3}[为是]?\W{0,3}$"
)
_PERSON_LABEL = re.compile(r"身份|证件|公民|社会?保障?号")
_CREDIT_LABEL = re.compile(r"(?:信用代码|代码)\W{0,3}[为是]?\W{0,3}$")


@dataclass(frozen=True, slots=True)
class IdFinding:
    """An identity number found in a text. ``number`` must never be stored, logged or shown.

    ``level`` is ``certain`` (area, date and check digit are right) or ``suspected`` (to be confirmed by a person).
    """

    level: str
    number: str

    def __repr__(self) -> str:
        """Never spell the number."""
        return f"IdFinding(level={self.level!r})"


def check_digit(first_seventeen: str) -> str:
    """The 18th character of an identity number, from its first seventeen digits."""
    return _CHECK_DIGITS[sum(int(char) * weight for char, weight in zip(first_seventeen, _WEIGHTS, strict=True)) % 11]


def is_id_number(number: str) -> bool:
    """Tell whether ``number`` (18 characters) is a valid identity number: area, real date, check digit."""
    return _plausible(number) and check_digit(number[:17]) == number[17].upper()


def is_area(code: str) -> bool:
    """Tell whether the two digits are a province's in identity numbers (GB/T 2260)."""
    return code in _PROVINCES


def _plausible(number: str) -> bool:
    """18 characters with an existing area and a real date (a foreigner's residence number: 9, then the province)."""
    if len(number) != 18 or not number[:17].isascii() or not number[:17].isdigit() or number[17] not in "0123456789Xx":
        return False
    area = number[1:3] if number[0] == "9" else number[:2]
    if area not in _PROVINCES:
        return False
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    return 1880 <= born.year <= 2100


def may_hold_id_number(text: str) -> bool:
    """A quick test that is False only where no identity number can hide in ``text``."""
    return len(text) >= 15 and ("<" in text or "&" in text or _MAYBE.search(text) is not None)


def find_id_numbers(text: str, *, credit_field: bool = False) -> list[IdFinding]:
    """Find identity numbers in free text, each once, certain ones first.

    Sees through full width, zero width, HTML entities and tags, line breaks and grouping (6-8-4, 4-4-4-4-2 …).
    A valid social credit code is none, unless it is a valid identity number as well and stands neither in a credit-code
    field (``credit_field``) nor after 统一社会信用代码 / 代码.
    """
    if not may_hold_id_number(text):
        return []
    versions = {text}
    if "&" in text or "<" in text:
        unescaped = html.unescape(text)
        versions = {_TAG.sub("", unescaped), _TAG.sub(" ", unescaped)}
    found: dict[str, str] = {}
    for version in versions:
        plain = "".join(char for char in unicodedata.normalize("NFKC", version) if unicodedata.category(char) != "Cf")
        _scan(_DASH.sub("-", plain.replace("\r", "\n")), credit_field, found)
    ordered = sorted(found.items(), key=lambda item: item[1] != CERTAIN)
    return [IdFinding(level, number) for number, level in ordered]


def _scan(text: str, credit_field: bool, found: dict[str, str]) -> None:
    for match in _WRAPPED.finditer(text):
        _judge(text, match, credit_field, found, strict=False)
    text = text.replace("\n", " ")
    for match in _EIGHTEEN.finditer(text):
        _judge(text, match, credit_field, found, strict=False)
    for match in _GLUED.finditer(text):
        for start in range(0, len(match[0]), 18):
            if is_id_number(match[0][start : start + 18]):
                found[match[0][start : start + 18].upper()] = CERTAIN
    for match in _GROUPED.finditer(text):
        _judge(text, match, credit_field, found, strict=True)
    for match in _FIFTEEN.finditer(text):
        number = match[0]
        if (
            number[:2] in _PROVINCES
            and _real_short_date(number[6:12])
            and not _labelled(text, match.start(), _SERIAL_LABEL)
        ):
            if not _labelled(text, match.start(), _CREDIT_LABEL) and not credit_field:
                found.setdefault(number, SUSPECTED)


def _judge(text: str, match: re.Match[str], credit_field: bool, found: dict[str, str], *, strict: bool) -> None:
    number = _SEPARATOR.sub("", match[0]).upper()
    if not _plausible(number):
        return
    valid = check_digit(number[:17]) == number[17]
    touches_letters = _is_letter(text, match.start() - 1) or _is_letter(text, match.end())
    if not valid and (strict or touches_letters or number[0] == "9"):
        return
    if is_credit_code(number):
        in_code_place = credit_field or _labelled(text, match.start(), _CREDIT_LABEL)
        if not valid or in_code_place or number[0] == "9":
            return
    serial = _labelled(text, match.start(), _SERIAL_LABEL) and not _PERSON_LABEL.search(
        text, max(0, match.start() - 14), match.start()
    )
    level = CERTAIN if valid and not serial else SUSPECTED
    if found.get(number) != CERTAIN:
        found[number] = level


def _is_letter(text: str, index: int) -> bool:
    return 0 <= index < len(text) and text[index].isascii() and text[index].isalpha()


def _labelled(text: str, start: int, label: re.Pattern[str]) -> bool:
    return label.search(text[max(0, start - 16) : start]) is not None


def _real_short_date(digits: str) -> bool:
    try:
        date(1900 + int(digits[:2]), int(digits[2:4]), int(digits[4:6]))
    except ValueError:
        return False
    return True
