"""SPDX 3.0 as JSON-LD: written and read. Source: the SPDX specification, version 3.0.1."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from typing import Any

from securestack.core.package import Package, Scope
from securestack.inventory.ecosystems import ecosystem_of
from securestack.inventory.formats import json_text
from securestack.inventory.graph import reach
from securestack.inventory.hashes import from_hexadecimal
from securestack.inventory.licences import expression_of
from securestack.inventory.manifest import FileNotice, UnreadableFile
from securestack.inventory.purl import BadPurl, Purl
from securestack.inventory.sbom.bill import Bill
from securestack.inventory.sbom.spdx import found_in, places_in
from securestack.inventory.shapes import mapping, sequence, text, texts

VERSIONS = ("3.0",)
CONTEXT = "https://spdx.org/rdf/3.0.1/spdx-context.jsonld"

_CREATION = "_:creation"
_ALGORITHMS = ("md5", "sha1", "sha256", "sha384", "sha512")
_LICENCE_REF = re.compile(r"LicenseRef-[A-Za-z0-9.-]+")
_SCOPES = {"development": Scope.DEVELOPMENT, "test": Scope.DEVELOPMENT, "build": Scope.DEVELOPMENT}
_NOBODY_SAYS = "NOASSERTION"


def write(bill: Bill, tool_version: str = "") -> bytes:
    """Return the bill as SPDX 3.0; the same bill gives the same bytes.

    What SPDX cannot say is left out: ranges asked for, and lines of manifests.
    """
    graph = list(_Writing(bill, tool_version).elements())
    document = {"@context": CONTEXT, "@graph": graph}
    return json.dumps(document, indent=2, ensure_ascii=False).encode("utf-8", "replace") + b"\n"


class _Writing:
    def __init__(self, bill: Bill, tool_version: str) -> None:
        self._bill = bill
        self._base = f"https://spdx.org/spdxdocs/securestack-{bill.identity}#"
        self._tool = "securestack" + (f" {tool_version}" if tool_version else "")
        self._packages = {package.purl: self._name(package) for package in bill.packages}
        self._relations = 0

    def _name(self, package: Package) -> str:
        words = re.sub(r"[^A-Za-z0-9.]+", "-", f"{package.name}-{package.version}").strip("-")
        return f"{self._base}{words[:80]}-{hashlib.sha256(package.purl.encode()).hexdigest()[:12]}"

    def elements(self) -> Iterator[dict[str, Any]]:
        """Yield every element of the graph, in a fixed order."""
        bill = self._bill
        licences = self._licences()
        inner = [*self._subject(), *self._software(), *licences.values(), *self._relationships(licences)]
        yield {
            "type": "CreationInfo",
            "@id": _CREATION,
            "specVersion": "3.0.1",
            "created": bill.created or "1970-01-01T00:00:00Z",
            "createdBy": [self._base + "agent"],
            "createdUsing": [self._base + "tool"],
        }
        yield self._element("SoftwareAgent", "agent", name="securestack")
        yield self._element("Tool", "tool", name=self._tool)
        named = sorted({ref for one in licences.values() for ref in _LICENCE_REF.findall(_expression(one))})
        yield self._element(
            "SpdxDocument",
            "document",
            name=bill.subject or "unnamed",
            dataLicense=self._base + "data-licence",
            profileConformance=["core", "software", "simpleLicensing"],
            rootElement=[self._base + "bill"],
        )
        data = self._element("simplelicensing_LicenseExpression", "data-licence")
        yield data | {"simplelicensing_licenseExpression": "CC0-1.0"}
        yield self._element(
            "software_Sbom",
            "bill",
            profileConformance=["core", "software", "simpleLicensing"],
            software_sbomType=["analyzed"],
            rootElement=[self._base + "subject"],
            element=[one["spdxId"] for one in inner],
        )
        yield from inner
        for name in named:
            yield self._element(
                "simplelicensing_SimpleLicensingText",
                name,
                name=name,
                simplelicensing_licenseText=_NOBODY_SAYS,
            )

    def _element(self, kind: str, own: str, /, **values: Any) -> dict[str, Any]:
        given = {key: value for key, value in values.items() if value not in ("", [], None)}
        return {"type": kind, "spdxId": self._base + own, "creationInfo": _CREATION, **given}

    def _subject(self) -> Iterator[dict[str, Any]]:
        yield self._element(
            "software_Package",
            "subject",
            name=self._bill.subject or "unnamed",
            software_packageVersion=self._bill.subject_version,
            software_primaryPurpose="application",
        )

    def _software(self) -> Iterator[dict[str, Any]]:
        for package in self._bill.packages:
            hashes = [value.partition(":") for value in package.hashes]
            yield {
                "type": "software_Package",
                "spdxId": self._packages[package.purl],
                "creationInfo": _CREATION,
                "name": package.name,
                **({"software_packageVersion": package.version} if package.version else {}),
                "software_packageUrl": package.purl,
                **_present(
                    "verifiedUsing",
                    [
                        {"type": "Hash", "algorithm": name, "hashValue": digest}
                        for name, _, digest in hashes
                        if name in _ALGORITHMS
                    ],
                ),
                **({"software_sourceInfo": found_in(package)} if package.found_at else {}),
            }

    def _licences(self) -> dict[str, dict[str, Any]]:
        """Return an element for each licence expression."""
        found = sorted({one for package in self._bill.packages if (one := expression_of(package.licences))})
        made = {}
        for expression in found:
            name = f"licence-{hashlib.sha256(expression.encode()).hexdigest()[:12]}"
            element = self._element("simplelicensing_LicenseExpression", name)
            element["simplelicensing_licenseExpression"] = expression
            if references := sorted(set(_LICENCE_REF.findall(expression))):
                element["simplelicensing_customIdToUri"] = [
                    {"type": "DictionaryEntry", "key": one, "value": self._base + one} for one in references
                ]
            made[expression] = element
        return made

    def _relationships(self, licences: dict[str, dict[str, Any]]) -> Iterator[dict[str, Any]]:
        bill, subject = self._bill, self._base + "subject"
        direct = set(bill.direct)
        for scope, kind in ((Scope.PRODUCTION, "runtime"), (Scope.DEVELOPMENT, "development")):
            wanted = [
                self._packages[one.purl] for one in bill.packages if one.purl in direct and one.scope is scope
            ]
            if wanted:
                yield self._relation(subject, "dependsOn", wanted, kind)
        optional = [
            self._packages[one.purl]
            for one in bill.packages
            if one.purl in direct and one.scope is Scope.OPTIONAL
        ]
        if optional:
            yield self._relation(subject, "hasOptionalDependency", optional)
        for package in bill.packages:
            own = self._packages[package.purl]
            children = [self._packages[child] for child in package.dependencies if child in self._packages]
            if children:
                yield self._relation(own, "dependsOn", children)
            if expression := expression_of(package.licences):
                yield self._relation(own, "hasDeclaredLicense", [licences[expression]["spdxId"]])

    def _relation(self, one: str, kind: str, others: list[str], scope: str = "") -> dict[str, Any]:
        self._relations += 1
        return {
            "type": "LifecycleScopedRelationship" if scope else "Relationship",
            "spdxId": f"{self._base}relation-{self._relations}",
            "creationInfo": _CREATION,
            "from": one,
            "relationshipType": kind,
            "to": others,
            **({"scope": scope} if scope else {}),
        }


def _expression(element: dict[str, Any]) -> str:
    return text(element.get("simplelicensing_licenseExpression"))


def _present(name: str, value: Any) -> dict[str, Any]:
    return {name: value} if value else {}


def read(source: bytes, path: str) -> Bill:
    """Return the bill in an SPDX 3.0 document. Raises UnreadableFile when it is none."""
    return bill_of(mapping(json_text.decode(source)), path)


def bill_of(document: dict[Any, Any], path: str) -> Bill:
    """Return the bill in a document. Raises UnreadableFile when it is none."""
    if not is_spdx3(document):
        raise UnreadableFile("This is no SPDX document of version 3.0 as JSON-LD.")
    return _bill(elements_of(document), path)


def is_spdx3(document: dict[Any, Any]) -> bool:
    """Say whether a JSON document names the context of SPDX 3.0."""
    return any(context.startswith("https://spdx.org/rdf/3.0") for context in texts(document.get("@context")))


def elements_of(document: dict[Any, Any]) -> list[dict[Any, Any]]:
    """Return the elements of the graph; a document may also be one element alone."""
    if "@graph" in document:
        return [mapping(one) for one in sequence(document.get("@graph"))]
    return [document]


def _bill(elements: list[dict[Any, Any]], path: str) -> Bill:
    notices: list[FileNotice] = []
    by_id = {text(one.get("spdxId") or one.get("@id")): one for one in elements}
    relations = [one for one in elements if text(one.get("type")).endswith("Relationship")]
    subjects = _subjects(elements, by_id)
    purls = {
        name: _purl(one)
        for name, one in by_id.items()
        if text(one.get("type")) == "software_Package" and name not in subjects
    }
    edges, scopes, direct = _edges(relations, subjects)
    scopes = reach({name: scopes.get(name, Scope.PRODUCTION) for name in direct}, edges, {}) | scopes
    licences = _declared(relations, by_id)
    packages: dict[str, Package] = {}
    for name, purl in purls.items():
        if not purl:
            notices.append(FileNotice(path, 0, "A package without a name was passed over."))
            continue
        wanted = sorted(
            {purls[child] for child in edges.get(name, ()) if purls.get(child, purl) not in (purl, "")}
        )
        packages[purl] = _package(
            by_id[name],
            purl,
            wanted,
            scopes.get(name, Scope.PRODUCTION),
            name in direct if direct else None,
            tuple(licences.get(name, ())),
        )
    subject = by_id[next(iter(subjects))] if subjects else {}
    created = next((text(one.get("created")) for one in elements if one.get("type") == "CreationInfo"), "")
    return Bill(
        subject=text(subject.get("name")),
        subject_version=text(subject.get("software_packageVersion")),
        created=created,
        packages=tuple(packages[purl] for purl in sorted(packages)),
        notices=tuple(notices),
    )


def _subjects(elements: list[dict[Any, Any]], by_id: dict[str, dict[Any, Any]]) -> set[str]:
    """Return the one package the bill is about; a list of many is a list of packages."""
    for kind in ("software_Sbom", "SpdxDocument"):
        roots = {
            root for one in elements if one.get("type") == kind for root in texts(one.get("rootElement"))
        }
        packages = {root for root in roots if by_id.get(root, {}).get("type") == "software_Package"}
        if len(packages) == 1:
            return packages
    return set()


def _edges(
    relations: list[dict[Any, Any]], subjects: set[str]
) -> tuple[dict[str, list[str]], dict[str, Scope], set[str]]:
    """Return who needs whom, the scopes other than production, and what the subject needs directly."""
    edges: dict[str, list[str]] = {}
    scopes: dict[str, Scope] = {}
    direct: set[str] = set()
    for relation in relations:
        kind, one = text(relation.get("relationshipType")), text(relation.get("from"))
        if kind not in ("dependsOn", "hasOptionalDependency", "contains"):
            continue
        others = texts(relation.get("to"))
        scope = _SCOPES.get(text(relation.get("scope")))
        if kind == "hasOptionalDependency":
            scope = Scope.OPTIONAL
        if one in subjects:
            direct.update(others)
        else:
            edges.setdefault(one, []).extend(others)
        if scope is not None:
            scopes.update(dict.fromkeys(others, scope))
    return edges, scopes, direct


def _declared(relations: list[dict[Any, Any]], by_id: dict[str, dict[Any, Any]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for relation in relations:
        if relation.get("relationshipType") == "hasDeclaredLicense":
            for other in texts(relation.get("to")):
                element = by_id.get(other, {})
                expression = _expression(element)
                known = other.rpartition("/")[2] if other.startswith("https://spdx.org/licenses/") else ""
                if expression or known:
                    found.setdefault(text(relation.get("from")), []).append(expression or known)
    return found


def _purl(element: dict[Any, Any]) -> str:
    told = [text(element.get("software_packageUrl"))]
    told += [
        text(mapping(entry).get("identifier"))
        for entry in sequence(element.get("externalIdentifier"))
        if mapping(entry).get("externalIdentifierType") == "packageUrl"
    ]
    for one in told:
        try:
            return str(Purl.parse(one))
        except BadPurl:
            continue
    name = text(element.get("name"))
    return str(Purl.make("generic", "", name, text(element.get("software_packageVersion")))) if name else ""


def _package(
    element: dict[Any, Any],
    purl: str,
    wanted: list[str],
    scope: Scope,
    direct: bool | None,
    licences: tuple[str, ...],
) -> Package:
    parts = Purl.parse(purl)
    ecosystem, name = ecosystem_of(parts)
    return Package(
        purl=purl,
        name=name,
        version=text(element.get("software_packageVersion")) or parts.version,
        ecosystem=ecosystem,
        scope=scope,
        direct=direct,
        licences=tuple(one for one in licences if one not in (_NOBODY_SAYS, "NONE")),
        hashes=tuple(
            value
            for entry in sequence(element.get("verifiedUsing"))
            for value in from_hexadecimal(
                text(mapping(entry).get("hashValue")), text(mapping(entry).get("algorithm"))
            )
        ),
        dependencies=tuple(wanted),
        found_at=places_in(text(element.get("software_sourceInfo"))),
    )
