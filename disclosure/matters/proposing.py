"""Which matter a decision belongs to, where the provisions that it cites say so without doubt."""

from typing import Any

from ..laws.citing import keys_of
from .choices import BasisUse, MatterState


class Proposer:
    """Proposes for the decisions of one unit; one query in all, a look-up for each text after that."""

    def __init__(self, unit_id: int) -> None:
        self.unit_id = unit_id
        self._resting: dict[tuple[str, str, str], set[int]] | None = None
        self._known: dict[tuple[str, str], int | None] = {}

    def matter_of(self, notice: Any) -> int | None:
        """Return the key of the unit's one public matter of the notice's kind that rests on most of what it cites; None for none, or several."""
        key = (str(notice.kind), notice.basis)
        if key not in self._known:
            self._known[key] = self._find(*key)
        return self._known[key]

    def _find(self, kind: str, text: str) -> int | None:
        if self._resting is None:
            self._resting = self._read()
        votes: dict[int, int] = {}
        for title, article in set(keys_of(text)):
            for matter in self._resting.get((kind, title, article), ()):
                votes[matter] = votes.get(matter, 0) + 1
        most = max(votes.values(), default=0)
        best = [matter for matter, count in votes.items() if count == most]
        return best[0] if len(best) == 1 else None

    def _read(self) -> dict[tuple[str, str, str], set[int]]:
        from ..models import MatterBasis

        rows = MatterBasis.objects.filter(
            use=BasisUse.POWER, page__unit_id=self.unit_id, page__live=True, page__state=MatterState.IN_USE
        )
        found: dict[tuple[str, str, str], set[int]] = {}
        for key, category, title, article in rows.values_list(
            "page_id", "page__category", "basis__law__title", "basis__article"
        ):
            found.setdefault((category, title, article), set()).add(key)
        return found
