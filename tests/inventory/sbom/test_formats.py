"""Bills written and read again say the same, in the same bytes, and broken ones are refused."""

import contextlib
import json
from collections.abc import Callable
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from securestack.core.package import FoundAt, Package, Scope
from securestack.inventory.licences import expression_of
from securestack.inventory.manifest import UnreadableFile
from securestack.inventory.sbom import cyclonedx_json, spdx3, spdx_json, spdx_tag_value
from securestack.inventory.sbom.bill import Bill, compose
from securestack.inventory.sbom.losses import lost_in_reading
from securestack.inventory.sbom.reading import read_bill
from securestack.inventory.sbom.validation.validate import validate
from securestack.inventory.sbom.writing import VERSIONS, BillFormat, UnwrittenVersion, write_bill
from tests.inventory.reading import sample

SAMPLES = (
    "npm/package-lock.json",
    "poetry/poetry.lock",
    "maven/cart/pom.xml",
    "go/go.mod",
    "julia/Manifest.toml",
)
PACKAGES = [package for name in SAMPLES for package in sample(name).packages]
BILL = compose("shop", PACKAGES, version="1.0.0", created="2026-11-21T12:00:00Z")
WRITERS: list[Callable[[Bill], bytes]] = [
    partial(write_bill, format=format, version=version)
    for format in BillFormat
    for version in VERSIONS[format]
]


def read(source: bytes) -> Bill:
    return read_bill(source, "bill")[1]


@pytest.mark.parametrize("write", WRITERS)
def test_what_is_written_is_read_again(write: Callable[[Bill], bytes]) -> None:
    source = write(BILL)
    again = read(source)
    assert (again.subject, again.subject_version, again.created) == ("shop", "1.0.0", "2026-11-21T12:00:00Z")
    assert [
        (package.purl, package.name, package.version, package.ecosystem, package.dependencies)
        for package in again.packages
    ] == [
        (package.purl, package.name, package.version, package.ecosystem, package.dependencies)
        for package in BILL.packages
    ]
    assert again.direct == BILL.direct
    assert {package.purl: package.scope for package in again.packages if package.direct} == {
        package.purl: package.scope for package in BILL.packages if package.purl in BILL.direct
    }
    assert not again.notices


@pytest.mark.parametrize("write", WRITERS)
def test_the_order_of_what_was_found_changes_no_byte(write: Callable[[Bill], bytes]) -> None:
    backwards = compose("shop", reversed(PACKAGES), version="1.0.0", created="2026-11-21T12:00:00Z")
    assert write(backwards) == write(BILL)
    later = compose("shop", PACKAGES, version="1.0.0", created="2027-01-01T00:00:00Z")
    assert write(later).replace(b"2027-01-01T00:00:00Z", b"2026-11-21T12:00:00Z") == write(BILL)


def test_cyclonedx_keeps_scopes_places_ranges_and_hashes() -> None:
    again = read(cyclonedx_json.write(BILL))
    assert [(p.scope, p.found_at, p.requirement, p.direct) for p in again.packages] == [
        (p.scope, p.found_at, p.requirement, p.direct) for p in BILL.packages
    ]
    money = next(package for package in again.packages if package.name == "@shop/money")
    assert money.hashes == next(package for package in BILL.packages if package.name == "@shop/money").hashes
    assert money.licences == ("MIT",)


def test_one_package_of_two_manifests_is_one() -> None:
    one = Package(
        purl="pkg:npm/a@1", name="a", version="1", ecosystem="npm", scope=Scope.DEVELOPMENT, direct=True
    )
    two = Package(
        purl="pkg:npm/a@1",
        name="a",
        version="1",
        ecosystem="npm",
        dependencies=("pkg:npm/b@1",),
        found_at=(FoundAt("x", 1),),
    )
    (joined,) = compose("shop", [one, two]).packages
    assert (joined.scope, joined.direct, joined.dependencies) == (Scope.PRODUCTION, True, ("pkg:npm/b@1",))


def test_licences_are_written_in_the_form_that_fits() -> None:
    def package(name: str, *licences: str) -> Package:
        return Package(purl=f"pkg:npm/{name}@1", name=name, version="1", ecosystem="npm", licences=licences)

    bill = compose(
        "shop", [package("a", "MIT"), package("b", "MIT/Apache-2.0"), package("c", "Our own"), package("d")]
    )
    components = json.loads(cyclonedx_json.write(bill))["components"]
    assert [component.get("licenses") for component in components] == [
        [{"license": {"id": "MIT"}}],
        [{"expression": "MIT OR Apache-2.0"}],
        [{"license": {"name": "LicenseRef-Our-own"}}],
        None,
    ]
    document = json.loads(spdx_json.write(bill))
    assert [entry.get("licenseDeclared") for entry in document["packages"][1:]] == [
        "MIT",
        "MIT OR Apache-2.0",
        "LicenseRef-Our-own",
        "NOASSERTION",
    ]
    assert [entry["licenseId"] for entry in document["hasExtractedLicensingInfos"]] == ["LicenseRef-Our-own"]


def test_components_inside_components_and_without_purl_are_read() -> None:
    bill = read(
        json.dumps(
            {
                "bomFormat": "CycloneDX",
                "specVersion": "1.2",
                "components": [
                    {
                        "type": "library",
                        "name": "a",
                        "version": "1",
                        "components": [{"purl": "pkg:npm/b@2", "name": "b"}],
                    },
                    {"type": "library"},
                ],
            }
        ).encode()
    )
    assert [package.purl for package in bill.packages] == ["pkg:generic/a@1", "pkg:npm/b@2"]
    assert len(bill.notices) == 1


