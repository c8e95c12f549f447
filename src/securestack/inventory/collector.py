"""Where a reader puts what it finds: each purl once, its places, hashes and edges joined."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from securestack.core.package import FoundAt, Package, Scope
from securestack.inventory.ecosystems import Ecosystem, purl_of
from securestack.inventory.graph import reach, stronger
from securestack.inventory.manifest import FileNotice, Manifest
from securestack.inventory.purl import BadPurl

_MOST_NOTICES = 100  # of one file; more of the same tell nothing new
_LONGEST_NAME = 1_000
_MOST_PLACES = 1_000  # of one package in one file; whoever needs to see it has seen it


class _Entry:
    __slots__ = (
        "dependencies",
        "direct",
        "ecosystem",
        "found_at",
        "hashes",
        "licences",
        "name",
        "optional",
        "purl",
        "requirement",
        "scope",
        "version",
    )

    def __init__(self, purl: str, name: str, version: str, ecosystem: str, scope: Scope) -> None:
        self.purl = purl
        self.name = name
        self.version = version
        self.ecosystem = ecosystem
        self.scope = scope
        self.direct: bool | None = None
        self.requirement = ""
        self.licences: dict[str, None] = {}
        self.hashes: dict[str, None] = {}
        self.dependencies: set[str] = set()
        self.optional: set[str] = set()  # of the dependencies, those it can do without
        self.found_at: dict[tuple[str, int], None] = {}

    def package(self) -> Package:
        return Package(
            purl=self.purl,
            name=self.name,
            version=self.version,
            ecosystem=self.ecosystem,
            scope=self.scope,
            direct=self.direct,
            requirement=self.requirement,
            licences=tuple(self.licences),
            hashes=tuple(self.hashes),
            dependencies=tuple(sorted(self.dependencies)),
            found_at=tuple(FoundAt(path, line) for path, line in sorted(self.found_at)),
        )


class Collector:
    """Collects one manifest's packages. `add` answers with the purl, by which edges are then told."""

    def __init__(self, kind: str, path: str, ecosystem: Ecosystem) -> None:
        self.kind = kind
        self.path = path
        self.ecosystem = ecosystem
        self._entries: dict[str, _Entry] = {}
        self._notices: dict[FileNotice, None] = {}
        self._also_read: set[str] = set()

    def add(
        self,
        name: str,
        version: str,
        *,
        line: int = 0,
        scope: Scope = Scope.PRODUCTION,
        direct: bool | None = None,
        requirement: str = "",
        licences: Iterable[str] = (),
        hashes: Iterable[str] = (),
        ecosystem: Ecosystem | None = None,
        qualifiers: Mapping[str, str] | None = None,
        subpath: str = "",
        path: str = "",
    ) -> str:
        """Take in a package and return its purl; "" with a notice where its name cannot be one."""
        kind = ecosystem or self.ecosystem
        name, version = _clean(name), _clean(version)
        if len(name) > _LONGEST_NAME or len(version) > _LONGEST_NAME:
            self.notice("A name or version is longer than any package has; the entry was passed over.", line)
            return ""
        try:
            purl = purl_of(kind, name, version, qualifiers, subpath)
        except BadPurl as problem:
            self.notice(f"An entry was passed over: {problem}", line)
            return ""
        entry = self._entries.get(purl)
        if entry is None:
            entry = self._entries[purl] = _Entry(purl, name, version, kind.name, scope)
            entry.direct = direct
        else:
            entry.scope = stronger(entry.scope, scope)
            entry.direct = direct if entry.direct is None else entry.direct or bool(direct)
        entry.requirement = entry.requirement or _clean(requirement)
        entry.licences.update(dict.fromkeys(_clean(licence) for licence in licences if licence))
        entry.hashes.update(dict.fromkeys(hashes))
        if len(entry.found_at) < _MOST_PLACES:
            entry.found_at[(path or self.path, line)] = None
        return purl

    def link(self, parent: str, child: str, *, optional: bool = False) -> None:
        """Tell that one package needs another, both by the purls `add` gave; unknown ones are passed over."""
        entry = self._entries.get(parent)
        if entry is None or parent == child or child not in self._entries:
            return
        if not optional:
            entry.optional.discard(child)
        elif child not in entry.dependencies:
            entry.optional.add(child)
        entry.dependencies.add(child)

    def add_hashes(self, name: str, version: str, hashes: Iterable[str]) -> None:
        """Add hashes to a package that is there already; formats that keep them apart tell them last."""
        try:
            entry = self._entries.get(purl_of(self.ecosystem, _clean(name), _clean(version)))
        except BadPurl:
            return
        if entry is not None:
            entry.hashes.update(dict.fromkeys(hashes))

    def mark_direct(self, purl: str, scope: Scope) -> None:
        """Tell that the project itself asks for a package."""
        entry = self._entries.get(purl)
        if entry is not None:
            entry.scope = stronger(entry.scope, scope) if entry.direct else scope
            entry.direct = True

    def mark_known_direct(self, purl: str) -> None:
        """Tell that the project itself asks for a package whose scope is known already."""
        entry = self._entries.get(purl)
        if entry is not None:
            entry.direct = True

    def others_are_indirect(self) -> None:
        """Tell that everything the project asks for has been marked."""
        for entry in self._entries.values():
            entry.direct = bool(entry.direct)

    def spread_scopes(self, roots: Mapping[str, Scope]) -> None:
        """Give every package the scope in which the roots reach it; without roots nothing is known, or changes.

        Packages that no root reaches keep their scope. Roots become direct, the others indirect.
        """
        known = {purl: scope for purl, scope in roots.items() if purl in self._entries}
        if not known:
            return
        scopes = reach(
            known,
            {purl: entry.dependencies - entry.optional for purl, entry in self._entries.items()},
            {purl: entry.optional for purl, entry in self._entries.items()},
        )
        for purl, entry in self._entries.items():
            entry.scope = scopes.get(purl, entry.scope)
            entry.direct = purl in known

    def notice(self, message: str, line: int = 0, path: str = "") -> None:
        """Tell a person something about the file, or about another one that was read for it."""
        if len(self._notices) < _MOST_NOTICES:
            self._notices[FileNotice(path or self.path, line, message)] = None

    def read_too(self, path: str) -> None:
        """Tell that another file had its part in this manifest."""
        self._also_read.add(path)

    def manifest(self) -> Manifest:
        """Return what was collected, in a fixed order."""
        return Manifest(
            path=self.path,
            kind=self.kind,
            packages=tuple(self._entries[purl].package() for purl in sorted(self._entries)),
            notices=tuple(self._notices),
            also_read=tuple(sorted(self._also_read)),
        )


def _clean(value: str) -> str:
    """Return the text without control characters and lone surrogates, which no report could hold."""
    if value.isprintable():
        return value
    return "".join(char for char in value if char.isprintable()).strip()
