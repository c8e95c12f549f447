"""pom.xml: the dependencies of a Maven project, with what parents and managed versions in the target say of them."""

from __future__ import annotations

from securestack.core.package import Scope
from securestack.inventory.collector import Collector
from securestack.inventory.declared.maven import Dependency, effective
from securestack.inventory.ecosystems import MAVEN
from securestack.inventory.manifest import FileReader, Manifest

KIND = "maven-pom"


def read(source: bytes, path: str, files: FileReader) -> Manifest:
    """Return the direct dependencies of a POM. A POM does not say what those bring along."""
    collector = Collector(KIND, path, MAVEN)
    project = effective(source, path, files)
    for place, line, message in project.missing:
        collector.notice(message, line, place)
    for wanted in project.dependencies:
        if not wanted.group or not wanted.artifact or "${" in wanted.group + wanted.artifact:
            collector.notice("This dependency names no artifact that can be read.", wanted.line, wanted.path)
            continue
        if wanted.scope == "system":
            collector.notice(
                "This dependency is a file of the machine it is built on.", wanted.line, wanted.path
            )
        exact = _exact(wanted.version)
        collector.add(
            f"{wanted.group}:{wanted.artifact}",
            exact,
            line=wanted.line,
            path=wanted.path,
            scope=_scope(wanted),
            direct=True,
            requirement="" if exact else wanted.version,
            qualifiers={"classifier": wanted.classifier}
            if wanted.classifier and "$" not in wanted.classifier
            else None,
        )
    return collector.manifest()


def _exact(version: str) -> str:
    """Return the one version that is meant: `1.0`, or `[1.0]`; "" for ranges and what stayed open."""
    if version.startswith("[") and version.endswith("]") and "," not in version:
        return version[1:-1].strip()
    return "" if any(sign in version for sign in "[](),$") else version


def _scope(wanted: Dependency) -> Scope:
    if wanted.scope == "test":
        return Scope.DEVELOPMENT
    return Scope.OPTIONAL if wanted.optional else Scope.PRODUCTION
