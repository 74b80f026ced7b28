"""Pictures without metadata: position, camera, time and words are taken out, the picture itself stays as it is."""

import re
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
            words = (
                bool(image.getexif())
                or _has_words_in_frames(image)
                or any(key in image.info for key in ("comment", "xmp", "exif", "XML:com.adobe.xmp"))
            )
            if turned:
                return _encode(ImageOps.exif_transpose(image), image.format)
            if data.startswith(b"\xff\xd8"):
                clean = _cut_jpeg(data) or _encode(image, image.format)
            elif data.startswith(_PNG):
                clean = _cut_png(data)
            elif words:
                return _encode(image, image.format)
            else:
                return None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, struct.error, Image.DecompressionBombError):
        return None
    return clean if clean != data else None


def _has_words_in_frames(image: Image.Image) -> bool:
    """Tell whether a GIF has a comment at any of its frames."""
    if image.format != "GIF":
        return False
    try:
        for number in range(getattr(image, "n_frames", 1)):
            image.seek(number)
            if "comment" in image.info:
                return True
    except EOFError:
        return False
    finally:
        image.seek(0)
    return False


def _encode(image: Image.Image, form: str | None) -> bytes:
    buffer = BytesIO()
    for key in ("exif", "xmp", "comment", "XML:com.adobe.xmp"):
        image.info.pop(key, None)
    options: dict[str, object] = {"quality": 95} if form in ("JPEG", "WEBP", "AVIF") else {}
    if form in ("GIF", "WEBP", "AVIF") and getattr(image, "n_frames", 1) > 1:
        options |= {"save_all": True}
    if form == "GIF":
        options |= {"comment": b""}
    image.save(buffer, "JPEG" if form == "MPO" else form, **options)
    return buffer.getvalue()


def _cut_jpeg(data: bytes) -> bytes | None:
    """Keep the first picture without application and comment segments, but for JFIF, colour profile and Adobe's colour mark.

    Segments are walked to the end of the picture, also between the scans of a progressive one; what follows (a second picture,
    a film) is dropped. None when something else than segments stands between them: then it has to be encoded again.
    """
    out, position = [data[:2]], 2
    while position + 2 <= len(data):
        if data[position] != 0xFF:
            return None
        marker = data[position + 1]
        if marker == 0xD9:
            out.append(data[position : position + 2])
            break
        if marker == 0xFF:
            position += 1
            continue
        if marker == 0x01 or 0xD0 <= marker <= 0xD7:
            out.append(data[position : position + 2])
            position += 2
            continue
        length = struct.unpack(">H", data[position + 2 : position + 4])[0] + 2
        segment = data[position : position + length]
        words = marker == 0xFE or (0xE0 <= marker <= 0xEF and marker not in _KEPT_SEGMENTS)
        if not words and not (marker == 0xE2 and not segment[4:].startswith(b"ICC_PROFILE")):
            out.append(segment)
        position += length
        if marker == 0xDA:
            end = _end_of_scan(data, position)
            out.append(data[position:end])
            position = end
    return b"".join(out)


_MARKER = re.compile(rb"\xff+[^\x00\xff\xd0-\xd7]")


def _end_of_scan(data: bytes, position: int) -> int:
    """Where coded picture data end: at a marker that is neither a stuffed byte nor a restart."""
    found = _MARKER.search(data, position)
    return found.end() - 2 if found else len(data)


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
