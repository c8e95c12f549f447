"""The addresses of targets: brought into one form, so that one address is one target."""

from __future__ import annotations

from securestack.net.url import Url, canonical, parse
from securestack.server.kit.problems import invalid


def web_locator(text: str, field: str) -> str:
    """Return a web address in its one form. Raises the problem `invalid-request`."""
    parts = parse(text)
    if parts is None:
        raise invalid(field, "It must be a web address such as https://shop.example.com/.")
    if parts.userinfo:
        raise invalid(field, "It must not hold a user name or password; give those to the scan.")
    return str(canonical(parts))


def taken_apart(locator: str) -> Url:
    """Return a stored web address taken apart."""
    parts = parse(locator)
    assert parts is not None, "it was parsed before it was stored"
    return parts
