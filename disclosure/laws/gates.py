"""What an editor is told of a lapsed law that the page cites."""

from typing import Any

from publication.gates import WARNING, Gate, Problem, register

from .lapsing import Gone, joined
from .resting import registered


class LapsedCitationGate(Gate):
    """A text that cites a law which is no longer in force is flagged at its field. Matters have a gate of their own, which may refuse."""

    code = "lapsed_citation"

    def applies_to(self, page: Any) -> bool:
        """Ask whether the page has texts that cite laws."""
        return bool(self._fields(page))

    def _fields(self, page: Any) -> tuple[str, ...]:
        return next((kind.fields for kind in registered() if isinstance(page, kind.model)), ())

    def check(self, page: Any, revision: Any) -> list[Problem]:
        """Look at each text; two queries."""
        return self._of(page, Gone.present())

    def check_many(self, pairs: Any) -> dict[Any, list[Problem]]:
        """Look at what has lapsed once for all."""
        asked = [page for page, _ in pairs if self.applies_to(page)]
        gone = Gone.present() if asked else None
        return {id(page): self._of(page, gone) for page in asked}

    def _of(self, page: Any, gone: Any) -> list[Problem]:
        found = []
        for name in self._fields(page):
            named = joined(gone.names(getattr(page, name) or ""))
            if named:
                message = f"{named}已经失效，请更换为现行有效的依据；公开后会列入“依据失效清理”。"
                found.append(Problem("lapsed_citation", message, name, severity=WARNING))
        return found


register(LapsedCitationGate())
