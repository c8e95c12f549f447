"""Directory listings, told by how each server writes them."""

from __future__ import annotations

import re

from securestack.core.rule import Reference, Rule
from securestack.core.severity import Severity
from securestack.net.message import Response

RULE = Rule(
    id="web.directory-listing",
    title="The server lists a directory's files",
    severity=Severity.LOW,
    cwe=(548,),
    what="A request for a directory is answered with the list of the files in it.",
    why="Everybody finds what nothing links to: backups, exports, uploads of other users, old scripts.",
    fix="Turn listings off: `Options -Indexes` (Apache), `autoindex off` (nginx), or put an index page there.",
    vulnerable_example="location /files/ { autoindex on; }",
    fixed_example="location /files/ { autoindex off; }",
    owasp=("A01:2021", "A05:2021"),
    references=(
        Reference("CWE-548: Directory listing", "https://cwe.mitre.org/data/definitions/548.html"),
        Reference("Apache: Options", "https://httpd.apache.org/docs/2.4/mod/core.html#options"),
    ),
)

_TITLE = re.compile(
    rb"<title>\s*(?:Index of\s+/|Directory listing (?:for|of)\s+/|listing directory|Directory:? /|Contents of /"
    rb"|[\w.-]{1,80} - /[^<]{0,200}</title>)",
    re.IGNORECASE,
)
_MARKERS = (
    re.compile(
        rb"<h1>\s*(?:Index of\s+/|Directory Listing For|Directory listing for\s+/|Directory: /)",
        re.IGNORECASE,
    ),
    re.compile(rb">\s*(?:Parent Directory|\[To Parent Directory\]|Up To \[)", re.IGNORECASE),
    re.compile(rb"href=[\"']?(?:\.\./?|/[^\"'>]{0,200}/)[\"']?>\s*\.\.", re.IGNORECASE),
    re.compile(rb"<(?:ul|table)[^>]{0,40}id=[\"']?(?:files|list|index)[\"']?", re.IGNORECASE),
)
_LINK = re.compile(rb"<a\s[^>]{0,300}href=", re.IGNORECASE)


def listing_marker(response: Response) -> str:
    """Return the text that shows that an answer is a directory listing; empty when it is none.

    It takes a title as servers write it, and a heading, a link upward or a list of files besides.
    """
    if response.status != 200 or not response.is_html:
        return ""
    start = response.body[:4096].lower().find(b"<title>")
    title = _TITLE.match(response.body, start) if start >= 0 else None
    if title is None or not _LINK.search(response.body):
        return ""
    if not any(marker.search(response.body[:20_000]) for marker in _MARKERS):
        return ""
    return title[0].decode("utf-8", "replace")
