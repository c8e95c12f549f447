"""Public keys as servers publish and keep them, and a key pair of our own that is no secret to anybody.

DER and PEM are written by hand (ITU-T X.690, RFC 8017, RFC 5480, RFC 7468): it takes a few lines, and no library.
"""

from __future__ import annotations

import base64
import hashlib
import json
import textwrap
from collections.abc import Iterator
from typing import Any

_RSA = bytes.fromhex("300d06092a864886f70d0101010500")  # AlgorithmIdentifier of rsaEncryption
_P256 = bytes.fromhex("301306072a8648ce3d020106082a8648ce3d030107")  # of id-ecPublicKey on P-256
_SHA256 = bytes.fromhex("3031300d060960864801650304020105000420")  # DigestInfo, RFC 8017 section 9.2

# Both factors are Mersenne primes: everybody knows this "private" key, so that it can never protect anything.
_P, _Q = 2**2203 - 1, 2**1279 - 1
_N, _E = _P * _Q, 65537
_D = pow(_E, -1, (_P - 1) * (_Q - 1))


def own_public_key() -> dict[str, Any]:
    """Return the public half of our key pair as a JSON Web Key (RFC 7517)."""
    return {"kty": "RSA", "n": _url_safe(_N), "e": _url_safe(_E), "alg": "RS256", "use": "sig", "kid": "own"}


def sign_with_own_key(header: dict[str, Any], claims: dict[str, Any]) -> str:
    """Return a JSON Web Token signed with our key (RS256, RFC 7518 section 3.3)."""
    text = ".".join(_encoded(json.dumps(part, separators=(",", ":")).encode()) for part in (header, claims))
    length = (_N.bit_length() + 7) // 8
    digest = _SHA256 + hashlib.sha256(text.encode()).digest()
    block = b"\x00\x01" + b"\xff" * (length - len(digest) - 3) + b"\x00" + digest
    signature = pow(int.from_bytes(block, "big"), _D, _N).to_bytes(length, "big")
    return f"{text}.{_encoded(signature)}"


def written_forms(key: dict[str, Any]) -> Iterator[bytes]:
    """Yield the ways in which a server may keep a public key, given as a JSON Web Key, on its disk.

    Yields nothing for kinds of keys other than RSA and P-256, or where the key is broken.
    """
    try:
        if key.get("kty") == "RSA":
            numbers = _sequence(_integer(_number(key["n"])), _integer(_number(key["e"])))
            whole = _sequence(_RSA, _bits(numbers))
            yield from _pem("PUBLIC KEY", whole)
            yield from _pem("RSA PUBLIC KEY", numbers)
        elif key.get("kty") == "EC" and key.get("crv") == "P-256":
            point = b"\x04" + _number(key["x"]).to_bytes(32, "big") + _number(key["y"]).to_bytes(32, "big")
            whole = _sequence(_P256, _bits(point))
            yield from _pem("PUBLIC KEY", whole)
        else:
            return
    except (KeyError, ValueError, TypeError, OverflowError):
        return
    yield whole


def _pem(label: str, data: bytes) -> Iterator[bytes]:
    lines = "\n".join(textwrap.wrap(base64.b64encode(data).decode(), 64))
    text = f"-----BEGIN {label}-----\n{lines}\n-----END {label}-----"
    yield f"{text}\n".encode()
    yield text.encode()


def _sequence(*parts: bytes) -> bytes:
    return _tagged(0x30, b"".join(parts))


def _bits(data: bytes) -> bytes:
    return _tagged(0x03, b"\x00" + data)


def _integer(number: int) -> bytes:
    return _tagged(0x02, number.to_bytes(number.bit_length() // 8 + 1, "big"))


def _tagged(tag: int, data: bytes) -> bytes:
    size = len(data)
    if size < 0x80:
        return bytes([tag, size]) + data
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(length)]) + length + data


def _number(text: Any) -> int:
    return int.from_bytes(base64.urlsafe_b64decode(str(text) + "=" * (-len(str(text)) % 4)), "big")


def _url_safe(number: int) -> str:
    return _encoded(number.to_bytes((number.bit_length() + 7) // 8, "big"))


def _encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
