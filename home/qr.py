"""The QR code of a public page, drawn here: nobody else is told which page is shown."""

from functools import lru_cache
from ipaddress import ip_address
from urllib.parse import urljoin, urlsplit

import segno
from django.conf import settings
from django.utils.safestring import SafeString, mark_safe


def address_in_full(path: str) -> str:
    """Return the address of a page as a phone needs it: origin from the settings, path as it is."""
    return urljoin(settings.PUBLIC_ORIGIN.rstrip("/") + "/", path)


def leads_here() -> bool:
    """Tell whether a visitor's phone can follow the origin of the settings: one of this machine alone leads to the phone itself."""
    host = urlsplit(settings.PUBLIC_ORIGIN).hostname or ""
    if not host or host == "localhost" or host.endswith(".localhost"):
        return False
    try:
        address = ip_address(host)
    except ValueError:
        return True
    return not (address.is_loopback or address.is_unspecified or address.is_link_local)


@lru_cache(maxsize=512)
def code_of(address: str) -> SafeString:
    """Return an inline SVG of a QR code, black on white in every display mode; it holds no text but the title below."""
    drawn = segno.make(address, error="m", micro=False).svg_inline(
        scale=4,
        border=4,
        dark="#000",
        light="#fff",
        omitsize=True,
        svgclass="qr__code",
        lineclass=None,
        title="本页的二维码",
    )
    return mark_safe(drawn.replace("<svg ", '<svg role="img" aria-label="本页的二维码" ', 1))  # noqa: S308
