"""Fingerprints: what stays the same when the same flaw is seen again after unrelated change."""

from __future__ import annotations

import hashlib
import ipaddress
from urllib.parse import urlsplit

from securestack.core.location import HttpLocation


def fingerprint(rule_id: str, *parts: str) -> str:
    """Return 32 hexadecimal characters for a rule and the parts that name the place; order matters."""
    text = "\x1f".join((rule_id, *parts))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def http_fingerprint(rule_id: str, location: HttpLocation, *, site_wide: bool = False) -> str:
    """Return the fingerprint of a flaw in a web application.

    It holds the host, path, parameter and position, and neither query values, which change from run to run, nor the
    port of a loopback address, which changes with every start of a test server. A `site_wide` flaw is one flaw of the
    host, whichever page showed it.
    """
    host = _host(location.url)
    if site_wide:
        return fingerprint(rule_id, host, location.parameter)
    path = urlsplit(location.url).path or "/"
    return fingerprint(rule_id, host, location.method, path, location.position or "", location.parameter)


def _host(url: str) -> str:
    pieces = urlsplit(url)
    name = (pieces.hostname or "").lower()
    if name == "localhost" or name.endswith(".localhost"):
        return "loopback"
    try:
        if ipaddress.ip_address(name).is_loopback:
            return "loopback"
    except ValueError:
        pass
    default = {"http": 80, "https": 443}.get(pieces.scheme)
    return name if pieces.port in (None, default) else f"{name}:{pieces.port}"
