"""The whole gallery through the front door: each weak page is found by its rule, and no safe twin is accused."""

from __future__ import annotations

import asyncio
import functools
from urllib.parse import urlsplit

import pytest

from securestack.core.events import Outcome
from securestack.core.finding import Finding
from securestack.core.location import http_location
from securestack.core.result import ScanResult
from securestack.probing.catalogue import INJECTION_RULES
from securestack.probing.needs import Profile
from securestack.scanners.web.active import stored_xss
from securestack.scanners.web.options import WebScanOptions
from securestack.scanning.run import run_scan
from tests.targets.case import Case
from tests.targets.gallery import application, families, serve

FAMILIES = families()
ACTIVE_RULES = {rule.id for rule in INJECTION_RULES} | {stored_xss.RULE.id}


@functools.cache
def scan(family: str, profile: str) -> ScanResult:
    """Scan the pages of one family that this profile must know about; once, however many tests ask."""
    order = list(Profile)
    cases = [
        case
        for case in FAMILIES[family]
        if order.index(Profile(case.profile)) <= order.index(Profile(profile))
    ]
    if profile == Profile.DEEP:
        cases = [case for case in cases if case.profile == profile]

    async def run() -> ScanResult:
        async with serve(application(cases)) as url:
            return await run_scan("web", WebScanOptions(url=f"{url}/", profile=Profile(profile)))

    return asyncio.run(run())


def on_page(result: ScanResult, case: Case) -> list[Finding]:
    return [
        finding
        for finding in result.findings
        if urlsplit(http_location(finding.location).url).path == case.path
    ]


@pytest.mark.parametrize("family", FAMILIES)
def test_a_family_is_scanned_to_its_end(family: str) -> None:
    result = scan(family, Profile.STANDARD)
    assert result.outcome is Outcome.COMPLETED, result.reason
    unfinished = [
        check for check in result.checks if check.outcome not in (Outcome.COMPLETED, Outcome.SKIPPED)
    ]
    assert not unfinished


@pytest.mark.parametrize(
    ("family", "case"),
    [pytest.param(name, case, id=case.path) for name, cases in FAMILIES.items() for case in cases],
)
def test_a_page_is_judged_rightly(family: str, case: Case) -> None:
    found = on_page(scan(family, case.profile), case)
    told = [(finding.rule_id, finding.location.part, finding.summary) for finding in found]
    if case.weak:
        fitting = [
            finding
            for finding in found
            if finding.rule_id == case.rule and case.parameter in ("", finding.location.part)
        ]
        assert len(fitting) == 1, told
    else:
        accused = {finding.rule_id for finding in found} & (ACTIVE_RULES | {case.rule})
        assert accused <= set(case.also), told
