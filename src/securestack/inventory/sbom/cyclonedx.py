"""CycloneDX 1.2 to 1.7 as a document of plain values, in the shape of its JSON: made from a bill, and a bill made from it.

Source: the CycloneDX specification (ECMA-424).
"""

from __future__ import annotations

from typing import Any

from securestack.core.package import FoundAt, Package, Scope
from securestack.inventory.ecosystems import ecosystem_of
from securestack.inventory.hashes import from_hexadecimal
from securestack.inventory.licences import expression_of
from securestack.inventory.manifest import FileNotice, UnreadableFile
from securestack.inventory.purl import BadPurl, Purl
from securestack.inventory.sbom.bill import Bill
from securestack.inventory.shapes import mapping, sequence, text

VERSIONS = ("1.2", "1.3", "1.4", "1.5", "1.6", "1.7")

_ROOT = "subject"
_ALGORITHMS = {
    "md5": "MD5",
    "sha1": "SHA-1",
    "sha256": "SHA-256",
    "sha384": "SHA-384",
    "sha512": "SHA-512",
}
_SCOPES = {Scope.PRODUCTION: "required", Scope.OPTIONAL: "optional", Scope.DEVELOPMENT: "excluded"}
_OPERATORS = (" AND ", " OR ", " WITH ")
_DEEPEST = 50


def document_of(bill: Bill, version: str = "1.6", tool_version: str = "") -> dict[str, Any]:
    """Return the bill as a document; the same bill gives the same. Raises ValueError for an unknown version."""
    if version not in VERSIONS:
        raise ValueError(f"CycloneDX {version} is not written; choose one of {', '.join(VERSIONS)}.")
    tool = {"type": "application", "name": "securestack"} | (
        {"version": tool_version} if tool_version else {}
    )
    subject = {"type": "application", "bom-ref": _ROOT, "name": bill.subject}
    if bill.subject_version or version < "1.4":  # which want a version of everything
        subject["version"] = bill.subject_version
    metadata: dict[str, Any] = {"timestamp": bill.created} if bill.created else {}
    if version < "1.5":
        metadata["tools"] = [{key: value for key, value in tool.items() if key != "type"}]
    else:
        metadata["tools"] = {"components": [tool]}
    metadata["component"] = subject
    return {
        "bomFormat": "CycloneDX",
        "specVersion": version,
        "serialNumber": f"urn:uuid:{bill.identity}",
        "version": 1,
        "metadata": metadata,
        "components": [_component(package, version) for package in bill.packages],
        "dependencies": [
            {"ref": _ROOT, "dependsOn": list(bill.direct)},
            *({"ref": package.purl, "dependsOn": list(package.dependencies)} for package in bill.packages),
        ],
    }


def _component(package: Package, version: str) -> dict[str, Any]:
    purl = Purl.parse(package.purl)
    component: dict[str, Any] = {"type": "library", "bom-ref": package.purl}
    if purl.namespace:
        component["group"] = purl.namespace
    component["name"] = purl.name
    if package.version or version < "1.4":
        component["version"] = package.version
    component["scope"] = _SCOPES[package.scope]
    hashes = [value.partition(":") for value in package.hashes]
    known = [
        {"alg": _ALGORITHMS[name], "content": digest} for name, _, digest in hashes if name in _ALGORITHMS
    ]
    if known:
        component["hashes"] = known
    if package.licences:
        component["licenses"] = _licences(expression_of(package.licences))
    component["purl"] = package.purl
    properties = {"securestack:requirement": package.requirement}
    if package.direct is not None:
        properties["securestack:direct"] = "true" if package.direct else "false"
    listed = [{"name": name, "value": value} for name, value in sorted(properties.items()) if value]
    if listed and version > "1.2":  # which has no properties
        component["properties"] = listed
    if version > "1.4" and package.found_at:
        component["evidence"] = {"occurrences": [_occurrence(place, version) for place in package.found_at]}
    return component


def _occurrence(place: FoundAt, version: str) -> dict[str, Any]:
    if version == "1.5":  # which has no field for the line
        return {"location": f"{place.path}:{place.line}" if place.line else place.path}
    return {"location": place.path} | ({"line": place.line} if place.line else {})


def _licences(expression: str) -> list[dict[str, Any]]:
    if not expression:
        return []
    if any(operator in expression for operator in _OPERATORS):
        return [{"expression": expression}]
    if expression.startswith("LicenseRef-"):
        return [{"license": {"name": expression}}]
    return [{"license": {"id": expression}}]


