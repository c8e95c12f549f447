"""Findings in files, and in things known by name only, are told by every report."""

from __future__ import annotations

import json

import msgspec
import pytest

from securestack.core.evidence import ReportedEvidence, Step
from securestack.core.finding import Finding
from securestack.core.location import CodeLocation, HttpLocation, Location, NamedLocation, http_location
from securestack.core.masking import Masker
from securestack.core.result import ScanResult
from securestack.core.severity import Confidence
from securestack.reports.html import html_report
from securestack.reports.json_report import json_report, read_json_report
from securestack.reports.sarif import sarif_report
from securestack.reports.words import place
from tests.reports import sample

CODE = CodeLocation("src/app.py", 7, 9, symbol="app.run")
NAMED = NamedLocation("pkg:pypi/requests@2.0", "package")


def scan(*locations: Location) -> ScanResult:
    """Return a scan with a finding at each of these places."""
    findings = tuple(
        Finding(
            rule_id=sample.XSS.id,
            location=location,
            summary="Found it.",
            confidence=Confidence.FIRM,
            evidence=ReportedEvidence(
                tool="Semgrep", snippet="password = hunter2secret", steps=(Step(CODE, "Comes in here."),)
            ),
            fingerprint=f"{number:032}",
        )
        for number, location in enumerate(locations)
    )
    return msgspec.structs.replace(sample.shop(), findings=findings, rules={sample.XSS.id: sample.XSS})


@pytest.mark.parametrize("location", [CODE, NAMED])
def test_a_place_is_named_in_every_report(location: Location) -> None:
    told = scan(location)
    assert location.where in html_report(told)
    assert read_json_report(json_report(told).encode()) == told
    assert location.where.partition(":")[0] in sarif_report(told)


def test_sarif_names_line_and_function() -> None:
    (result,) = json.loads(sarif_report(scan(CODE)))["runs"][0]["results"]
    where = result["locations"][0]
    assert where["physicalLocation"]["artifactLocation"] == {"uri": "src/app.py"}
    assert where["physicalLocation"]["region"] == {"startLine": 7, "endLine": 9}
    assert where["logicalLocations"] == [{"fullyQualifiedName": "app.run"}]


def test_places_are_sorted_together() -> None:
    web = HttpLocation("GET", "http://a.test/")
    told = [finding.location for finding in scan(NAMED, CODE, web).by_severity()]
    assert told == [web, NAMED, CODE]


def test_what_other_tools_report_is_masked() -> None:
    masked = Masker().mask_finding(scan(CODE).findings[0])
    assert "hunter2secret" not in repr(masked)
    assert masked.location == CODE


def test_a_place_that_must_be_in_the_web() -> None:
    assert place(CODE) == "app.run"
    assert http_location(HttpLocation("GET", "http://a.test/")).url == "http://a.test/"
    with pytest.raises(TypeError, match=r"app\.py"):
        http_location(CODE)
