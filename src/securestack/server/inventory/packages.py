"""What is told of one package: how it comes into the project, what it brings, and the findings about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from securestack.core.evidence import PackageEvidence
from securestack.core.package import Package
from securestack.core.severity import Severity
from securestack.scanners.dependencies.paths import Paths
from securestack.server.inventory import queries_packages as queries
from securestack.server.inventory.licences import Policy
from securestack.server.kit.database import Reader
from securestack.server.kit.schemas import row_dict

_SEVERITIES = [severity.value for severity in Severity]
_NEIGHBOURS = 500


def severity_word(rank: int) -> str | None:
    """Return the word of a severity that lies in the database as its rank; None for none."""
    return _SEVERITIES[rank] if rank >= 0 else None


def shown(row: Any, policy: Policy) -> dict[str, Any]:
    """Return a package as lists show it."""
    values = row_dict(row)
    return {
        **values,
        "severity": severity_word(values["severity"]),
        "verdict": policy.verdict(values["licence"]),
    }


async def shown_whole(reader: Reader, row: Any, policy: Policy) -> dict[str, Any]:
    """Return a package with all that is known of it."""
    details: Package = msgspec.json.decode(row["details"], type=Package)
    siblings = await queries.same_file(reader, row["target_id"], row["manifest"])
    found = (
        await queries.findings_about(reader, row["project_id"], row["fingerprints"])
        if row["fingerprints"]
        else ()
    )
    by_purl = {one["purl"]: one for one in siblings}
    edges = {one["purl"]: _purls(one["dependencies"]) for one in siblings}
    parents = [one for one in siblings if details.purl in edges[one["purl"]]]
    children = [by_purl[purl] for purl in edges.get(details.purl, ()) if purl in by_purl]
    values = shown(row, policy)
    for name in ("project_id", "details", "fingerprints"):
        del values[name]
    return {
        **values,
        "requirement": details.requirement,
        "declared_licences": details.licences,
        "hashes": details.hashes,
        "path": _path(siblings, edges, details.purl),
        "brought_by": [_neighbour(one) for one in parents[:_NEIGHBOURS]],
        "dependencies": [_neighbour(one) for one in children[:_NEIGHBOURS]],
        "flaws": [_flaw(one, details.purl) for one in found],
        "elsewhere": [_place(one) for one in await queries.elsewhere(reader, row)],
    }


def _path(siblings: Iterable[Any], edges: Mapping[str, list[str]], purl: str) -> tuple[str, ...]:
    packages = [
        Package(
            purl=one["purl"],
            name=one["name"],
            version=one["version"],
            ecosystem="",
            direct=one["direct"],
            dependencies=tuple(edges[one["purl"]]),
        )
        for one in siblings
    ]
    return Paths(packages).names_to(purl)


def _purls(value: Any) -> list[str]:
    if value is None:
        return []
    found: list[str] = msgspec.json.decode(value, type=list[str])
    return found


def _neighbour(row: Any) -> dict[str, Any]:
    names = ("id", "purl", "name", "version")
    return {**{name: row[name] for name in names}, "severity": severity_word(row["severity"])}


def _place(row: Any) -> dict[str, Any]:
    values = row_dict(row)
    return {**values, "severity": severity_word(values["severity"])}


def _flaw(row: Any, purl: str) -> dict[str, Any]:
    evidence = None
    if row["evidence"] is not None:
        try:
            evidence = msgspec.json.decode(row["evidence"], type=PackageEvidence)
        except msgspec.MsgspecError:  # too large to be kept, or of another kind
            evidence = None
    versions = [one for one in evidence.versions if one.purl == purl] if evidence is not None else []
    return {
        "id": row["id"],
        "flaw": evidence.flaw if evidence is not None else "",
        "summary": row["summary"],
        "severity": severity_word(row["severity"]),
        "state": row["state"],
        "fixed": versions[0].fixed if versions else "",
        "exploited": evidence.exploited if evidence is not None else "",
        "likelihood": evidence.likelihood if evidence is not None else None,
    }
