"""The contracts of the web scanner's own checks: passive ones on a page, active ones on the whole site."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence

import msgspec

from securestack.core.evidence import HttpEvidence, Replay
from securestack.core.finding import Finding
from securestack.core.fingerprint import http_fingerprint
from securestack.core.location import Position
from securestack.core.rule import Rule
from securestack.core.severity import Confidence, Severity
from securestack.net.message import Exchange
from securestack.probing.check import Sender
from securestack.probing.needs import Needs, Profile
from securestack.probing.proof import Proof, record_proof
from securestack.scanners.web.page import Page


class PassiveCheck(msgspec.Struct, frozen=True, kw_only=True):
    """A check that reads pages the crawler fetched, and sends nothing."""

    id: str
    rules: tuple[Rule, ...]
    run: Callable[[Page], Iterable[Finding]]
    needs: Needs = Needs()


class Site:
    """What a site check works with: the pages of one origin and a way to send."""

    def __init__(
        self,
        *,
        origin: str,
        pages: Sequence[Page],
        sender: Sender,
        is_missing: Callable[[Exchange], Awaitable[bool]],
        profile: Profile = Profile.STANDARD,
    ) -> None:
        self.origin = origin  # scheme, host and port without a trailing slash
        self.pages = pages
        self.sender = sender
        self.is_missing = is_missing  # whether an answer means "no such page", however the server says it
        self.profile = profile


class SiteCheck(msgspec.Struct, frozen=True, kw_only=True):
    """A check that asks for things no page links to, once a site or directory."""

    id: str
    rules: tuple[Rule, ...]
    run: Callable[[Site], Awaitable[list[Finding]]]
    needs: Needs = Needs(active=True)


def page_finding(
    page: Page,
    rule: Rule,
    check_id: str,
    summary: str,
    *marked: str,
    parameter: str = "",
    position: Position | None = None,
    site_wide: bool = False,
    confidence: Confidence = Confidence.CERTAIN,
    severity: Severity | None = None,
) -> Finding:
    """Return a finding on a page. `site_wide` says that every page would tell the same, so it is told once a host."""
    location = page.template.location()
    location = msgspec.structs.replace(location, parameter=parameter, position=position)
    return Finding(
        rule_id=rule.id,
        location=location,
        summary=summary,
        confidence=confidence,
        severity=severity,
        fingerprint=http_fingerprint(rule.id, location, site_wide=site_wide),
        evidence=HttpEvidence(
            exchanges=(record_proof(Proof(page.exchange, marked)),),
            replay=Replay(check=check_id, state={"template": msgspec.to_builtins(page.template)}),
        ),
    )
