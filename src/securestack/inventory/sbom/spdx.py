"""SPDX 2.2 and 2.3 as a document of plain values, in the shape of its JSON: made from a bill, and a bill made from it.

Source: the SPDX specification, versions 2.2 and 2.3.
"""

from __future__ import annotations

import hashlib
import re
from typing import Any

from securestack.core.package import FoundAt, Package, Scope
from securestack.inventory.ecosystems import ecosystem_of
from securestack.inventory.graph import reach
from securestack.inventory.hashes import from_hexadecimal
from securestack.inventory.licences import expression_of
from securestack.inventory.manifest import FileNotice, UnreadableFile
from securestack.inventory.purl import BadPurl, Purl
from securestack.inventory.sbom.bill import Bill
from securestack.inventory.shapes import mapping, sequence, text

VERSIONS = ("2.2", "2.3")

FOUND_IN = "found in "
_DOCUMENT = "SPDXRef-DOCUMENT"
_ROOT = "SPDXRef-Subject"
_NOBODY_SAYS = "NOASSERTION"
_ALGORITHMS = {"md5": "MD5", "sha1": "SHA1", "sha256": "SHA256", "sha384": "SHA384", "sha512": "SHA512"}
_REQUIRED_BEFORE_2_3 = ("licenseConcluded", "licenseDeclared", "copyrightText")
_LICENCE_REF = re.compile(r"LicenseRef-[A-Za-z0-9.-]+")
_KINDS = {
    Scope.PRODUCTION: "DEPENDENCY_OF",
    Scope.OPTIONAL: "OPTIONAL_DEPENDENCY_OF",
    Scope.DEVELOPMENT: "DEV_DEPENDENCY_OF",
}
_SCOPES = {kind: scope for scope, kind in _KINDS.items()} | {
    "TEST_DEPENDENCY_OF": Scope.DEVELOPMENT,
    "BUILD_DEPENDENCY_OF": Scope.DEVELOPMENT,
}


RELATIONSHIPS_READ = frozenset({"DESCRIBES", "DESCRIBED_BY", "DEPENDS_ON", "CONTAINS", *_SCOPES})


def document_of(bill: Bill, version: str = "2.3", tool_version: str = "") -> dict[str, Any]:
    """Return the bill as a document; the same bill gives the same. Raises ValueError for an unknown version.

    What SPDX cannot say is left out: lines of manifests, and hashes that are not of a file.
    """
    if version not in VERSIONS:
        raise ValueError(f"SPDX {version} is not written; choose one of {', '.join(VERSIONS)}.")
    identifiers = {package.purl: _identifier(package) for package in bill.packages}
    expressions = {package.purl: expression_of(package.licences) for package in bill.packages}
    named = sorted({name for expression in expressions.values() for name in _LICENCE_REF.findall(expression)})
    subject: dict[str, Any] = {"SPDXID": _ROOT, "name": bill.subject or "unnamed"}
    if bill.subject_version:
        subject["versionInfo"] = bill.subject_version
    subject |= {"downloadLocation": _NOBODY_SAYS, "filesAnalyzed": False}
    subject |= dict.fromkeys(_REQUIRED_BEFORE_2_3, _NOBODY_SAYS)
    if version > "2.2":
        subject["primaryPackagePurpose"] = "APPLICATION"
    document: dict[str, Any] = {
        "spdxVersion": f"SPDX-{version}",
        "dataLicense": "CC0-1.0",
        "SPDXID": _DOCUMENT,
        "name": bill.subject or "unnamed",
        "documentNamespace": f"https://spdx.org/spdxdocs/securestack-{bill.identity}",
        "creationInfo": {
            "created": bill.created or "1970-01-01T00:00:00Z",
            "creators": ["Tool: securestack" + (f"-{tool_version}" if tool_version else "")],
        },
        "packages": [
            subject,
            *(
                _package(package, identifiers[package.purl], expressions[package.purl], version)
                for package in bill.packages
            ),
        ],
        "relationships": _relationships(bill, identifiers),
    }
    if named:
        document["hasExtractedLicensingInfos"] = [
            {"licenseId": name, "name": name.removeprefix("LicenseRef-"), "extractedText": _NOBODY_SAYS}
            for name in named
        ]
    return document


