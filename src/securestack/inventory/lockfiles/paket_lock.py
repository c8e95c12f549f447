"""paket.lock: NuGet packages with edges, in groups."""

from __future__ import annotations

import re

from securestack.core.package import Scope
from securestack.inventory.collector import Collector
from securestack.inventory.ecosystems import NUGET
from securestack.inventory.manifest import FileReader, Manifest

KIND = "paket-lock"

_ENTRY = re.compile(r"(\S+) \(([^)]*)\)(?: - .*)?")
_DEVELOPMENT = re.compile(r"test|build|doc|bench|fake", re.IGNORECASE)


def read(source: bytes, path: str, _files: FileReader) -> Manifest:
    """Return the NuGet packages of a paket.lock. Groups named for tests and builds are development."""
    collector = Collector(KIND, path, NUGET)
    group, section, parent = "", "", ""
    purls: dict[tuple[str, str], str] = {}
    needs: list[tuple[str, str, str]] = []
    for number, raw in enumerate(source.decode("utf-8-sig", "replace").split("\n"), 1):
        line = raw.rstrip()
        indent = len(line) - len(line.lstrip(" "))
        words = line.split(None, 1)
        if not words:
            continue
        if indent == 0:
            section, parent = words[0], ""
            if section == "GROUP":
                group = words[1].strip() if len(words) > 1 else ""
        elif section == "NUGET" and indent == 4 and (match := _ENTRY.fullmatch(line.strip())):
            parent = match[1].lower()
            scope = Scope.DEVELOPMENT if _DEVELOPMENT.search(group) else Scope.PRODUCTION
            purls[(group, parent)] = collector.add(
                match[1], match[2].split(",")[0].strip(), line=number, scope=scope
            )
        elif section == "NUGET" and indent >= 6 and parent:
            needs.append((group, parent, words[0].lower()))
    for group, parent, child in needs:
        collector.link(purls[(group, parent)], purls.get((group, child), ""))
    return collector.manifest()
