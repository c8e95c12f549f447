"""The contracts of the web scanner's own checks: passive ones on a page, active ones on the whole site."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Hashable, Iterable, Mapping, Sequence

import msgspec

from securestack.core.evidence import HttpEvidence, Replay
from securestack.core.finding import Finding
from securestack.core.fingerprint import http_fingerprint
from securestack.core.location import Position
from securestack.core.rule import Rule
from securestack.core.severity import Confidence, Severity
from securestack.net.errors import OutOfScope
from securestack.net.message import Exchange, Response
from securestack.probing.check import Sender
from securestack.probing.insertion import Field, RequestTemplate
from securestack.probing.needs import Needs, Profile
from securestack.probing.proof import Proof, record_proof
from securestack.scanners.web.page import Page


class PassiveCheck(msgspec.Struct, frozen=True, kw_only=True):
    """A check that reads pages the crawler fetched, and sends nothing.

    `once_per` makes a long scan cheap: pages of one origin for which it returns an equal value tell the same, so that
    one of them is read; for None there is nothing to read. `reads_body` says that two pages with the same body tell
    the same.
    """

    id: str
    rules: tuple[Rule, ...]
    run: Callable[[Page], Iterable[Finding]]
    once_per: Callable[[Page], Hashable] | None = None
    reads_body: bool = False
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
        self.asked = 0  # requests that the checks wanted and got an answer to
        self.left_out = 0  # requests that they wanted and that the scope does not allow
        self._answers: dict[str, Page] = {}

    async def ask(self, path: str, *, method: str = "GET", headers: Mapping[str, str] | None = None) -> Page:
        """Send a request for a path (query included) of this site. A plain GET of one path is sent once, whoever asks.

        What the scope leaves out is not sent and counts as missing, so that a check goes on with what may be asked.
        Raises NetError or BudgetExhausted.
        """
        plain = method == "GET" and not headers
        if plain and path in self._answers:
            self.asked += 1
            return self._answers[path]
        template = RequestTemplate.from_url(self.origin + path, method)
        if headers:
            extra = tuple(Field(name, value) for name, value in headers.items())
            template = msgspec.structs.replace(template, headers=extra)
        request = template.build()
        try:
            page = Page(template, await self.sender.send(request))
        except OutOfScope:
            self.left_out += 1
            return Page(template, Exchange(request, Response(404, url=request.url)))
        self.asked += 1
        if plain:
            self._answers[path] = page
        return page

    async def shows(self, page: Page) -> bool:
        """Return whether an answer is a page of its own: a success that is no disguised "not found"."""
        return page.response.status == 200 and not await self.is_missing(page.exchange)


class SiteCheck(msgspec.Struct, frozen=True, kw_only=True):
    """A check that asks for things no page links to, once a site or directory.

    `judge` says what one answer to one of its requests shows. `run` uses it, and so does a replay, which sends a
    finding's request again and needs nothing else. A check without it replays in a way of its own.
    """

    id: str
    rules: tuple[Rule, ...]
    run: Callable[[Site], Awaitable[list[Finding]]]
    judge: Callable[[Page], Iterable[Finding]] | None = None
    needs: Needs = Needs(active=True, profile=Profile.STANDARD)


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
    hide: Mapping[str, str] | None = None,
) -> Finding:
    """Return a finding on a page. `site_wide` says that every page would tell the same, so it is told once a host.

    `hide` maps secrets found in the answer to what stands for them in the evidence; mark the latter.
    """
    location = page.template.location()
    location = msgspec.structs.replace(location, parameter=parameter, position=position)
    exchange = _without(page.exchange, hide) if hide else page.exchange
    return Finding(
        rule_id=rule.id,
        location=location,
        summary=summary,
        confidence=confidence,
        severity=severity,
        fingerprint=http_fingerprint(rule.id, location, site_wide=site_wide),
        evidence=HttpEvidence(
            exchanges=(record_proof(Proof(exchange, marked)),),
            replay=Replay(check=check_id, state={"template": msgspec.to_builtins(page.template)}),
        ),
    )


def _without(exchange: Exchange, hide: Mapping[str, str]) -> Exchange:
    old = exchange.response
    body = old.body
    for secret, shown in hide.items():
        body = body.replace(secret.encode(), shown.encode())
    kept = Response(
        old.status,
        old.headers,
        body,
        url=old.url,
        reason=old.reason,
        elapsed=old.elapsed,
        truncated=old.truncated,
    )
    return Exchange(exchange.request, kept)
