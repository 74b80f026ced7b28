"""What stands in the place of personal information (STANDARDS 7.2): the same person always has the same mask in a document."""

import re
from collections.abc import Iterable, Sequence

from ..masking import NameMasker
from .kinds import Finding

HIDDEN = "******"
_DISTRICT = re.compile(
    r"^.*?(?:自治县|市辖区|[\u4e00-\u9fff]区|[\u4e00-\u9fff]县|[\u4e00-\u9fff]旗)(?![\u4e00-\u9fff]{0,2}委)"
)
_CITY = re.compile(r"^.*?(?:市|州|盟)")


class Masker:
    """Gives masks; make it with every name of the document, so that namesakes in the mask are numbered (李某1, 李某2)."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._names = NameMasker(names)

    def mask(self, kind: str, value: str) -> str:
        """Return the public form of ``value`` (normalised, as in :attr:`Finding.value`)."""
        match kind:
            case "name":
                return self._names.mask(value)
            case "phone":
                return f"{value[:3]}****{value[-4:]}" if len(value) == 11 else HIDDEN
            case "address":
                found = _DISTRICT.match(value) or _CITY.match(value)
                return f"{found[0] if found else ''}***"
            case "plate":
                return f"{value[:2]}*****"
            case "health":
                return "***（健康信息不公开）"
            case "minor":
                return "***（未成年人信息不公开）"
        return HIDDEN


def mask_text(text: str, findings: Sequence[Finding], masker: Masker) -> str:
    """Return ``text`` with each finding replaced; of overlapping ones the first and longest counts."""
    out: list[str] = []
    position = 0
    for item in sorted(findings, key=lambda found: (found.start, -found.end, found.kind == "minor")):
        if item.start < position:
            continue
        out.append(text[position : item.start])
        out.append(masker.mask(item.kind, item.value))
        position = item.end
    out.append(text[position:])
    return "".join(out)


def excerpt(text: str, findings: Sequence[Finding], chosen: Finding, width: int = 14) -> str:
    """Return what stands around ``chosen`` with every finding in it masked: fit to be shown and kept."""
    masker = Masker()
    start, end = max(0, chosen.start - width), min(len(text), chosen.end + width)
    inside = [item for item in findings if item.start < end and item.end > start]
    for item in inside:
        start, end = min(start, item.start), max(end, item.end)
    moved = [Finding(item.start - start, item.end - start, item.kind, item.severity, item.value) for item in inside]
    shown = mask_text(text[start:end], moved, masker)
    return (
        ("…" if start else "")
        + re.sub(r"\s+", " ", re.sub(r"<[^<>]*>", "", shown)).strip()
        + ("…" if end < len(text) else "")
    )


def redact(text: str) -> str:
    """``text`` without personal information: for names of files and of places inside files."""
    from .detect import find_in_name

    found = find_in_name(text)
    return mask_text(text, found, Masker()) if found else text
