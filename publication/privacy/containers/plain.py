"""Text files in the encodings that Chinese offices use; HTML and XML are texts too."""

import codecs

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_ENCODINGS = ("utf-8", "gb18030", "big5")


def decode(data: bytes) -> str | None:
    """Return the text of ``data`` (BOM, then UTF-8, GB 18030, Big5), or None when it is none of these."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                return None
    for encoding in _ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None
