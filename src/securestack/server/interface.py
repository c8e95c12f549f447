"""The user interface: files built from `frontend/`, served by the platform itself, so that there is one origin.

The files are read once, at start: there are few, and none of them changes while the process lives. An address that no
file has is answered with the page itself when a person navigates there (the page knows its own addresses), and is left
to the API otherwise, whose answers stay what they are. Where the interface has not been built, a page says so.
"""

from __future__ import annotations

import hashlib
import mimetypes
from dataclasses import dataclass
from pathlib import Path

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

FILES = Path(__file__).parent / "interface_files"
"""Where `make frontend` puts what it builds."""

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
"""The content security policy of the page (CSP Level 3): nothing from elsewhere, and nothing written into the page."""

_OTHERS = ("/api", "/health", "/metrics", "/openapi.json")
_ENCODINGS = (("br", ".br"), ("gzip", ".gz"))
_TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".woff2": "font/woff2"}
_NOT_BUILT = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>SecureStack</title></head><body>
<h1>SecureStack is running</h1>
<p>Its user interface has not been built on this machine. <code>make frontend</code> builds it (Node.js 20 or newer);
start the platform again afterwards.</p>
<p>The API answers meanwhile: <a href="/openapi.json">its description</a>.</p>
</body></html>
"""


@dataclass(frozen=True)
class BuiltFile:
    """One file, as it is and compressed."""

    media_type: str
    lasting: bool  # its name holds a hash of its content
    bodies: dict[str, bytes]  # by content coding; "" is the file as it is

    @property
    def tag(self) -> str:
        """The entity tag of the file, whatever its coding."""
        return f'W/"{hashlib.blake2b(self.bodies[""], digest_size=12).hexdigest()}"'


def read_files(folder: Path) -> dict[str, BuiltFile]:
    """Return the files in a folder by their paths, such as `/index.html`; none where the folder is missing."""
    found: dict[str, BuiltFile] = {}
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        if path.suffix in (".br", ".gz") or not path.is_file():
            continue
        name = "/" + path.relative_to(folder).as_posix()
        bodies = {"": path.read_bytes()}
        for coding, ending in _ENCODINGS:
            compressed = path.with_name(path.name + ending)
            if compressed.is_file():
                bodies[coding] = compressed.read_bytes()
        guessed = _TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        found[name] = BuiltFile(guessed, name.startswith("/assets/"), bodies)
    return found


class Interface:
    """Wraps the API; answers what is the interface's and passes on the rest."""

    def __init__(self, app: ASGIApp, *, folder: Path = FILES) -> None:
        self._app = app
        self._answers = {name: (file, file.tag) for name, file in read_files(folder).items()}
        self._page = self._answers.get("/index.html")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        response = self._response(scope) if scope["type"] == "http" else None
        await (self._app if response is None else response)(scope, receive, send)

    def _response(self, scope: Scope) -> Response | None:
        path: str = scope["path"]
        if scope["method"] not in ("GET", "HEAD") or _is_other(path):
            return None
        headers = Headers(scope=scope)
        known = self._answers.get(path)
        if known is None and (path == "/" or _is_navigation(path, headers)):
            if self._page is None:
                return _html(_NOT_BUILT.encode(), 200 if path == "/" else 404)
            known = self._page
        return None if known is None else _file_response(*known, headers)


def _is_other(path: str) -> bool:
    return any(path == other or path.startswith(other + "/") for other in _OTHERS)


def _is_navigation(path: str, headers: Headers) -> bool:
    """Whether a browser asks for a page: not a script or picture that is gone, and not a program."""
    return not path.startswith("/assets/") and "text/html" in headers.get("accept", "")


def _file_response(file: BuiltFile, tag: str, headers: Headers) -> Response:
    response = Response(b"", media_type=file.media_type)
    response.headers["ETag"] = tag
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if file.lasting else "no-cache"
    if file.media_type == "text/html":
        response.headers["Content-Security-Policy"] = POLICY
    if tag in headers.get("if-none-match", ""):
        response.status_code = 304
        del response.headers["content-length"]
        return response
    coding = _coding(file, headers.get("accept-encoding", ""))
    if coding:
        response.headers["Content-Encoding"] = coding
    response.body = file.bodies[coding]
    response.headers["Content-Length"] = str(len(response.body))
    return response


def _coding(file: BuiltFile, accepted: str) -> str:
    """Return the best content coding the browser takes (RFC 9110, section 12.5.3)."""
    taken = set()
    for part in accepted.lower().split(","):
        name, _, weight = part.strip().partition(";")
        if weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000"):
            taken.add(name.strip())
    return next((coding for coding, _ in _ENCODINGS if coding in taken and coding in file.bodies), "")


def _html(body: bytes, status: int) -> Response:
    return Response(body, status, {"Cache-Control": "no-store"}, "text/html")
