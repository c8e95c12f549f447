"""Keeping every exchange of a scan in a file, and answering from such a file instead of the network.

The file holds one JSON object a line, so it can be read while it grows and survives a crash but for its last line.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

import msgspec

from securestack.core.masking import Masker
from securestack.net.errors import NotRecorded
from securestack.net.message import Exchange, Request, Response
from securestack.net.transport import MAX_BODY


class _Body(msgspec.Struct, frozen=True, omit_defaults=True):
    text: str = ""
    data: bytes = b""  # base64 in the file; for what is not UTF-8


class _RecordedRequest(msgspec.Struct, frozen=True, omit_defaults=True):
    method: str
    url: str
    headers: tuple[tuple[str, str], ...] = ()
    body: _Body = _Body()


class _RecordedResponse(msgspec.Struct, frozen=True, omit_defaults=True):
    status: int
    reason: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    body: _Body = _Body()
    elapsed: float = 0.0
    duration: float = 0.0
    truncated: bool = False


class _Line(msgspec.Struct, frozen=True):
    request: _RecordedRequest
    response: _RecordedResponse


class Recording:
    """Writes exchanges to a file, which only its owner may read; a context manager.

    With a masker, secrets are masked before they are written, and the lengths of everything stay as they were.
    OSError, with the file's name in it, says that the file cannot be written, now or later: a disk may become full.
    """

    def __init__(self, path: Path, *, masker: Masker | None = None) -> None:
        self._path = path
        self._masker = masker
        self._encoder = msgspec.json.Encoder()
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        self._file = os.fdopen(descriptor, "wb")

    def record(self, exchange: Exchange) -> None:
        """Append one exchange."""
        response = exchange.response
        masker = self._masker
        line = _Line(
            _recorded_request(exchange.request, masker),
            _RecordedResponse(
                status=response.status,
                reason=_clean(response.reason),
                headers=_headers(response.headers, masker),
                body=_body(response.body, masker),
                elapsed=response.elapsed,
                duration=response.duration,
                truncated=response.truncated,
            ),
        )
        with self._named():
            self._file.write(self._encoder.encode(line) + b"\n")

    def close(self) -> None:
        """Write what is left and close the file."""
        with self._named():
            self._file.close()

    @contextmanager
    def _named(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise OSError(error.errno, error.strerror, str(self._path)) from None

    def __enter__(self) -> Recording:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class ReplayTransport:
    """Answers from a recording. Asked for the same again, it gives the next answer recorded, and the last one forever.

    Requests are told apart by method, URL, body, and, where that leaves a choice, by their Cookie and Authorization.
    A recording written with a masker is read with the same one.

    Raises ValueError, in one sentence, when the file is no recording.
    """

    def __init__(self, path: Path, *, masker: Masker | None = None) -> None:
        self._masker = masker
        self._decoder = msgspec.json.Decoder(_Line)
        self._places: dict[bytes, list[int]] = {}
        self._asked: dict[bytes, int] = {}
        self._file = path.open("rb")
        try:
            self._read_index(path)
        except ValueError:
            self._file.close()
            raise

    def _read_index(self, path: Path) -> None:
        place = 0
        for number, line in enumerate(self._file, 1):
            if not line.endswith(b"\n"):
                break  # the writer was stopped in the middle of it
            try:
                recorded = self._decoder.decode(line)
            except (msgspec.DecodeError, UnicodeDecodeError):
                raise ValueError(f"{path} is not a recording: its line {number} cannot be read.") from None
            for key in _keys(recorded.request):
                self._places.setdefault(key, []).append(place)
            place += len(line)

    async def fetch(
        self,
        request: Request,
        *,
        timeout: float,  # noqa: ARG002 - a recording answers at once
        max_body: int = MAX_BODY,
    ) -> Response:
        """Return the recorded answer. Raises NotRecorded."""
        for key in _keys(_recorded_request(request, self._masker)):
            if places := self._places.get(key):
                turn = self._asked.get(key, 0)
                self._asked[key] = turn + 1
                return self._answer(places[min(turn, len(places) - 1)], request.url, max_body)
        raise NotRecorded(f"The recording holds no answer to {request.method} {request.url}.")

    def _answer(self, place: int, url: str, max_body: int) -> Response:
        self._file.seek(place)
        recorded = self._decoder.decode(self._file.readline()).response
        body = recorded.body.data or recorded.body.text.encode()
        return Response(
            recorded.status,
            recorded.headers,
            body[:max_body],
            url=url,
            reason=recorded.reason,
            elapsed=recorded.elapsed,
            duration=recorded.duration,
            truncated=recorded.truncated or len(body) > max_body,
        )

    async def close(self) -> None:
        """Close the file."""
        self._file.close()


def _keys(request: _RecordedRequest) -> tuple[bytes, bytes]:
    """Return what a request is found by: with its credentials first, then without."""
    body = request.body.data or request.body.text.encode()
    loose = "\0".join((request.method, request.url)).encode() + b"\0" + body
    credentials = [
        f"{name.lower()}:{value}"
        for name, value in request.headers
        if name.lower() in ("cookie", "authorization")
    ]
    strict = loose + b"\0" + "\n".join(credentials).encode()
    return hashlib.sha256(b"strict" + strict).digest(), hashlib.sha256(b"loose" + loose).digest()


def _recorded_request(request: Request, masker: Masker | None) -> _RecordedRequest:
    url = _clean(request.url)
    return _RecordedRequest(
        method=request.method,
        url=url if masker is None else masker.mask_url(url),
        headers=_headers(request.headers, masker),
        body=_body(request.body, masker),
    )


def _headers(headers: tuple[tuple[str, str], ...], masker: Masker | None) -> tuple[tuple[str, str], ...]:
    cleaned = tuple((_clean(name), _clean(value)) for name, value in headers)
    return cleaned if masker is None else masker.mask_headers(cleaned)


def _body(body: bytes, masker: Masker | None) -> _Body:
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        if masker is not None:
            # Latin-1 maps every byte to one character and back, so the bytes around a secret stay as they are.
            body = masker.mask_text(body.decode("latin-1")).encode("latin-1")
        return _Body(data=body)
    return _Body(text=text if masker is None else masker.mask_text(text))


def _clean(text: str) -> str:
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")
