"""Pictures without metadata: position, camera, time and words are taken out, the picture itself stays as it is."""

import struct
import warnings
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

_ORIENTATION = 0x0112
_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_WORDS = frozenset((b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME"))
_KEPT_SEGMENTS = frozenset((0xE0, 0xE2, 0xEE))


def without_metadata(data: bytes) -> bytes | None:
    """Return the picture without metadata, or None when it has none or is no picture.

    JPEG and PNG are cut, not encoded again, unless the picture has to be turned as its metadata say.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            image = Image.open(BytesIO(data))
            turned = image.getexif().get(_ORIENTATION, 1) not in (0, 1)
            words = bool(image.getexif()) or any(
                key in image.info for key in ("comment", "xmp", "exif", "XML:com.adobe.xmp")
            )
            if turned:
                return _encode(ImageOps.exif_transpose(image), image.format)
            if data.startswith(b"\xff\xd8"):
                clean = _cut_jpeg(data)
            elif data.startswith(_PNG):
                clean = _cut_png(data)
            elif words:
                return _encode(image, image.format)
            else:
                return None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, struct.error, Image.DecompressionBombError):
        return None
    return clean if clean != data else None


def _encode(image: Image.Image, form: str | None) -> bytes:
    buffer = BytesIO()
    for key in ("exif", "xmp", "comment", "XML:com.adobe.xmp"):
        image.info.pop(key, None)
    options = {"quality": 95} if form in ("JPEG", "WEBP", "AVIF") else {}
    if form == "GIF" and getattr(image, "n_frames", 1) > 1:
        options = {"save_all": True}
    image.save(buffer, form, **options)
    return buffer.getvalue()


def _cut_jpeg(data: bytes) -> bytes:
    """Drop application and comment segments, but for JFIF, colour profile and Adobe's colour mark."""
    out, position = [data[:2]], 2
    while position + 4 <= len(data) and data[position] == 0xFF:
        marker = data[position + 1]
        if marker == 0xDA:
            break
        length = struct.unpack(">H", data[position + 2 : position + 4])[0] + 2
        segment = data[position : position + length]
        words = marker == 0xFE or (0xE0 <= marker <= 0xEF and marker not in _KEPT_SEGMENTS)
        if not words and not (marker == 0xE2 and not segment[4:].startswith(b"ICC_PROFILE")):
            out.append(segment)
        position += length
    end = data.rfind(b"\xff\xd9")
    out.append(data[position : end + 2 if end > position else len(data)])
    return b"".join(out)


def _cut_png(data: bytes) -> bytes:
    """Drop text, time and EXIF chunks."""
    out, position = [_PNG], 8
    while position + 8 <= len(data):
        length, kind = struct.unpack(">I4s", data[position : position + 8])
        chunk = data[position : position + 12 + length]
        if kind not in _PNG_WORDS:
            out.append(chunk)
        position += 12 + length
        if kind == b"IEND":
            break
    return b"".join(out)
