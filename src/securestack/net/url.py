"""URLs as a browser reads them (WHATWG URL standard, http and https only) and as one compares them (RFC 3986, 6.2.2).

Nothing here raises on any text: what is no web address is None, or stays as it is.
"""

from __future__ import annotations

import functools
import ipaddress
import re
from typing import NamedTuple
from urllib.parse import unquote

import yarl

DEFAULT_PORTS = {"http": 80, "https": 443}

_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
_LEADING = "".join(map(chr, range(0x21)))
_REMOVED = str.maketrans("", "", "\t\r\n")
_SLASHES = re.compile(r"[/\\]{2}")
_AUTHORITY_END = re.compile(r"[/\\?#]")
_FORBIDDEN_IN_HOST = re.compile(r"[\x00-\x20\"#%/:<>?@\[\\\]^`{|}\x7f]")
_PLAIN_HOST = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.?")
_NUMBER_LABEL = re.compile(r"[0-9]+|0[xX][0-9a-fA-F]*")
_PATH_ENCODED = re.compile(r"[^!$%&'()*+,\-./0-9:;=@A-Z\[\\\]^_a-z|~]")
_QUERY_ENCODED = re.compile(r"[^!$%&()*+,\-./0-9:;=?@A-Z\[\\\]^_`a-z{|}~]")
_PERCENT = re.compile(r"%(?:([0-9a-fA-F]{2})|)")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_DOT = re.compile(r"\.|%2e", re.IGNORECASE)


class Url(NamedTuple):
    """A web address taken apart. `port` is always a number, `query` is None where no question mark stood."""

    scheme: str
    userinfo: str
    host: str  # lower case, IDNA-encoded, IPv6 in brackets
    port: int
    path: str  # encoded, begins with a slash, without dot segments
    query: str | None

    @property
    def origin(self) -> str:
        """Scheme, host and port, the port only where it is not the scheme's own."""
        return origin_text(self.scheme, self.host, self.port)

    def __str__(self) -> str:
        query = "" if self.query is None else f"?{self.query}"
        return f"{self.origin}{self.path}{query}"


def origin_text(scheme: str, host: str, port: int) -> str:
    """Return an origin as text, without its default port."""
    return f"{scheme}://{host}" if DEFAULT_PORTS[scheme] == port else f"{scheme}://{host}:{port}"


@functools.lru_cache(maxsize=256)  # scope, client and pacing ask for the same URL in turn
def parse(url: str, base: Url | None = None) -> Url | None:
    """Take a URL apart as a browser does, relative to a base where one is given; None when it is no web address.

    The fragment is left out: it never reaches a server.
    """
    text = url.strip(_LEADING).translate(_REMOVED)
    text = text.partition("#")[0]
    if found := _SCHEME.match(text):
        scheme = found[1].lower()
        if scheme not in DEFAULT_PORTS:
            return None
        rest = text[found.end() :]
        # "http:path" is relative when the base has the same scheme; browsers still honour it.
        if base is not None and scheme == base.scheme and not _SLASHES.match(rest):
            return _parse_relative(rest, base)
        return _parse_authority(scheme, rest.lstrip("/\\"))
    return None if base is None else _parse_relative(text, base)


def canonical_url(url: str) -> str:
    """Return the form of a URL by which two spellings of one address compare equal (RFC 3986, 6.2.2).

    Scheme and host in lower case, default port, fragment and user name dropped, dot segments removed, percent-encoding
    in upper case and only where needed; the order of the query is kept. Text that is no web address comes back as it is.
    """
    parts = parse(url)
    return url if parts is None else str(canonical(parts))


def canonical(parts: Url) -> Url:
    """Return a URL with its percent-encoding normalised, and without user name."""
    path = _remove_dot_segments(_normalise_percent(parts.path))
    query = None if parts.query is None else _normalise_percent(parts.query)
    return Url(parts.scheme, "", parts.host, parts.port, path, query)


def resolve(base: str, reference: str) -> str | None:
    """Return the absolute URL a browser would ask for a reference found on a page, without its fragment.

    None for anything a browser would not fetch over HTTP (javascript:, mailto:, data:, broken hosts).
    """
    parsed_base = parse(base)
    parts = parse(reference, parsed_base)
    return None if parts is None else str(parts)


def origin(url: str) -> str:
    """Return scheme, host and port of a URL, such as `https://shop.test:8443`; empty when it is no web address."""
    parts = parse(url)
    return "" if parts is None else parts.origin


