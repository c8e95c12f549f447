"""VEX in CycloneDX 1.4 and later (cyclonedx.org, "Vulnerability Exploitability"), as JSON.

CycloneDX has more words for why a product is not affected. Several of them are read as one justification, and that one is
written as the first of them:

    code_not_present                                              vulnerable_code_not_present
    code_not_reachable                                            vulnerable_code_not_in_execute_path
    requires_environment, _configuration, _dependency             vulnerable_code_cannot_be_controlled_by_adversary
    protected_by_mitigating_control, _at_runtime, _at_perimeter,
    _by_compiler                                                  inline_mitigations_already_exist
"""

from __future__ import annotations

import uuid
from typing import Any

import msgspec

from securestack.advisories.vex.statement import (
    BadVex,
    Justification,
    Product,
    Statement,
    Status,
    VexDocument,
    check,
)

_STATES = {
    "resolved": Status.FIXED,
    "resolved_with_pedigree": Status.FIXED,
    "exploitable": Status.AFFECTED,
    "in_triage": Status.UNDER_INVESTIGATION,
    "false_positive": Status.NOT_AFFECTED,
    "not_affected": Status.NOT_AFFECTED,
}
_STATE_OF = {
    Status.FIXED: "resolved",
    Status.AFFECTED: "exploitable",
    Status.UNDER_INVESTIGATION: "in_triage",
    Status.NOT_AFFECTED: "not_affected",
}
_JUSTIFICATIONS = {
    "code_not_present": Justification.CODE_NOT_PRESENT,
    "code_not_reachable": Justification.CODE_NOT_REACHED,
    "requires_environment": Justification.CODE_NOT_CONTROLLED,
    "requires_configuration": Justification.CODE_NOT_CONTROLLED,
    "requires_dependency": Justification.CODE_NOT_CONTROLLED,
    "protected_by_mitigating_control": Justification.MITIGATED,
    "protected_at_runtime": Justification.MITIGATED,
    "protected_at_perimeter": Justification.MITIGATED,
    "protected_by_compiler": Justification.MITIGATED,
}
_WRITTEN_AS = {
    Justification.COMPONENT_NOT_PRESENT: "code_not_present",
    Justification.CODE_NOT_PRESENT: "code_not_present",
    Justification.CODE_NOT_REACHED: "code_not_reachable",
    Justification.CODE_NOT_CONTROLLED: "requires_environment",
    Justification.MITIGATED: "protected_by_mitigating_control",
}
_DEEPEST = 100  # components inside components


class _Reference(msgspec.Struct):
    id: str = ""


class _Analysis(msgspec.Struct):
    state: str = ""
    justification: str = ""
    detail: str = ""
    last_updated: str = msgspec.field(default="", name="lastUpdated")


class _Affects(msgspec.Struct):
    ref: str


class _Vulnerability(msgspec.Struct):
    id: str = ""
    references: list[_Reference] = []
    analysis: _Analysis | None = None
    affects: list[_Affects] = []
    recommendation: str = ""
    updated: str = ""


class _Component(msgspec.Struct):
    ref: str = msgspec.field(default="", name="bom-ref")
    purl: str = ""
    components: list[_Component] = []


class _Organisation(msgspec.Struct):
    name: str = ""


class _Metadata(msgspec.Struct):
    timestamp: str = ""
    component: _Component | None = None
    authors: list[_Organisation] = []
    manufacturer: _Organisation | None = None
    supplier: _Organisation | None = None


class _Document(msgspec.Struct):
    format: str = msgspec.field(name="bomFormat")
    serial: str = msgspec.field(default="", name="serialNumber")
    version: int = 1
    metadata: _Metadata = msgspec.field(default_factory=_Metadata)
    components: list[_Component] = []
    vulnerabilities: list[_Vulnerability] = []


