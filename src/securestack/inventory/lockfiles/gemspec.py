"""A .gemspec: what a gem asks for, read from its plain lines; Ruby code is never run."""

from __future__ import annotations

import re

from securestack.core.package import Scope
from securestack.inventory.collector import Collector
from securestack.inventory.ecosystems import RUBYGEMS
from securestack.inventory.manifest import FileReader, Manifest

KIND = "gemspec"

_DEPENDENCY = re.compile(
    r"^\s*\w+\.add_(runtime_|development_)?dependency\s*\(?\s*(?:%q<([^>]+)>|[\"']([^\"']+)[\"'])(?:\.freeze)?(.*)$"
)
_RANGE = re.compile(r"[\"']([^\"']+)[\"']")
_EXACT = re.compile(r"=?\s*(\d[\w.]*)")


def read(source: bytes, path: str, _files: FileReader) -> Manifest:
    """Return the dependencies that stand in a gemspec as literal text."""
    collector = Collector(KIND, path, RUBYGEMS)
    for number, line in enumerate(source.decode("utf-8-sig", "replace").split("\n"), 1):
        match = _DEPENDENCY.match(line)
        if match is None:
            continue
        ranges = [found.strip() for found in _RANGE.findall(match[4].partition("#")[0])]
        exact = _EXACT.fullmatch(ranges[0]) if len(ranges) == 1 else None
        collector.add(
            match[2] or match[3],
            exact[1] if exact else "",
            line=number,
            scope=Scope.DEVELOPMENT if match[1] == "development_" else Scope.PRODUCTION,
            direct=True,
            requirement="" if exact else ", ".join(ranges),
        )
    return collector.manifest()
