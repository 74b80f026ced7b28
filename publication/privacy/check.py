"""The privacy check of one page: all its texts and files, and what has been decided about them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ..models.privacy import Choice, PrivacyDecision
from ..page_content import content_of
from .containers.parts import REASONS
from .detect import find_in_name
from .digests import content_digest
from .files import file_texts, files_of, result_of
from .kinds import CERTAIN, KINDS, Finding
from .masks import excerpt, redact
from .page_texts import findings_in, text_names, texts_of
from .sources import white_lists
from .white_lists import WhiteLists

#: Numbers with a check or a label of their own: nobody may declare a certain one to be no personal information.
NEVER_CONFIRMED = frozenset(("id", "bank", "passport", "permit", "residence"))


@dataclass(frozen=True, slots=True)
class PageFinding:
    """A finding on a page, fit to be shown: no number in it. ``file_digest`` is set for one inside a file's content.

    ``settled``: a person confirmed that it is no personal information (or has read the unreadable file).
    """

    kind: str
    severity: str
    where: str
    field: str
    digest: str
    excerpt: str
    file_digest: str = ""
    maskable: bool = True
    settled: bool = False

    @property
    def label(self) -> str:
        """The kind's Chinese name."""
        return KINDS[self.kind]

    @property
    def is_certain(self) -> bool:
        """Tell whether it is certain."""
        return self.severity == CERTAIN

    @property
    def needs_second_person(self) -> bool:
        """A certain finding is confirmed by somebody else than the last editor, if at all."""
        return self.is_certain

    @property
    def may_be_confirmed(self) -> bool:
        """Tell whether anybody may declare it to be no personal information."""
        return not (self.is_certain and self.kind in NEVER_CONFIRMED)


@dataclass(frozen=True, slots=True)
class PageUnreadable:
    """A file of the page, or a part of it, that only a person can read; ``settled`` once somebody did."""

    where: str
    reason: str
    file_digest: str
    settled: bool = False

    @property
    def is_gone(self) -> bool:
        """Tell whether there is no file left that anybody could read."""
        return self.reason not in REASONS

    @property
    def explanation(self) -> str:
        """The reason in words."""
        return REASONS.get(self.reason, "文件不在存储中，请重新上传")


@dataclass(frozen=True, slots=True)
class PageReport:
    """All that the privacy check says about one page."""

    findings: list[PageFinding]
    unreadable: list[PageUnreadable]

    @property
    def open(self) -> int:
        """How many findings and files still keep the page back."""
        return sum(not item.settled for item in (*self.findings, *self.unreadable))


def check_page(page: Any, lists: WhiteLists | None = None) -> PageReport:
    """Check ``page`` as it stands in memory. One query for decisions when something is found; files ask for more.

    ``lists``: the white lists, where the caller has read them for many pages.
    """
    findings = [item for text_findings in _own(page, lists or white_lists()) for item in text_findings]
    unreadable: list[PageUnreadable] = []
    for item in files_of(page):
        found, hidden = _file(item)
        findings.extend(found)
        unreadable.extend(hidden)
    if not findings and not unreadable:
        return PageReport([], [])
    return _settle(page, findings, unreadable)


def _own(page: Any, lists: WhiteLists) -> list[list[PageFinding]]:
    result = []
    for text in texts_of(type(page), content_of(page, text_names(type(page)))):
        found = findings_in(text, lists)
        if not found:
            continue
        result.append([_shown(item, found, text.text, text.where, text.field) for item in found])
    return result


def _shown(
    item: Finding, found: Sequence[Finding], text: str, where: str, field: str, *, maskable: bool = True
) -> PageFinding:
    return PageFinding(
        item.kind,
        item.severity,
        redact(where),
        field,
        content_digest(item.kind, item.value),
        excerpt(text, found, item),
        maskable=maskable,
    )


def _file(item: Any) -> tuple[list[PageFinding], list[PageUnreadable]]:
    lists = white_lists()
    name = redact(item.title)
    findings = []
    for where, text in file_texts(item):
        found = find_in_name(text, lists=lists)
        findings.extend(_shown(one, found, text, f"{where}“{name}”", "", maskable=False) for one in found)
    result = result_of(item)
    for row in result.findings:
        place = f"{name} › {row['where']}" if row["where"] else name
        findings.append(
            PageFinding(
                row["kind"], row["severity"], place, "", row["digest"], row["excerpt"], result.digest, maskable=False
            )
        )
    reasons = dict.fromkeys((row["where"], row["reason"]) for row in result.unreadable)
    hidden = [
        PageUnreadable(f"{name} › {where}" if where else name, reason, result.digest) for where, reason in reasons
    ]
    return findings, hidden


def _settle(page: Any, findings: list[PageFinding], unreadable: list[PageUnreadable]) -> PageReport:
    """Mark what a person decided: about this content on this page, or about this very file."""
    confirmed: set[str] = set()
    read: set[str] = set()
    if page.pk:
        decisions = PrivacyDecision.objects.filter(page_pk=page.pk, choice__in=(Choice.NOT_PERSONAL, Choice.READ))
        for digest, file_digest, choice in decisions.values_list("digest", "file_digest", "choice"):
            (read if choice == Choice.READ else confirmed).add(file_digest if choice == Choice.READ else digest)
    return PageReport(
        [_with(item, item.digest in confirmed and item.may_be_confirmed) for item in findings],
        [_with(item, bool(item.file_digest) and item.file_digest in read) for item in unreadable],
    )


def _with(item: Any, settled: bool) -> Any:
    from dataclasses import replace

    return replace(item, settled=settled) if settled else item
