"""The web server's worker: an address that is too long gets a page that a visitor can read."""

from contextlib import suppress
from typing import Any

from gunicorn import util
from gunicorn.http.errors import LimitRequestLine
from gunicorn.workers.gthread import ThreadWorker

_PAGE = """<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>网址太长</title></head>
<body><main><h1>网址太长</h1><p>检索词或网址太长，没有处理。请缩短检索词后再试：检索只用前 200 个字。</p>
<p><a href="/search/">返回检索</a></p></main></body></html>
"""


def too_long() -> bytes:
    """Return the whole answer."""
    body = _PAGE.encode()
    head = (
        "HTTP/1.1 414 URI Too Long\r\nConnection: close\r\nContent-Type: text/html; charset=utf-8\r\n"
        f"Cache-Control: no-store\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


class Worker(ThreadWorker):
    """gunicorn's threads."""

    def handle_error(self, req: Any, client: Any, addr: Any, exc: BaseException) -> None:
        """Answer what is too long; everything else as gunicorn does."""
        if not isinstance(exc, LimitRequestLine):
            super().handle_error(req, client, addr, exc)
            return
        with suppress(OSError):
            util.write_nonblock(client, too_long())
