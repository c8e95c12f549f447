"""Undoing the Content-Encoding of a body (RFC 9110, 8.4) without ever growing past a limit."""

from __future__ import annotations

import zlib

ACCEPTED = "gzip, deflate"  # the Accept-Encoding that matches what `decode` undoes

_MOST_LAYERS = 3  # nobody honest compresses more often; a bomb may
_MOST_MEMBERS = 64  # each costs a copy of all that follows it
_STEP = 256  # bytes fed at a time once a body has turned out to be damaged


def decode(body: bytes, content_encoding: str, limit: int) -> tuple[bytes, bool]:
    """Return the decoded body, at most `limit` bytes of it, and whether there would have been more.

    A damaged body gives what could be decoded before the damage, and an unknown encoding is left as it is.
    """
    codings = [name.strip().lower() for name in content_encoding.split(",")]
    truncated = False
    for coding in list(reversed(codings))[:_MOST_LAYERS]:
        if coding in ("gzip", "x-gzip", "deflate"):
            body, more = _inflate(body, limit)
            truncated = truncated or more
    return body[:limit], truncated or len(body) > limit


def _inflate(body: bytes, limit: int) -> tuple[bytes, bool]:
    if _looks_compressed(body):
        return _inflate_as(body, 47, limit)  # 47: gzip or zlib, told apart by their first bytes
    # Some servers send "deflate" without the zlib wrapper that RFC 9110, 8.4.1.2 asks for. Others declare a
    # compression and send plain text: browsers fail there, a scanner wants to read it.
    decoder = zlib.decompressobj(-15)
    try:
        decoded = decoder.decompress(body, limit + 1)
    except zlib.error:
        return body, False
    if len(decoded) > limit:
        return decoded[:limit], True
    return (decoded if decoder.eof else body), False


def _looks_compressed(body: bytes) -> bool:
    return body.startswith(b"\x1f\x8b") or (
        len(body) > 1 and body[0] & 0x0F == 8 and int.from_bytes(body[:2], "big") % 31 == 0
    )


def _inflate_as(body: bytes, window: int, limit: int) -> tuple[bytes, bool]:
    pieces: list[bytes] = []
    room = limit
    for _ in range(_MOST_MEMBERS):
        decoder = zlib.decompressobj(window)
        try:
            piece = decoder.decompress(body, room + 1)
        except zlib.error:
            return b"".join(pieces) + _before_damage(body, window, room), False
        pieces.append(piece[:room])
        if len(piece) > room:
            return b"".join(pieces), True
        room -= len(piece)
        # A gzip file may hold several members one after the other; anything else behind the end is ignored.
        if not decoder.unused_data.startswith(b"\x1f\x8b"):
            return b"".join(pieces), False
        body = decoder.unused_data
    return b"".join(pieces), True


def _before_damage(body: bytes, window: int, room: int) -> bytes:
    decoder = zlib.decompressobj(window)
    pieces: list[bytes] = []
    for start in range(0, len(body), _STEP):
        try:
            piece = decoder.decompress(body[start : start + _STEP], room) if room else b""
        except zlib.error:
            break
        pieces.append(piece)
        room -= len(piece)
        if not room:
            break
    return b"".join(pieces)
