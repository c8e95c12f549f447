"""The scope of a scan: which URLs may be asked. Every request passes here, redirects included."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import unquote

from securestack.net.url import Url, canonical, parse

# What a request may hold before its path. Anything a browser and a library could read differently (a backslash, a
# second @, an encoded host) is refused rather than interpreted.
_AUTHORITY = re.compile(
    r"https?://(?:[^\\/?#@\[\]\s]*@)?(?:\[[0-9a-f:.]+\]|[\w.-]+)(?::[0-9]{0,5})?(?=[/?#]|\Z)", re.IGNORECASE
)
_CONTROL = re.compile(r"[\x00-\x20\x7f]")
_REGEX_PREFIX = "regex:"


class _Area(NamedTuple):
    scheme: str
    host: str
    port: int
    prefix: str  # of the path, decoded, without a trailing slash; empty for the whole origin


class Scope:
    """Decides which URLs belong to a scan. Made by `Scope.of`."""

    def __init__(self, areas: Iterable[_Area], excluded: Iterable[tuple[str, re.Pattern[str]]]) -> None:
        self._areas = tuple(areas)
        self._excluded = tuple(excluded)
        self._origins = {(area.scheme, area.host, area.port) for area in self._areas}

    @classmethod
    def of(cls, url: str, *, include: Iterable[str] = (), exclude: Iterable[str] = ()) -> Scope:
        """Return the scope of a scan that starts at a URL.

        Without `include` it is the whole origin of the URL (scheme, host and port), and for http on port 80 also https
        on port 443 of the same host, where sites send their visitors.

        Each `include` is either a path such as `/shop/`, which narrows the start's origin to what lies below, or an
        absolute URL, which adds its origin from its path downwards.

        Each `exclude` takes URLs away and always wins. `*` stands for any text, case does not matter, and the end of a
        pattern matches at the end of a word of the URL, so `/admin` covers `/admin/users?id=1` but not
        `/administrators`. A pattern with `://` is compared with the whole URL, one beginning with `/` with path and
        query, any other is searched for anywhere in path and query. `regex:` in front makes it a Python regular
        expression searched for in the whole URL.

        Raises ValueError, in one sentence, for a URL or pattern that cannot be used.
        """
        start = parse(url)
        if start is None or not _AUTHORITY.match(url.strip()):
            raise ValueError(
                f"{url!r} is not a web address that can be scanned; give one such as https://shop.test/."
            )
        areas = _areas(start, include)
        scope = cls(areas, [(pattern, _exclusion(pattern)) for pattern in exclude])
        if reason := scope.reason(str(start)):
            raise ValueError(f"The start URL {start} is outside its own scope: {reason}.")
        return scope

    def allows(self, url: str) -> bool:
        """Return whether a URL may be asked."""
        return not self.reason(url)

    def reason(self, url: str) -> str:
        """Return why a URL may not be asked, as half a sentence, or an empty string where it may."""
        if _CONTROL.search(url) or not _AUTHORITY.match(url):
            return "it is not a well-formed web address"
        parts = parse(url)
        if parts is None:
            return "it is not a well-formed web address"
        if (parts.scheme, parts.host, parts.port) not in self._origins:
            return f"{parts.origin} is not part of the scan"
        if not any(_covers(area, parts) for area in self._areas):
            return f"{parts.path} is not below a path that is part of the scan"
        return self._exclusion_reason(parts) if self._excluded else ""

    def _exclusion_reason(self, parts: Url) -> str:
        text = str(canonical(parts))
        for form in {text, unquote(text, errors="replace").replace("\\", "/")}:
            for pattern, expression in self._excluded:
                if expression.search(form):
                    return f"it is excluded by {pattern!r}"
        return ""


def _areas(start: Url, include: Iterable[str]) -> list[_Area]:
    own: list[_Area] = []
    others: list[_Area] = []
    narrowed = False
    for text in include:
        if text.startswith("/") and not text.startswith("//"):
            parts = parse(text, start)
        else:
            parts = parse(text) if _AUTHORITY.match(text) else None
        if parts is None:
            raise ValueError(
                f"{text!r} is neither a path such as /shop/ nor an absolute URL, so it cannot be in scope."
            )
        area = _Area(parts.scheme, parts.host, parts.port, _decoded(parts.path).rstrip("/"))
        if parts.origin == start.origin:
            narrowed = True
            own.append(area)
        else:
            others.append(area)
    if not narrowed:
        own = [_Area(start.scheme, start.host, start.port, "")]
    if start.scheme == "http" and start.port == 80:
        own += [area._replace(scheme="https", port=443) for area in own]
    return own + others


def _covers(area: _Area, parts: Url) -> bool:
    if (area.scheme, area.host, area.port) != (parts.scheme, parts.host, parts.port):
        return False
    if not area.prefix:
        return True
    # The server may decode %2F and backslashes before it resolves "..": both readings must stay below the prefix.
    return _below(area.prefix, parts.path) and _below(area.prefix, _decoded(parts.path))


def _below(prefix: str, path: str) -> bool:
    return unquote(path) == prefix or unquote(path).startswith(prefix + "/")


def _decoded(path: str) -> str:
    """Return a path decoded as often as it can be, so that double encoding hides nothing, dot segments removed."""
    for _ in range(5):
        plain = unquote(path, errors="replace").replace("\\", "/")
        if plain == path:
            break
        path = plain
    kept: list[str] = []
    for segment in path.split("/")[1:]:
        # Servers that know path parameters cut "..;x" down to "..".
        name = segment.partition(";")[0]
        if name == "..":
            if kept:
                kept.pop()
        elif name != ".":
            kept.append(segment)
    return "/" + "/".join(kept)


def _exclusion(pattern: str) -> re.Pattern[str]:
    if pattern.startswith(_REGEX_PREFIX):
        try:
            return re.compile(pattern.removeprefix(_REGEX_PREFIX), re.IGNORECASE)
        except re.error as error:
            raise ValueError(
                f"The exclusion {pattern!r} is not a valid regular expression: {error}."
            ) from None
    if not pattern.strip("* "):
        raise ValueError(f"The exclusion {pattern!r} would exclude everything.")
    body = ".*".join(re.escape(piece) for piece in pattern.split("*"))
    end = "" if pattern.endswith(("*", "/", "=", "?")) else r"(?![\w-])"
    if "://" in pattern:
        return re.compile(rf"\A{body}{end}", re.IGNORECASE | re.DOTALL)
    if pattern.startswith("/"):
        return re.compile(rf"\Ahttps?://[^/]*{body}{end}", re.IGNORECASE | re.DOTALL)
    return re.compile(rf"\Ahttps?://[^/]*/.*{body}{end}", re.IGNORECASE | re.DOTALL)
