"""Nothing that is kept in the trail holds a personal number: every text passes here first.

Two nets: a pattern of this module's own, and the privacy check's detectors, which see through disguises and know a number by
the words around it (护照, 账号, 微信). White lists are not asked, for writing the trail must not read anything.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Any

from ..credit_codes import is_credit_code
from ..id_numbers import find_id_numbers
from ..privacy.detect import find

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


#: What has to stand in a text before the detectors are asked: many digits, a land line, or a word that makes a number of few.
_MAYBE = re.compile(
    r"(?:\d\D{0,6}){11}|[〇零○一二三四五六七八九幺]{11}|0\d\d[^\d,，。]{0,4}(?:\d[ \-]?){7}|护照|通行证|居留|回乡证|台胞证|台湾|港澳|往来|微信|威信|"
    r"V信|QQ|passport|we ?chat|weixin|vx|电话|座机|固话|传真|&#|<",
    re.I,
)
_KINDS = frozenset(("id", "phone", "bank", "passport", "permit", "residence", "im"))
_OFFICE = re.compile(
    r"(?:监督|咨询|服务|值班|办公|单位|投诉|举报|公开|热线|传真|受理|窗口|业务|本局)[^，。；\n\d]{0,6}$"
)
#: Whole numbers under such a key are amounts, sizes or keys of rows.
_MEASURED = re.compile(r"(?:amount|total|fen|size|bytes|count|seconds|_id|pk)$", re.I)
_ROUNDS = 4


def scrub(text: str, label: str = "") -> str:
    """Return ``text`` with personal numbers hidden: identity, mobile, bank, passport, permit, residence, home line, QQ and WeChat.

    ``label`` is what the text is called (a key, a field's name): it may say what a bare number is.
    """
    for _ in range(_ROUNDS):
        cleaned = _by_pattern(_by_detectors(text, label))
        if cleaned == text:
            return text
        text = cleaned
    return WHOLLY_HIDDEN


def _by_detectors(text: str, label: str) -> str:
    plain = unicodedata.normalize("NFKC", text)
    if not (_MAYBE.search(plain) or (label and _MAYBE.search(label))):
        return text
    out, position = [], 0
    for item in find(text, label=label):
        if item.start < position or not (item.kind in _KINDS or (item.kind == "landline" and _of_a_home(text, item))):
            continue
        out += [text[position : item.start], HIDDEN]
        position = item.end
    return "".join((*out, text[position:])) if out else text


def _of_a_home(text: str, item: Any) -> bool:
    """A land line that is not a value of its own (a unit's telephone) and is not called an office's."""
    return text.strip() != text[item.start : item.end] and not _OFFICE.search(text[: item.start])


def _by_pattern(text: str) -> str:
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


def scrub_value(value: Any, label: str = "") -> Any:
    """Return a JSON value with every text and whole number in it, keys included, scrubbed; a hidden number becomes a text."""
    if isinstance(value, str):
        return scrub(value, label)
    if isinstance(value, dict):
        return {_scrubbed_key(str(key)): scrub_value(item, str(key)) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [scrub_value(item, label) for item in value]
    if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) < 10**10 or _MEASURED.search(label):
        return value
    if isinstance(value, float):
        return scrub_value(int(value), label) if value.is_integer() and _hides(int(value)) else value
    return HIDDEN if _hides(value) else value


def _scrubbed_key(key: str) -> str:
    """Return a key scrubbed; the same few names come in every entry."""
    return _scrubbed_word(key) if key.isascii() and key.isidentifier() else scrub(key)


_scrubbed_word = lru_cache(maxsize=512)(scrub)


def _hides(number: int) -> bool:
    """Tell whether a whole number reads as a personal one."""
    return len(str(abs(number))) <= 19 and holds_personal_number(str(abs(number)))
