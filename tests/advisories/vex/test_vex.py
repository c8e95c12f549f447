from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from securestack.advisories.vex.csaf import read_csaf, write_csaf
from securestack.advisories.vex.cyclonedx import read_cyclonedx, write_cyclonedx
from securestack.advisories.vex.judgement import Judgement, read_vex
from securestack.advisories.vex.openvex import read_openvex, write_openvex
from securestack.advisories.vex.statement import (
    BadVex,
    Justification,
    Product,
    Statement,
    Status,
    VexDocument,
)
from securestack.inventory.purl import covers

WHEN = "2026-10-01T12:00:00Z"
LODASH = "pkg:npm/lodash@4.17.4"
JINJA = "pkg:pypi/jinja2@2.10"


def document(
    *statements: Statement, id: str = "https://example.com/vex/1", timestamp: str = WHEN
) -> VexDocument:
    return VexDocument(id=id, author="Example", timestamp=timestamp, statements=statements)


def statement(
    vulnerability: str = "CVE-2019-10744",
    status: Status = Status.NOT_AFFECTED,
    products: tuple[Product, ...] = (Product(LODASH),),
    **more: Any,
) -> Statement:
    if status is Status.NOT_AFFECTED:
        more.setdefault("justification", Justification.CODE_NOT_REACHED)
    if status is Status.AFFECTED:
        more.setdefault("action", "Update to 4.17.12.")
    return Statement(
        vulnerability=vulnerability,
        status=status,
        products=products,
        timestamp=more.pop("timestamp", WHEN),
        **more,
    )


FOUR = document(
    statement(aliases=("GHSA-jf85-cpcp-j695",), impact="Nothing calls defaultsDeep."),
    statement("CVE-2018-3721", Status.AFFECTED),
    statement("CVE-2018-16487", Status.FIXED, (Product(LODASH), Product(JINJA))),
    statement("GHSA-1234-5678-9abc", Status.UNDER_INVESTIGATION),
)

Writer = Callable[[VexDocument], bytes]
FORMATS = [
    pytest.param(write_openvex, read_openvex, id="OpenVEX"),
    pytest.param(write_cyclonedx, read_cyclonedx, id="CycloneDX"),
    pytest.param(write_csaf, read_csaf, id="CSAF"),
]


@pytest.mark.parametrize(("write", "read"), FORMATS)
def test_what_is_written_is_read_again(write: Writer, read: Callable[[bytes], VexDocument]) -> None:
    written = write(FOUR)
    assert written == write(FOUR)
    assert read(written).statements == FOUR.statements
    assert read_vex(written) == read(written)
    assert read(written).author == "Example"
    assert read(written).timestamp == WHEN


@pytest.mark.parametrize("write", [write_openvex, write_csaf])
def test_components_in_products_stay_in_them(write: Writer) -> None:
    given_ = document(statement(products=(Product("pkg:oci/shop@sha256:1", (LODASH, JINJA)),)))
    components = {
        (product.id, inner)
        for product in read_vex(write(given_)).statements[0].products
        for inner in product.components
    }
    assert components == {("pkg:oci/shop@sha256:1", LODASH), ("pkg:oci/shop@sha256:1", JINJA)}


@pytest.mark.parametrize("write", [write_openvex, write_cyclonedx, write_csaf])
@pytest.mark.parametrize(
    "bad",
    [
        Statement(vulnerability="CVE-1", status=Status.NOT_AFFECTED, products=(Product(LODASH),)),
        Statement(vulnerability="CVE-1", status=Status.AFFECTED, products=(Product(LODASH),)),
        Statement(vulnerability="CVE-1", status=Status.FIXED, products=()),
    ],
)
def test_what_no_format_allows_is_not_written(write: Writer, bad: Statement) -> None:
    with pytest.raises(BadVex):
        write(document(bad))


def test_a_flaw_is_named_once_in_csaf() -> None:
    written = json.loads(
        write_csaf(
            document(
                statement(), statement(status=Status.FIXED, products=(Product("pkg:npm/lodash@4.17.12"),))
            )
        )
    )
    assert [one["cve"] for one in written["vulnerabilities"]] == ["CVE-2019-10744"]
    assert set(written["vulnerabilities"][0]["product_status"]) == {"known_not_affected", "fixed"}


def test_the_first_openvex_had_plain_texts() -> None:
    read = read_openvex(
        json.dumps(
            {
                "@context": "https://openvex.dev/ns",
                "@id": "https://example.com/1",
                "author": "A",
                "timestamp": WHEN,
                "version": "1",
                "statements": [
                    {
                        "vulnerability": "CVE-2023-1",
                        "products": ["pkg:oci/x"],
                        "subcomponents": [LODASH],
                        "status": "fixed",
                    }
                ],
            }
        ).encode()
    )
    assert read.statements == (
        Statement(
            vulnerability="CVE-2023-1",
            status=Status.FIXED,
            products=(Product("pkg:oci/x", (LODASH,)),),
            timestamp=WHEN,
        ),
    )


