"""Bank accounts and cards (STANDARDS 7.1a rule 4)."""

import re

from stdnum import luhn

from .. import labels
from ..kinds import CERTAIN, SUSPECTED, Finding
from .identities import is_person_number, is_plausible_credit_code
from .phones import MOBILE
from .place import Place, touches_letter
from .tokens import Join, Token, in_column

_GOES_ON = re.compile(r"\s*[年月日号元名人个项:：]")


def goes_on_in_next_line(place: Place, tokens: list[Token], index: int, join: Join) -> bool:
    """Tell whether a line end breaks one account in two, and does not part it from a number of its own."""
    parts = tokens[index : index + join.count]
    text = place.reading.text
    if (
        in_column(text, tokens, index, join.count)
        or holds_number(tokens, index, join)
        or _GOES_ON.match(text[parts[-1].end : parts[-1].end + 4])
    ):
        return False
    if luhn.is_valid(join.digits):
        return True
    whole = len(parts[0].digits) >= 13 and luhn.is_valid(parts[0].digits)
    return not whole and has_account_word(place, parts[0].start, parts[-1].end)


def is_account_grouping(join: Join, place: Place) -> bool:
    """Tell whether tokens are grouped as an account is written: fours, or equal groups with a rest."""
    if len(join.groups) == 1:
        return True
    if all(size == 4 for size in join.groups[:-1]) and 1 <= join.groups[-1] <= 4 and len(join.groups) >= 4:
        return True
    same = len(set(join.groups[:-1])) == 1 and join.groups[-1] <= join.groups[0]
    if same and len(join.groups) >= 3 and 3 <= join.groups[0] <= 6:
        return True
    if set(join.groups) == {1}:
        return luhn.is_valid(join.digits)
    return join.groups in ((6, 13), (6, 4, 4, 4), (6, 4, 4, 5)) or (
        min(join.groups[:-1]) >= 3 and max(join.groups) <= 6 and len(join.groups) >= 3 and luhn.is_valid(join.digits)
    )


def account(place: Place, digits: str, start: int, end: int) -> Finding | None:
    """A bank account: an account word near, in the sentence or above; or Luhn's check alone, then suspected."""
    reading = place.reading
    if not 9 <= len(digits) <= 22 or not digits.isdigit():
        return None
    usual = 13 <= len(digits) <= 19 and digits[0] in "3456"
    named = labels.ACCOUNT_LABEL.search(place.before) or (len(digits) > 19 and place.right_after_account)
    if not usual and not (len(digits) >= 12 and named):
        return None
    if (
        reading.lists.allows_account(digits)
        or (len(digits) == 18 and is_plausible_credit_code(digits) and digits[:2] != "62")
        or place.is_code
    ):
        return None
    if touches_letter(reading.text, start, end) or place.in_url:
        return None
    if place.about_person and len(digits) in (15, 18) and not labels.ACCOUNT_LABEL.search(place.before):
        return None
    if not usual:
        return Finding(start, end, "bank", CERTAIN, digits)
    if has_account_word(place, start, end):
        return Finding(start, end, "bank", CERTAIN, digits)
    if place.is_serial or not luhn.is_valid(digits):
        return None
    return Finding(start, end, "bank", SUSPECTED, digits)


def has_account_word(place: Place, start: int, end: int) -> bool:
    """Tell whether an account word stands above, within 40 characters, or in the sentence."""
    reading = place.reading
    if labels.HEADER_ACCOUNT.search(place.header):
        return True
    around = reading.text[max(0, start - 40) : start] + "\n" + reading.text[end : end + 40]
    if (
        labels.ACCOUNT.search(around)
        or labels.ACCOUNT_NEAR.search(place.before[-14:])
        or labels.ACCOUNT_LABEL.search(place.before)
    ):
        return True
    return labels.ACCOUNT.search(reading.sentence_text(start, end)) is not None


def holds_number(tokens: list[Token], index: int, join: Join) -> bool:
    """Tell whether a part of a join is a whole number itself: joining must never hide it."""
    parts = tokens[index : index + join.count]
    if join.broken and len(join.groups) == 1 and len(parts) == 2 and is_person_number(join.digits):
        return False
    return any(MOBILE.fullmatch(part.digits) or is_person_number(part.digits) for part in parts)
