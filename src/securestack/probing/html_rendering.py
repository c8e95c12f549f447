"""What a browser does with an answer before any of its markup matters: show it as a page, and let it run script."""

from __future__ import annotations

import re

from securestack.net.message import Response

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_NO_BODY = frozenset({204, 205, 304})
_HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})
_SNIFFED_HTML = re.compile(
    rb"\s*<(?:!--|!doctype html|html|head|script|iframe|h1|div|font|table|a|style|title|b|body|br|p)[\s>]",
    re.IGNORECASE,
)


def is_rendered(response: Response) -> bool:
    """Whether a browser shows this answer as an HTML page: neither a redirect, a download nor data.

    Source for answers without a type: WHATWG MIME Sniffing, "identifying a resource with an unknown MIME type".
    """
    if response.status in _NO_BODY or (response.status in _REDIRECTS and response.header("location")):
        return False
    if (response.header("content-disposition") or "").strip().lower().startswith("attachment"):
        return False
    if response.media_type:
        return response.media_type in _HTML_TYPES
    nosniff = (response.header("x-content-type-options") or "").strip().lower() == "nosniff"
    return not nosniff and bool(_SNIFFED_HTML.match(response.body[:1445]))


def blocks_inline_script(response: Response) -> bool:
    """Whether an enforced Content-Security-Policy keeps inline scripts and handlers of this page from running.

    Source: CSP Level 3, "Does element match source list for type and source?".
    """
    for header in response.header_values("content-security-policy"):
        for policy in header.split(","):
            directives: dict[str, list[str]] = {}
            for directive in policy.lower().split(";"):
                name, *values = directive.split() or [""]
                directives.setdefault(name, values)
            sources = directives.get("script-src", directives.get("default-src"))
            if sources is None:
                continue
            strict = any(
                value.startswith(("'nonce-", "'sha")) or value == "'strict-dynamic'" for value in sources
            )
            if strict or "'unsafe-inline'" not in sources:
                return True
    return False
