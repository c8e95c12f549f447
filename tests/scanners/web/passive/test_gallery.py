"""The passive checks on the gallery: each weak page gives its finding once, and no safe twin gives it."""

import asyncio

from securestack.core.finding import Finding
from securestack.probing.insertion import RequestTemplate
from securestack.scanners.web.catalogue import PASSIVE_CHECKS
from securestack.scanners.web.inspection import Inspection
from securestack.scanners.web.page import Page
from tests.scanners.web.answers import sending
from tests.targets.case import Case
from tests.targets.gallery import application, serve
from tests.targets.pages import (
    passive_cookies,
    passive_disclosure,
    passive_errors,
    passive_forms,
    passive_libraries,
    passive_secrets,
)

MODULES = (
    passive_cookies,
    passive_disclosure,
    passive_errors,
    passive_forms,
    passive_libraries,
    passive_secrets,
)
CASES: list[Case] = [case for module in MODULES for case in module.CASES]


async def _inspect_all() -> dict[str, list[Finding]]:
    inspection = Inspection(PASSIVE_CHECKS)
    found: dict[str, list[Finding]] = {}
    async with serve(application(CASES)) as address, sending() as sender:
        for case in CASES:
            template = RequestTemplate.from_url(address + case.path)
            page = Page(template, await sender.send(template.build()))
            found[case.path] = inspection.inspect(page)
    return found


def test_weak_pages_are_found_and_safe_twins_are_not() -> None:
    found = asyncio.run(_inspect_all())
    wrong = []
    for case in CASES:
        here = [finding for finding in found[case.path] if finding.rule_id == case.rule]
        if len(here) != int(case.weak):
            wrong.append((case.path, case.weak, [finding.summary for finding in here]))
        elif here and case.parameter:
            assert here[0].location.part == case.parameter
    assert not wrong


def test_no_secret_is_kept_in_a_finding() -> None:
    found = asyncio.run(_inspect_all())
    for secret in (
        passive_secrets.AWS,
        passive_secrets.GITHUB,
        passive_secrets.STRIPE,
        passive_secrets.TOKEN,
        passive_secrets.KEY_LINES,
    ):
        told = [f for findings in found.values() for f in findings if f.rule_id == passive_secrets.RULE]
        assert told
        assert not any(secret in repr(finding) for finding in told)
