"""JSON Web Tokens (RFC 7519) taken apart and put together again, as an attacker would: nothing is verified."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import re
from typing import Any

import msgspec

_SHAPE = re.compile(r"[A-Za-z0-9_-]{4,}\.[A-Za-z0-9_-]{2,}\.[A-Za-z0-9_-]*")
_HASHES = {"HS256": hashlib.sha256, "HS384": hashlib.sha384, "HS512": hashlib.sha512}


class JsonWebToken(msgspec.Struct, frozen=True):
    """A token: its header, its claims, and the text as it came."""

    header: dict[str, Any]
    claims: dict[str, Any]
    text: str

    @property
    def algorithm(self) -> str:
        """The algorithm its header names."""
        return str(self.header.get("alg", ""))

    @property
    def signed_part(self) -> bytes:
        """What the signature is made over."""
        return self.text.rpartition(".")[0].encode("ascii")

    @property
    def signature(self) -> bytes:
        """The signature, empty where there is none."""
        return _decode(self.text.rpartition(".")[2])

    def lifetime(self) -> float | None:
        """Return the seconds from its issue to its end, None where it does not say."""
        end, begin = self.claims.get("exp"), self.claims.get("iat", self.claims.get("nbf"))
        if isinstance(end, int | float) and isinstance(begin, int | float):
            return float(end - begin)
        return None


def parse_jwt(text: str) -> JsonWebToken | None:
    """Return the token a text is, or None for any other text."""
    if len(text) > 20_000 or not _SHAPE.fullmatch(text):
        return None
    head, claims, _ = text.split(".")
    try:
        parsed = [json.loads(_decode(part)) for part in (head, claims)]
    except (ValueError, binascii.Error, RecursionError):
        return None
    if not all(isinstance(part, dict) for part in parsed) or "alg" not in parsed[0]:
        return None
    return JsonWebToken(parsed[0], parsed[1], text)


def sign_jwt(header: dict[str, Any], claims: dict[str, Any], key: bytes) -> str:
    """Return a token signed with HMAC, or with an empty signature where the header names another algorithm."""
    text = f"{_encode(_json(header))}.{_encode(_json(claims))}"
    return f"{text}.{_encode(hmac_signature(str(header.get('alg', '')), key, text.encode('ascii')))}"


def hmac_signature(algorithm: str, key: bytes, data: bytes) -> bytes:
    """Return the HMAC of an algorithm of RFC 7518 (HS256, HS384, HS512); nothing for any other."""
    digest = _HASHES.get(algorithm)
    return b"" if digest is None else hmac.new(key, data, digest).digest()


def _json(value: Any) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode("utf-8")


def _encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def _decode(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
