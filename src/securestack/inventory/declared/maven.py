"""Maven projects: parents, properties and managed versions, from files of the target only.

The effective model is built as Maven builds it, as far as local files go: the parent chain is merged, properties are
filled in, and `dependencyManagement` (with its imports) gives versions that dependencies leave out. What stands on a
server is not fetched; what stays open is left open. Source: Maven's POM reference.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping

import msgspec

from securestack.inventory.formats import xml_text
from securestack.inventory.formats.xml_text import Element
from securestack.inventory.manifest import FileReader, UnreadableFile

_MOST_PARENTS = 30
_MOST_IMPORTS = 100
_LONGEST_VALUE = 1_000
_MOST_REPLACEMENTS = 100
_PLACEHOLDER = re.compile(r"\$\{([^${}]+)\}")


class Dependency(msgspec.Struct, frozen=True):
    """A dependency or managed version with its properties filled in."""

    group: str
    artifact: str
    version: str
    scope: str
    type: str
    classifier: str
    optional: bool
    path: str
    line: int

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What Maven matches a managed version by."""
        return (self.group, self.artifact, self.type, self.classifier)


class Project(msgspec.Struct):
    """The effective model of one POM, and the files it was made of."""

    group: str
    artifact: str
    version: str
    dependencies: list[Dependency]
    managed: dict[tuple[str, str, str, str], Dependency]
    files: list[str]
    missing: list[tuple[str, int, str]]  # path, line, what could not be found


class _Pom(msgspec.Struct):
    path: str
    root: Element


def effective(source: bytes, path: str, files: FileReader, depth: int = 0) -> Project:
    """Return the effective model of a POM. Raises UnreadableFile when it is no XML."""
    root = xml_text.decode(source)
    missing: list[tuple[str, int, str]] = []
    chain = _chain(_Pom(path, root), files, missing)
    properties = _properties(chain)
    project = Project(
        properties["project.groupId"],
        properties["project.artifactId"],
        properties["project.version"],
        [],
        {},
        [pom.path for pom in chain],
        missing,
    )
    imports: list[Dependency] = []
    for pom in chain:
        for element in (
            found
            for part in _parts(pom)
            for found in part.all("dependencyManagement", "dependencies", "dependency")
        ):
            managed = _dependency(element, pom.path, properties)
            if managed.scope == "import" and managed.type == "pom":
                imports.append(managed)
            else:
                project.managed.setdefault(managed.key, managed)
    for imported in imports:
        _import(imported, project, files, depth)
    seen: set[tuple[str, str, str, str]] = set()
    for pom in chain:
        for element in (found for part in _parts(pom) for found in part.all("dependencies", "dependency")):
            wanted = _dependency(element, pom.path, properties)
            if wanted.key not in seen:
                seen.add(wanted.key)
                project.dependencies.append(_managed(wanted, project.managed))
    return project


def _chain(pom: _Pom, files: FileReader, missing: list[tuple[str, int, str]]) -> list[_Pom]:
    """Return the POM and its parents, nearest first, as far as they are in the target."""
    chain = [pom]
    seen = {pom.path}
    while len(chain) < _MOST_PARENTS:
        pom = chain[-1]
        parent = pom.root.child("parent")
        if parent is None:
            break
        relative = parent.child("relativePath")
        place = relative.text.strip() if relative is not None else "../pom.xml"
        if not place:
            break  # an empty path says: only from a server
        path = posixpath.normpath(posixpath.join(posixpath.dirname(pom.path), place))
        found = _open(path, files) or _open(posixpath.join(path, "pom.xml"), files)
        if found is None or not _is(found.root, parent):
            name = f"{parent.value('groupId')}:{parent.value('artifactId')}:{parent.value('version')}"
            missing.append(
                (pom.path, parent.line, f"The parent {name} is not in the target; what it says is unknown.")
            )
            break
        if found.path in seen:
            missing.append((pom.path, parent.line, "The parents of this project go round in a circle."))
            break
        seen.add(found.path)
        chain.append(found)
    return chain


