"""Which flaws a package in one version has, and the least upgrade that clears them.

Matching is by ecosystem and name only, never by similarity. A version that has no place in its ecosystem's order is
unknown, and said to be; it is affected only where an advisory lists it letter by letter.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import unquote

import msgspec

from securestack.advisories.flaws import Flaw, flaw_names, flaw_of, same_flaw
from securestack.advisories.names import ecosystem_key, package_key
from securestack.advisories.rows import PackageRow, fixes, position, told
from securestack.advisories.store import Store
from securestack.advisories.versions.catalogue import scheme_of
from securestack.advisories.versions.scheme import InvalidVersion, Scheme
from securestack.core.package import Package


class Query(msgspec.Struct, frozen=True):
    """A package to look up: ecosystem and name as OSV writes them. `sources` are names and versions of what it was built from."""

    ecosystem: str
    name: str
    version: str
    sources: tuple[tuple[str, str], ...] = ()


class Match(msgspec.Struct, frozen=True):
    """A flaw the package has. `fixed` is the version with its fix, empty where none is known.

    `name` is the name it is known under: the package's own, or that of its source. `affected` is the range of versions
    that the version lies in, such as `>= 2.13.0, < 2.15.0`, empty where versions are listed one by one.
    """

    flaw: Flaw
    fixed: str
    name: str
    affected: str = ""


class Upgrade(msgspec.Struct, frozen=True):
    """The least version that has none of the flaws that are fixed anywhere. `remaining` names those that are not."""

    version: str
    remaining: tuple[str, ...] = ()


class Result(msgspec.Struct, frozen=True):
    """What is known of one package. `unknown` says why its version could not be looked up, and is empty otherwise.

    `advisories` counts what is known of the package in any version, so that 0 tells "nothing known" from "not affected".
    """

    query: Query
    matches: tuple[Match, ...] = ()
    upgrade: Upgrade | None = None
    unknown: str = ""
    advisories: int = 0


def package_query(package: Package) -> Query:
    """Return what to look up for a package of an inventory."""
    return query_of(package.ecosystem, package.name, package.version, package.purl)


def query_of(ecosystem: str, name: str, version: str, purl: str = "") -> Query:
    """Return what to look up for a package; of its purl only the qualifier `upstream` is read.

    `upstream` names the source package of a distribution's binary package, as `openssl`, `openssl@3.0.11-1` or, for RPM,
    `openssl-3.0.7-24.el9.src.rpm`.
    """
    sources = tuple(_sources(purl, version)) if "upstream=" in purl else ()
    return Query(ecosystem, name, version, sources)


def _sources(purl: str, version: str) -> Iterator[tuple[str, str]]:
    qualifiers = purl.partition("?")[2].partition("#")[0]
    for pair in qualifiers.split("&"):
        key, _, value = pair.partition("=")
        if key != "upstream" or not value:
            continue
        for text in unquote(value).split(","):
            if text.endswith(".src.rpm"):
                # name-version-release: the binary's own version is compared, because it carries the epoch.
                pieces = text.removesuffix(".src.rpm").rsplit("-", 2)
                if len(pieces) == 3:
                    yield pieces[0], version
            else:
                name, _, own = text.partition("@")
                yield name, own or version


def match_all(store: Store, queries: Iterable[Query]) -> Iterator[Result]:
    """Look up many packages; results come in the order of the queries. Raises NoStore for a damaged store."""
    for query in queries:
        yield match(store, query)


def match(store: Store, query: Query) -> Result:
    """Look up one package. Raises NoStore for a damaged store."""
    if not query.sources:
        return _match_one(store, query, query.name, query.version)
    asked = dict.fromkeys((*query.sources, (query.name, query.version)))
    return _joined(query, [_match_one(store, query, name, version) for name, version in asked])


def _match_one(store: Store, query: Query, name: str, version: str) -> Result:
    row = store.package(package_key(query.ecosystem, name))
    if row is None:
        plain = query.ecosystem.partition(":")[0]
        if plain == query.ecosystem or plain == ecosystem_key(query.ecosystem):
            return Result(query)
        row = store.package(package_key(plain, name))  # advisories that name no release are about all of them
        if row is None:
            return Result(query)
    known = len({entry[0] for entry in row.entries}.union(*row.exact.values()))
    listed = row.exact.get(version, [])
    scheme = scheme_of(query.ecosystem)
    unknown = _why_unknown(query, version, scheme)
    place = -1
    if scheme is not None and not unknown:
        try:
            place = position(row.boundaries, scheme.key(version), scheme)
        except InvalidVersion as error:
            unknown = f"Its version cannot be compared: {error}."
    if place < 0 and not listed:
        return Result(query, unknown=unknown, advisories=known)
    return _found(store, query, name, row, place, listed, known)


def _why_unknown(query: Query, version: str, scheme: Scheme | None) -> str:
    if not version:
        return "Its version is not given."
    if scheme is None:
        return f"How {query.ecosystem.partition(':')[0]} orders versions is not known."
    if scheme.floats(version):
        return f"{version} moves with each release, so it does not tell the version in use."
    return ""


def _found(
    store: Store, query: Query, name: str, row: PackageRow, place: int, listed: list[int], known: int
) -> Result:
    fixed: dict[int, str] = dict.fromkeys(listed, "")
    ranges: dict[int, str] = {}
    if place >= 0:
        for entry in row.entries:
            affected, version, _ = fixes(row, entry, place)
            if affected:
                fixed[entry[0]] = version
                ranges[entry[0]] = told(row, entry, place)
    if not fixed:
        return Result(query, advisories=known)
    advisories = {number: store.advisory(number) for number in fixed}
    versions = {advisories[number].id: version for number, version in fixed.items()}
    told_of = {advisories[number].id: text for number, text in ranges.items()}
    scheme = scheme_of(query.ecosystem)
    matches = tuple(
        Match(flaw, _last([versions[one.id] for one in flaw.advisories], scheme), name, _first(flaw, told_of))
        for flaw in map(flaw_of, same_flaw(advisories.values()))
    )
    upgrade = _least_upgrade(store, row, place) if place >= 0 else None
    return Result(query, matches, upgrade, advisories=known)


def _first(flaw: Flaw, affected: dict[str, str]) -> str:
    return next((text for one in flaw.advisories if (text := affected.get(one.id))), "")


def _last(versions: list[str], scheme: Scheme | None) -> str:
    # Where databases differ, the later version has the fix in the eyes of all that name one.
    named = [version for version in versions if version]
    return max(named, key=scheme.key) if named and scheme is not None else ""


def _least_upgrade(store: Store, row: PackageRow, place: int) -> Upgrade | None:
    start = place
    fixed: set[int] = set()
    while True:
        target = place
        unfixed: list[int] = []
        for entry in row.entries:
            affected, _, fixed_at = fixes(row, entry, place)
            if affected and fixed_at >= 0:
                target = max(target, fixed_at)
                fixed.add(entry[0])
            elif affected:
                unfixed.append(entry[0])
        if target == place:
            break
        place = target
    if place == start:
        return None
    # One database may not know of a fix that another names for the same flaw.
    cleared = {name for number in fixed.difference(unfixed) for name in flaw_names(store.advisory(number))}
    left = same_flaw(
        advisory for advisory in map(store.advisory, unfixed) if cleared.isdisjoint(flaw_names(advisory))
    )
    return Upgrade(row.boundaries[place >> 1], tuple(sorted(flaw_of(group).id for group in left)))


def _joined(query: Query, results: list[Result]) -> Result:
    matches: list[Match] = []
    seen: set[str] = set()
    for result in results:
        for one in result.matches:
            names = one.flaw.names
            if seen.isdisjoint(names):
                matches.append(one)
            seen.update(names)
    upgrades = [result.upgrade for result in results if result.upgrade is not None]
    return Result(
        query,
        tuple(matches),
        upgrades[0] if len(upgrades) == 1 else None,
        next((result.unknown for result in results if result.unknown), ""),
        sum(result.advisories for result in results),
    )
