"""What the bureau has declared its own: office phones, accounts, mail domains. Comparison ignores grouping."""

import re
from dataclasses import dataclass, field

_NOT_DIGIT = re.compile(r"\D+")
HOT_LINES = frozenset(
    ("12333", "12345", "12348", "12315", "12309", "12388", "12328", "12329", "12366", "110", "119", "120", "122")
)


def digits_of(text: str) -> str:
    """``text`` without anything but digits."""
    return _NOT_DIGIT.sub("", text)


@dataclass(frozen=True)
class WhiteLists:
    """Numbers and names that are no findings: phones, accounts (digits only), mail domains and addresses (lower case),
    words (exact strings that are never a finding, for example an office's address)."""

    phones: frozenset[str] = frozenset()
    accounts: frozenset[str] = frozenset()
    mail: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    certificates: frozenset[str] = field(default_factory=frozenset)

    def allows_phone(self, number: str) -> bool:
        """Tell whether a land line or mobile (digits) is an office's, with or without its area code."""
        if number in self.phones or number in HOT_LINES:
            return True
        return any(
            len(known) >= 7 and (number.endswith(known) or known.endswith(number))
            for known in self.phones
            if len(number) >= 7
        )

    def allows_account(self, number: str) -> bool:
        """Tell whether an account (digits) is the bureau's own."""
        return number in self.accounts

    def allows_mail(self, address: str) -> bool:
        """Tell whether a mail address, or its domain, is an office's."""
        address = address.lower()
        domain = address.rsplit("@", 1)[-1]
        return address in self.mail or any(domain == known or domain.endswith("." + known) for known in self.mail)


def parse_lines(text: str) -> frozenset[str]:
    """Entries of a settings field: one a line, what follows ``#`` is a remark."""
    lines = (line.split("#", 1)[0].strip() for line in text.splitlines())
    return frozenset(line for line in lines if line)
