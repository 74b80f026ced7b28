"""From bytes to texts: which reader takes a file, and files within files."""

import zipfile
from functools import partial
from io import BytesIO
from typing import Any

from .archives import read_archive
from .images import read_image
from .legacy import read_ole
from .mail import is_mail, read_mail
from .ooxml import read_package
from .opendocument import read_opendocument
from .parts import MAX_DEPTH, Extract, LimitReached
from .plain import decode
from .rtf import is_rtf, read_rtf
from .sniffing import kind_of, zip_kind

_SIMPLE = {"archive": "unknown", "media": "media", "unknown": "unknown"}


def extract_from(data: bytes, eyes: Any = None) -> Extract:
    """Read ``data`` whole; never raises for a hostile or broken file, but says what was not read."""
    extract = Extract(eyes=eyes)
    try:
        _read(extract, 0, "", data)
    except LimitReached as limit:
        extract.cannot_read("", str(limit))
    return extract


def _read(extract: Extract, depth: int, where: str, data: bytes) -> None:
    if not data:
        return
    kind = kind_of(data)
    if kind == "pdf":
        from .pdf import read_pdf

        read_pdf(extract, where, data, partial(_inside, extract, depth))
    elif kind == "zip":
        _read_zip(extract, depth, where, data)
    elif kind == "ole":
        read_ole(extract, where, data)
    elif kind == "image":
        read_image(extract, where, data)
    elif kind == "text" and is_rtf(data):
        read_rtf(extract, where, data)
    elif kind == "text" and is_mail(data):
        read_mail(extract, where, data, partial(_inside, extract, depth))
    elif kind == "text":
        text = decode(data)
        if text is None:
            extract.cannot_read(where, "garbled")
        else:
            extract.text(where, text)
    else:
        extract.cannot_read(where, _SIMPLE[kind])


def _inside(extract: Extract, depth: int, where: str, data: bytes) -> None:
    if depth + 1 > MAX_DEPTH:
        extract.cannot_read(where, "too_deep")
        return
    _read(extract, depth + 1, where, data)


def _read_zip(extract: Extract, depth: int, where: str, data: bytes) -> None:
    inside = partial(_inside, extract, depth)
    try:
        kind = zip_kind(data)
        with zipfile.ZipFile(BytesIO(data)) as archive:
            _refuse_bombs(archive, extract)
            if kind == "odf":
                read_opendocument(extract, where, archive, inside)
            elif kind == "zip":
                read_archive(extract, where, archive, inside)
            else:
                read_package(extract, where, kind, archive, data, inside)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, KeyError, RuntimeError):
        extract.cannot_read(where, "broken")


def _refuse_bombs(archive: zipfile.ZipFile, extract: Extract) -> None:
    """Stop before unfolding what claims to be too large; ``zipfile`` itself stops at the claimed size."""
    from .parts import MAX_ENTRIES, MAX_UNFOLDED

    infos = archive.infolist()
    if len(infos) + extract.entries > MAX_ENTRIES:
        raise LimitReached("too_large")
    if sum(info.file_size for info in infos) + extract.unfolded > MAX_UNFOLDED:
        raise LimitReached("too_large")
