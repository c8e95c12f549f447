"""Checksums in the one form packages carry them in: `algorithm:hexadecimal`."""

from __future__ import annotations

import base64
import binascii
import re

_ALGORITHMS = {32: "md5", 40: "sha1", 64: "sha256", 96: "sha384", 128: "sha512"}
_HEX = re.compile(r"[0-9a-fA-F]+")


def from_hexadecimal(digest: str, algorithm: str = "") -> tuple[str, ...]:
    """Return a bare or `algorithm:`-prefixed digest as a hash; nothing when it is none."""
    prefix, colon, rest = digest.strip().partition(":")
    if colon:
        algorithm, digest = prefix, rest
    else:
        digest = prefix
    if not _HEX.fullmatch(digest):
        return ()
    algorithm = (algorithm or _ALGORITHMS.get(len(digest), "")).lower().replace("-", "")
    if not re.fullmatch(r"[a-z0-9_]+", algorithm):
        return ()
    return (f"{algorithm}:{digest.lower()}",)


def from_base64(digest: str, algorithm: str) -> tuple[str, ...]:
    """Return a digest in base64 as a hash; nothing when it is none."""
    try:
        raw = base64.b64decode(digest, validate=True)
    except (binascii.Error, ValueError):
        return ()
    return (f"{algorithm}:{raw.hex()}",) if raw else ()


def from_integrity(value: str) -> tuple[str, ...]:
    """Return the hashes of a Subresource Integrity value, such as `sha512-…` (W3C SRI)."""
    found: list[str] = []
    for part in value.split():
        algorithm, dash, digest = part.partition("-")
        if dash and algorithm in ("sha1", "sha256", "sha384", "sha512", "md5"):
            found.extend(from_base64(digest.partition("?")[0], algorithm))
    return tuple(found)