def read_cyclonedx(data: bytes) -> VexDocument:
    """Read the statements of a CycloneDX document; flaws without an analysis are no statements. Raises BadVex."""
    try:
        document = msgspec.json.decode(data, type=_Document)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise BadVex(f"This is no CycloneDX document: {error}") from error
    if document.format != "CycloneDX":
        raise BadVex("This is no CycloneDX document: its bomFormat is another one.")
    metadata = document.metadata
    roots = [*document.components, *([metadata.component] if metadata.component else [])]
    purls: dict[str, str] = {}
    for component in roots:
        _collect(component, purls, 0)
    organisations = [*metadata.authors, metadata.manufacturer, metadata.supplier]
    return VexDocument(
        id=document.serial,
        author=next((one.name for one in organisations if one and one.name), ""),
        timestamp=metadata.timestamp,
        version=document.version,
        statements=tuple(
            _statement(one, one.analysis, purls, metadata.timestamp)
            for one in document.vulnerabilities
            if one.analysis is not None and one.analysis.state and one.id
        ),
    )


def _collect(component: _Component, purls: dict[str, str], depth: int) -> None:
    if depth > _DEEPEST:
        raise BadVex("Components lie inside components too deep to be meant.")
    if component.ref and component.purl:
        purls[component.ref] = component.purl
    for inner in component.components:
        _collect(inner, purls, depth + 1)


def _statement(read: _Vulnerability, analysis: _Analysis, purls: dict[str, str], timestamp: str) -> Statement:
    status = _STATES.get(analysis.state)
    if status is None:
        raise BadVex(f'"{analysis.state}" is no state of an analysis.')
    justification = _JUSTIFICATIONS.get(analysis.justification)
    if analysis.justification and justification is None:
        raise BadVex(f'"{analysis.justification}" is no justification.')
    not_affected = status is Status.NOT_AFFECTED
    return Statement(
        vulnerability=read.id,
        aliases=tuple(dict.fromkeys(one.id for one in read.references if one.id and one.id != read.id)),
        status=status,
        products=tuple(Product(_resolved(one.ref, purls)) for one in read.affects),
        justification=justification if not_affected else None,
        impact=analysis.detail if not_affected else "",
        action=read.recommendation or ("" if not_affected else analysis.detail),
        timestamp=analysis.last_updated or read.updated or timestamp,
    )


def _resolved(ref: str, purls: dict[str, str]) -> str:
    # A BOM-Link (urn:cdx:serial/version#bom-ref) names a component of another document.
    own = ref.partition("#")[2] if ref.startswith("urn:cdx:") else ref
    return purls.get(own, own or ref)


def write_cyclonedx(document: VexDocument) -> bytes:
    """Write a document as CycloneDX 1.6; raises BadVex when it lacks what VEX asks for.

    The components of a product are listed as what is affected, because CycloneDX does not tell them from it.
    """
    check(document)
    purls = sorted({one for statement in document.statements for one in _affected(statement)})
    written = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": _serial(document.id),
        "version": document.version,
        "metadata": {"timestamp": document.timestamp, "authors": [{"name": document.author}]},
        "components": [_component(one) for one in purls],
        "vulnerabilities": [_written(one) for one in document.statements],
    }
    return msgspec.json.format(msgspec.json.encode(written), indent=2) + b"\n"


def _serial(identifier: str) -> str:
    if identifier.startswith("urn:uuid:"):
        return identifier
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, identifier)}"


def _affected(statement: Statement) -> list[str]:
    return [one for product in statement.products for one in product.components or (product.id,)]


def _component(purl: str) -> dict[str, Any]:
    name, _, version = purl.partition("?")[0].rpartition("/")[2].partition("@")
    written = {"type": "library", "bom-ref": purl, "name": name}
    if version:
        written["version"] = version
    if purl.startswith("pkg:"):
        written["purl"] = purl
    return written


def _written(statement: Statement) -> dict[str, Any]:
    analysis: dict[str, Any] = {"state": _STATE_OF[statement.status]}
    if statement.justification:
        analysis["justification"] = _WRITTEN_AS[statement.justification]
    if statement.impact:
        analysis["detail"] = statement.impact
    if statement.timestamp:
        analysis["lastUpdated"] = statement.timestamp
    written: dict[str, Any] = {"id": statement.vulnerability, "analysis": analysis}
    if statement.aliases:
        written["references"] = [
            {"id": one, "source": {"name": one.partition("-")[0]}} for one in statement.aliases
        ]
    if statement.action:
        written["recommendation"] = statement.action
    written["affects"] = [{"ref": one} for one in _affected(statement)]
    return written
