"""HTTP requests and answers as plain values, kept exactly as they were on the wire."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from functools import cached_property

HeaderList = tuple[tuple[str, str], ...]

_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)


def header_values(headers: HeaderList, name: str) -> list[str]:
    """Return every value of a header, in order; names compare without case."""
    name = name.lower()
    return [value for key, value in headers if key.lower() == name]


class Request:
    """One request. `url` is absolute and already encoded: what stands there is sent, byte for byte.

    Never changed after it was made; `replace` gives a changed copy.
    """

    __slots__ = ("body", "headers", "method", "url")

    def __init__(
        self, method: str, url: str, headers: Iterable[tuple[str, str]] = (), body: bytes = b""
    ) -> None:
        self.method = method
        self.url = url
        self.headers: HeaderList = tuple(headers)
        self.body = body

    def header(self, name: str) -> str | None:
        """Return the first value of a header, or None."""
        return next(iter(header_values(self.headers, name)), None)

    def with_headers(self, headers: Iterable[tuple[str, str]]) -> Request:
        """Return a copy in which these headers take the place of any of the same name."""
        new = tuple(headers)
        names = {key.lower() for key, _ in new}
        kept = tuple(pair for pair in self.headers if pair[0].lower() not in names)
        return Request(self.method, self.url, kept + new, self.body)

    def __repr__(self) -> str:
        return f"<Request {self.method} {self.url}>"


class Response:
    """One answer. `body` is decompressed and never longer than the client's limit; `truncated` says it was longer.

    `url` is the address that was asked, `elapsed` the seconds from sending the request to the answer's headers,
    `duration` to its last byte.
    """

    def __init__(
        self,
        status: int,
        headers: Iterable[tuple[str, str]] = (),
        body: bytes = b"",
        *,
        url: str = "",
        reason: str = "",
        elapsed: float = 0.0,
        duration: float = 0.0,
        truncated: bool = False,
    ) -> None:
        self.status = status
        self.reason = reason
        self.headers: HeaderList = tuple(headers)
        self.body = body
        self.url = url
        self.elapsed = elapsed
        self.duration = duration or elapsed
        self.truncated = truncated

    def header(self, name: str) -> str | None:
        """Return the first value of a header, or None."""
        return next(iter(header_values(self.headers, name)), None)

    def header_values(self, name: str) -> list[str]:
        """Return every value of a header, in order."""
        return header_values(self.headers, name)

    @cached_property
    def media_type(self) -> str:
        """The media type in lower case without parameters, such as `text/html`; empty when none is declared."""
        return (self.header("content-type") or "").split(";", 1)[0].strip().lower()

    @cached_property
    def text(self) -> str:
        """The body as text by its declared character set, otherwise UTF-8; bad bytes become U+FFFD, never an error."""
        declared = _CHARSET.search(self.header("content-type") or "")
        name = declared[1] if declared else ""
        if not name and (meta := _META_CHARSET.search(self.body[:2048])):
            name = meta[1].decode("ascii", "replace")
        try:
            codec = codecs.lookup(name or "utf-8")
            # A hostile server may name one of Python's own byte or text transforms, such as "hex" or "zlib".
            if getattr(codec, "_is_text_encoding", True):
                return self.body.decode(codec.name, "replace")
        except (LookupError, UnicodeError, ValueError):
            pass
        return self.body.decode("utf-8", "replace")

    @property
    def is_html(self) -> bool:
        """Whether a browser would parse the body as HTML."""
        if self.media_type:
            return self.media_type in ("text/html", "application/xhtml+xml")
        return b"<" in self.body[:512]

    def __repr__(self) -> str:
        return f"<Response {self.status} {self.url} {len(self.body)} bytes>"


class Exchange:
    """One request with its answer."""

    __slots__ = ("request", "response")

    def __init__(self, request: Request, response: Response) -> None:
        self.request = request
        self.response = response

    def __repr__(self) -> str:
        return f"<Exchange {self.request.method} {self.request.url} -> {self.response.status}>"