def _parse_authority(scheme: str, text: str) -> Url | None:
    end = _AUTHORITY_END.search(text)
    cut = end.start() if end else len(text)
    authority, rest = text[:cut], text[cut:]
    userinfo, _, host_port = authority.rpartition("@")
    location = _host_and_port(host_port, DEFAULT_PORTS[scheme])
    if location is None:
        return None
    path, question, query = rest.partition("?")
    return Url(
        scheme,
        userinfo,
        *location,
        _browser_path(path, "/"),
        _encode(query, _QUERY_ENCODED) if question else None,
    )


def _parse_relative(text: str, base: Url) -> Url | None:
    if _SLASHES.match(text):
        return _parse_authority(base.scheme, text.lstrip("/\\"))
    path, question, query = text.partition("?")
    new_query = _encode(query, _QUERY_ENCODED) if question else None
    if not path:
        return base._replace(query=new_query if question else base.query)
    return base._replace(path=_browser_path(path, base.path), query=new_query)


def _browser_path(path: str, base_path: str) -> str:
    path = _encode(path, _PATH_ENCODED).replace("\\", "/")
    if not path.startswith("/"):
        path = base_path[: base_path.rfind("/") + 1] + path
    return _remove_dot_segments(path)


def _host_and_port(text: str, default_port: int) -> tuple[str, int] | None:
    if text.startswith("["):
        host, bracket, port_text = text.partition("]")
        host += bracket
        if not bracket or (port_text and not port_text.startswith(":")):
            return None
        port_text = port_text[1:]
    else:
        host, _, port_text = text.partition(":")
    if port_text and not (port_text.isascii() and port_text.isdigit()):
        return None
    port = int(port_text[-6:]) if port_text.strip("0") else default_port if not port_text else 0
    if port > 65535 or len(port_text.lstrip("0")) > 5:
        return None
    name = normalise_host(host)
    return None if name is None else (name, port)


@functools.lru_cache(maxsize=512)
def normalise_host(host: str) -> str | None:
    """Return a host name in lower case and IDNA-encoded, any spelling of an IPv4 address as four numbers.

    None when it cannot be a host.
    """
    if host.startswith("["):
        try:
            return f"[{ipaddress.IPv6Address(host[1:-1]).compressed}]"
        except ValueError:
            return None
    name = unquote(host, errors="replace").lower()
    if not _PLAIN_HOST.fullmatch(name):
        if not name or _FORBIDDEN_IN_HOST.search(name):
            return None
        try:
            name = (yarl.URL.build(scheme="http", host=name).raw_host or "").lower()
        except (ValueError, UnicodeError):
            return None
        if not _PLAIN_HOST.fullmatch(name):
            return None
    if _NUMBER_LABEL.fullmatch(name.removesuffix(".").rpartition(".")[2]):
        return _ipv4(name.removesuffix("."))
    return name


def _ipv4(text: str) -> str | None:
    # 127.1, 0x7f000001 and 0177.0.0.1 are all 127.0.0.1 to a browser and to a resolver.
    numbers = []
    labels = text.split(".")
    if len(labels) > 4:
        return None
    for label in labels:
        if not _NUMBER_LABEL.fullmatch(label) or len(label) > 16:
            return None
        try:
            if label.startswith("0x"):
                numbers.append(int(label[2:] or "0", 16))
            else:
                numbers.append(int(label, 8 if label.startswith("0") and len(label) > 1 else 10))
        except ValueError:
            return None
    *leading, last = numbers
    if any(number > 255 for number in leading) or last >= 256 ** (4 - len(leading)):
        return None
    value = last
    for place, number in enumerate(leading):
        value += number << (8 * (3 - place))
    return str(ipaddress.IPv4Address(value))


def _encode(text: str, pattern: re.Pattern[str]) -> str:
    return pattern.sub(_percent_encode, text)


def _percent_encode(found: re.Match[str]) -> str:
    # A lone surrogate cannot be UTF-8; browsers send the replacement character for it.
    return "".join(f"%{byte:02X}" for byte in found[0].encode("utf-8", "replace"))


def _normalise_percent(text: str) -> str:
    return _PERCENT.sub(_normalise_triplet, text) if "%" in text else text


def _normalise_triplet(found: re.Match[str]) -> str:
    if found[1] is None:
        return "%25"  # a percent sign that begins nothing stands for itself
    character = chr(int(found[1], 16))
    return character if character in _UNRESERVED else found[0].upper()


def _remove_dot_segments(path: str) -> str:
    if "." not in path and "%2" not in path:
        return path
    kept: list[str] = []
    segments = path.split("/")[1:]
    for number, segment in enumerate(segments, 1):
        bare = _DOT.sub(".", segment) if len(segment) <= 6 else segment
        if bare == ".." and kept:
            kept.pop()
        if bare in (".", ".."):
            if number == len(segments):
                kept.append("")
        else:
            kept.append(segment)
    return "/" + "/".join(kept)
