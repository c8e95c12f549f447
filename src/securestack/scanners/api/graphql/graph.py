"""What every check of a GraphQL service works with."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any

import msgspec

from securestack.core.evidence import HttpEvidence, Replay
from securestack.core.finding import Finding
from securestack.core.fingerprint import http_fingerprint
from securestack.core.location import HttpLocation, Position
from securestack.core.rule import Rule
from securestack.core.severity import Confidence, Severity
from securestack.net.message import Exchange
from securestack.probing.actors.actor import Actor
from securestack.probing.check import Callbacks, Sender
from securestack.probing.needs import Needs, Profile
from securestack.probing.proof import Proof, record_proof
from securestack.scanners.api.check import Stage
from securestack.scanners.api.graphql.calls import Call
from securestack.scanners.api.graphql.endpoint import Endpoint, GraphqlAnswer, read_answer
from securestack.scanners.api.values import ValueMaker

if TYPE_CHECKING:
    from graphql import GraphQLSchema


class Asked(msgspec.Struct, frozen=True):
    """A call, and what came back when nobody in particular asked it; `answer` is None where that was no GraphQL."""

    call: Call
    exchange: Exchange
    answer: GraphqlAnswer | None

    @property
    def given(self) -> Any:
        """What the field gave, None where it gave nothing."""
        data = self.answer.data if self.answer is not None else None
        return data.get(self.call.field) if isinstance(data, Mapping) else None


class CannotRegister(Exception):
    """Nobody could be registered; the message says why."""


class Made(msgspec.Struct):
    """Something that the scan made. `texts` are those it was made with and nobody else uses."""

    kind: str
    id: str | int
    texts: frozenset[str]
    owner: Actor
    asked: Asked
    gone: bool = False


class Graph:
    """The service being looked at. `asked` is the survey: every call that was safe to ask, as nobody."""

    def __init__(
        self,
        endpoint: Endpoint,
        schema: GraphQLSchema | None,
        maker: ValueMaker,
        *,
        profile: Profile = Profile.STANDARD,
        callbacks: Callbacks | None = None,
        told: bool = True,
        description: str = "",
    ) -> None:
        self.endpoint = endpoint
        self.schema = schema
        self.maker = maker
        self.profile = profile
        self.callbacks = callbacks
        self.told = told  # whether the service itself told the schema
        self.description = description or endpoint.url  # where the schema is from
        self.calls: list[Call] = []
        self.left_out: dict[str, str] = {}  # why a call is not asked, by its name
        self.tried: set[str] = set()  # calls that were left out, and yet tried on what the scan made itself
        self.asked: list[Asked] = []
        self.consoles: list[str] = []  # further addresses at which operations are taken
        self.credentials: dict[
            str, dict[str, str]
        ] = {}  # what lets one in, by call and place among its variables
        self.users: list[Actor] = []
        self.administrator: Actor | None = None
        self.own_call: Call | None = None  # tells who one is
        self.newcomer: Callable[..., Awaitable[Actor]] | None = None  # registers somebody
        self.answers: dict[str, list[Asked]] = {}  # what users were given, by the name of who asked
        self.made: list[Made] = []
        self._askers: dict[str, Actor] = {}

    @property
    def open_calls(self) -> list[Call]:
        """The calls that may be asked."""
        return [call for call in self.calls if call.name not in self.left_out]

    def asker(self, call: Call) -> Actor | None:
        """Return the user as whom a call is asked because nobody is refused; None where nobody will do."""
        return self._askers.get(call.name)

    def needs_user(self, call: Call, actor: Actor) -> None:
        """Remember that a call only does something for somebody who is logged in."""
        self._askers[call.name] = actor

    async def ask(self, call: Call, sender: Sender | None = None, **more: Any) -> Asked:
        """Ask a call. Raises NetError, BudgetExhausted or SessionLost."""
        exchange = await self.endpoint.ask(call.document, call.variables, sender=sender, **more)
        return Asked(call, exchange, read_answer(exchange.response))

    def finding(
        self,
        rule: Rule,
        check_id: str,
        summary: str,
        *proofs: Proof,
        call: str = "",
        argument: str = "",
        confidence: Confidence = Confidence.CERTAIN,
        severity: Severity | None = None,
        url: str = "",
        method: str = "POST",
    ) -> Finding:
        """Return a finding on the service, or on one of its fields and an argument of it."""
        part = f"{call}({argument})" if argument else call
        location = HttpLocation(method, url or self.endpoint.url, part, Position.JSON if part else None)
        return Finding(
            rule_id=rule.id,
            location=location,
            summary=summary,
            confidence=confidence,
            severity=severity,
            fingerprint=http_fingerprint(rule.id, location),
            evidence=HttpEvidence(
                exchanges=tuple(record_proof(proof) for proof in proofs),
                replay=Replay(
                    check=check_id, state={"graphql": self.endpoint.url, "description": self.description}
                ),
            ),
        )


class GraphCheck(msgspec.Struct, frozen=True, kw_only=True):
    """A check of a GraphQL service. It lets NetError, BudgetExhausted and SessionLost through."""

    id: str
    rules: tuple[Rule, ...]
    run: Callable[[Graph], Awaitable[list[Finding]]]
    stage: Stage = Stage.READING
    needs: Needs = Needs(active=True)
