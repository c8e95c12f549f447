"""From matches of a manifest's packages to findings: one for each package and flaw, whatever its versions in use."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from securestack.advisories.flaws import Flaw
from securestack.advisories.matching import Match, Result
from securestack.advisories.store import Store
from securestack.core.evidence import PackageEvidence, VulnerableVersion
from securestack.core.finding import Finding
from securestack.core.fingerprint import fingerprint
from securestack.core.location import PackageLocation
from securestack.core.package import FoundAt, Package, Scope
from securestack.core.severity import Confidence
from securestack.scanners.dependencies.paths import Paths
from securestack.scanners.dependencies.rating import rate
from securestack.scanners.dependencies.rule import VULNERABLE_PACKAGE

Looked = tuple[Package, Result]

_MOST_NAMES = 20
_MOST_REFERENCES = 10


def findings_of(path: str, looked: Sequence[Looked], paths: Paths, store: Store) -> Iterator[Finding]:
    """Yield the findings of one manifest, whose packages have been looked up. Raises NoStore for a damaged store."""
    groups: dict[tuple[str, str, str], list[tuple[Package, Result, Match]]] = {}
    for package, result in looked:
        for found in result.matches:
            key = (package.ecosystem, package.name, found.flaw.id)
            groups.setdefault(key, []).append((package, result, found))
    for (ecosystem, name, flaw), group in groups.items():
        yield _finding(
            path, fingerprint(VULNERABLE_PACKAGE.id, path, ecosystem, name, flaw), group, paths, store
        )


def _finding(
    path: str, mark: str, group: list[tuple[Package, Result, Match]], paths: Paths, store: Store
) -> Finding:
    versions = tuple(_version(*one, paths) for one in group)
    package, _, found = group[0]
    place = package.found_at[0] if package.found_at else FoundAt(path)
    evidence = _evidence(found.flaw, versions, store)
    return Finding(
        rule_id=VULNERABLE_PACKAGE.id,
        location=PackageLocation(
            purl=package.purl,
            name=package.name,
            version=", ".join(one.version for one in versions),
            ecosystem=package.ecosystem,
            path=place.path,
            line=place.line,
        ),
        summary=_summary(package.name, versions, found.flaw, evidence),
        confidence=Confidence.FIRM,  # the version is certain, that the flaw can be reached is not
        evidence=evidence,
        fingerprint=mark,
        severity=rate(found.flaw),
    )


def _version(package: Package, result: Result, found: Match, paths: Paths) -> VulnerableVersion:
    return VulnerableVersion(
        purl=package.purl,
        version=package.version,
        affected=found.affected,
        fixed=found.fixed,
        upgrade=result.upgrade.version if result.upgrade is not None else "",
        path=paths.names_to(package.purl),
        scope=package.scope,
    )


def _evidence(flaw: Flaw, versions: tuple[VulnerableVersion, ...], store: Store) -> PackageEvidence:
    exploited = [entry for cve in flaw.cves if (entry := store.exploited(cve)) is not None]
    likelihoods = [told.score for cve in flaw.cves if (told := store.likelihood(cve)) is not None]
    names = dict.fromkeys((flaw.id, *flaw.names))
    return PackageEvidence(
        flaw=flaw.id,
        names=tuple(names)[:_MOST_NAMES],
        versions=versions,
        cvss=_unique(score.score for one in flaw.advisories for score in one.severities),
        cwes=_unique(cwe for one in flaw.advisories for cwe in one.cwes),
        published=min((one.published for one in flaw.advisories if one.published), default=""),
        references=_unique(url for one in flaw.advisories for url in one.references)[:_MOST_REFERENCES],
        exploited=min((entry.added for entry in exploited), default=""),
        likelihood=max(likelihoods, default=None),
    )


def _unique(values: Iterator[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))


def _summary(
    name: str, versions: tuple[VulnerableVersion, ...], flaw: Flaw, evidence: PackageEvidence
) -> str:
    """Return what flaw it is, what clears it, and what brings the package, as sentences."""
    first = versions[0]
    told = [
        f"{flaw.id}: {flaw.summary.rstrip('.')}." if flaw.summary else f"{flaw.id} is published for {name}."
    ]
    for one in versions:
        which = f"{name} {one.version}" if len(versions) > 1 else "It"
        if one.fixed:
            beyond = (
                f"; {one.upgrade} clears all that can be cleared"
                if one.upgrade not in ("", one.fixed)
                else ""
            )
            told.append(f"{which} is fixed in {one.fixed}{beyond}.")
        else:
            told.append(f"No version with a fix is known{f' for {which}' if len(versions) > 1 else ''}.")
    if len(first.path) > 1:
        told.append(f"{first.path[0]} brings it{_over(first.path)}.")
    if evidence.exploited:
        told.append(f"It is known to be exploited since {evidence.exploited} or earlier.")
    if all(one.scope is Scope.DEVELOPMENT for one in versions):
        told.append("The package is needed for development only.")
    return " ".join(told)


def _over(path: tuple[str, ...]) -> str:
    between = path[1:-1]
    if not between:
        return ""
    shown = ", ".join(between[:3])
    return f" over {shown} and {len(between) - 3} more" if len(between) > 3 else f" over {shown}"
