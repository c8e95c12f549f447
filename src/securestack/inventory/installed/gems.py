"""Gems installed in a folder: the specifications RubyGems writes, which are Ruby code that is read, never run."""

from __future__ import annotations

import re
from collections.abc import Iterable

from securestack.inventory.collector import Collector
from securestack.inventory.ecosystems import RUBYGEMS
from securestack.inventory.manifest import FileReader, Manifest

KIND = "installed-gems"

_NAME = re.compile(r"^\s*s\.name\s*=\s*[\"']([^\"']+)[\"']", re.MULTILINE)
_VERSION = re.compile(
    r"^\s*s\.version\s*=\s*(?:Gem::Version\.new\s*\(?\s*)?[\"']([^\"']+)[\"']", re.MULTILINE
)
_LICENCES = re.compile(r"^\s*s\.licenses?\s*=\s*(\[[^\]\n]*\]|[\"'][^\"'\n]+[\"'])", re.MULTILINE)
_QUOTED = re.compile(r"[\"']([^\"']+)[\"']")
_NEED = re.compile(r"\.add_(?:runtime_)?dependency\(\s*(?:%q<([^>]+)>|[\"']([^\"']+)[\"'])")


def read(folder: str, specifications: Iterable[str], files: FileReader) -> Manifest:
    """Return the gems of one `specifications` folder by the paths of its files."""
    collector = Collector(KIND, folder, RUBYGEMS)
    purls: dict[str, str] = {}
    needs: list[tuple[str, str]] = []
    for path in sorted(specifications):
        text = (files.read(path) or b"").decode("utf-8", "replace")
        name, version = _NAME.search(text), _VERSION.search(text)
        if name is None or version is None:
            collector.notice("This specification names no gem and version that can be read.", 0, path)
            continue
        licences = _LICENCES.search(text)
        purl = collector.add(
            name[1],
            version[1],
            path=path,
            line=text.count("\n", 0, version.start(1)) + 1,
            licences=_QUOTED.findall(licences[1]) if licences else (),
        )
        purls[name[1]] = purl
        needs += [(purl, first or second) for first, second in _NEED.findall(text)]
    for purl, need in needs:
        collector.link(purl, purls.get(need, ""))
    return collector.manifest()
