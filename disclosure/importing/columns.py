"""What one national column is: name, code, kind of value, limits, and the names by which files call it."""

from dataclasses import dataclass
from typing import Literal

ValueKind = Literal["text", "number_key", "date", "amount", "enum", "kinds", "credit", "registry", "certificate"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a template.

    ``field``: the notice's field, or for ``never_stored`` columns a key of its own. ``label``: official Chinese name.
    ``code``: code of the data standard. ``kind``: how values are read. ``required``: an empty cell is an error;
    ``required_for``: only for this category of party. ``header_required``: a file without the column has an error.
    ``max_length``: characters. ``enum``: name of the closed list in ``enumerations``. ``forever``: 长期 is allowed.
    """

    field: str
    code: str
    label: str
    kind: ValueKind = "text"
    required: bool = False
    required_for: str = ""
    header_required: bool = False
    max_length: int | None = None
    enum: str = ""
    choices: tuple[str, ...] = ()
    forever: bool = False
    never_stored: bool = False
    aliases: tuple[str, ...] = ()
    code_aliases: tuple[str, ...] = ()
    help: str = ""

    @property
    def is_text(self) -> bool:
        """Tell whether a blank template formats the column as text (codes and numbers of documents must not become numbers)."""
        return self.kind not in {"date", "amount"}

    @property
    def width(self) -> int:
        """Width of the column in a blank template, in characters."""
        if self.kind in {"date", "amount"}:
            return 16
        if self.kind == "text" and (self.max_length is None or self.max_length >= 1000):
            return 48
        return max(18, min(36, len(self.label) * 2 + 2))


@dataclass(frozen=True, slots=True)
class Template:
    """One form of the data standard: licence or penalty, for organisations or persons, current or of 2015."""

    key: str
    kind: str
    party: str
    edition: str
    title: str
    columns: tuple[Column, ...]

    @property
    def is_legacy(self) -> bool:
        """Tell whether this is a form of 2015, whose gaps are warnings and whose rows become drafts."""
        return self.edition == "2015"

    def column(self, field: str) -> Column:
        """The column that fills ``field``; raises ``KeyError``."""
        for column in self.columns:
            if column.field == field:
                return column
        raise KeyError(field)
