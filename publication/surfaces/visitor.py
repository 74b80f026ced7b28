"""A visitor without an account: plain HTTP through whatever stands before the portal (cache, CDN), as anyone would come."""

import hashlib
import html
import threading
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import urlsplit

import requests
import urllib3
from django.conf import settings

AGENT = "gongshi-probe"
_SECONDS = 10
_AT_A_TIME = 4
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


@dataclass(frozen=True, slots=True)
class Ask:
    """One request: an address (a path with its query), a method, and headers beside the usual ones."""

    address: str
    method: str = "GET"
    headers: tuple[tuple[str, str], ...] = ()


class Visitor:
    """Asks the public address of the portal. ``origin`` is ``settings.PUBLIC_ORIGIN``; ``host`` the site's name.

    Within one visit the same question has the same answer. Questions that are known beforehand are asked several at a time
    (:meth:`ask_ahead`), as many visitors would.
    """

    def __init__(self, origin: str = "", host: str = "") -> None:
        self.origin = (origin or settings.PUBLIC_ORIGIN).rstrip("/")
        self.headers = {"User-Agent": AGENT, **({"Host": host} if host else {})}
        self._local = threading.local()
        self._sessions: list[requests.Session] = []
        self._known: dict[Ask, Reply | Unreachable] = {}

    def ask(self, address: str, method: str = "GET", headers: tuple[tuple[str, str], ...] = ()) -> Reply:
        """Return the answer.

        Raises:
            Unreachable: nobody answers, or with a server error.
        """
        question = Ask(address, method, headers)
        if question not in self._known:
            self._known[question] = self._answer(question)
        found = self._known[question]
        if isinstance(found, Unreachable):
            raise found
        return found

    def ask_ahead(self, questions: Iterable[Ask]) -> None:
        """Ask what has not been asked yet, four at a time; a failure is kept for whoever asks for it."""
        new = [question for question in dict.fromkeys(questions) if question not in self._known]
        if not new:
            return
        with ThreadPoolExecutor(_AT_A_TIME) as pool:
            self._known.update(zip(new, pool.map(self._answer, new), strict=True))

    def _answer(self, question: Ask) -> Reply | Unreachable:
        try:
            return self._fetch(question.address, question.method, dict(question.headers))
        except Unreachable as error:
            return error

    def _session(self) -> requests.Session:
        if not hasattr(self._local, "session"):
            self._local.session = requests.Session()
            self._local.session.trust_env = False
            self._sessions.append(self._local.session)
        found: requests.Session = self._local.session
        return found

    def _fetch(self, address: str, method: str, headers: dict[str, str]) -> Reply:
        try:
            with self._session().request(
                method, self.origin + address, headers={**self.headers, **headers}, timeout=_SECONDS,
                allow_redirects=False, stream=True,
            ) as answer:  # fmt: skip
                body = answer.raw.read(_MOST, decode_content=True) if method != "HEAD" else b""
                status, location = answer.status_code, answer.headers.get("Location", "")
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
            raise Unreachable(f"{address}：{type(error).__name__}") from error
        if status >= 500:
            raise Unreachable(f"{address}：{status}")
        text = html.unescape(body.decode("utf-8", "replace"))
        parts = urlsplit(location)
        led = f"{parts.path}?{parts.query}" if parts.query else parts.path
        return Reply(address, status, text, hashlib.sha256(body).hexdigest(), led)

    def forget(self) -> None:
        """Begin a new visit: nothing is known."""
        self._known.clear()

    def close(self) -> None:
        """End the visit."""
        for session in self._sessions:
            session.close()
