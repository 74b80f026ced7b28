"""Mail and web archives (MIME: EML, MHT): headers, bodies in whatever encoding, attachments."""

import re
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from .parts import Extract, within

_HEADER = re.compile(rb"(?:[A-Za-z][A-Za-z0-9\-]{1,40}:[^\n]*\n(?:[ \t]+[^\n]*\n)*)+")
_MARK = re.compile(rb"^(?:MIME-Version|Content-Transfer-Encoding|Content-Type):", re.I | re.M)
_HEAD = 16_384


def is_mail(data: bytes) -> bool:
    """Tell whether ``data`` begins with headers of which one is MIME's."""
    found = _HEADER.match(data.lstrip()[:_HEAD])
    return found is not None and _MARK.search(found[0]) is not None


def read_mail(extract: Extract, where: str, data: bytes, inside: Any) -> None:
    """Add the headers; every part, decoded, goes to ``inside(where, data)``."""
    try:
        message = message_from_bytes(data.lstrip(), policy=default)
        for number, part in enumerate(message.walk(), 1):
            extract.text(within(where, "邮件头"), "\n".join(f"{key}: {value}" for key, value in part.items()))
            for outside in (part.preamble, part.epilogue):
                extract.text(within(where, "邮件正文"), outside or "")
            if not part.is_multipart():
                _part(extract, where, part, number, inside)
    except (ValueError, LookupError, TypeError, AttributeError, IndexError, KeyError):
        extract.cannot_read(where, "broken")


def _part(extract: Extract, where: str, part: EmailMessage, number: int, inside: Any) -> None:
    body = part.get_payload(decode=True)
    if not isinstance(body, bytes):
        return
    extract.unfold(len(body))
    name = within(where, part.get_filename() or f"邮件第{number}部分")
    if part.get_content_maintype() == "text":
        try:
            extract.text(name, body.decode(part.get_content_charset() or "utf-8"))
            return
        except (UnicodeDecodeError, LookupError):
            pass
    inside(name, body)
