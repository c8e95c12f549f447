"""Which parts of the headers that a scan was given are secrets."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable, Iterator

from securestack.core.secret_shapes import is_secret_name
from securestack.net.message import HeaderList
from securestack.probing.cookies import guess_bits, names_session

_SECRET_BITS = 64  # of randomness; what may hold so many is worth masking, whatever its name


def cookie_pairs(header: str) -> list[tuple[str, str]]:
    """Return the names and values of a Cookie header."""
    pieces = (piece.partition("=") for piece in header.split(";"))
    return [(name.strip(), value.strip()) for name, _, value in pieces if name.strip()]


def is_secret_cookie(name: str, value: str) -> bool:
    """Whether a cookie says who the user is, by its name or because nobody could guess it."""
    return names_session(name) or guess_bits(value) >= _SECRET_BITS


def secrets_in(headers: HeaderList) -> list[str]:
    """Return what somebody who reads these headers could use to be let in: tokens, passwords and session cookies.

    A language or the name of a client is none.
    """
    return [secret for name, value in headers for secret in _secrets(name.lower(), value)]


def _secrets(name: str, value: str) -> Iterable[str]:
    if name == "cookie":
        return [text for key, text in cookie_pairs(value) if is_secret_cookie(key, text)]
    if name in ("authorization", "proxy-authorization"):
        return _credentials(value)
    random = " " not in value and "/" not in value and guess_bits(value) >= _SECRET_BITS
    return [value] if random or is_secret_name(name) else []


def _credentials(value: str) -> Iterator[str]:
    scheme, blank, rest = value.strip().partition(" ")
    secret = rest.strip() if blank else value.strip()
    yield secret
    if scheme.lower() == "basic":
        try:
            user = base64.b64decode(secret, validate=True).decode("utf-8", "replace")
        except (binascii.Error, ValueError):
            return
        yield user.partition(":")[2]
