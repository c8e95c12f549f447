"""gradle.lockfile and buildscript-gradle.lockfile: artifacts with the configurations that use them.

Source: Gradle's documentation of dependency locking.
"""

from __future__ import annotations

import posixpath
import re

from securestack.core.package import Scope
from securestack.inventory.collector import Collector
from securestack.inventory.ecosystems import MAVEN
from securestack.inventory.manifest import FileReader, Manifest

KIND = "gradle-lockfile"

_ENTRY = re.compile(r"([^:=\s]+):([^:=\s]+):([^:=\s]+)(?:=(.*))?")
_DEVELOPMENT = re.compile(
    r"test|annotationprocessor|checkstyle|spotbugs|pmd|jacoco|detekt|ktlint|lint", re.IGNORECASE
)


def read(source: bytes, path: str, _files: FileReader) -> Manifest:
    """Return the artifacts of a lock file. Those that only tests and build tools use are development."""
    collector = Collector(KIND, path, MAVEN)
    builds = posixpath.basename(path).startswith("buildscript")
    for number, raw in enumerate(source.decode("utf-8-sig", "replace").split("\n"), 1):
        line = raw.strip()
        if not line or line.startswith(("#", "empty=")):
            continue
        match = _ENTRY.fullmatch(line)
        if match is None:
            collector.notice("This line is no locked artifact.", number)
            continue
        used = [name for name in (match[4] or "").split(",") if name]
        development = builds or (bool(used) and all(_DEVELOPMENT.search(name) for name in used))
        collector.add(
            f"{match[1]}:{match[2]}",
            match[3],
            line=number,
            scope=Scope.DEVELOPMENT if development else Scope.PRODUCTION,
        )
    return collector.manifest()
