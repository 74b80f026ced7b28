"""Files in production: the application says yes, nginx sends the bytes; nobody reaches them past the application."""

import pytest
import requests

from .inside import REASON

pytestmark = [pytest.mark.production, pytest.mark.behind_servers]


@pytest.fixture
def planted(production):
    item = production.world.ask("planting.with_files", "SENTCANARY")
    assert production.world.ask("ending.idle") == 0
    return item


def get(url: str, **headers: str) -> requests.Response:
    return requests.get(url, headers=headers, timeout=30, allow_redirects=False)


def test_nginx_sends_what_was_allowed_and_nothing_else(production, planted):
    """Type, name, guards, conditions and ranges as in the direct way; withdrawn: 404, and nothing is handed over."""
    front, back = production.origin, production.portal.url
    for address in planted["files"]:
        handed = get(back + address)
        assert (handed.status_code, handed.content) == (200, b"")
        inner = handed.headers["X-Accel-Redirect"]
        assert inner.startswith("/internal-media/")
        answer = get(front + address)
        assert answer.status_code == 200
        assert answer.content
        for name in ("Content-Type", "Content-Disposition", "X-Content-Type-Options", "Cache-Control"):
            assert answer.headers[name] == handed.headers[name], name
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert {"private", "no-cache"} & set(answer.headers["Cache-Control"].replace(" ", "").split(","))
        assert answer.headers.get("Content-Security-Policy") == handed.headers.get("Content-Security-Policy")
        if address.startswith("/documents/"):
            assert answer.headers["Content-Security-Policy"] == "default-src 'none'"
            shown = "inline" if address.endswith(".pdf") else "attachment"
            assert answer.headers["Content-Disposition"].startswith(f"{shown}; filename=")
        assert not {name for name in answer.headers if name.lower().startswith("x-accel")}
        part = get(front + address, Range="bytes=0-3")
        assert (part.status_code, part.content) == (206, answer.content[:4])
        same = get(front + address, **{"If-None-Match": answer.headers["ETag"]})
        assert (same.status_code, same.content) == (304, b"")
        since = get(front + address, **{"If-Modified-Since": answer.headers["Last-Modified"]})
        assert since.status_code == 304
        assert requests.head(front + address, timeout=30).headers["Content-Length"] == str(len(answer.content))
        for guess in (
            inner,
            f"{inner}?x=1",
            f"/{inner}",
            inner.replace("media", "media/."),
            "/internal-media/",
            "/internal-media/../media/",
        ):
            assert get(front + guess).status_code == 404, guess

    pages = f"/admin/life/pages/{planted['pk']}/end/"
    asked = {"way": "withdraw:mistake", "statement": REASON, "act": "emergency", "confirmation": "立即撤下"}
    production.staff("reviewer").post(pages, **asked)
    for address in planted["files"]:
        for origin in (front, back):
            answer = get(origin + address, Range="bytes=0-3")
            assert answer.status_code == 404
            assert not {name for name in answer.headers if name.lower().startswith("x-accel")}
