from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from securestack.advisories.vex.csaf import write_csaf
from securestack.advisories.vex.cyclonedx import write_cyclonedx
from securestack.advisories.vex.judgement import Judgement, read_vex
from securestack.advisories.vex.openvex import write_openvex
from securestack.advisories.vex.statement import Justification, Status
from securestack.advisories.vex.triage import BadTriage, Triage, read_triage, vex_of
from securestack.core.evidence import PackageEvidence, VulnerableVersion
from securestack.core.finding import Finding
from securestack.core.location import PackageLocation
from securestack.core.severity import Confidence

WRITERS = (write_openvex, write_cyclonedx, write_csaf)
NOW = "2026-11-21T12:00:00Z"
TRIAGE = b"""
[[decision]]
flaw = "GHSA-1"
status = "affected"
[[decision]]
flaw = "CVE-2020-1"
package = "pkg:npm/a"
status = "not_affected"
justification = "vulnerable_code_not_in_execute_path"
impact = "Only the parser is used."
[[decision]]
flaw = "CVE-2020-9"
package = "pkg:npm/old@1.0.0"
status = "fixed"
[[decision]]
flaw = "CVE-2020-8"
status = "affected"
"""


def finding(flaw: str, *purls: str, names: tuple[str, ...] = (), upgrade: str = "") -> Finding:
    versions = tuple(VulnerableVersion(purl=purl, version="1.0.0", upgrade=upgrade) for purl in purls)
    return Finding(
        rule_id="dependencies.vulnerable-package",
        location=PackageLocation(purl=purls[0], name="a", version="1.0.0"),
        summary="",
        confidence=Confidence.FIRM,
        evidence=PackageEvidence(flaw=flaw, names=(flaw, *names), versions=versions),
        fingerprint=flaw,
    )


FOUND = [
    finding("CVE-2020-1", "pkg:npm/a@1.0.0", "pkg:npm/a@2.0.0", names=("GHSA-1",)),
    finding("CVE-2020-1", "pkg:npm/b@1.0.0", names=("GHSA-1",), upgrade="1.0.1"),
    finding("CVE-2020-2", "pkg:npm/c@1.0.0"),
    finding("CVE-2020-2", "pkg:npm/c@1.0.0"),  # named by two files
]


def told(product: str = "", undecided: Status = Status.UNDER_INVESTIGATION) -> dict[tuple[str, str], Status]:
    triage = read_triage(TRIAGE)
    made = vex_of(FOUND, triage, author="Tea", timestamp=NOW, product=product, undecided=undecided)
    assert [decision.flaw for decision in made.unused] == ["CVE-2020-8"]
    return {
        (statement.vulnerability, (one.components or (one.id,))[0]): statement.status
        for statement in made.document.statements
        for one in statement.products
    }


def test_decisions_are_said_by_any_name_and_the_nearest_holds() -> None:
    assert told() == {
        ("CVE-2020-1", "pkg:npm/a@1.0.0"): Status.NOT_AFFECTED,
        ("CVE-2020-1", "pkg:npm/a@2.0.0"): Status.NOT_AFFECTED,
        ("CVE-2020-1", "pkg:npm/b@1.0.0"): Status.AFFECTED,
        ("CVE-2020-2", "pkg:npm/c@1.0.0"): Status.UNDER_INVESTIGATION,
        ("CVE-2020-9", "pkg:npm/old@1.0.0"): Status.FIXED,
    }
    assert told("pkg:generic/shop@1", Status.AFFECTED)["CVE-2020-2", "pkg:npm/c@1.0.0"] is Status.AFFECTED


@pytest.mark.parametrize("write", WRITERS)
@pytest.mark.parametrize("product", ["", "pkg:generic/shop@1"])
def test_what_is_written_is_believed_when_read_again(write: object, product: str) -> None:
    assert callable(write)
    made = vex_of(FOUND, read_triage(TRIAGE), author="Tea", timestamp=NOW, product=product)
    source = write(made.document)
    assert source == write(made.document)
    judgement = Judgement([read_vex(source)])

    def of(purl: str, *names: str) -> Status | None:
        statement = judgement.of(purl, names, product)
        return statement.status if statement else None

    assert of("pkg:npm/a@1.0.0", "GHSA-1") is Status.NOT_AFFECTED
    assert of("pkg:npm/b@1.0.0", "CVE-2020-1") is Status.AFFECTED
    assert of("pkg:npm/c@1.0.0", "CVE-2020-2") is Status.UNDER_INVESTIGATION
    assert of("pkg:npm/old@1.0.0", "CVE-2020-9") is Status.FIXED
    assert of("pkg:npm/other@1.0.0", "CVE-2020-1") is None


def test_what_is_affected_says_what_to_do_and_what_is_not_says_why() -> None:
    made = vex_of(FOUND, read_triage(TRIAGE), author="Tea", timestamp=NOW, undecided=Status.AFFECTED)
    by_purl = {statement.products[0].id: statement for statement in made.document.statements}
    assert by_purl["pkg:npm/b@1.0.0"].action == "Upgrade b to 1.0.1."
    assert by_purl["pkg:npm/c@1.0.0"].action == "No version of c with a fix is known."
    assert by_purl["pkg:npm/a@1.0.0"].justification is Justification.CODE_NOT_REACHED
    assert by_purl["pkg:npm/a@1.0.0"].impact == "Only the parser is used."


def test_the_identifier_tells_the_contents() -> None:
    one = vex_of(FOUND, Triage(), author="Tea", timestamp=NOW).document.id
    assert vex_of(FOUND, Triage(), author="Tea", timestamp="2027-01-01T00:00:00Z").document.id == one
    assert vex_of(FOUND[:1], Triage(), author="Tea", timestamp=NOW).document.id != one
    assert vex_of(FOUND, Triage(), author="Tea", timestamp=NOW, id="urn:x").document.id == "urn:x"


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        (b"[[decision]]\nflaw = 'a'\nstatus = 'not_affected'", "needs a justification or an impact"),
        (b"[[decision]]\nflaw = ''\nstatus = 'fixed'", "names no flaw"),
        (
            b"[[decision]]\nflaw = 'a'\nstatus = 'fixed'\njustification = 'component_not_present'",
            "only not_affected has",
        ),
        (b"[[decision]]\nflaw = 'a'\nstatus = 'fixed'\npackage = 'left-pad'", "is no purl"),
        (b"[[decision]]\nflaw = 'a'\nstatus = 'solved'", "a decision has flaw, status"),
        (b"[[decisions]]", "unknown field"),
        (b"[[", "it is not valid TOML"),
        (b"\xff", "it is not UTF-8 text"),
    ],
)
def test_what_is_no_triage_is_told(source: bytes, sentence: str) -> None:
    with pytest.raises(BadTriage, match=sentence):
        read_triage(source)


@given(st.binary(max_size=200) | st.text(max_size=100).map(str.encode))
def test_any_bytes_are_a_triage_or_refused(source: bytes) -> None:
    try:
        read_triage(source)
    except BadTriage:
        return
