"""Pictures: what their metadata says; the picture itself needs a person's eyes."""

import warnings
from collections.abc import Mapping
from io import BytesIO

from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

from .parts import Extract, within

_SKIPPED = frozenset((ExifTags.Base.MakerNote.value, ExifTags.Base.UserComment.value))


def read_image(extract: Extract, where: str, data: bytes) -> None:
    """Add the texts of EXIF, XMP and comments, note a GPS position, and report the picture as one for a person's eyes."""
    read = extract.picture(where, lambda: ImageOps.exif_transpose(Image.open(BytesIO(data))))
    extract.cannot_read(where, "image_read" if read else "image")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            image = Image.open(BytesIO(data))
            exif = image.getexif()
            texts = [*_texts(exif), *_texts(exif.get_ifd(ExifTags.IFD.Exif)), _comment(exif)]
            gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
            texts.extend(_plain(value) for value in image.info.values() if isinstance(value, str | bytes))
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        extract.cannot_read(where, "broken")
        return
    if any(tag in gps for tag in (1, 2, 3, 4)):
        extract.position.append(within(where, "照片位置"))
    extract.text(within(where, "图片属性"), "\n".join(text for text in texts if text.strip()))


def _texts(tags: Mapping[int, object]) -> list[str]:
    return [_plain(value) for tag, value in tags.items() if isinstance(value, str | bytes) and tag not in _SKIPPED]


def _comment(exif: Image.Exif) -> str:
    value = exif.get_ifd(ExifTags.IFD.Exif).get(ExifTags.Base.UserComment.value, b"")
    if isinstance(value, str):
        return value
    code, body = value[:8], value[8:]
    return body.decode("utf-16", "ignore") if code.startswith(b"UNICODE") else body.decode("utf-8", "ignore")


def _plain(value: str | bytes) -> str:
    if isinstance(value, str):
        return value
    if value[:2] in (b"\xff\xfe", b"\xfe\xff") or value[1:2] == b"\x00":
        return value.decode("utf-16-le", "ignore").strip("\x00\ufeff")
    return value.decode("utf-8", "ignore").strip("\x00") if len(value) < 1_000_000 else ""