def _identifier(package: Package) -> str:
    """Return an identifier out of the characters SPDX allows, unique by a digest of the purl."""
    words = re.sub(r"[^A-Za-z0-9.]+", "-", f"{package.name}-{package.version}").strip("-")
    return f"SPDXRef-{words[:80]}-{hashlib.sha256(package.purl.encode()).hexdigest()[:12]}"


def _package(package: Package, identifier: str, expression: str, version: str) -> dict[str, Any]:
    entry: dict[str, Any] = {"SPDXID": identifier, "name": package.name}
    if package.version:
        entry["versionInfo"] = package.version
    entry |= {
        "downloadLocation": _NOBODY_SAYS,
        "filesAnalyzed": False,
        "licenseConcluded": _NOBODY_SAYS,
        "licenseDeclared": expression or _NOBODY_SAYS,
        "copyrightText": _NOBODY_SAYS,
    }
    hashes = [value.partition(":") for value in package.hashes]
    known = [
        {"algorithm": _ALGORITHMS[name], "checksumValue": digest}
        for name, _, digest in hashes
        if name in _ALGORITHMS
    ]
    if known:
        entry["checksums"] = known
    if package.found_at:
        entry["sourceInfo"] = found_in(package)
    category = "PACKAGE_MANAGER" if version == "2.2" else "PACKAGE-MANAGER"  # as the JSON of each has it
    entry["externalRefs"] = [
        {"referenceCategory": category, "referenceType": "purl", "referenceLocator": package.purl}
    ]
    return entry


def found_in(package: Package) -> str:
    """Return the files that name a package, as SPDX' remark on where it comes from."""
    return FOUND_IN + ", ".join(sorted({place.path for place in package.found_at}))


def places_in(remark: str) -> tuple[FoundAt, ...]:
    """Return the files in such a remark; nothing where it is another."""
    if not remark.startswith(FOUND_IN):
        return ()
    return tuple(FoundAt(path) for path in remark.removeprefix(FOUND_IN).split(", ") if path)


def _relationships(bill: Bill, identifiers: dict[str, str]) -> list[dict[str, str]]:
    found = [_relation(_DOCUMENT, "DESCRIBES", _ROOT)]
    direct = set(bill.direct)
    for package in bill.packages:
        own = identifiers[package.purl]
        if package.purl in direct:
            found.append(_relation(own, _KINDS[package.scope], _ROOT))
        found += [
            _relation(own, "DEPENDS_ON", identifiers[child])
            for child in package.dependencies
            if child in identifiers
        ]
    return found


def _relation(one: str, kind: str, other: str) -> dict[str, str]:
    return {"spdxElementId": one, "relationshipType": kind, "relatedSpdxElement": other}


