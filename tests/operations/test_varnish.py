"""A real Varnish with the portal's VCL: a slow reader does not bring back what is gone.

That pages are gone from Varnish with their receipts is tried in ``test_leaks.py``, which goes through it on PostgreSQL.
"""

import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import requests

from tests.served import free_port

from .servers import Varnish


def test_an_answer_that_a_slow_reader_brings_after_the_change_is_not_served(tmp_path):
    """The backend began to answer before the change and is through after it: the next reader does not get that answer."""
    state = {"epoch": 1, "text": "OLD", "slow": threading.Event()}

    class Backend(BaseHTTPRequestHandler):
        def do_GET(self):
            epoch, text = state["epoch"], state["text"]
            if self.path == "/slow":
                state["slow"].wait(10)
            self.send_response(200)
            self.send_header("X-Epoch", str(epoch))
            self.send_header("Cache-Control", "s-maxage=300")
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *arguments):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Backend)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    varnish = Varnish(tmp_path, free_port(), server.server_port)
    try:
        varnish.tell(1)
        assert [requests.get(f"{varnish.url}/page", timeout=5).headers["X-Cache"] for _ in range(2)] == ["MISS", "HIT"]
        reader = threading.Thread(target=lambda: requests.get(f"{varnish.url}/slow", timeout=15))
        reader.start()
        time.sleep(0.5)
        state.update(epoch=2, text="NEW")
        varnish.tell(2)
        state["slow"].set()
        reader.join()
        for path in ("/slow", "/page"):
            texts = [requests.get(f"{varnish.url}{path}", timeout=5) for _ in range(3)]
            assert [answer.text for answer in texts] == ["NEW"] * 3
            assert texts[-1].headers["X-Cache"] == "HIT"
    finally:
        varnish.stop()
        server.shutdown()
