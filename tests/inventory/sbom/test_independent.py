"""What is written is valid, and says the same, in the eyes of other people's programs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from cyclonedx.model.bom import Bom
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from cyclonedx.validation.xml import XmlValidator
from spdx_python_model.bindings import v3_0_1 as spdx_3
from spdx_tools.spdx.parser.jsonlikedict.json_like_dict_parser import JsonLikeDictParser
from spdx_tools.spdx.parser.tagvalue.parser import Parser
from spdx_tools.spdx.validation.document_validator import validate_full_spdx_document

from securestack.core.package import Package
from securestack.inventory.sbom.bill import compose
from securestack.inventory.sbom.writing import VERSIONS, BillFormat, write_bill
from tests.inventory.sbom.test_formats import PACKAGES

OWN_LICENCE = Package(
    purl="pkg:npm/own@1",
    name="own",
    version="1",
    ecosystem="npm",
    licences=("Our own",),
    hashes=("sha256:" + "0a" * 32,),
)
BILL = compose("shop", [*PACKAGES, OWN_LICENCE], version="1.0.0", created="2026-11-21T12:00:00Z")
PURLS = {package.purl for package in BILL.packages}


@pytest.mark.parametrize("version", VERSIONS[BillFormat.CYCLONEDX])
def test_cyclonedx_is_valid(version: str) -> None:
    known = SchemaVersion.from_version(version)
    document = write_bill(BILL, BillFormat.CYCLONEDX, version).decode()
    assert JsonStrictValidator(known).validate_str(document) is None
    text = write_bill(BILL, BillFormat.CYCLONEDX_XML, version).decode()
    assert XmlValidator(known).validate_str(text) is None
    assert JsonStrictValidator(known).validate_str(document.replace('"library"', '"libary"')) is not None


def test_cyclonedx_names_the_same_packages_and_edges() -> None:
    reader: Any = Bom  # its readers are made at run time
    bom = reader.from_json(json.loads(write_bill(BILL, BillFormat.CYCLONEDX)))
    assert {str(component.bom_ref.value) for component in bom.components} == PURLS
    edges = {(str(one.ref.value), str(two.ref.value)) for one in bom.dependencies for two in one.dependencies}
    assert {edge for edge in edges if edge[0] != "subject"} == {
        (package.purl, child) for package in BILL.packages for child in package.dependencies
    }


@pytest.mark.parametrize("version", VERSIONS[BillFormat.SPDX_TAG_VALUE])
def test_spdx_2_is_valid_and_names_the_same_packages(version: str) -> None:
    from_json: Any = JsonLikeDictParser
    from_lines: Any = Parser
    document = from_json().parse(json.loads(write_bill(BILL, BillFormat.SPDX, version)))
    text = write_bill(BILL, BillFormat.SPDX_TAG_VALUE, version).decode()
    # Its tables stay in memory: written, they would lie beside the installed package.
    from_text = from_lines(write_tables=False, debug=False).parse(text)
    for one in (document, from_text):
        assert validate_full_spdx_document(one) == []
        told = {reference.locator for package in one.packages for reference in package.external_references}
        assert told == PURLS


def test_spdx_3_is_read_and_names_the_same_packages(tmp_path: Path) -> None:
    path = tmp_path / "bill.spdx.json"
    path.write_bytes(write_bill(BILL, BillFormat.SPDX, "3.0"))
    found = spdx_3.SHACLObjectSet()
    with path.open("rb") as file:
        spdx_3.JSONLDDeserializer().read(file, found)
    packages = [one for one in found.objects if isinstance(one, spdx_3.software_Package)]
    assert {one.software_packageUrl for one in packages} - {None} == PURLS
    assert not found.missing_ids
