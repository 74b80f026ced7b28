"""Several numbers written without a gap between them."""

from ..kinds import CERTAIN, SUSPECTED, Finding
from .identities import is_person_number
from .phones import MOBILE
from .place import Place
from .tokens import Token


def glued(place: Place, token: Token) -> list[Finding] | None:
    """Several numbers written without a gap (two identity numbers, an identity number and a phone)."""
    cuts = _cut(token.digits)
    if cuts is None:
        return None
    found, position = [], token.start
    for length in cuts:
        digits = token.digits[position - token.start : position - token.start + length]
        kind = "phone" if length == 11 else "residence" if digits[0] == "9" else "id"
        found.append(Finding(position, position + length, kind, SUSPECTED if place.is_serial else CERTAIN, digits))
        position += length
    return found


def _cut(digits: str) -> tuple[int, ...] | None:
    """Return the lengths of valid identity numbers and mobiles that make up ``digits`` exactly, or None."""
    best: dict[int, tuple[int, ...]] = {0: ()}
    for start in range(min(len(digits), 400)):
        if start not in best:
            continue
        for length in (18, 11):
            part = digits[start : start + length]
            fits = is_person_number(part) if length == 18 else bool(MOBILE.fullmatch(part))
            if fits:
                best.setdefault(start + length, (*best[start], length))
    return best.get(len(digits))