def _open(path: str, files: FileReader) -> _Pom | None:
    source = files.read(path)
    if source is None:
        return None
    try:
        return _Pom(path, xml_text.decode(source))
    except UnreadableFile:
        return None


def _is(root: Element, parent: Element) -> bool:
    if root.name != "project" or root.value("artifactId") != parent.value("artifactId"):
        return False
    inherited = root.child("parent")
    group = root.value("groupId") or (inherited.value("groupId") if inherited is not None else "")
    return group == parent.value("groupId") or "${" in group


def _properties(chain: list[_Pom]) -> dict[str, str]:
    properties: dict[str, str] = {}
    for pom in chain:
        sections = [section for part in _parts(pom) for section in part.all("properties")]
        here = {entry.name: entry.text.strip() for section in sections for entry in section.children}
        properties = {**here, **properties}
    root = chain[0].root
    parent = root.child("parent")
    for name in ("groupId", "artifactId", "version"):
        inherited = parent.value(name) if parent is not None else ""
        own = root.value(name) or (inherited if name != "artifactId" else "")
        for prefix in ("project.", "pom.", ""):
            properties.setdefault(prefix + name, own)
        properties.setdefault(f"project.parent.{name}", inherited)
        properties.setdefault(f"parent.{name}", inherited)
    for name in ("project.groupId", "project.artifactId", "project.version"):
        properties[name] = fill(properties[name], properties)
    return properties


def _active(root: Element) -> list[Element]:
    """Return the profiles that are on unless somebody chooses others."""
    return [
        profile
        for profile in root.all("profiles", "profile")
        for activation in profile.all("activation")
        if activation.value("activeByDefault") == "true"
    ]


def _parts(pom: _Pom) -> list[Element]:
    """Return the elements that hold dependencies: the project, and its profiles that are on."""
    return [pom.root, *_active(pom.root)]


def fill(value: str, properties: Mapping[str, str]) -> str:
    """Return the text with `${names}` filled in; unknown ones stay, and no cycle makes it grow without end."""
    for _ in range(_MOST_REPLACEMENTS):
        match = next(
            (found for found in _PLACEHOLDER.finditer(value) if found[1].strip() in properties), None
        )
        if match is None or len(value) > _LONGEST_VALUE:
            break
        value = value[: match.start()] + properties[match[1].strip()] + value[match.end() :]
    return value


def _dependency(element: Element, path: str, properties: Mapping[str, str]) -> Dependency:
    def value(name: str) -> str:
        return fill(element.value(name), properties)

    return Dependency(
        value("groupId"),
        value("artifactId"),
        value("version"),
        value("scope"),
        value("type") or "jar",
        value("classifier"),
        value("optional") == "true",
        path,
        element.line,
    )


def _managed(wanted: Dependency, managed: Mapping[tuple[str, str, str, str], Dependency]) -> Dependency:
    rule = managed.get(wanted.key)
    if rule is None:
        return wanted
    return msgspec.structs.replace(
        wanted, version=wanted.version or rule.version, scope=wanted.scope or rule.scope
    )


def _import(wanted: Dependency, project: Project, files: FileReader, depth: int) -> None:
    """Take in the managed versions of a bill of materials, when a module of the target is it."""
    if depth >= 5 or len(project.files) > _MOST_IMPORTS:
        return
    folder = posixpath.dirname(project.files[0])
    for place in (wanted.artifact, f"../{wanted.artifact}", "..", f"../{wanted.artifact.rpartition('-')[2]}"):
        path = posixpath.normpath(posixpath.join(folder, place, "pom.xml"))
        source = files.read(path) if path not in project.files else None
        if source is None:
            continue
        try:
            found = effective(source, path, files, depth + 1)
        except UnreadableFile:
            continue
        if (found.group, found.artifact) == (wanted.group, wanted.artifact):
            for key, rule in found.managed.items():
                project.managed.setdefault(key, rule)
            project.files.extend(found.files)
            return
    name = f"{wanted.group}:{wanted.artifact}:{wanted.version}"
    message = f"The imported versions of {name} are not in the target; what they say is unknown."
    project.missing.append((wanted.path, wanted.line, message))
