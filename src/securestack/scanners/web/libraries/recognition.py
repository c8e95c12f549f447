"""Telling which library in which version a script is: by its address, or by what stands at its beginning."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import unquote

import msgspec

from securestack.scanners.web.libraries.known import BY_FILE, BY_NAME, Flaw, Library
from securestack.scanners.web.libraries.version import VERSION, version_key


class Recognised(msgspec.Struct, frozen=True):
    """A library in a version, and the text that told."""

    library: Library
    version: str
    text: str


_FILE = re.compile(
    rf"(?P<name>[a-z][a-z0-9._-]*?)(?:[.-]v?(?P<version>{VERSION}))?(?:[.-](?:min|slim|prod|umd|full|custom|all|core|browser|production))*"
    r"\.(?:m?js|cjs)\Z",
    re.IGNORECASE,
)
_FOLDER = re.compile(rf"/(?P<name>[a-z][a-z0-9._-]*)[@/]v?(?P<version>{VERSION})/", re.IGNORECASE)
_QUERY = re.compile(rf"(?:^|&)(?:v|ver|version)=(?P<version>{VERSION})(?:&|\Z)")

_HEAD = 4096  # bytes of a script in which its banner stands
# Needle, library and pattern of a banner, as the libraries' own builds write it.
_BANNERS: tuple[tuple[bytes, str, re.Pattern[bytes]], ...] = tuple(
    (needle, name, re.compile(pattern.replace(rb"%V", VERSION.encode()), re.IGNORECASE))
    for needle, name, pattern in (
        (b"jQuery", "jQuery", rb"jQuery (?:JavaScript Library )?v(?P<version>%V)"),
        (b"jQuery UI", "jQuery UI", rb"jQuery UI -? ?v?(?P<version>%V)"),
        (b"jQuery Validation", "jQuery Validation", rb"jQuery Validation Plugin -? ?v(?P<version>%V)"),
        (
            b"Bootstrap",
            "Bootstrap",
            rb"\* Bootstrap v(?P<version>%V)|Bootstrap: [\w.-]+\.js v(?P<version2>%V)",
        ),
        (b"AngularJS", "AngularJS", rb"AngularJS v(?P<version>%V)"),
        (b"Vue.js", "Vue", rb"Vue\.js v(?P<version>%V)"),
        (b"React v", "React", rb"\bReact v(?P<version>%V)"),
        (b"odash", "Lodash", rb"@license\s{0,9}\*? ?(?:lodash|Lo-?Dash) (?P<version>%V)"),
        (b"Underscore.js", "Underscore", rb"Underscore\.js (?P<version>%V)"),
        (b"moment", "Moment", rb"//! version : (?P<version>%V)\s"),
        (b"andlebars", "Handlebars", rb"handlebars v(?P<version>%V)"),
        (b"DOMPurify", "DOMPurify", rb"DOMPurify (?P<version>%V)"),
        (b"axios", "Axios", rb"axios v(?P<version>%V)"),
        (b"Knockout", "Knockout", rb"Knockout JavaScript library v(?P<version>%V)"),
        (b"Select2", "Select2", rb"Select2 (?P<version>%V)"),
        (b"Chart.js", "Chart.js", rb"\* Chart\.js v?(?P<version>%V)"),
        (b"Highlight.js", "highlight.js", rb"Highlight\.js v?(?P<version>%V)"),
        (b"marked", "Marked", rb"\* marked v(?P<version>%V)"),
        (b"Video.js", "Video.js", rb"Video\.js (?P<version>%V)"),
    )
)


@lru_cache(maxsize=2048)
def recognise_address(url: str) -> Recognised | None:
    """Return the library a script address names with its version, or None where it does not say both."""
    path, _, query = unquote(url.partition("#")[0]).partition("?")
    found = _FILE.search(path[path.rfind("/") + 1 :])
    if found is None:
        return None
    library = BY_FILE.get(found["name"].lower())
    if library is None:
        return None
    if found["version"]:
        return Recognised(library, found["version"], found[0])
    folders = list(_FOLDER.finditer(path))
    for folder in reversed(folders):
        if BY_FILE.get(folder["name"].lower().removesuffix("js").rstrip(".-")) is library or (
            BY_FILE.get(folder["name"].lower()) is library
        ):
            return Recognised(library, folder["version"], folder[0])
    # /ajax/libs/jquery.min.js?ver=3.4.1: what content systems append is the library's version for library files.
    if asked := _QUERY.search(query):
        return Recognised(library, asked["version"], f"{found[0]}?{query}")
    return None


def recognise_content(body: bytes) -> Recognised | None:
    """Return the library whose banner stands at the beginning of a script, or None."""
    head = body[:_HEAD]
    for needle, name, pattern in _BANNERS:
        if needle in head and (found := pattern.search(head)):
            groups = [text for text in found.groups() if text]
            return Recognised(BY_NAME[name], groups[0].decode(), found[0].decode("utf-8", "replace"))
    return None


def known_flaws(recognised: Recognised) -> list[Flaw]:
    """Return the flaws known of a library in this version."""
    version = version_key(recognised.version)
    return [
        flaw
        for flaw in recognised.library.flaws
        if version_key(flaw.since) <= version and (not flaw.below or version < version_key(flaw.below))
    ]
