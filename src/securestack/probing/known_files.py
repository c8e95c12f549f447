"""Files that lie on most servers, are harmless to read, and cannot be mistaken for anything else."""

from __future__ import annotations

import re

import msgspec

from securestack.net.message import Response


class KnownFile(msgspec.Struct, frozen=True):
    """A file whose text proves that it was read.

    `path` has no leading separator. `needle` is a cheap first test; `pattern` is the proof.
    """

    path: str
    needle: bytes
    pattern: re.Pattern[str]


PASSWD = KnownFile(
    "etc/passwd", b":0:0:", re.compile(r"root:[^:\n<]{0,40}:0:0:[^:\n]{0,60}:/?[^:\n]{0,60}:\S*")
)
WIN_INI = KnownFile(
    "windows/win.ini",
    b"[fonts]",
    re.compile(r"(?:; for 16-bit app support\s*)?\[fonts\]\s*\[extensions\]", re.IGNORECASE),
)
WEB_XML = KnownFile(
    "WEB-INF/web.xml",
    b"web-app",
    re.compile(
        r"(?:<|&lt;)web-app\b[^>]{0,600}?(?:>|&gt;)(?=.{0,200000}?(?:<|&lt;)"
        r"(?:display-name|servlet|welcome-file-list|filter|listener|context-param|session-config)(?:>|&gt;))",
        re.DOTALL,
    ),
)
KNOWN_FILES = (PASSWD, WIN_INI, WEB_XML)


def read_file(response: Response, baseline: Response) -> tuple[KnownFile, str] | None:
    """Return which known file an answer shows that the baseline did not, with the text that proves it."""
    body = response.body
    for known in KNOWN_FILES:
        if known.needle not in body:
            continue
        found = known.pattern.search(response.text)
        if found and not (known.needle in baseline.body and known.pattern.search(baseline.text)):
            return known, found[0][:200]
    return None
