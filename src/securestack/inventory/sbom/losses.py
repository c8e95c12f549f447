"""What a conversion leaves behind: what our own form of a bill does not hold, and what the other format cannot say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from securestack.core.package import Package
from securestack.inventory.licences import expression_of
from securestack.inventory.sbom.bill import Bill
from securestack.inventory.sbom.reading import CYCLONEDX, open_document
from securestack.inventory.sbom.spdx import RELATIONSHIPS_READ, places_in
from securestack.inventory.sbom.spdx3 import elements_of
from securestack.inventory.shapes import mapping, sequence, text

_CYCLONEDX = {
    "$schema",
    "bomFormat",
    "specVersion",
    "serialNumber",
    "version",
    "metadata",
    "components",
    "dependencies",
}
_CYCLONEDX_METADATA = {"timestamp", "tools", "component"}
_CYCLONEDX_COMPONENT = {
    *("bom-ref", "type", "group", "name", "version", "scope", "hashes", "licenses", "purl", "components"),
    *("evidence", "properties"),
}
_SPDX = {
    *("spdxVersion", "dataLicense", "SPDXID", "name", "documentNamespace", "creationInfo", "packages"),
    *("relationships", "documentDescribes", "hasExtractedLicensingInfos"),
}
_SPDX_PACKAGE = {
    *("SPDXID", "name", "versionInfo", "filesAnalyzed", "licenseDeclared", "checksums", "externalRefs"),
    "primaryPackagePurpose",
}
_SPDX_3_TYPES = {
    *(
        "CreationInfo",
        "SpdxDocument",
        "software_Sbom",
        "SoftwareAgent",
        "Tool",
        "Person",
        "Organization",
        "Agent",
    ),
    *("simplelicensing_LicenseExpression", "simplelicensing_SimpleLicensingText"),
}
_SPDX_3_PACKAGE = {
    *(
        "type",
        "spdxId",
        "creationInfo",
        "name",
        "software_packageVersion",
        "software_packageUrl",
        "verifiedUsing",
    ),
    *("software_primaryPurpose", "software_downloadLocation"),
}
_SPDX_3_RELATIONSHIPS = {"dependsOn", "hasOptionalDependency", "contains", "describes", "hasDeclaredLicense"}
_SAYS_NOTHING: tuple[object, ...] = ("", "NOASSERTION", "NONE", None, [], {})

_FIELDS: tuple[tuple[str, Callable[[Package], object]], ...] = (
    ("whether the project itself asks for it", lambda package: package.direct),
    ("the range asked for", lambda package: package.requirement),
    ("the scope", lambda package: package.scope),
    ("licences", lambda package: expression_of(package.licences)),
    ("hashes", lambda package: frozenset(package.hashes)),
    ("dependencies", lambda package: frozenset(package.dependencies)),
    ("the files and lines that name it", lambda package: frozenset(package.found_at)),
)


def lost_in_reading(source: bytes) -> list[str]:
    """Return what a document holds besides packages, edges, licences and hashes, as `field (how often)`.

    Raises UnreadableFile when it is no SBOM we read.
    """
    opened = open_document(source)
    document = opened.document
    counts: Counter[str] = Counter()
    if opened.kind == CYCLONEDX:
        counts.update(_others(document, _CYCLONEDX, ""))
        counts.update(_others(mapping(document.get("metadata")), _CYCLONEDX_METADATA, "metadata."))
        for component in sequence(document.get("components")):
            counts.update(_of_component(mapping(component)))
    elif opened.syntax == "json-ld":
        for element in elements_of(document):
            counts.update(_of_element(element))
    else:
        counts.update(_others(document, _SPDX, ""))
        for package in sequence(document.get("packages")):
            counts.update(_of_package(mapping(package)))
        kinds = (
            text(mapping(one).get("relationshipType")) for one in sequence(document.get("relationships"))
        )
        counts.update(f"relationships[] {kind}" for kind in kinds if kind not in RELATIONSHIPS_READ)
    return [f"{name} ({count:,})" for name, count in sorted(counts.items())]


def _of_element(element: dict[Any, Any]) -> Iterator[str]:
    kind = text(element.get("type"))
    if kind == "software_Package":
        told = _without_places(element, "software_sourceInfo")
        yield from _others(told, _SPDX_3_PACKAGE, "software_Package.")
    elif kind.endswith("Relationship"):
        if text(element.get("relationshipType")) not in _SPDX_3_RELATIONSHIPS:
            yield f"{kind} {text(element.get('relationshipType'))}"
    elif kind not in _SPDX_3_TYPES:
        yield kind


def _others(value: dict[Any, Any], known: Iterable[str], prefix: str) -> Iterator[str]:
    for name, inner in value.items():
        if name not in known and inner not in _SAYS_NOTHING:
            yield f"{prefix}{name}"


def _of_component(component: dict[Any, Any]) -> Iterator[str]:
    yield from _others(component, _CYCLONEDX_COMPONENT, "components[].")
    if text(component.get("type")) not in ("library", ""):
        yield "components[].type"
    if any(name != "occurrences" for name in mapping(component.get("evidence"))):
        yield "components[].evidence"
    for entry in sequence(component.get("properties")):
        if not text(mapping(entry).get("name")).startswith("securestack:"):
            yield "components[].properties"


def _of_package(package: dict[Any, Any]) -> Iterator[str]:
    yield from _others(_without_places(package, "sourceInfo"), _SPDX_PACKAGE, "packages[].")
    for reference in sequence(package.get("externalRefs")):
        if mapping(reference).get("referenceType") != "purl":
            yield "packages[].externalRefs"


def _without_places(package: dict[Any, Any], field: str) -> dict[Any, Any]:
    """Return a package without the remark that names the files it was found in, which is read."""
    return {name: value for name, value in package.items() if name != field or not places_in(text(value))}


def lost_in_writing(bill: Bill, written: Bill) -> list[str]:
    """Return what a bill says that its written form, read again, does not, as `what (of how many packages)`."""
    again = {package.purl: package for package in written.packages}
    told = [
        f"{name} ({count:,} package{'s' if count != 1 else ''})"
        for name, value in _FIELDS
        if (
            count := sum(
                package.purl in again and value(package) != value(again[package.purl])
                for package in bill.packages
            )
        )
    ]
    if missing := sum(package.purl not in again for package in bill.packages):
        told.append(f"whole packages ({missing:,})")
    return told
