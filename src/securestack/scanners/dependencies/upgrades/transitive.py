"""Packages that others bring: which of their flaws refreshing the lock file clears, and what is in the way of the rest."""

from __future__ import annotations

import posixpath
from collections.abc import Container, Iterator

from securestack.advisories.matching import Result, match, package_query
from securestack.advisories.store import Store
from securestack.core.package import Package
from securestack.inventory.ecosystems import NPM
from securestack.inventory.manifest import Manifest
from securestack.scanners.dependencies.paths import Paths
from securestack.scanners.dependencies.upgrades.asked import Asked, asked_in
from securestack.scanners.dependencies.upgrades.kinds import refreshing
from securestack.scanners.dependencies.upgrades.node_ranges import admits_node
from securestack.scanners.dependencies.upgrades.plan import Left, Refresh
from securestack.scanners.dependencies.upgrades.python_ranges import admits_python

NO_FIX = "No version with a fix is known."


def cleared_by(result: Result) -> tuple[str, ...]:
    """Return the flaws that the least upgrade clears."""
    return tuple(sorted({found.flaw.id for found in result.matches}.difference(hopeless_in(result))))


def hopeless_in(result: Result) -> tuple[str, ...]:
    """Return the flaws that no known version clears."""
    flaws = {found.flaw.id for found in result.matches}
    return tuple(sorted(flaws if result.upgrade is None else flaws.intersection(result.upgrade.remaining)))


def brought_along(
    lock: Manifest, source: bytes, store: Store, told: Container[tuple[str, str, str]]
) -> Iterator[Refresh | Left]:
    """Yield what is to be said of the packages in a lock file that `told` (ecosystem, name, version) does not hold.

    Raises NoStore.
    """
    paths = Paths(lock.packages)
    asked = asked_in(lock.kind, source)
    for package in lock.packages:
        if (package.ecosystem, package.name, package.version) in told:
            continue
        result = match(store, package_query(package))
        if not result.matches:
            continue
        way = paths.names_to(package.purl)
        if hopeless := hopeless_in(result):
            yield _left_of(lock, package, hopeless, NO_FIX, way)
        clears = cleared_by(result)
        if result.upgrade is None or not clears:
            continue
        upgrade = result.upgrade.version
        reason = _obstacle(lock, package, upgrade, asked)
        if reason:
            yield _left_of(lock, package, clears, reason, way, upgrade)
            continue
        yield Refresh(
            path=lock.path,
            line=package.found_at[0].line if package.found_at else 0,
            ecosystem=package.ecosystem,
            name=package.name,
            scope=package.scope,
            version=package.version,
            upgrade=upgrade,
            clears=clears,
            way=way,
            command=refreshing(lock.path, package.name),
        )


def _obstacle(lock: Manifest, package: Package, upgrade: str, asked: Asked | None) -> str:
    """Return why refreshing the lock file does not clear a package that others bring; "" when it does."""
    if asked is None:
        return f"{posixpath.basename(lock.path)} does not tell in which ranges packages ask for it."
    admits = admits_node if package.ecosystem == NPM.name else admits_python
    parents = [one for one in lock.packages if package.purl in one.dependencies]
    if not parents:
        return "The lock file does not tell what brings it."
    for parent in parents:
        wanted = asked.get((parent.name, parent.version), {}).get(package.name)
        if wanted is None:
            return f"The lock file does not tell in which range {parent.name} {parent.version} asks for it."
        if not admits(wanted, upgrade):
            return (
                f"{parent.name} {parent.version} asks for “{wanted}”, which rules it out; move to a release of "
                f"{parent.name} that takes it, or override it."
            )
    return ""


def _left_of(
    lock: Manifest,
    package: Package,
    flaws: tuple[str, ...],
    reason: str,
    way: tuple[str, ...],
    reach: str = "",
) -> Left:
    return Left(
        path=lock.path,
        line=package.found_at[0].line if package.found_at else 0,
        ecosystem=package.ecosystem,
        name=package.name,
        scope=package.scope,
        version=package.version,
        flaws=flaws,
        reason=reason,
        reach=reach,
        way=way,
    )
