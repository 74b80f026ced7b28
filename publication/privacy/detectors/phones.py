"""Mobile phones and land lines."""

import re

from .. import labels
from ..kinds import CERTAIN, SUSPECTED, Finding
from ..reading import Reading
from .place import Place, touches_letter
from .tokens import Join, Token, in_column

MOBILE = re.compile(r"1[3-9]\d{9}")
_AREA_CODE = re.compile(r"0(?:10|2\d|[3-9]\d\d)")
_DATE_LIKE = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
_PHONE_GROUPS = frozenset(((3, 4, 4), (3, 8), (7, 4), (3, 3, 5), (4, 4, 3), (3, 3, 3, 2), (5, 6), (5, 3, 3)))


def is_mobile(digits: str) -> bool:
    """Eleven digits of a mobile, also after 86, 0086 or 0."""
    return (
        bool(MOBILE.fullmatch(digits))
        or (len(digits) == 13 and digits[:2] == "86" and bool(MOBILE.fullmatch(digits[2:])))
        or (len(digits) == 12 and digits[0] == "0" and bool(MOBILE.fullmatch(digits[1:])))
        or (len(digits) == 15 and digits[:4] == "0086" and bool(MOBILE.fullmatch(digits[4:])))
    )


def mobile(place: Place, tokens: list[Token], index: int, start: int, end: int) -> Finding | None:
    """Judge eleven digits by what stands around them: an amount, a web address, a serial, an office phone."""
    text, reading = place.reading.text, place.reading
    digits = re.sub(r"\D", "", text[start:end])
    if len(digits) > 11:
        start += len(digits) - 11
        digits = digits[-11:]
    if (
        reading.lists.allows_phone(digits)
        or labels.MEASURE.match(reading.after(end, 4))
        or labels.MONEY_BEFORE.search(place.before)
    ):
        return None
    if text[end : end + 1] == "." and text[end + 1 : end + 3].isdigit() and not text[end + 3 : end + 4].isdigit():
        return None
    letter_after = end < len(text) and text[end].isascii() and text[end].isalpha() and text[end] not in "Xx"
    if letter_after and not labels.PHONE_LABEL.search(place.before):
        return None
    if (
        start > 0
        and text[start - 1].isascii()
        and text[start - 1].isalpha()
        and not (text[start - 1] in "Xx" and text[max(0, start - 2) : start - 1].isdigit())
        and not labels.PHONE_PREFIX.search(text[max(0, start - 9) : start])
    ):
        return None
    if place.in_url and not labels.PHONE_PARAMETER.search(text[max(0, start - 8) : start]):
        return None
    serial = (
        place.is_serial and not labels.HEADER_PHONE.search(place.header) and not labels.PHONE.search(place.before[-8:])
    )
    if place.is_code or (serial and text[start - 1 : start] == "-"):
        return None
    return Finding(start, end, "phone", SUSPECTED if serial else CERTAIN, digits)


def is_phone_grouping(reading: Reading, tokens: list[Token], index: int, join: Join) -> bool:
    """Tell whether the tokens are the grouping of a mobile number, and not two numbers side by side."""
    parts = tokens[index : index + join.count]
    if all(len(part.digits) == 1 for part in parts):
        return True
    if len(join.groups) == 1:
        if _DATE_LIKE.fullmatch(parts[-1].digits) and len(parts[0].digits) == 3:
            return labels.PHONE.search(reading.near_before(parts[0].start, 16)) is not None
        return not in_column(reading.text, tokens, index, join.count)
    if join.groups not in _PHONE_GROUPS:
        return False
    if join.groups == (3, 8) and _DATE_LIKE.fullmatch(join.digits[3:]):
        return labels.PHONE.search(reading.near_before(parts[0].start, 16)) is not None
    return True


def land_line(place: Place, tokens: list[Token], index: int) -> tuple[list[Finding] | None, int] | None:
    """A land line that is no office's: with its area code in one token or two, in brackets, or after a label without one."""
    token, text = tokens[index], place.reading.text
    end, used, digits = token.end, 1, token.digits
    if digits[0] != "0" or not digits.isdigit():
        return None
    following = tokens[index + 1] if index + 1 < len(tokens) else None
    if (
        _AREA_CODE.fullmatch(digits)
        and following is not None
        and token.gap in ("-", " ", "\n", ")", "）")
        and len(following.digits) in (7, 8)
    ):
        digits, end, used = digits + following.digits, following.end, 2
    elif (
        _AREA_CODE.fullmatch(digits)
        and following is not None
        and index + 2 < len(tokens)
        and token.gap in ("-", " ", ")", "）")
    ):
        third = tokens[index + 2]
        if (len(following.digits), len(third.digits)) not in ((4, 4), (3, 4)):
            return None
        if third.gap == following.gap or labels.ACCOUNT_LABEL.search(place.before):
            return None
        digits, end, used = digits + following.digits + third.digits, third.end, 3
    elif not (len(digits) in (11, 12) and _AREA_CODE.match(digits) and (digits[:3] in ("010",) or digits[1] != "1")):
        return None
    if len(digits) < 10 or touches_letter(text, token.start, end):
        return None
    if place.reading.lists.allows_phone(digits) or digits in place.reading.lists.certificates:
        return None, used
    if used == 1 and (
        labels.OFFICER.search(place.before) or labels.OFFICER.search(place.header) or place.is_serial or place.is_code
    ):
        return None
    if used == 1 and (place.in_url or labels.MEASURE.match(place.reading.after(end, 4))):
        return None
    bracket = token.gap in (")", "）") and text[token.start - 1 : token.start] in ("(", "（")
    return [Finding(token.start - bracket, end, "landline", CERTAIN, digits)], used


def local_line(place: Place, tokens: list[Token], index: int) -> tuple[list[Finding] | None, int] | None:
    """A land line without its area code: seven or eight digits (also 4-4, 3-4) right after 电话, 座机 and the like."""
    token = tokens[index]
    end, used, digits = token.end, 1, token.digits
    if (
        len(digits) in (3, 4)
        and index + 1 < len(tokens)
        and token.gap in ("-", " ")
        and len(tokens[index + 1].digits) == 4
    ):
        digits, end, used = digits + tokens[index + 1].digits, tokens[index + 1].end, 2
    if len(digits) not in (7, 8) or not digits.isdigit() or digits[0] not in "2345678":
        return None
    if not labels.LOCAL_PHONE.search(place.before) or place.reading.lists.allows_phone(digits):
        return None
    if touches_letter(place.reading.text, token.start, end) or labels.MEASURE.match(place.reading.after(end, 4)):
        return None
    return [Finding(token.start, end, "landline", SUSPECTED, digits)], used
