"""Bills written and read again say the same, in the same bytes, and broken ones are refused."""

import json
from collections.abc import Callable
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from securestack.core.package import FoundAt, Package, Scope
from securestack.inventory.manifest import UnreadableFile
from securestack.inventory.sbom import cyclonedx_json, spdx_json
from securestack.inventory.sbom.bill import Bill, compose
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
    *(partial(cyclonedx_json.write, version=version) for version in cyclonedx_json.WRITTEN),
    spdx_json.write,
]


def read(source: bytes) -> Bill:
    reader = spdx_json.read if b"spdxVersion" in source else cyclonedx_json.read
    return reader(source, "bill.json")


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


@given(st.data())
def test_values_of_the_wrong_kind_do_no_harm(data: st.DataObject) -> None:
    document = json.loads(data.draw(st.sampled_from([writer(BILL) for writer in WRITERS[-2:]])))
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
    try:
        bill = read(json.dumps(document).encode())
    except UnreadableFile:
        return
    assert cyclonedx_json.write(bill)
    assert spdx_json.write(bill)
