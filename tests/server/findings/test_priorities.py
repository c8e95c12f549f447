"""Priorities follow the scanner's word, its proof, and what the project is."""

import pytest

from securestack.core.evidence import HttpEvidence
from securestack.core.finding import Finding
from securestack.core.location import HttpLocation
from securestack.core.severity import Confidence, Severity
from securestack.server.findings.priorities import circumstances_of, priority_of

_SHOP = {"exposure": "internet", "importance": "critical", "data_sensitivity": "high"}
_TOY = {"exposure": "private", "importance": "low", "data_sensitivity": "low"}


def _finding(confidence: Confidence = Confidence.CERTAIN) -> Finding:
    return Finding(
        rule_id="web.sql-injection",
        location=HttpLocation("GET", "http://shop.test/"),
        summary="A quote breaks the statement.",
        confidence=confidence,
        evidence=HttpEvidence(()),
        fingerprint="f",
    )


def test_the_project_and_the_proof_count_beside_the_severity() -> None:
    shop, toy = circumstances_of(_SHOP), circumstances_of(_TOY)
    high = priority_of(_finding(), None, Severity.HIGH, shop)
    assert high > priority_of(_finding(), None, Severity.HIGH, toy)
    assert high > priority_of(_finding(Confidence.TENTATIVE), None, Severity.HIGH, shop)
    assert high > priority_of(_finding(), None, Severity.LOW, shop)


@pytest.mark.parametrize("severity", list(Severity))
def test_a_priority_is_a_whole_number_up_to_a_hundred(severity: Severity) -> None:
    for project in (_SHOP, _TOY):
        assert 0 <= priority_of(_finding(), None, severity, circumstances_of(project)) <= 100
