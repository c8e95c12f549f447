"""A stand-in on loopback for the server on the internet that Wapiti's makers run for it.

Its modules for request forgery and remote inclusion make the target fetch an address there and then ask what was
fetched. Only the two answers they need are given.
"""

from __future__ import annotations

import contextlib
import datetime
import json
import threading
from collections import defaultdict
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

Fetched = dict[str, dict[str, list[dict[str, str]]]]  # path number -> parameter in hexadecimal -> fetches


@contextlib.contextmanager
def endpoint() -> Iterator[str]:
    """Serve the stand-in from a thread; yields its address."""
    fetched: dict[str, Fetched] = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            pieces = urlsplit(self.path)
            words = pieces.path.strip("/").split("/")
            if words[-1] == "e.php":
                self._answer("text/plain", b"w4p1t1_cleartext")
            elif words[0] == "get_ssrf.php":
                session = parse_qs(pieces.query).get("session_id", [""])[0]
                self._answer("application/json", json.dumps(fetched[session]).encode())
            elif words[0] == "get_xxe.php":
                self._answer("application/json", b"{}")
            elif words[0] == "ssrf" and len(words) == 4:
                now = datetime.datetime.now(datetime.UTC).isoformat()
                fetch = {
                    "url": self.path,
                    "date": now,
                    "ip": self.client_address[0],
                    "method": "GET",
                    "size": "0",
                }
                fetched[words[1]][words[2]][words[3]].append(fetch)
                self._answer("text/plain", b"")
            else:
                self._answer("text/plain", b"")

        def _answer(self, kind: str, body: bytes) -> None:
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
