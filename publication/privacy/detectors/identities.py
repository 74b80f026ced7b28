"""Identity numbers of 18 and 15 digits, and permanent residence numbers of 18."""

from datetime import date

from ...credit_codes import is_credit_code
from ...id_numbers import check_digit, is_area, is_id_number
from ..kinds import CERTAIN, SUSPECTED, Finding
from .place import Place, touches_letter

ID_GROUPS = frozenset(
    ((6, 8, 4), (4, 4, 4, 4, 2), (6, 4, 4, 4), (6, 4, 2, 2, 4), (3, 3, 4, 4, 4), (6, 12), (14, 4), (6, 8, 3, 1))
)
#: Fifteen digits as people write them.
OLD_ID_GROUPS = frozenset(((6, 6, 3), (6, 9)))


def is_plausible_credit_code(digits: str) -> bool:
    """A valid social credit code whose registering office lies in a province (GB 32100: third to eighth character)."""
    return is_credit_code(digits) and (digits[2:8] == "100000" or is_area(digits[2:4]))


def is_person_number(digits: str) -> bool:
    """18 characters that are a valid identity or residence number of someone born by today."""
    return len(digits) == 18 and digits[0] != "0" and is_id_number(digits) and born_by_today(digits)


def born_by_today(digits: str) -> bool:
    """The date in an 18-character number is not in the future."""
    today = date.today()  # noqa: DTZ011
    return digits[6:14] <= f"{today.year}{today.month:02}{today.day:02}"


def identity(place: Place, digits: str, start: int, end: int, *, joined: bool) -> Finding | None:
    """A valid number: identity, or permanent residence when it begins with 9; a credit code in its own place is neither."""
    kind = "residence" if digits[0] == "9" else "id"
    if place.is_code:
        return None
    if (
        kind == "residence"
        and is_plausible_credit_code(digits)
        and "居留" not in place.before
        and "居留" not in place.header
    ):
        return None
    severity = SUSPECTED if place.is_serial else CERTAIN
    return Finding(start, end, kind, severity, digits)


def doubtful_identity(place: Place, digits: str, start: int, end: int) -> Finding | None:
    """A number with a real date and area but a wrong check digit, or of the old kind with fifteen digits."""
    if (touches_letter(place.reading.text, start, end) and not place.about_person) or place.in_url:
        return None
    if len(digits) == 18 and _plausible(digits):
        if is_plausible_credit_code(digits) or place.is_code or place.is_serial:
            return None
        return Finding(start, end, "id", SUSPECTED, digits)
    if len(digits) == 15 and digits.isdigit() and _plausible_old(digits) and not place.is_code and not place.is_serial:
        return Finding(start, end, "id", CERTAIN if place.about_person else SUSPECTED, digits)
    return None


def _plausible(digits: str) -> bool:
    if digits[0] in "09" or not digits[:17].isdigit() or not born_by_today(digits):
        return False
    return is_id_number(digits[:17] + check_digit(digits[:17]))


def _plausible_old(digits: str) -> bool:
    if not is_area(digits[:2]) or digits[0] == "9":
        return False
    try:
        date(1900 + int(digits[6:8]), int(digits[8:10]), int(digits[10:12]))
    except ValueError:
        return False
    return True
