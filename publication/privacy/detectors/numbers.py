"""Runs of digits: identity numbers, mobile phones, land lines, bank accounts, and permanent residence numbers.

A run is cut into tokens at single spaces, hyphens and line ends. A number may be one token or several in its own grouping
(6-8-4, 3-4-4, 4-4-4-4-n, or broken by a line end); tokens that are numbers of their own are never joined (STANDARDS 7.1a rule 1).
"""

import re
from collections.abc import Iterator

from stdnum import luhn

from ..kinds import CERTAIN, Finding
from ..reading import Reading
from .accounts import account, goes_on_in_next_line, holds_number, is_account_grouping
from .glued import glued
from .identities import ID_GROUPS, OLD_ID_GROUPS, doubtful_identity, identity, is_person_number
from .phones import MOBILE, is_mobile, is_phone_grouping, land_line, local_line, mobile
from .place import Place
from .tokens import LONGEST, PLAIN_GROUPS, Token, in_column, joins_from, split_at, tokens_of

_RUN = re.compile(
    r"\d(?:[ \-.·_]?\d|(?<=\d)[Xx](?=\d{3})|[)）] ?\d|[ \-]?[ \t]*\n[ \t]*\d| - \d){6,}(?:(?:[ \t]*\n[ \t]*|[ \-])?[Xx](?![A-Za-z0-9]))?"
)
_NUMERAL = "〇零○一二三四五六七八九幺壹贰叁肆伍陆柒捌玖"
_SPELLED = re.compile(f"[{_NUMERAL}]{{11,18}}(?![{_NUMERAL}])")
_NUMERALS = str.maketrans(_NUMERAL, "0001234567891123456789")
#: A mobile in brackets or with slashes: (138)1234-5678, 138/1234/5678.
_SIGNED = re.compile(r"1(?<![\d/]1)[3-9]\d(?:[)）][ \-]?\d{4}[ \-]?\d{4}|/\d{4}/\d{4})(?![\d/])")
#: More tokens than this, all of three digits or fewer, are columns of figures and not one number's grouping.
_CROWD = 40


def find_numbers(reading: Reading) -> Iterator[Finding]:
    """Yield every identity number, phone, land line, account and residence number, none overlapping."""
    yield from _spelled(reading)
    yield from _signed(reading)
    for run in _RUN.finditer(reading.text):
        tokens = tokens_of(reading.text, run.start(), run.end())
        found = list(_in_run(reading, tokens))
        seams = reading.view.seams(run.start(), run.end())
        if seams and _covered(found) < sum(len(token.digits) for token in tokens):
            again = list(_in_run(reading, split_at(tokens, seams)))
            found = again if _covered(again) > _covered(found) else found
        yield from found


def _in_run(reading: Reading, tokens: list[Token]) -> Iterator[Finding]:
    index, crowded = 0, len(tokens) > _CROWD
    while index < len(tokens):
        if crowded and all(len(token.digits) <= 3 for token in tokens[index : index + 8]):
            index += 1
            continue
        finding, used = _at(reading, tokens, index)
        if finding is not None:
            yield from finding
        index += used


def _covered(found: list[Finding]) -> int:
    return sum(len(item.value) for item in found)


def _at(reading: Reading, tokens: list[Token], index: int) -> tuple[list[Finding] | None, int]:
    """Return the findings that begin at token ``index`` (or None) and how many tokens they use."""
    token = tokens[index]
    place = Place(reading, token.start)
    joins = list(joins_from(tokens, index))
    if is_person_number(token.digits):
        return _one(identity(place, token.digits, token.start, token.end, joined=False)), 1
    for join in joins:
        if (
            len(join.digits) == 18
            and (join.natural or join.groups in PLAIN_GROUPS)
            and is_person_number(join.digits)
            and not holds_number(tokens, index, join)
        ):
            end = tokens[index + join.count - 1].end
            return _one(identity(place, join.digits, token.start, end, joined=True)), join.count
    if is_mobile(token.digits):
        return _one(mobile(place, tokens, index, token.start, token.end)), 1
    land = land_line(place, tokens, index) or local_line(place, tokens, index)
    if land is not None:
        return land
    for join in joins:
        prefixed = join.digits[:2] == "86" and is_mobile(join.digits) and join.groups == (5, 4, 4)
        if prefixed or (MOBILE.fullmatch(join.digits) and is_phone_grouping(reading, tokens, index, join)):
            return _one(mobile(place, tokens, index, token.start, tokens[index + join.count - 1].end)), join.count
    if len(token.digits) > LONGEST:
        return glued(place, token) or _one(account(place, token.digits, token.start, token.end)), 1
    for join in sorted(joins, key=lambda found: not luhn.is_valid(found.digits)):
        if join.broken and len(join.groups) == 1 and goes_on_in_next_line(place, tokens, index, join):
            end = tokens[index + join.count - 1].end
            broken = account(place, join.digits, token.start, end)
            if broken is not None:
                return [broken], join.count
    single = single_number(place, token)
    if single is not None:
        return [single], 1
    for join in sorted(joins, key=lambda found: (not luhn.is_valid(found.digits), -len(found.digits))):
        end = tokens[index + join.count - 1].end
        if not join.natural or holds_number(tokens, index, join):
            continue
        found = None
        if is_account_grouping(join, place) and not _begins_number(tokens, index + join.count - 1):
            found = account(place, join.digits, token.start, end)
        own = join.groups in ID_GROUPS or join.groups in OLD_ID_GROUPS
        if found is None and (
            own or (len(join.groups) == 1 and not in_column(reading.text, tokens, index, join.count))
        ):
            found = doubtful_identity(place, join.digits, token.start, end)
        if found is not None:
            return [found], join.count
    return None, 1


def _one(finding: Finding | None) -> list[Finding] | None:
    return None if finding is None else [finding]


def _begins_number(tokens: list[Token], index: int) -> bool:
    """Tell whether the token is the first part of a mobile or identity number of its own."""
    return any(
        (join.groups == (3, 4, 4) and MOBILE.fullmatch(join.digits) is not None)
        or (join.groups == (6, 8, 4) and is_person_number(join.digits))
        for join in joins_from(tokens, index)
    )


def single_number(place: Place, token: Token) -> Finding | None:
    """One token that is an account or a doubtful identity number; a real date and area speak for the latter."""
    as_account = account(place, token.digits, token.start, token.end)
    as_identity = doubtful_identity(place, token.digits, token.start, token.end)
    if as_identity is not None and not place.right_after_account:
        return as_identity
    return as_account or as_identity


def _signed(reading: Reading) -> Iterator[Finding]:
    """Mobiles whose first three digits stand in brackets or before a slash."""
    text = reading.text
    for match in _SIGNED.finditer(text):
        bracket = match[0][3] != "/"
        if bracket and text[match.start() - 1 : match.start()] not in ("(", "（"):
            continue
        digits = re.sub(r"\D", "", match[0])
        if not reading.lists.allows_phone(digits) and not Place(reading, match.start()).in_url:
            yield Finding(match.start() - bracket, match.end(), "phone", CERTAIN, digits)


def _spelled(reading: Reading) -> Iterator[Finding]:
    """Numbers spelled with Chinese numerals (一三九〇…)."""
    for match in _SPELLED.finditer(reading.text):
        digits = match[0].translate(_NUMERALS)
        if MOBILE.fullmatch(digits):
            yield Finding(match.start(), match.end(), "phone", CERTAIN, digits)
        elif is_person_number(digits):
            yield Finding(match.start(), match.end(), "id", CERTAIN, digits)
