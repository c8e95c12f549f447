"""rebar.lock: Erlang packages with the level at which each is needed; level 0 is asked for directly."""

from __future__ import annotations

import re
from bisect import bisect_right

from securestack.inventory.collector import Collector
from securestack.inventory.ecosystems import HEX
from securestack.inventory.hashes import from_hexadecimal
from securestack.inventory.manifest import FileReader, Manifest

KIND = "rebar-lock"

_PACKAGE = re.compile(r'\{<<"([^"]+)">>,\s*\{pkg,\s*<<"([^"]+)">>,\s*<<"([^"]+)">>[^}]*\},\s*(\d+)\}')
_GIT = re.compile(r'\{<<"([^"]+)">>,\s*\{git,\s*"([^"]*)",\s*\{ref,\s*"([^"]*)"\}\},\s*(\d+)\}')
_HASH = re.compile(r'\{<<"([^"]+)">>,\s*<<"([0-9A-Fa-f]{64})">>\}')


def read(source: bytes, path: str, _files: FileReader) -> Manifest:
    """Return the packages of a rebar.lock."""
    collector = Collector(KIND, path, HEX)
    text = source.decode("utf-8-sig", "replace")
    outer = text.partition("pkg_hash_ext")[2]
    hashes = dict(_HASH.findall(outer or text))
    newlines = [match.start() for match in re.finditer("\n", text)]
    for match in _PACKAGE.finditer(text):
        line = bisect_right(newlines, match.start()) + 1
        digest = from_hexadecimal(hashes.get(match[1], ""))
        collector.add(match[2], match[3], line=line, direct=match[4] == "0", hashes=digest)
    for match in _GIT.finditer(text):
        line = bisect_right(newlines, match.start()) + 1
        collector.add(match[1], "", line=line, direct=match[4] == "0", requirement=f"{match[2]}#{match[3]}")
    if text.strip() and "{" in text and not _PACKAGE.search(text) and not _GIT.search(text):
        collector.notice("No entry of this file can be read.", 1)
    return collector.manifest()