def test_cyclonedx_refers_to_components_and_other_documents() -> None:
    read = read_cyclonedx(
        json.dumps(
            {
                "bomFormat": "CycloneDX",
                "components": [
                    {"bom-ref": "a", "purl": JINJA, "components": [{"bom-ref": "b", "purl": LODASH}]}
                ],
                "vulnerabilities": [
                    {
                        "id": "CVE-1",
                        "analysis": {
                            "state": "false_positive",
                            "justification": "requires_configuration",
                            "detail": "Off.",
                        },
                        "affects": [
                            {"ref": "b"},
                            {"ref": f"urn:cdx:f08a6ccd-4dce-4759-bd84-c626675d60a7/1#{JINJA}"},
                        ],
                    },
                    {"id": "CVE-2", "affects": [{"ref": "a"}]},
                ],
            }
        ).encode()
    )
    (only,) = read.statements
    assert only.products == (Product(LODASH), Product(JINJA))
    assert only.justification is Justification.CODE_NOT_CONTROLLED


def test_csaf_finds_products_in_branches() -> None:
    product = {"product_id": "P", "name": "x", "product_identification_helper": {"purl": LODASH}}
    read = read_csaf(
        json.dumps(
            {
                "document": {
                    "csaf_version": "2.0",
                    "publisher": {"name": "A", "namespace": "https://example.com"},
                    "tracking": {"id": "V-1", "current_release_date": WHEN, "version": "2.1.0"},
                },
                "product_tree": {"branches": [{"branches": [{"product": product}]}]},
                "vulnerabilities": [
                    {"cve": "CVE-1", "product_status": {"fixed": ["P"], "recommended": ["P"]}}
                ],
            }
        ).encode()
    )
    assert (read.id, read.version) == ("https://example.com/V-1", 2)
    assert read.statements[0].products == (Product(LODASH),)


def test_statements_hold_for_their_package_and_flaw_only() -> None:
    judgement = Judgement([FOUR])
    found = judgement.of(LODASH, ["GHSA-jf85-cpcp-j695"])
    assert found is not None
    assert found.status is Status.NOT_AFFECTED
    assert judgement.of("pkg:npm/lodash@4.17.5", ["CVE-2019-10744"]) is None
    assert judgement.of(LODASH, ["CVE-2020-8203"]) is None


def test_the_newest_statement_holds() -> None:
    old = document(statement(status=Status.UNDER_INVESTIGATION, timestamp="2026-01-01T00:00:00Z"))
    new = document(statement(timestamp="2026-02-01T00:00:00Z"))
    for order in ([old, new], [new, old]):
        found = Judgement(order).of(LODASH, ["CVE-2019-10744"])
        assert found is not None
        assert found.status is Status.NOT_AFFECTED


def test_a_statement_on_a_component_holds_in_its_product_only() -> None:
    judgement = Judgement([document(statement(products=(Product("pkg:oci/shop", (LODASH,)),)))])
    assert judgement.of(LODASH, ["CVE-2019-10744"], "pkg:oci/shop@sha256:1") is not None
    assert judgement.of(LODASH, ["CVE-2019-10744"], "pkg:oci/bank") is None
    assert judgement.of(LODASH, ["CVE-2019-10744"]) is None


@pytest.mark.parametrize(
    ("pattern", "purl", "expected"),
    [
        ("pkg:npm/lodash", LODASH, True),
        ("pkg:npm/lodash@4.17.4", LODASH, True),
        ("pkg:npm/lodash@4.17.5", LODASH, False),
        ("pkg:npm/lodas", LODASH, False),
        ("pkg:deb/debian/curl", "pkg:deb/debian/curl@1?arch=amd64", True),
        ("pkg:deb/debian/curl?arch=arm64", "pkg:deb/debian/curl@1?arch=amd64", False),
        ("pkg:pypi/Jinja2", JINJA, True),
        ("anything", LODASH, False),
    ],
)
def test_purls_that_stand_for_others(pattern: str, purl: str, expected: bool) -> None:
    assert covers(pattern, purl) is expected


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b"[]",
        b'{"@context": "https://openvex.dev/ns/v0.2.0", "statements": 5}',
        b'{"bomFormat": "CycloneDX", "vulnerabilities": [{"id": "x", "analysis": {"state": "maybe"}}]}',
        b'{"bomFormat": "Other"}',
        b'{"document": {"csaf_version": "2.0"}}',
        b'{"bomFormat": "CycloneDX", "components": [' + b'{"components": [' * 400 + b"]}" * 400 + b"]}",
        b'{"bomFormat": ' + b"[" * 100_000,
    ],
)
def test_what_is_no_vex_is_said_so(data: bytes) -> None:
    with pytest.raises(BadVex):
        read_vex(data)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "@context",
                    "@id",
                    "statements",
                    "bomFormat",
                    "vulnerabilities",
                    "csaf_version",
                    "document",
                    "product_tree",
                    "branches",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None)
@given(JSON)
def test_any_json_is_read_or_refused(value: object) -> None:
    data = json.dumps(value).encode()
    for read in (read_vex, read_openvex, read_cyclonedx, read_csaf):
        try:
            read(data)
        except BadVex:
            continue