@pytest.mark.parametrize(
    "source",
    [b"{}", b"[]", b"{", b'{"bomFormat": "CycloneDX", "specVersion": "9"}', b'{"spdxVersion": "SPDX-9"}'],
)
def test_other_documents_are_refused(source: bytes) -> None:
    with pytest.raises(UnreadableFile):
        read(source)


JSON = [source for source in (writer(BILL) for writer in WRITERS) if source.startswith(b"{")]
OTHERS = [source for source in (writer(BILL) for writer in WRITERS) if not source.startswith(b"{")]


@given(st.data())
def test_values_of_the_wrong_kind_do_no_harm(data: st.DataObject) -> None:
    document = json.loads(data.draw(st.sampled_from(JSON)))
    inner = document
    while isinstance(inner, dict | list) and inner:
        keys = sorted(inner) if isinstance(inner, dict) else list(range(len(inner)))
        key = data.draw(st.sampled_from(keys))
        if not isinstance(inner[key], dict | list) or not inner[key] or data.draw(st.booleans()):
            inner[key] = data.draw(
                st.none() | st.integers() | st.text(max_size=5) | st.just([]) | st.just({"a": [1]})
            )
            break
        inner = inner[key]
    every_use_ends(json.dumps(document).encode())


@given(st.data())
def test_torn_documents_do_no_harm(data: st.DataObject) -> None:
    source = data.draw(st.sampled_from(OTHERS))
    start = data.draw(st.integers(0, len(source)))
    end = data.draw(st.integers(start, min(len(source), start + 200)))
    every_use_ends(source[:start] + data.draw(st.binary(max_size=5)) + source[end:])


def every_use_ends(source: bytes) -> None:
    for use in (validate, lost_in_reading):
        with contextlib.suppress(UnreadableFile):
            use(source)
    try:
        bill = read(source)
    except UnreadableFile:
        return
    for format in BillFormat:
        assert write_bill(bill, format)
    assert spdx3.write(bill)


def test_what_one_format_says_the_others_say_too() -> None:
    for format in BillFormat:
        for version in VERSIONS[format]:
            again = read(write_bill(BILL, format, version))
            assert {(one.purl, one.hashes) for one in again.packages} == {
                (
                    one.purl,
                    tuple(told for told in one.hashes if not told.startswith(("h1:", "gittree:"))),
                )  # of no file
                for one in BILL.packages
            }
            assert {one.purl: expression_of(one.licences) for one in again.packages} == {
                one.purl: expression_of(one.licences) for one in BILL.packages
            }


def test_a_version_that_is_not_written_is_refused() -> None:
    with pytest.raises(UnwrittenVersion, match=r"choose one of 2\.2, 2\.3\."):
        write_bill(BILL, BillFormat.SPDX_TAG_VALUE, "3.0")
    assert write_bill(BILL, BillFormat.SPDX, "3.0.1") == write_bill(BILL, BillFormat.SPDX, "3.0")


@pytest.mark.parametrize(
    ("source", "line"),
    [
        (b"<bom/>", 1),
        (b'<bom xmlns="http://cyclonedx.org/schema/bom/1.1"/>', 1),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><bom>&b;</bom>', 1),
        (b"<bom>" + b"<a>" * 500, 1),
        (b"SPDXVersion: SPDX-2.3\nnonsense\n", 2),
        (b"SPDXVersion: SPDX-2.3\nColour: red\n", 2),
        (b"SPDXVersion: SPDX-2.3\nDocumentComment: <text>never ends\n", 2),
        (b"SPDXVersion: SPDX-2.3\nRelationship: a b\n", 2),
    ],
)
def test_broken_xml_and_tag_value_are_refused_with_the_line(source: bytes, line: int) -> None:
    with pytest.raises(UnreadableFile) as told:
        read(source)
    assert told.value.line == line


def test_characters_that_xml_has_not_are_left_out() -> None:
    package = Package(purl="pkg:npm/a@1", name="a", version="1\x01\x0b<&", ecosystem="npm")
    (again,) = read(write_bill(compose("a & b", [package]), BillFormat.CYCLONEDX_XML)).packages
    assert again.version == "1<&"


def test_texts_over_several_lines_and_files_are_read_from_tag_value() -> None:
    source = b"""SPDXVersion: SPDX-2.3
# a comment
DataLicense: CC0-1.0
SPDXID: SPDXRef-DOCUMENT
DocumentName: shop
Creator: Tool: hand
Created: 2026-01-01T00:00:00Z
PackageName: a
SPDXID: SPDXRef-a
PackageComment: <text>Line 1:
Line 2</text>
PackageDownloadLocation: NONE
ExternalRef: PACKAGE-MANAGER purl pkg:npm/a@1
FileName: ./a.js
SPDXID: SPDXRef-file
FileChecksum: SHA1: d6a770ba38583ed4bb4525bd96e50461655d2758
Relationship: SPDXRef-DOCUMENT DESCRIBES SPDXRef-a
"""
    document, lines = spdx_tag_value.shaped(source)
    assert document["packages"][0]["comment"] == "Line 1:\nLine 2"
    assert document["files"][0]["checksums"][0]["algorithm"] == "SHA1"
    assert (lines["packages", 0], lines["files", 0, "checksums", 0]) == (8, 16)