def bill_of(document: dict[Any, Any], path: str) -> Bill:
    """Return the bill in a document. Raises UnreadableFile when it is none of a version we know."""
    if text(document.get("spdxVersion")).removeprefix("SPDX-") not in VERSIONS:
        raise UnreadableFile("This is no SPDX document of version 2.2 or 2.3.")
    notices: list[FileNotice] = []
    entries = {
        text(mapping(entry).get("SPDXID")): mapping(entry) for entry in sequence(document.get("packages"))
    }
    relations = [mapping(entry) for entry in sequence(document.get("relationships"))]
    described = _described(document, relations)
    subjects = [entries[name] for name in described if name in entries]
    purls = {name: _purl(entry) for name, entry in entries.items() if name not in described}
    edges, scopes, direct = _edges(relations, described)
    scopes = reach({name: scopes.get(name, Scope.PRODUCTION) for name in direct}, edges, {}) | scopes
    packages: dict[str, Package] = {}
    for name, purl in purls.items():
        if not purl:
            notices.append(FileNotice(path, 0, "A package without a name was passed over."))
            continue
        wanted = sorted(
            {purls[child] for child in edges.get(name, ()) if purls.get(child, purl) not in (purl, "")}
        )
        scope = scopes.get(name, Scope.PRODUCTION)
        packages[purl] = _read_package(entries[name], purl, wanted, scope, name in direct if direct else None)
    subject = subjects[0] if len(subjects) == 1 else {}
    return Bill(
        subject=text(subject.get("name")) or text(document.get("name")),
        subject_version=text(subject.get("versionInfo")),
        created=text(mapping(document.get("creationInfo")).get("created")),
        packages=tuple(packages[purl] for purl in sorted(packages)),
        notices=tuple(notices),
    )


def _described(document: dict[Any, Any], relations: list[dict[Any, Any]]) -> set[str]:
    """Return what the document is about: the subjects, which are no packages of theirs."""
    found = {text(name) for name in sequence(document.get("documentDescribes"))}
    for relation in relations:
        one, other = text(relation.get("spdxElementId")), text(relation.get("relatedSpdxElement"))
        if relation.get("relationshipType") == "DESCRIBES" and one == _DOCUMENT:
            found.add(other)
        elif relation.get("relationshipType") == "DESCRIBED_BY" and other == _DOCUMENT:
            found.add(one)
    return found if len(found) == 1 else set()  # a list of many is a list of packages


def _edges(
    relations: list[dict[Any, Any]], subjects: set[str]
) -> tuple[dict[str, list[str]], dict[str, Scope], set[str]]:
    """Return who needs whom, the scopes other than production, and what the subject needs directly."""
    edges: dict[str, list[str]] = {}
    scopes: dict[str, Scope] = {}
    direct: set[str] = set()
    for relation in relations:
        one, other = text(relation.get("spdxElementId")), text(relation.get("relatedSpdxElement"))
        kind = text(relation.get("relationshipType"))
        if kind in _SCOPES:
            one, other = other, one  # “one is a dependency of other”
            if _SCOPES[kind] is not Scope.PRODUCTION:
                scopes[other] = _SCOPES[kind]
        elif kind not in ("DEPENDS_ON", "CONTAINS"):
            continue
        if one in subjects:
            direct.add(other)
        else:
            edges.setdefault(one, []).append(other)
    return edges, scopes, direct


def _purl(entry: dict[Any, Any]) -> str:
    for reference in sequence(entry.get("externalRefs")):
        if mapping(reference).get("referenceType") == "purl":
            try:
                return str(Purl.parse(text(mapping(reference).get("referenceLocator"))))
            except BadPurl:
                continue
    name = text(entry.get("name"))
    return str(Purl.make("generic", "", name, text(entry.get("versionInfo")))) if name else ""


def _read_package(
    entry: dict[Any, Any], purl: str, wanted: list[str], scope: Scope, direct: bool | None
) -> Package:
    parts = Purl.parse(purl)
    ecosystem, name = ecosystem_of(parts)
    declared = text(entry.get("licenseDeclared"))
    return Package(
        purl=purl,
        name=name,
        version=text(entry.get("versionInfo")) or parts.version,
        ecosystem=ecosystem,
        scope=scope,
        direct=direct,
        licences=(declared,) if declared not in ("", _NOBODY_SAYS, "NONE") else (),
        hashes=tuple(
            value
            for checksum in sequence(entry.get("checksums"))
            for value in from_hexadecimal(
                text(mapping(checksum).get("checksumValue")), text(mapping(checksum).get("algorithm"))
            )
        ),
        dependencies=tuple(wanted),
        found_at=places_in(text(entry.get("sourceInfo"))),
    )
