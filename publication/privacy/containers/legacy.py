"""DOC, XLS, PPT and mail (OLE2): workbooks whole, other files as far as their text runs can be told from bytes."""

import re
from io import BytesIO

import olefile

from .parts import Extract, within
from .sheets import read_sheets

_MAX_STREAM = 64 * 1024 * 1024
_WIDE = re.compile(rb"(?:[\x20-\x7e\x09\x0a\x0d]\x00|[\x00-\xff][\x4e-\x9f]|[\x00-\xff][\x30\xff]){4,}")
_NARROW = re.compile(rb"(?:[\x20-\x7e]|[\x81-\xfe][\x40-\xfe]){8,}")
_PROPERTIES = ("title", "subject", "author", "keywords", "comments", "last_saved_by", "manager", "company", "category")


def read_ole(extract: Extract, where: str, data: bytes) -> None:
    """Add cells and properties of a workbook, or the text runs of another OLE2 file, which is reported as unreadable."""
    try:
        ole = olefile.OleFileIO(BytesIO(data))
        streams = {"/".join(path) for path in ole.listdir()}
        if "EncryptedPackage" in streams:
            extract.cannot_read(where, "encrypted")
            return
        _properties(extract, where, ole)
        if streams & {"Workbook", "Book"}:
            read_sheets(extract, where, data)
            return
        extract.cannot_read(where, "legacy")
        for name in sorted(streams):
            if ole.get_size(name) <= _MAX_STREAM:
                stream = ole.openstream(name).read()
                extract.unfold(len(stream))
                extract.text(within(where, "正文"), _runs(stream))
    except (OSError, ValueError, TypeError, IndexError, KeyError, AttributeError):
        extract.cannot_read(where, "broken")


def _properties(extract: Extract, where: str, ole: olefile.OleFileIO) -> None:
    metadata = ole.get_metadata()
    values = [getattr(metadata, name, None) for name in _PROPERTIES]
    texts = [value.decode("gb18030", "ignore") if isinstance(value, bytes) else value for value in values]
    extract.text(within(where, "文档属性"), "\n".join(str(text) for text in texts if text))


def _runs(stream: bytes) -> str:
    wide = [match[0].decode("utf-16-le", "ignore") for match in _WIDE.finditer(stream)]
    narrow = [match[0].decode("gb18030", "ignore") for match in _NARROW.finditer(stream)]
    return "\n".join(wide + narrow).replace("\r", "\n")
