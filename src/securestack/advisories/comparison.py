"""Two lists of packages compared: what came, what went, what changed, and which flaws were gained and lost with it."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping

import msgspec

from securestack.advisories.matching import match, package_query
from securestack.advisories.names import package_key
from securestack.advisories.store import Store
from securestack.advisories.versions.catalogue import scheme_of
from securestack.advisories.versions.scheme import InvalidVersion
from securestack.core.package import Package


class Kind(enum.StrEnum):
    """What became of a package."""

    ADDED = "added"
    REMOVED = "removed"
    UPGRADED = "upgraded"
    DOWNGRADED = "downgraded"
    CHANGED = "changed"  # other versions, of which nobody can say that they are newer or older


class Change(msgspec.Struct, frozen=True):
    """What became of one package; a package may be there in several versions."""

    kind: Kind
    ecosystem: str
    name: str
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


class Relicensed(msgspec.Struct, frozen=True):
    """A package whose declared licences differ."""

    ecosystem: str
    name: str
    before: tuple[str, ...]
    after: tuple[str, ...]


class FlawOf(msgspec.Struct, frozen=True, order=True):
    """A flaw that one package has."""

    ecosystem: str
    name: str
    flaw: str


class Comparison(msgspec.Struct, frozen=True):
    """Everything that differs. `gained` and `lost` are None where no store was asked."""

    changes: tuple[Change, ...] = ()
    relicensed: tuple[Relicensed, ...] = ()
    gained: tuple[FlawOf, ...] | None = None
    lost: tuple[FlawOf, ...] | None = None

    @property
    def differs(self) -> bool:
        """Whether there is anything to tell."""
        return bool(self.changes or self.relicensed or self.gained or self.lost)


def compare(old: Iterable[Package], new: Iterable[Package], store: Store | None = None) -> Comparison:
    """Return what differs between two lists of packages. Raises NoStore for a damaged store."""
    old, new = tuple(old), tuple(new)
    before, after = _by_name(old), _by_name(new)
    changes, relicensed = [], []
    for key in sorted(before.keys() | after.keys()):
        ours, theirs = before.get(key, []), after.get(key, [])
        example = (theirs or ours)[0]
        change = _change(example, _versions(ours), _versions(theirs), bool(ours), bool(theirs))
        if change is not None:
            changes.append(change)
        if ours and theirs and (had := _licences(ours)) != (has := _licences(theirs)):
            relicensed.append(Relicensed(example.ecosystem, example.name, had, has))
    if store is None:
        return Comparison(tuple(changes), tuple(relicensed))
    had_flaws, has_flaws = _flaws(store, old), _flaws(store, new)
    return Comparison(
        tuple(changes),
        tuple(relicensed),
        gained=tuple(sorted(has_flaws - had_flaws)),
        lost=tuple(sorted(had_flaws - has_flaws)),
    )


def _by_name(packages: Iterable[Package]) -> Mapping[str, list[Package]]:
    found: dict[str, list[Package]] = {}
    for package in packages:
        found.setdefault(package_key(package.ecosystem, package.name), []).append(package)
    return found


def _versions(packages: Iterable[Package]) -> tuple[str, ...]:
    return tuple(sorted({package.version for package in packages}))


def _licences(packages: Iterable[Package]) -> tuple[str, ...]:
    return tuple(sorted({licence for package in packages for licence in package.licences}))


def _change(
    package: Package, before: tuple[str, ...], after: tuple[str, ...], was: bool, remains: bool
) -> Change | None:
    if was and remains:
        if before == after:
            return None
        kind = _direction(package.ecosystem, before, after)
    else:
        kind = Kind.ADDED if remains else Kind.REMOVED
    return Change(kind, package.ecosystem, package.name, before, after)


def _direction(ecosystem: str, before: tuple[str, ...], after: tuple[str, ...]) -> Kind:
    """Say whether the newest and the oldest version moved the same way."""
    scheme = scheme_of(ecosystem)
    if scheme is None:
        return Kind.CHANGED
    try:
        was, now = sorted(map(scheme.key, before)), sorted(map(scheme.key, after))
    except InvalidVersion:
        return Kind.CHANGED
    if was != now and was[0] <= now[0] and was[-1] <= now[-1]:
        return Kind.UPGRADED
    if was != now and was[0] >= now[0] and was[-1] >= now[-1]:
        return Kind.DOWNGRADED
    return Kind.CHANGED


def _flaws(store: Store, packages: Iterable[Package]) -> set[FlawOf]:
    return {
        FlawOf(package.ecosystem, package.name, found.flaw.id)
        for package in packages
        for found in match(store, package_query(package)).matches
    }
