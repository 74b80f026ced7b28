"""Personal information in a text: all detectors, one answer."""

import re
from bisect import bisect_left

from .detectors.addresses import find_addresses
from .detectors.certificates import find_certificates
from .detectors.contacts import find_contacts
from .detectors.health import find_health
from .detectors.minors import find_minors
from .detectors.names import find_names
from .detectors.numbers import find_numbers
from .kinds import CERTAIN, Finding
from .reading import Reading
from .white_lists import WhiteLists

_NOBODY = WhiteLists()
_FIRST = (
    "email",
    "id",
    "residence",
    "phone",
    "bank",
    "landline",
    "passport",
    "permit",
    "plate",
    "im",
    "address",
    "name",
)


def find(text: str, *, label: str = "", lists: WhiteLists | None = None) -> list[Finding]:
    """Return what in ``text`` is personal information, in order of position, in offsets of ``text`` as given.

    ``label`` is what the whole text is called (a field's or column's name: 统一社会信用代码, 账号 …). ``lists`` are the
    bureau's own numbers. Findings do not overlap, but for a minor's age or a health word, which may.
    """
    lists = lists or _NOBODY
    reading = Reading(text, label, lists)
    found = [*find_numbers(reading), *find_certificates(reading), *find_contacts(reading)]
    found = _without_overlaps(found)
    names = list(find_names(reading, found))
    people = tuple({item.value for item in names})[:200]
    found = _without_overlaps([*found, *find_addresses(reading), *names])
    found.extend(find_minors(reading, [item for item in found if item.kind == "id"], people))
    found.extend(find_health(reading, people))
    return sorted(
        (item for item in (_placed(item, reading) for item in found) if _wanted(text, item, lists)),
        key=lambda item: (item.start, item.end, item.kind),
    ) + _in_tags(text, reading, lists)


_LETTER_BESIDE = re.compile(r"[A-Za-z](?=\d{11})|(?<=\d{11})[A-Za-z](?![A-Za-z]*\d)")


def find_in_name(name: str, *, lists: WhiteLists | None = None) -> list[Finding]:
    """:func:`find` for the name of a file, where letters touch numbers (list13812345678a.pdf); offsets are those of ``name``."""
    found = find(name, lists=lists)

    def parted(match: re.Match[str]) -> str:
        place = match.start()
        keeps = match[0] in "Xx" and re.search(r"(?<!\d)\d{17}$", name[:place]) is not None
        return match[0] if keeps else " "

    spaced = _LETTER_BESIDE.sub(parted, name)
    if spaced == name:
        return found
    known = {(item.kind, item.value) for item in found}
    more = [item for item in find(spaced, lists=lists) if (item.kind, item.value) not in known]
    return sorted([*found, *more], key=lambda item: (item.start, item.end, item.kind))


def _placed(finding: Finding, reading: Reading) -> Finding:
    start, end = reading.view.span(finding.start, finding.end)
    return Finding(start, end, finding.kind, finding.severity, finding.value)


def _wanted(text: str, finding: Finding, lists: WhiteLists) -> bool:
    return not lists.words or text[finding.start : finding.end].strip() not in lists.words


def _without_overlaps(found: list[Finding]) -> list[Finding]:
    """Keep the surer, then the more telling kind, then the longer of two that overlap."""
    ranked = sorted(found, key=lambda item: (item.severity != CERTAIN, _FIRST.index(item.kind), item.start - item.end))
    kept: list[Finding] = []
    starts: list[int] = []
    ends: list[int] = []
    for item in ranked:
        index = bisect_left(starts, item.end)
        if index and ends[index - 1] > item.start:
            continue
        starts.insert(index, item.start)
        ends.insert(index, item.end)
        kept.append(item)
    return kept


def _in_tags(text: str, reading: Reading, lists: WhiteLists) -> list[Finding]:
    """What the attributes of tags (mailto:, tel:, alternative texts) and hidden remarks say, which the text shown does not."""
    found = []
    for start, end in reading.view.tags:
        remark = text.startswith("<!--", start)
        if remark:  # its own marks are no hyphens of a number
            start, end = start + 3, end - 2
        inner = text[start + 1 : end - 1]
        if not (remark or "=" in inner) or not (
            sum(map(str.isdigit, inner)) >= 7 or "@" in inner or not inner.isascii()
        ):
            continue
        for item in find(inner.replace("<", " ").replace(">", " "), lists=lists):
            found.append(Finding(item.start + start + 1, item.end + start + 1, item.kind, item.severity, item.value))
    return found
