"""What a file is, told from its first bytes; its name only decides between text formats."""

import zipfile
from io import BytesIO

_IMAGES = (
    b"\xff\xd8\xff",
    b"\x89PNG\r\n\x1a\n",
    b"GIF87a",
    b"GIF89a",
    b"BM",
    b"II*\x00",
    b"MM\x00*",
)
_ARCHIVES = (b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00", b"MSCF")
_MEDIA = (b"ID3", b"OggS", b"fLaC", b"\x1aE\xdf\xa3", b"\xff\xfb", b"\xff\xf3", b"FLV")
_TEXT_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def kind_of(data: bytes) -> str:
    """Return ``pdf``, ``zip``, ``ole``, ``image``, ``archive``, ``media``, ``text`` or ``unknown``."""
    head = data[:1100]
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return "zip"
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return "ole"
    if head[:4] == b"RIFF":
        return "image" if head[8:12] == b"WEBP" else "media"
    if head[4:8] == b"ftyp":
        return "image" if head[8:12] in (b"heic", b"heix", b"mif1", b"avif", b"heif") else "media"
    if head.startswith(_IMAGES):
        return "image"
    if head.startswith(_ARCHIVES):
        return "archive"
    if head.startswith(_MEDIA):
        return "media"
    if head.startswith(_TEXT_BOMS) or b"\x00" not in head:
        return "text"
    return "unknown"


def zip_kind(data: bytes) -> str:
    """Return ``docx``, ``xlsx``, ``pptx``, ``odf`` or ``zip`` for a ZIP container.

    Raises:
        zipfile.BadZipFile: the container is broken.
    """
    with zipfile.ZipFile(BytesIO(data)) as archive:
        names = set(archive.namelist())
    for prefix, kind in (("word/", "docx"), ("xl/", "xlsx"), ("ppt/", "pptx")):
        if "[Content_Types].xml" in names and any(name.startswith(prefix) for name in names):
            return kind
    return "odf" if "content.xml" in names and "mimetype" in names else "zip"
