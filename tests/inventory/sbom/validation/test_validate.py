from __future__ import annotations

import json
from typing import Any

import pytest

from securestack.inventory.manifest import UnreadableFile
from securestack.inventory.sbom.validation.validate import MOST_FAULTS, validate
from securestack.inventory.sbom.writing import VERSIONS, BillFormat, write_bill
from tests.inventory.sbom.test_formats import BILL

CASES = [(format, version) for format in BillFormat for version in VERSIONS[format]]


def faults(document: Any) -> set[tuple[str, str]]:
    return {(fault.pointer, fault.message) for fault in validate(json.dumps(document).encode()).faults}


@pytest.mark.parametrize(("format", "version"), CASES)
def test_what_we_write_is_valid(format: BillFormat, version: str) -> None:
    verdict = validate(write_bill(BILL, format, version))
    assert (verdict.faults, verdict.version) == ((), version)


def test_faults_of_cyclonedx_are_named_with_line_and_place() -> None:
    source = b"""{
  "bomFormat": "CycloneDX", "specVersion": "1.5",
  "serialNumber": "urn:uuid:none",
  "components": [
    {"type": "libary", "name": "a", "bom-ref": "a", "colour": "red"},
    {"type": "library", "bom-ref": "a",
     "hashes": [{"alg": "MD5", "content": "xyz"}],
     "licenses": [{"license": {"id": "Apache-2"}}]}
  ],
  "dependencies": [
    {"ref": "a", "dependsOn": ["b"]}
  ]
}"""
    told = {(fault.line, fault.pointer) for fault in validate(source).faults}
    assert told == {
        (3, "/serialNumber"),
        (5, "/components/0/type"),
        (5, "/components/0/colour"),
        (6, "/components/1"),
        (6, "/components/1/bom-ref"),
        (7, "/components/1/hashes/0/content"),
        (8, "/components/1/licenses/0/license/id"),
        (11, "/dependencies/0/dependsOn/0"),
    }


def test_faults_of_cyclonedx_as_xml() -> None:
    source = b"""<?xml version="1.0"?>
<bom xmlns="http://cyclonedx.org/schema/bom/1.4" version="1">
  <components>
    <component type="library" bom-ref="a">
      <name>a</name><name>b</name>
      <scope>perhaps</scope>
      <hashes><hash alg="SHA-1">12</hash></hashes>
      <other:note xmlns:other="urn:x">what others say</other:note>
    </component>
    <component type="library"><version>1</version></component>
  </components>
</bom>"""
    told = {(fault.line, fault.pointer) for fault in validate(source).faults}
    assert told == {
        (5, "/components/0/name"),
        (6, "/components/0/scope"),
        (7, "/components/0/hashes/0/content"),
        (10, "/components/1"),
    }


def spdx(**changes: Any) -> dict[str, Any]:
    package = {"SPDXID": "SPDXRef-a", "name": "a", "downloadLocation": "NONE"}
    return {
        "spdxVersion": "SPDX-2.3",
        "dataLicense": "CC0-1.0",
        "SPDXID": "SPDXRef-DOCUMENT",
        "name": "shop",
        "documentNamespace": "https://a.example/shop",
        "creationInfo": {"created": "2026-01-01T00:00:00Z", "creators": ["Tool: hand"]},
        "packages": [package | changes.pop("package", {})],
        **changes,
    }


