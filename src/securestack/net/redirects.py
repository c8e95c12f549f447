"""What a browser asks for next when an answer is a redirect."""

from __future__ import annotations

from securestack.net.message import Exchange, Request
from securestack.net.url import origin, resolve

STATUSES = frozenset({301, 302, 303, 307, 308})

_OF_THE_BODY = frozenset({"content-type", "content-length", "content-encoding", "transfer-encoding"})
_OF_THE_ORIGIN = frozenset({"authorization", "cookie", "host", "origin", "proxy-authorization"})


def redirect_target(exchange: Exchange) -> str | None:
    """Return the absolute URL an answer sends its reader to, or None when it is no redirect to a web address."""
    if exchange.response.status not in STATUSES:
        return None
    location = exchange.response.header("location")
    return None if location is None else resolve(exchange.request.url, location)


def next_request(exchange: Exchange) -> Request | None:
    """Return the request that follows a redirect (RFC 9110, 15.4), or None when there is nothing to follow.

    POST becomes GET after 301, 302 and 303 as in every browser, any method but HEAD after 303; 307 and 308 keep method
    and body. Credentials are left out when the redirect leads to another origin.
    """
    target = redirect_target(exchange)
    if target is None:
        return None
    old, status = exchange.request, exchange.response.status
    becomes_get = (status == 303 and old.method != "HEAD") or (status in (301, 302) and old.method == "POST")
    dropped: frozenset[str] = _OF_THE_BODY if becomes_get else frozenset()
    if origin(target) != origin(old.url):
        dropped |= _OF_THE_ORIGIN
    headers = [pair for pair in old.headers if pair[0].lower() not in dropped]
    return Request("GET" if becomes_get else old.method, target, headers, b"" if becomes_get else old.body)