def bill_of(document: dict[Any, Any], path: str) -> Bill:
    """Return the bill in a document. Raises UnreadableFile when it is none of a version we know."""
    if document.get("bomFormat") != "CycloneDX" or text(document.get("specVersion")) not in VERSIONS:
        raise UnreadableFile(f"This is no CycloneDX document of version {VERSIONS[0]} to {VERSIONS[-1]}.")
    notices: list[FileNotice] = []
    metadata = mapping(document.get("metadata"))
    subject = mapping(metadata.get("component"))
    components = _flat(sequence(document.get("components")), path, notices)
    purls = {_reference(component): _purl(component) for component in components}
    edges = {
        text(mapping(entry).get("ref")): [text(child) for child in sequence(mapping(entry).get("dependsOn"))]
        for entry in sequence(document.get("dependencies"))
    }
    direct = set(edges.get(text(subject.get("bom-ref")), ()))
    packages: dict[str, Package] = {}
    for component in components:
        reference = _reference(component)
        purl = purls[reference]
        if not purl:
            notices.append(FileNotice(path, 0, "A component without a name was passed over."))
            continue
        wanted = sorted(
            {purls[child] for child in edges.get(reference, ()) if purls.get(child, purl) != purl}
        )
        packages[purl] = _package(component, purl, wanted, reference in direct if direct else None)
    return Bill(
        subject=text(subject.get("name")),
        subject_version=text(subject.get("version")),
        created=text(metadata.get("timestamp")),
        packages=tuple(packages[purl] for purl in sorted(packages)),
        notices=tuple(notices),
    )


def _flat(components: list[Any], path: str, notices: list[FileNotice]) -> list[dict[Any, Any]]:
    """Return the components and those inside them, to a depth that no real document passes."""
    found: list[dict[Any, Any]] = []
    level = [mapping(component) for component in components]
    for _ in range(_DEEPEST):
        found += level
        level = [mapping(inner) for component in level for inner in sequence(component.get("components"))]
    if level:
        notices.append(FileNotice(path, 0, "Components are nested deeper than is read."))
    return found


def _reference(component: dict[Any, Any]) -> str:
    return text(component.get("bom-ref")) or text(component.get("purl")) or _purl(component)


def _purl(component: dict[Any, Any]) -> str:
    """Return the component's purl; one without has a generic one out of its name."""
    try:
        return str(Purl.parse(text(component.get("purl"))))
    except BadPurl:
        name, version = text(component.get("name")), text(component.get("version"))
        return str(Purl.make("generic", text(component.get("group")), name, version)) if name else ""


def _package(component: dict[Any, Any], purl: str, wanted: list[str], direct: bool | None) -> Package:
    parts = Purl.parse(purl)
    ecosystem, name = ecosystem_of(parts)
    scopes = {value: scope for scope, value in _SCOPES.items()}
    properties = {
        text(mapping(entry).get("name")): text(mapping(entry).get("value"))
        for entry in sequence(component.get("properties"))
    }
    told = properties.get("securestack:direct")
    return Package(
        purl=purl,
        name=name,
        version=text(component.get("version")) or parts.version,
        ecosystem=ecosystem,
        scope=scopes.get(text(component.get("scope")), Scope.PRODUCTION),
        direct=told == "true" if told else direct,
        requirement=properties.get("securestack:requirement", ""),
        licences=_declared(component),
        hashes=tuple(
            value
            for entry in sequence(component.get("hashes"))
            for value in from_hexadecimal(
                text(mapping(entry).get("content")), text(mapping(entry).get("alg"))
            )
        ),
        dependencies=tuple(wanted),
        found_at=_places(component),
    )


def _declared(component: dict[Any, Any]) -> tuple[str, ...]:
    found = []
    for entry in sequence(component.get("licenses")):
        licence = mapping(mapping(entry).get("license"))
        found.append(
            text(mapping(entry).get("expression")) or text(licence.get("id")) or text(licence.get("name"))
        )
    return tuple(licence for licence in found if licence)


def _places(component: dict[Any, Any]) -> tuple[FoundAt, ...]:
    found = []
    for entry in sequence(mapping(component.get("evidence")).get("occurrences")):
        location, line = text(mapping(entry).get("location")), mapping(entry).get("line")
        if isinstance(line, int):
            found.append(FoundAt(location, line))
            continue
        place, _, number = location.rpartition(":")
        plain = place and number.isascii() and number.isdigit() and len(number) < 10
        found.append(FoundAt(place, int(number)) if plain else FoundAt(location))
    return tuple(found)