@pytest.mark.parametrize(
    ("document", "place"),
    [
        (spdx(dataLicense="MIT"), "/dataLicense"),
        (spdx(documentNamespace="shop#1"), "/documentNamespace"),
        (spdx(creationInfo={"created": "today", "creators": ["Tool: hand"]}), "/creationInfo/created"),
        (
            spdx(creationInfo={"created": "2026-01-01T00:00:00Z", "creators": ["me"]}),
            "/creationInfo/creators/0",
        ),
        (spdx(package={"SPDXID": "a"}), "/packages/0/SPDXID"),
        (spdx(package={"name": ""}), "/packages/0"),
        (spdx(package={"licenseDeclared": "MIT AND"}), "/packages/0/licenseDeclared"),
        (spdx(package={"licenseDeclared": "LicenseRef-x"}), "/packages/0/licenseDeclared"),
        (spdx(package={"supplier": "me"}), "/packages/0/supplier"),
        (
            spdx(package={"checksums": [{"algorithm": "SHA1", "checksumValue": "0"}]}),
            "/packages/0/checksums/0/checksumValue",
        ),
        (
            spdx(package={"checksums": [{"algorithm": "X", "checksumValue": "0"}]}),
            "/packages/0/checksums/0/algorithm",
        ),
        (
            spdx(package={"filesAnalyzed": False, "packageVerificationCode": {}}),
            "/packages/0/packageVerificationCode",
        ),
        (spdx(package={"primaryPackagePurpose": "FUN"}), "/packages/0/primaryPackagePurpose"),
        (
            spdx(
                package={
                    "externalRefs": [
                        {"referenceCategory": "SHOP", "referenceType": "a", "referenceLocator": "b"}
                    ]
                }
            ),
            "/packages/0/externalRefs/0/referenceCategory",
        ),
        (
            spdx(
                package={
                    "externalRefs": [
                        {
                            "referenceCategory": "PACKAGE-MANAGER",
                            "referenceType": "purl",
                            "referenceLocator": "npm/a",
                        }
                    ]
                }
            ),
            "/packages/0/externalRefs/0/referenceLocator",
        ),
        (
            spdx(
                relationships=[
                    {"spdxElementId": "SPDXRef-a", "relationshipType": "LIKES", "relatedSpdxElement": "NONE"}
                ]
            ),
            "/relationships/0/relationshipType",
        ),
        (
            spdx(
                relationships=[
                    {
                        "spdxElementId": "SPDXRef-a",
                        "relationshipType": "CONTAINS",
                        "relatedSpdxElement": "SPDXRef-b",
                    }
                ]
            ),
            "/relationships/0/relatedSpdxElement",
        ),
        (spdx(packages=[]), ""),
        (spdx(packages="many"), "/packages"),
        (spdx(hasExtractedLicensingInfos=[{"licenseId": "x"}]), "/hasExtractedLicensingInfos/0"),
        (spdx(files=[{"SPDXID": "SPDXRef-a", "fileName": "a", "checksums": []}]), "/files/0/SPDXID"),
    ],
)
def test_each_fault_of_spdx_2_is_named_where_it_is(document: dict[str, Any], place: str) -> None:
    assert not faults(spdx())
    assert place in {pointer for pointer, _ in faults(document)}


def test_spdx_2_2_asks_for_more_and_knows_less() -> None:
    document = spdx(spdxVersion="SPDX-2.2", package={"primaryPackagePurpose": "LIBRARY"})
    messages = {message for _, message in faults(document)}
    assert "“licenseConcluded” is missing." in messages
    assert "SPDX 2.2 has no purpose of packages." in messages


def spdx_3(change: dict[str, Any]) -> dict[str, Any]:
    document = json.loads(write_bill(BILL, BillFormat.SPDX, "3.0"))
    package = next(one for one in document["@graph"] if one.get("name") == "express")
    package.update(change)
    return {**document, "place": document["@graph"].index(package)}


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"type": "software_Pakage"}, "/type"),
        ({"type": "Element"}, "/type"),
        ({"name": None}, ""),
        ({"colour": "red"}, "/colour"),
        ({"software_packageVersion": ["1", "2"]}, "/software_packageVersion"),
        ({"software_packageVersion": 1}, "/software_packageVersion"),
        ({"software_primaryPurpose": "fun"}, "/software_primaryPurpose"),
        ({"software_downloadLocation": "here"}, "/software_downloadLocation"),
        ({"creationInfo": "_:none"}, "/creationInfo"),
        ({"verifiedUsing": [{"algorithm": "sha1", "hashValue": "0"}]}, "/verifiedUsing/0"),
        (
            {"verifiedUsing": [{"type": "Hash", "algorithm": "sha0", "hashValue": "0"}]},
            "/verifiedUsing/0/algorithm",
        ),
        ({"creationInfo": 7}, "/creationInfo"),
    ],
)
def test_each_fault_of_spdx_3_is_named_where_it_is(change: dict[str, Any], place: str) -> None:
    document = spdx_3(change)
    number = document.pop("place")
    assert f"/@graph/{number}{place}" in {pointer for pointer, _ in faults(document)}


def test_a_document_of_faults_is_cut_off() -> None:
    document = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "components": [{"type": "x"}] * (MOST_FAULTS + 1),
    }
    verdict = validate(json.dumps(document).encode())
    assert (len(verdict.faults), verdict.more) == (MOST_FAULTS, True)


def test_a_document_that_is_too_deep_is_refused() -> None:
    inner = '{"type": "library", "name": "a", "components": ['
    source = (
        '{"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [' + inner * 450 + "]}" * 450 + "]}"
    )
    with pytest.raises(UnreadableFile, match="nested too deeply"):
        validate(source.encode())
