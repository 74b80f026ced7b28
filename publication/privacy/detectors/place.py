"""What stands around a number."""

from .. import labels
from ..reading import Reading


class Place:
    """What stands around a number, looked up once and only when asked."""

    __slots__ = ("_before", "_header", "reading", "start")

    def __init__(self, reading: Reading, start: int) -> None:
        self.reading = reading
        self.start = start
        self._before: str | None = None
        self._header: str | None = None

    @property
    def before(self) -> str:
        """The 24 characters before, within the line; the end of the line above where the number begins a line."""
        if self._before is None:
            text = self.reading.before(self.start, 24)
            self._before = text if text.strip() else self.reading.near_before(self.start, 24).rstrip()
        return self._before

    @property
    def header(self) -> str:
        """The column's header or the field's name."""
        if self._header is None:
            self._header = self.reading.header(self.start)
        return self._header

    @property
    def is_code(self) -> bool:
        """In a credit-code field or right after 代码, unless the same field may hold a person's number."""
        if labels.CREDIT.search(self.before) is not None:
            return True
        return labels.HEADER_CREDIT.search(self.header) is not None and labels.HEADER_PERSON.search(self.header) is None

    @property
    def about_person(self) -> bool:
        """A person's certificate is named before the number or above it."""
        return labels.PERSON.search(self.before) is not None or labels.HEADER_PERSON.search(self.header) is not None

    @property
    def is_serial(self) -> bool:
        """A serial's label stands right before, or above, and no certificate is named."""
        if self.about_person:
            return False
        return labels.SERIAL.search(self.before) is not None or labels.HEADER_SERIAL.search(self.header) is not None

    @property
    def right_after_account(self) -> bool:
        """An account's label stands right before or above."""
        return (
            labels.ACCOUNT_LABEL.search(self.before) is not None
            or labels.HEADER_ACCOUNT.search(self.header) is not None
        )

    @property
    def in_url(self) -> bool:
        """Part of a web address."""
        return labels.URL_BEFORE.search(self.reading.before(self.start, 200)) is not None


def touches_letter(text: str, start: int, end: int) -> bool:
    """Tell whether an ASCII letter stands right before or after."""
    after_id = text[max(0, start - 1) : start] in ("X", "x") and text[max(0, start - 2) : start - 1].isdigit()
    before = start > 0 and text[start - 1].isascii() and text[start - 1].isalpha() and not after_id
    return before or (end < len(text) and text[end].isascii() and text[end].isalpha())
