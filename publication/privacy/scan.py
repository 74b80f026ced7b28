"""Scanning texts and files: where each finding stands, and what nobody could read."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from .containers import Extract, Unreadable, read_bytes, read_file
from .detect import find, find_in_name
from .kinds import CERTAIN, Finding
from .white_lists import WhiteLists

_ROOT = Path(__file__).resolve().parent
#: Ends of places whose text is names of files.
IN_ARCHIVE, IN_PDF = "压缩包内文件名", "附件名称"
#: What the detectors ask outside this package.
_ASKED = ("credit_codes.py", "id_numbers.py", "masking.py")


@dataclass(frozen=True, slots=True)
class Located:
    """A finding and the name of the text in which it stands; ``text`` is that text (never stored)."""

    where: str
    finding: Finding
    text: str

    @property
    def source(self) -> str:
        """The finding as it is written."""
        return self.text[self.finding.start : self.finding.end]


@dataclass(frozen=True, slots=True)
class Report:
    """All findings of a file and what in it is unreadable."""

    findings: list[Located]
    unreadable: list[Unreadable]


@cache
def rules_version() -> str:
    """Twelve hexadecimal digits that change with any line of the detectors and readers: kept results are then made anew."""
    total = hashlib.sha256()
    for path in (*sorted(_ROOT.rglob("*.py")), *(_ROOT.parent / name for name in _ASKED)):
        total.update(f"{path.name}\0".encode())
        total.update(path.read_bytes())
    return total.hexdigest()[:12]


def scan_text(text: str, *, where: str = "", label: str = "", lists: WhiteLists | None = None) -> list[Located]:
    """Return the findings of one text; ``label`` is its field's or column's name."""
    return [Located(where, item, text) for item in find(text, label=label, lists=lists)]


def scan_extract(extract: Extract, lists: WhiteLists | None = None) -> Report:
    """Return the findings of a file that was read; a position in a picture's data is an address."""
    found: list[Located] = []
    for part in extract.parts:
        if part.where.endswith((IN_ARCHIVE, IN_PDF)):
            found.extend(Located(part.where, item, part.text) for item in find_in_name(part.text, lists=lists))
        else:
            found.extend(scan_text(part.text, where=part.where, lists=lists))
    found.extend(Located(where, Finding(0, 0, "address", CERTAIN, where), "") for where in extract.position)
    return Report(found, extract.unreadable)


def scan_file(path: Path | str, lists: WhiteLists | None = None) -> Report:
    """Read the file at ``path`` in a process of its own and scan it.

    Raises:
        OSError: the file is not there or may not be read.
    """
    return scan_extract(read_file(path), lists)


def scan_bytes(data: bytes, lists: WhiteLists | None = None) -> Report:
    """Like :func:`scan_file`, for bytes."""
    return scan_extract(read_bytes(data), lists)


def digest_of(chunks: Iterable[bytes]) -> str:
    """SHA-256 of a file's content, as 64 hexadecimal digits."""
    total = hashlib.sha256()
    for chunk in chunks:
        total.update(chunk)
    return total.hexdigest()
