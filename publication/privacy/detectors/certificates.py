"""Passports, travel permits of Hong Kong, Macao and Taiwan, and old permanent residence numbers: by shape and label."""

import re
from collections.abc import Iterator

from ..kinds import CERTAIN, Finding
from ..reading import Reading

_SHAPE = re.compile(
    r"(?<![A-Za-z0-9])(?:(?P<residence>[A-Za-z]{3} ?\d{12})|(?P<travel>[A-Za-z]{1,2}[ \-]?\d{7,10}|[A-Za-z]{1,2}[ \-]?\d{3,4}[ \-]\d{4}|1[45]\d{7})|(?P<eight>\d{8}))(?![A-Za-z0-9])"
)
_PASSPORT = re.compile(r"护照|passport", re.I)
_PERMIT = re.compile(
    r"(?:港澳|台湾|大陆|内地|往来)[^，。；\n]{0,12}通行证|通行证(?:号|[（(:：])|回乡证|台胞证|台湾居民|港澳居民|往来港澳|往来台湾"
)
_VEHICLE = re.compile(r"车辆通行证|通行证办理")
_RESIDENCE = re.compile(r"居留")
_PASSPORT_SHAPE = re.compile(r"(?:[EGDSPKM][A-Z]?\d{7,8}|[A-Z]{1,2}\d{7,8}|1[45]\d{7})")
_PERMIT_SHAPE = re.compile(r"(?:[HM]\d{8}(?:\d\d)?|C[A-Z]?\d{7,8}|[WLT]\d{8}|\d{8})")
_DATE = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
_NAMED = re.compile(r"护照|passport|Passport|PASSPORT|通行证|回乡证|台胞证|台湾居民|港澳居民|往来|居留")
_ALNUM = re.compile(r"[A-Za-z0-9]+")
_NEAR = 40


def find_certificates(reading: Reading) -> Iterator[Finding]:
    """Yield ``passport``, ``permit`` and ``residence`` findings; without a label nothing of the kind is one."""
    text = reading.text
    if not _NAMED.search(text) and not _NAMED.search(reading.label):
        return
    for word in _ALNUM.finditer(text):
        match = _SHAPE.match(text, word.start())
        if match is None:
            continue
        label = _label(reading, match.start(), match.end())
        value = re.sub(r"[ \-]", "", match[0]).upper()
        if match["residence"]:
            if _RESIDENCE.search(label):
                yield Finding(match.start(), match.end(), "residence", CERTAIN, value)
        elif kind := _kind(label, value):
            yield Finding(match.start(), match.end(), kind, CERTAIN, value)


def _label(reading: Reading, start: int, end: int) -> str:
    """What names the number: the header above, up to 40 characters before, and a bracket right after (…（护照）);
    for a number that begins with a letter, the rest of the sentence."""
    after = reading.after(end, 8)
    aside = after if after[:1] in ("(", "（") else ""
    if not aside and reading.text[start].isalpha():
        aside = reading.text[end : reading.sentence(start, end)[1]]
    return f"{reading.header(start)} {reading.near_before(start, _NEAR)} {aside}"


def _kind(label: str, value: str) -> str | None:
    passport = max((match.end() for match in _PASSPORT.finditer(label)), default=-1)
    permit = max((match.end() for match in _PERMIT.finditer(label)), default=-1)
    if passport < 0 and permit < 0:
        return None
    if (
        value.isdigit()
        and len(value) == 8
        and _DATE.fullmatch(value)
        and not re.search(r"证[号件码]?[^，。；]{0,6}$", label)
    ):
        return None
    if permit > passport and _PERMIT_SHAPE.fullmatch(value) and not _VEHICLE.search(label):
        return "permit"
    if passport >= 0 and _PASSPORT_SHAPE.fullmatch(value) and (passport > permit or not value.isdigit()):
        return "passport"
    return None
