"""A stranger who opens every address the site has, and every one that was ever known, and reads what comes back."""

import io
import re
import zipfile
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from threading import local
from typing import Any
from urllib.parse import quote, unquote, urljoin, urlsplit

import pypdfium2
import requests

Pages = dict[str, tuple[int, str]]
_LINK = re.compile(r'(?:href|src|action)="([^"]+)"|<loc>([^<]+)</loc>|"url": ?"([^"]+)"')
_AT_A_TIME = 4
START = ("/", "/sitemap.xml", "/sitemap-pages.xml", "/robots.txt")


def text_of(body: bytes) -> str:
    """What stands in an answer: of a PDF or a container also what is packed inside."""
    found = body.decode("utf-8", "replace")
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            found += "".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
    if body.startswith(b"%PDF"):
        document = pypdfium2.PdfDocument(body)
        found += "".join(document[place].get_textpage().get_text_bounded() for place in range(len(document)))
        document.close()
    return unescape(found)


class Crawler:
    """Follows every link of ``origin`` once; ``pages`` is address → status, and headers with the body as text."""

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self.hosts = {urlsplit(origin).netloc, "localhost", "localhost:80"}
        self.pages: Pages = {}
        self.kept: dict[str, str] = {}
        self._own = local()

    def _open(self, address: str) -> tuple[str, int, str, list[str]]:
        if not hasattr(self._own, "session"):
            self._own.session = requests.Session()
        answer = self._own.session.get(self.origin + address, allow_redirects=False, timeout=60)
        self.kept[address] = answer.headers.get("X-Cache", "")
        head = "\n".join(f"{name}: {unquote(value)}" for name, value in answer.headers.items())
        body = text_of(answer.content)
        found = [answer.headers.get("Location", "")] + [next(filter(None, link), "") for link in _LINK.findall(body)]
        return address, answer.status_code, f"{head}\n{body}", found

    def _follows(self, address: str, link: str) -> str | None:
        target = urlsplit(urljoin(self.origin + address, link.split()[0] if link.strip() else ""))
        if not link or target.netloc not in self.hosts or target.scheme not in ("http", "https"):
            return None
        found = target.path + (f"?{target.query}" if target.query else "")
        # Filters within filters, and other ways to display, show what the single ones show.
        further = found.count("&") >= (1 if "q=" in found else 2) or "display=" in found
        return None if found.startswith(("/admin", "/static")) or further else found

    def read(self, known: Iterable[str]) -> Pages:
        """Open what is known, and nothing else."""
        with ThreadPoolExecutor(_AT_A_TIME) as pool:
            self.pages.update({found[0]: found[1:3] for found in pool.map(self._open, dict.fromkeys(known))})
        return self.pages

    def crawl(self, known: Iterable[str], most: int = 3000) -> Pages:
        """Open what is known, and all that it leads to."""
        waiting = list(dict.fromkeys([*START, *known]))
        with ThreadPoolExecutor(_AT_A_TIME) as pool:
            while waiting:
                further: dict[str, None] = {}
                for address, status, text, links in pool.map(self._open, waiting):
                    self.pages[address] = (status, text)
                    further.update({found: None for link in links if (found := self._follows(address, link))})
                waiting = [address for address in further if address not in self.pages]
                assert len(self.pages) + len(waiting) < most, "the crawl does not end"
        return self.pages


def doors(items: Iterable[dict[str, Any]]) -> list[str]:
    """Every address at which something planted could be asked for."""
    found: list[str] = []
    for item in items:
        found += [*item["files"], *item.get("doors", [])]
        url, canary = item["url"], item["canary"]
        found += [url, url.rstrip("/"), f"{url}?a=1", f"{url}?print=1"]
        found += [f"/admin/pages/{item['pk']}/{tail}" for tail in ("view_draft/", "edit/", "edit/preview/", "history/")]
        found += [f"/search/?q={quote(canary)}", f"/search/suggestions/?q={quote(canary)}"]
        found += [f"/media/{name}" for name in (f"documents/{canary}-pdf.pdf", f"original_images/{canary}-image.jpg")]
        if item["number"]:
            found.append(f"/search/?q={quote(item['number'])}")
            found += [f"{place}?q={quote(canary)}" for place in ("/after/decisions/", "/after/penalties/")]
    return found


def holds(address: str, text: str, item: dict[str, Any]) -> bool:
    """Whether an answer shows an item, but for the words that only repeat what was asked."""
    asked, said = unquote(address).lower(), text.lower()
    return any(mark in said and mark not in asked for mark in (item["canary"].lower(), item["slug"]))


def seen(pages: Pages, item: dict[str, Any]) -> list[str]:
    """The addresses whose answer shows an item: its own are looked at for the canary as it is written, its files for any bytes."""
    own = item["url"].rstrip("/")

    def shows(address: str, status: int, text: str) -> bool:
        if address.split("?")[0].rstrip("/") == own:
            return item["canary"] in text and item["canary"] not in address
        return status == 200 if address in item["files"] else holds(address, text, item)

    return sorted(address for address, (status, text) in pages.items() if shows(address, status, text))


def surfaces(pages: Pages, item: dict[str, Any]) -> set[str]:
    """On which surfaces an item is seen."""
    found = set()
    for address in seen(pages, item):
        path = address.split("?")[0]
        if path.rstrip("/") == item["url"].rstrip("/"):
            found.add("download" if "format=" in address else "page")
        elif address in item["files"]:
            found.add("files")
        elif path.startswith("/sitemap"):
            found.add("sitemap")
        elif path.startswith("/search/suggestions/"):
            found.add("suggestions")
        elif path.startswith("/search/"):
            found.add("search")
        elif "format=" in address:
            found.add("download")
        elif path.startswith("/after/") and "q=" in address:
            found.add("filtered list")
        elif path.startswith(("/after/", "/before/")):
            found.add("list")
    return found
