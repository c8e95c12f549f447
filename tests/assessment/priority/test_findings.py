from __future__ import annotations

import datetime
from typing import Any

import pytest

from securestack.assessment.priority.findings import prioritise, subject_of_finding
from securestack.assessment.priority.reason import Basis
from securestack.assessment.priority.score import prioritise_subject
from securestack.assessment.priority.subject import Circumstances, Exposure, Reachability
from securestack.core.evidence import PackageEvidence, VulnerableVersion
from securestack.core.finding import Finding
from securestack.core.location import PackageLocation
from securestack.core.package import Scope
from securestack.core.rule import Rule
from securestack.core.severity import Confidence, Severity
from tests.reports import sample


def test_findings_come_in_the_order_in_which_to_fix_them() -> None:
    ordered = prioritise(sample.shop())
    assert [one.finding.rule_id for one in ordered[:2]] == ["web.sql-injection", "web.reflected-xss"]
    totals = [one.priority.total for one in ordered]
    assert totals == sorted(totals, reverse=True)


def test_what_is_known_of_one_finding_moves_that_one() -> None:
    result = sample.shop()
    sql = next(finding for finding in result.findings if finding.rule_id == "web.sql-injection")
    known = {sql.fingerprint: Circumstances(exposure=Exposure.INTERNAL)}
    plain, moved = prioritise(result), prioritise(result, circumstances=known)
    differing = [
        one.finding.fingerprint
        for one in plain
        if next(o for o in moved if o.finding == one.finding).priority != one.priority
    ]
    assert differing == [sql.fingerprint]


def test_hostile_texts_get_a_score_like_any_other() -> None:
    assert len(prioritise(sample.hostile())) == 1


def _package(**values: Any) -> Finding:
    versions = values.pop("versions", (VulnerableVersion(purl="pkg:npm/minimist@1.2.0", version="1.2.0"),))
    return Finding(
        rule_id="dependencies.vulnerable-package",
        location=PackageLocation(
            purl="pkg:npm/minimist@1.2.0",
            name="minimist",
            version="1.2.0",
            ecosystem="npm",
            path="package-lock.json",
        ),
        summary="GHSA-xvch-5gv4-984h: Prototype pollution in minimist. It is fixed in 1.2.6. mocha brings it.",
        confidence=Confidence.FIRM,
        evidence=PackageEvidence(
            **{
                "flaw": "GHSA-xvch-5gv4-984h",
                "names": ("GHSA-xvch-5gv4-984h", "CVE-2021-44906"),
                "versions": versions,
                "cvss": ("unreadable", "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"),
                "cwes": ("CWE-1321",),
                "published": "2022-03-18T00:01:09Z",
                **values,
            }
        ),
        fingerprint="m",
        severity=Severity.CRITICAL,
    )


_RULE = Rule(
    id="dependencies.vulnerable-package",
    title="Package with a known flaw",
    severity=Severity.MEDIUM,
    cwe=(1395,),
    what="The project uses a package in a version for which a flaw is published.",
    why="",
    fix="",
)
_TODAY = datetime.date(2022, 3, 20)


def test_a_package_with_a_flaw_is_that_flaw_with_all_that_is_known_of_it() -> None:
    version = VulnerableVersion(
        purl="pkg:npm/minimist@1.2.0", version="1.2.0", fixed="1.2.6", path=("mocha 9.0.0", "minimist 1.2.0")
    )
    found = _package(versions=(version,), exploited="2022-04-01", likelihood=0.3)
    subject = subject_of_finding(found, _RULE, Severity.CRITICAL, Circumstances(), _TODAY)
    assert (subject.cve, subject.cwe, subject.product) == ("CVE-2021-44906", (1321,), "minimist")
    assert subject.description == "Prototype pollution in minimist"
    assert subject.cvss_vector.startswith("CVSS:3.1/AV:N")
    assert subject.circumstances == Circumstances(
        known_exploited=True,
        epss=0.3,
        reachability=Reachability.TRANSITIVE,
        fix_available=True,
        age_days=2,
    )
    priority = prioritise_subject(subject)
    assert priority.basis is Basis.MODEL
    assert {"known exploited", "EPSS", "reachability", "fix available", "age"} <= {
        reason.name for reason in priority.reasons
    }


def test_what_is_not_known_of_a_package_stays_unknown_and_newer_knowledge_wins() -> None:
    about = Circumstances(known_exploited=False, epss=0.9)
    subject = subject_of_finding(_package(published="soon"), _RULE, Severity.LOW, about, _TODAY)
    assert subject.circumstances == Circumstances(known_exploited=False, epss=0.9, fix_available=False)


@pytest.mark.parametrize(
    ("path", "scope", "expected"),
    [
        (("minimist 1.2.0",), Scope.PRODUCTION, Reachability.DIRECT),
        (("minimist 1.2.0",), Scope.DEVELOPMENT, Reachability.DEVELOPMENT),
        ((), Scope.PRODUCTION, None),
    ],
)
def test_how_a_package_is_reached(path: tuple[str, ...], scope: Scope, expected: Reachability | None) -> None:
    version = VulnerableVersion(purl="pkg:npm/a@1", version="1", path=path, scope=scope)
    subject = subject_of_finding(_package(versions=(version,)), _RULE, Severity.LOW, Circumstances(), _TODAY)
    assert subject.circumstances.reachability is expected
