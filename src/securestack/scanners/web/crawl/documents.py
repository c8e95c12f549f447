"""Links in everything that is not HTML: headers, robots.txt, site maps, JSON, manifests and plain text."""

from __future__ import annotations

import html
import re
import zlib
from collections.abc import Iterator
from typing import Any

import msgspec

from securestack.net.message import Response
from securestack.scanners.web.crawl.html import Link, absolute_links, policy_links, refresh_target

_LINK_HEADER = re.compile(r"<([^<>]+)>")
_REPORTING_URL = re.compile(r"\"(https?://[^\"]+|/[^\"]+)\"")
_ROBOTS_LINE = re.compile(
    r"^[ \t]*(allow|disallow|sitemap)[ \t]*:[ \t]*([^\s#]+)", re.IGNORECASE | re.MULTILINE
)
_SITEMAP_ENTRY = re.compile(
    r"<loc>\s{0,50}(?:<!\[CDATA\[)?([^<\]]{1,3000})(?:\]\]>)?\s{0,50}</loc>", re.IGNORECASE
)
_XML_REFERENCE = re.compile(
    r"\b(?:href|src|url|location)\s*=\s*[\"']([^\"'<>\s]{1,1000})[\"']", re.IGNORECASE
)
_XML_ELEMENT = re.compile(r"<(?:link|url|guid|loc)>\s*([^<\s]{1,1000})\s*<", re.IGNORECASE)
_LINK_KEYS = re.compile(
    r"(?:.*[_-])?(?:href|url|uri|link|next|prev(?:ious)?|self|first|last|path|src|endpoint|location)",
    re.IGNORECASE,
)
_JSON_PATH = re.compile(r"(?:/(?!/)|https?://|\.{1,2}/)[\w\-./~%?&=:@+,;#]+")
_RELATIVE = re.compile(r"[\w\-./~%]+(?:\?[\w\-./~%?&=+]*)?")
_MOST_LINKS = 5_000
_LARGEST_SITEMAP = 20 * 2**20  # bytes, unpacked


def header_links(response: Response) -> list[Link]:
    """Return where an answer's headers point."""
    links: list[Link] = []
    for name, value in response.headers:
        match name.lower():
            case "location" | "content-location" | "sourcemap" | "x-sourcemap":
                links.append(Link(value))
            case "link":
                links += [Link(target) for target in _LINK_HEADER.findall(value)]
            case "refresh":
                if target := refresh_target(value):
                    links.append(Link(target))
            case "content-security-policy" | "content-security-policy-report-only":
                links += policy_links(value)
            case "reporting-endpoints" | "report-to":
                links += [Link(target, guessed=True) for target in _REPORTING_URL.findall(value)]
            case _:
                pass
    return links


def robots_links(text: str) -> list[Link]:
    """Return the paths and site maps of a robots.txt (RFC 9309), patterns cut at their first wildcard."""
    links = []
    for found in _ROBOTS_LINE.finditer(text):
        if found[1].lower() == "sitemap":
            links.append(Link(found[2]))
        elif (path := re.split(r"[*$]", found[2])[0]) not in ("", "/"):
            links.append(Link(path, guessed=True))
    return links[:_MOST_LINKS]


def sitemap_text(body: bytes) -> str:
    """Return the text of a site map, unpacked where it is a gzip file; never more than 20 MiB."""
    if body.startswith(b"\x1f\x8b"):
        try:
            body = zlib.decompressobj(wbits=31).decompress(body, _LARGEST_SITEMAP)
        except zlib.error:
            return ""
    return body.decode("utf-8", "replace")


def is_sitemap(text: str) -> bool:
    """Whether an XML text is a site map or an index of site maps (sitemaps.org)."""
    head = text[:2000]
    return "<urlset" in head or "<sitemapindex" in head


def sitemap_links(text: str) -> list[Link]:
    """Return the addresses a site map lists."""
    return [Link(html.unescape(found.strip())) for found in _SITEMAP_ENTRY.findall(text)[: 10 * _MOST_LINKS]]


def xml_links(text: str) -> list[Link]:
    """Return the addresses in feeds and other XML."""
    found = [*_XML_REFERENCE.findall(text), *_XML_ELEMENT.findall(text)]
    return [Link(html.unescape(reference), guessed=True) for reference in found[:_MOST_LINKS]]


def json_links(text: str) -> list[Link]:
    """Return the addresses in the values of a JSON document, or of one with a line a value."""
    try:
        document = msgspec.json.decode(text.encode("utf-8", "replace"))
    except (msgspec.DecodeError, RecursionError):
        return []
    return [link for _, link in zip(range(_MOST_LINKS), _json_values(document, "", 0), strict=False)]


def json_fields(text: str) -> Iterator[tuple[str, str]]:
    """Yield names and short values of the objects in a JSON document: what the site's fields hold."""
    try:
        document = msgspec.json.decode(text.encode("utf-8", "replace"))
    except (msgspec.DecodeError, RecursionError):
        return
    records = document[:3] if isinstance(document, list) else [document]
    for record in records:
        if isinstance(record, dict):
            for name, value in record.items():
                if isinstance(value, str | int) and not isinstance(value, bool):
                    yield name, str(value)


def plain_links(text: str, own_origin: str) -> list[Link]:
    """Return the addresses of our own origin in a plain text."""
    return absolute_links(text, own_origin) if own_origin in text else []


def _json_values(document: Any, key: str, depth: int) -> Iterator[Link]:
    if depth > 12:
        return
    if isinstance(document, dict):
        for name, value in document.items():
            yield from _json_values(value, name, depth + 1)
    elif isinstance(document, list):
        for value in document:
            yield from _json_values(value, key, depth + 1)
    elif isinstance(document, str) and _is_address(key, document):
        yield Link(document, guessed=True)


def _is_address(key: str, value: str) -> bool:
    if not 1 < len(value) < 1000 or ("/" not in value and "?" not in value):
        return False
    if _JSON_PATH.fullmatch(value):
        return True
    return _LINK_KEYS.fullmatch(key) is not None and _RELATIVE.fullmatch(value) is not None
