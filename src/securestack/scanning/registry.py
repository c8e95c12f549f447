"""The scanners there are, and every rule they can report."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Iterable, Mapping
from typing import Any

import msgspec

from securestack.core.context import ScanContext
from securestack.core.events import CheckStatus, Event, Outcome
from securestack.core.rule import Rule
from securestack.probing.catalogue import INJECTION_CHECKS, INJECTION_RULES
from securestack.scanners.api.catalogue import API_CHECKS, API_RULES
from securestack.scanners.api.graphql.catalogue import GRAPH_CHECKS, GRAPH_RULES
from securestack.scanners.api.options import ApiScanOptions
from securestack.scanners.api.scan import scan as scan_api
from securestack.scanners.dependencies.licences import CHECK_ID as LICENCE_CHECK
from securestack.scanners.dependencies.licences import LICENCE_RULES
from securestack.scanners.dependencies.options import DependencyScanOptions
from securestack.scanners.dependencies.rule import CHECK_ID as DEPENDENCY_CHECK
from securestack.scanners.dependencies.rule import RULES as DEPENDENCY_RULES
from securestack.scanners.dependencies.scan import scan as scan_dependencies
from securestack.scanners.web.active import stored_xss
from securestack.scanners.web.catalogue import PASSIVE_CHECKS, SITE_CHECKS, WEB_RULES
from securestack.scanners.web.options import WebScanOptions
from securestack.scanners.web.scan import scan as scan_web


class Scanner(msgspec.Struct, frozen=True, kw_only=True):
    """A scanner: what it is called, what it takes, and how it is started."""

    id: str
    title: str
    options: type[msgspec.Struct]
    scan: Callable[[Any, ScanContext], AsyncGenerator[Event, None]]
    target: Callable[[Any], str]  # what the options point at, for people
    rules: tuple[Rule, ...]
    checks: Mapping[str, tuple[str, ...]]  # the ids of the rules that each check can report

    def rules_looked_at(self, statuses: Iterable[CheckStatus]) -> set[str]:
        """Return the rules that a scan has looked at to the end: every check it planned that can report them completed.

        Of a scanner for several kinds of targets, a scan plans only the checks of one kind.
        """
        outcomes = {status.check: status.outcome for status in statuses}
        completed = {check for check, outcome in outcomes.items() if outcome is Outcome.COMPLETED}
        unsure = {rule for check in outcomes.keys() - completed for rule in self.checks.get(check, ())}
        return {rule for check in completed for rule in self.checks.get(check, ())} - unsure


SCANNERS: dict[str, Scanner] = {
    scanner.id: scanner
    for scanner in (
        Scanner(
            id="web",
            title="WebSecPen, the web scanner",
            options=WebScanOptions,
            scan=scan_web,
            target=lambda options: str(options.url),
            rules=(*INJECTION_RULES, stored_xss.RULE, *WEB_RULES),
            checks={
                stored_xss.CHECK_ID: (stored_xss.RULE.id,),
                **{
                    check.id: tuple(rule.id for rule in check.rules)
                    for checks in (INJECTION_CHECKS, PASSIVE_CHECKS, SITE_CHECKS)
                    for check in checks
                },
            },
        ),
        Scanner(
            id="api",
            title="API security",
            options=ApiScanOptions,
            scan=scan_api,
            target=lambda options: str(options.url or options.description),
            rules=tuple(dict.fromkeys((*API_RULES, *GRAPH_RULES, *INJECTION_RULES))),  # some are of both
            checks={
                check.id: tuple(rule.id for rule in check.rules)
                for checks in (API_CHECKS, GRAPH_CHECKS, INJECTION_CHECKS)
                for check in checks
            },
        ),
        Scanner(
            id="dependencies",
            title="Dependencies with known flaws",
            options=DependencyScanOptions,
            scan=scan_dependencies,
            target=lambda options: str(options.path),
            rules=(*DEPENDENCY_RULES, *LICENCE_RULES),
            checks={
                DEPENDENCY_CHECK: tuple(rule.id for rule in DEPENDENCY_RULES),
                LICENCE_CHECK: tuple(rule.id for rule in LICENCE_RULES),
            },
        ),
    )
}

RULES: dict[str, Rule] = {rule.id: rule for scanner in SCANNERS.values() for rule in scanner.rules}
