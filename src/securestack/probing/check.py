"""The contract of an injection check, and the probe it works with."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Protocol, TypeVar, cast

import msgspec

from securestack.core.evidence import HttpEvidence, Replay
from securestack.core.finding import Finding
from securestack.core.fingerprint import http_fingerprint
from securestack.core.location import Position
from securestack.core.rule import Rule
from securestack.core.severity import Confidence, Severity
from securestack.net.message import Exchange, Request
from securestack.probing.insertion import InsertionPoint, RequestTemplate
from securestack.probing.needs import Needs, Profile
from securestack.probing.proof import Proof, record_proof

T = TypeVar("T")


class Sender(Protocol):
    """Whoever sends requests for a check: a session, logged in or not."""

    async def send(self, request: Request, *, timeout: float | None = None) -> Exchange:
        """Send a request and return it, as it went out, with its answer. `timeout` is in seconds.

        Raises NetError when no answer came and BudgetExhausted when no request is left.
        """
        ...


class Callback(Protocol):
    """An address that tells when somebody fetches it."""

    url: str  # absolute; http
    body_token: str  # what the callback server answers with: seen in an answer, it proves remote inclusion

    async def wait(self, seconds: float) -> bool:
        """Return whether the address was fetched, waiting up to so many seconds for it."""
        ...


class Callbacks(Protocol):
    """Hands out callback addresses; each belongs to one probe."""

    def new(self) -> Callback:
        """Return an address that nobody has fetched yet."""
        ...


class Ledger(Protocol):
    """Remembers which word was sent where, for looking later whether another page shows it."""

    def record(
        self, token: str, before: str, after: str, template: RequestTemplate, point: InsertionPoint
    ) -> None:
        """Remember a word and what was sent around it."""
        ...


class Probe:
    """One insertion point being asked: what every check on it shares.

    Equal values are sent once, however many checks ask; use `fresh=True` where time or randomness is the point.
    """

    def __init__(
        self,
        *,
        sender: Sender,
        template: RequestTemplate,
        point: InsertionPoint,
        baseline: Exchange,
        profile: Profile = Profile.STANDARD,
        callbacks: Callbacks | None = None,
        token: Callable[[], str] | None = None,
        refresh: Callable[[RequestTemplate], Awaitable[RequestTemplate]] | None = None,
        ledger: Ledger | None = None,
    ) -> None:
        self.sender = sender
        self.template = template
        self.point = point
        self.baseline = baseline
        self.profile = profile
        self.callbacks = callbacks
        self.new_token = token or new_token
        self.ledger = ledger
        self._refresh = refresh  # gives the template fresh one-time tokens before each request
        self._answers: dict[tuple[str, bool], Exchange] = {}
        self._shared: dict[str, Any] = {}

    async def send(
        self, value: str, *, encoded: bool = False, fresh: bool = False, timeout: float | None = None
    ) -> Exchange:
        """Send the request with a value at the point. Raises NetError or BudgetExhausted."""
        key = (value, encoded)
        if not fresh and key in self._answers:
            return self._answers[key]
        if self._refresh is not None:
            self.template = await self._refresh(self.template)
        exchange = await self.sender.send(self.request(value, encoded=encoded), timeout=timeout)
        self._answers[key] = exchange
        return exchange

    def request(self, value: str, *, encoded: bool = False) -> Request:
        """Return the request with a value at the point, unsent."""
        return self.template.with_value(self.point, value, encoded=encoded).build()

    async def shared(self, key: str, make: Callable[[Probe], Awaitable[T]]) -> T:
        """Return what another check has already worked out under a key, or work it out now."""
        if key not in self._shared:
            self._shared[key] = await make(self)
        return cast(T, self._shared[key])

    def finding(
        self,
        rule: Rule,
        check_id: str,
        summary: str,
        *proofs: Proof,
        confidence: Confidence = Confidence.CERTAIN,
        severity: Severity | None = None,
        state: Mapping[str, Any] | None = None,
    ) -> Finding:
        """Return a finding at this point, with its proofs recorded and what `replay` needs."""
        location = self.template.location(self.point)
        replay_state = {
            "template": msgspec.to_builtins(self.template),
            "point": msgspec.to_builtins(self.point),
            **(state or {}),
        }
        return Finding(
            rule_id=rule.id,
            location=location,
            summary=summary,
            confidence=confidence,
            severity=severity,
            fingerprint=http_fingerprint(rule.id, location),
            evidence=HttpEvidence(
                exchanges=tuple(record_proof(proof) for proof in proofs),
                replay=Replay(check=check_id, state=replay_state),
            ),
        )


class InjectionCheck(msgspec.Struct, frozen=True, kw_only=True):
    """A check that asks one insertion point for one weakness.

    `run` returns the findings it could prove, and an empty list where there is nothing. It lets NetError and
    BudgetExhausted through: whoever runs it turns them into a status.
    """

    id: str
    rules: tuple[Rule, ...]
    run: Callable[[Probe], Awaitable[list[Finding]]]
    needs: Needs = Needs(active=True)
    positions: frozenset[Position] = frozenset(Position) - {Position.XML}


def new_token() -> str:
    """Return a short random word of lower-case letters and digits that no page holds by chance."""
    return "q" + secrets.token_hex(5) + "z"
