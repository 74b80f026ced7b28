"""A visitor without an account: plain HTTP through whatever stands before the portal (cache, CDN), as anyone would come."""

import hashlib
import html
from dataclasses import dataclass
from urllib.parse import urlsplit

import requests
from django.conf import settings

AGENT = "gongshi-probe"
_SECONDS = 10
_MOST = 20 * 1024 * 1024


class Unreachable(Exception):
    """The portal's public address did not answer: nothing is known, and the probe is tried again."""


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: its status, its body as text with entities resolved, its digest, and where it leads."""

    url: str
    status: int
    text: str
    digest: str
    location: str = ""


class Visitor:
    """Asks the public address of the portal. ``origin`` is ``settings.PUBLIC_ORIGIN``; ``host`` the site's name."""

    def __init__(self, origin: str = "", host: str = "") -> None:
        self.origin = (origin or settings.PUBLIC_ORIGIN).rstrip("/")
        self.headers = {"User-Agent": AGENT, **({"Host": host} if host else {})}
        self._session = requests.Session()
        self._session.trust_env = False
        self._known: dict[tuple[str, str], Reply] = {}

    def ask(self, address: str, method: str = "GET", headers: dict[str, str] | None = None) -> Reply:
        """Return the answer to ``address`` (a path with its query); asked again within this visit, the same answer.

        Raises:
            Unreachable: nobody answers, or with a server error.
        """
        key = (f"{method} {address}", repr(headers))
        if key not in self._known:
            self._known[key] = self._fetch(address, method, headers or {})
        return self._known[key]

    def _fetch(self, address: str, method: str, headers: dict[str, str]) -> Reply:
        try:
            with self._session.request(
                method, self.origin + address, headers={**self.headers, **headers}, timeout=_SECONDS,
                allow_redirects=False, stream=True,
            ) as answer:  # fmt: skip
                body = answer.raw.read(_MOST, decode_content=True) if method != "HEAD" else b""
                status, location = answer.status_code, answer.headers.get("Location", "")
        except (requests.RequestException, OSError) as error:
            raise Unreachable(f"{address}：{type(error).__name__}") from error
        if status >= 500:
            raise Unreachable(f"{address}：{status}")
        text = html.unescape(body.decode("utf-8", "replace"))
        parts = urlsplit(location)
        led = f"{parts.path}?{parts.query}" if parts.query else parts.path
        return Reply(address, status, text, hashlib.sha256(body).hexdigest(), led)

    def close(self) -> None:
        """End the visit."""
        self._session.close()
