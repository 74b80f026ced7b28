"""What a transfer takes along: upper layers register parts of their own."""

from typing import Any


class Part:
    """Something of a unit that a transfer moves; ``label`` names it in the preview."""

    label = ""

    def concerns(self, transfer: Any) -> bool:
        """Tell whether this kind of transfer moves such things at all."""
        return True

    def problems(self, transfer: Any) -> list[str]:
        """Return what is in the way of the transfer, as sentences that say how to mend it."""
        return []

    def count(self, transfer: Any) -> int:
        """Return how many would move."""
        return 0

    def execute(self, transfer: Any, user: Any) -> int:
        """Move them, within the transfer's transaction, and return how many moved."""
        return 0


_parts: list[Part] = []


def register_part(part: Part) -> Part:
    """Add a part, in the order in which they are to run."""
    _parts.append(part)
    return part


def parts() -> list[Part]:
    """Return the registered parts."""
    return list(_parts)
