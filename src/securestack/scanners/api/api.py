"""What every check of the API scanner works with: the API, the people, what is known, and a way to ask."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

import msgspec

from securestack.core.evidence import HttpEvidence, Replay
from securestack.core.finding import Finding
from securestack.core.fingerprint import http_fingerprint
from securestack.core.location import HttpLocation
from securestack.net.client import HttpClient, taking_refusals
from securestack.net.message import Exchange, Request
from securestack.probing.actors.actor import Actor
from securestack.probing.actors.tokens import read_json
from securestack.probing.check import Callbacks, Sender
from securestack.probing.needs import Profile
from securestack.scanners.api.answers import accepted, fields_of, objects_in, telling_values
from securestack.scanners.api.conformance import Conformance
from securestack.scanners.api.description.model import UNKNOWN, ApiDescription, Operation, Parameter, Place
from securestack.scanners.api.knowledge import Knowledge, Thing
from securestack.scanners.api.names import noun_before, noun_of, plain
from securestack.scanners.api.options import ApiScanOptions
from securestack.scanners.api.people import People
from securestack.scanners.api.purposes import Purpose, purpose_of, why_destructive
from securestack.scanners.api.requests import Inputs, Key, build, preferred_form
from securestack.scanners.api.values import ValueMaker

_CREDENTIAL_HEADERS = frozenset({"authorization", "cookie", "proxyauthorization", "xapikey", "xauthtoken"})
_AUTHENTICATION = frozenset(
    {Purpose.LOGIN, Purpose.REGISTER, Purpose.LOGOUT, Purpose.CREDENTIALS, Purpose.RECOVER}
)


class Api:
    """The API being scanned."""

    def __init__(
        self,
        description: ApiDescription,
        base: str,
        options: ApiScanOptions,
        people: People,
        maker: ValueMaker,
        *,
        client: HttpClient,
        callbacks: Callbacks | None = None,
    ) -> None:
        self.description = description
        self.base = base.rstrip("/")
        self.options = options
        self.profile: Profile = options.profile
        self.people = people
        self.maker = maker
        self.client = client
        self.callbacks = callbacks
        self.knowledge = Knowledge()
        self.operations = description.operations
        self.purposes = {operation.id: purpose_of(operation) for operation in self.operations}
        self.left_out: dict[str, str] = {}  # why an operation is not asked at all, by its id
        self.unasked: dict[str, str] = {}  # why an operation could not be asked, by its id
        self.statuses: dict[str, Counter[int]] = {}  # of the answers to each operation
        self.conformance = Conformance() if options.conformance else None
        self.seen: dict[tuple[str, str], Exchange] = {}  # the survey's answers, by operation and actor
        self.checked: dict[str, list[str]] = {}  # the checks that looked at each operation
        self.catch_all: Exchange | None = (
            None  # the answer to an address that is not there, if it was a success
        )
        self.limited: set[str] = set()  # operations that answered 429 while others did not
        self.accounts_left = 0  # registered in passing
        self.leftovers: list[Thing] = []  # made in passing, only to be deleted again
        self.asked_points: dict[
            tuple[str, str], Operation
        ] = {}  # method and path of what injection checks ask
        for operation in self.operations:
            if self.purpose(operation) is Purpose.LOGOUT:
                continue  # asked by nobody but those who were registered for it
            if (reason := why_destructive(operation)) and not options.allow_destructive:
                self.left_out[operation.id] = reason

    def looked_at(self, check: str, operation: Operation) -> None:
        """Note for the account that a check looked at an operation."""
        self.checked.setdefault(operation.id, []).append(check)

    def with_operation(self, finding: Finding) -> Finding:
        """Return a finding of an injection check as one of its operation, whose path is the same in every scan."""
        location, evidence = finding.location, finding.evidence
        if not isinstance(location, HttpLocation) or not isinstance(evidence, HttpEvidence):
            return finding
        operation = self.asked_points.get((location.method, urlsplit(location.url).path))
        if operation is None or evidence.replay is None or "operation" in evidence.replay.state:
            return finding
        location = msgspec.structs.replace(location, url=f"{self.base}{operation.path}")
        state = {
            "operation": operation.id,
            "description": self.options.description,
            "url": self.base,
            "point": evidence.replay.state.get("point"),
        }
        return msgspec.structs.replace(
            finding,
            location=location,
            fingerprint=http_fingerprint(finding.rule_id, location),
            evidence=msgspec.structs.replace(evidence, replay=Replay(evidence.replay.check, state)),
        )

    def purpose(self, operation: Operation) -> Purpose:
        """Return what an operation is for."""
        return self.purposes[operation.id]

    def may_ask(self, operation: Operation) -> bool:
        """Whether an operation may be asked at all."""
        return operation.id not in self.left_out

    def for_purpose(self, *purposes: Purpose) -> list[Operation]:
        """Return the operations for these purposes that may be asked."""
        return [
            operation
            for operation in self.operations
            if self.may_ask(operation) and self.purpose(operation) in purposes
        ]

    @property
    def ordinary(self) -> list[Operation]:
        """The operations that may be asked and have nothing to do with logging in."""
        return [
            operation
            for operation in self.operations
            if self.may_ask(operation) and self.purpose(operation) not in _AUTHENTICATION
        ]

    def inputs(
        self,
        operation: Operation,
        actor: Actor | None = None,
        *,
        thing: Thing | None = None,
        new: bool = False,
        least: bool = False,
        optional: bool = False,
        values: Mapping[Key, Any] | None = None,
    ) -> Inputs:
        """Return values for an operation: of a thing, else of what the actor owns, else seen, described or made up.

        `new` makes texts of the body ones that nobody used before, `least` leaves what is optional out of it; `optional`
        fills optional parameters as well.
        """
        chosen: dict[Key, Any] = {}
        for parameter in operation.parameters:
            if not (parameter.required or optional) or plain(parameter.name) in _CREDENTIAL_HEADERS:
                continue
            chosen[parameter.place, parameter.name] = self._value(operation, parameter, actor, thing)
        form = preferred_form(operation)
        body: Any = UNKNOWN
        if form is not None:
            body = (
                form.examples[0]
                if form.examples and not new
                else self.maker.make(form.schema, new=new, least=least)
            )
            body = self._with_references(body, actor)
        return Inputs(parameters={**chosen, **(values or {})}, form=form, body=body)

    def _value(
        self, operation: Operation, parameter: Parameter, actor: Actor | None, thing: Thing | None
    ) -> Any:
        noun = (
            noun_before(operation.path, parameter.name)
            if parameter.place is Place.PATH
            else noun_of(operation.path)
        )
        if thing is not None:
            score, value = thing.value_for(noun, parameter.name)
            if score >= 2:
                return value
        if parameter.place is Place.PATH or plain(parameter.name).endswith("id"):
            value = self.knowledge.value(noun, parameter.name, owner=actor)
            if value is not None:
                return value
        if parameter.examples:
            return parameter.examples[0]
        return self.maker.make(parameter.schema, parameter.name)

    def _with_references(self, body: Any, actor: Actor | None) -> Any:
        """Fill fields such as `bookId` with the number of a book that is there."""
        if not isinstance(body, dict):
            return body
        filled = dict(body)
        for name, value in body.items():
            flat = plain(str(name))
            if flat.endswith("id") and flat != "id" and not isinstance(value, dict | list):
                known = self.knowledge.value("", str(name), owner=actor)
                filled[name] = value if known is None else known
        return filled

    def own_inputs(
        self, operation: Operation, owner: Actor, *, thing: Thing | None = None, new: bool = False
    ) -> tuple[Inputs, Thing] | None:
        """Return inputs whose path names something that belongs to an actor, with that thing; None without one."""
        for parameter in reversed(operation.path_parameters):
            noun = noun_before(operation.path, parameter.name)
            things = (
                [thing]
                if thing is not None
                else [t for t in self.knowledge.things if t.owner is owner and not t.gone]
            )
            scored = [(candidate.value_for(noun, parameter.name)[0], candidate) for candidate in things]
            best = max(scored, key=lambda pair: pair[0], default=(0, None))
            if best[0] >= 2 and best[1] is not None:
                return self.inputs(operation, owner, thing=best[1], new=new), best[1]
        return None

    async def ask(self, operation: Operation, actor: Actor | Sender, inputs: Inputs, **more: Any) -> Exchange:
        """Send an operation's request as somebody. Raises NetError, BudgetExhausted or SessionLost."""
        exchange = await self._deliver(operation, actor, build(operation, self.base, inputs).build(), **more)
        self.count(operation, exchange)
        return exchange

    async def _deliver(
        self, operation: Operation, actor: Actor | Sender, request: Request, **more: Any
    ) -> Exchange:
        """Send a request. An operation with a limit of its own is not waited for; a limit of the whole host is."""
        if operation.id in self.limited:
            with taking_refusals():
                return await actor.send(request, **more)
        with taking_refusals():
            exchange = await actor.send(request, **more)
            if exchange.response.status != 429:
                return exchange
            other = await self.people.nobody.send(Request("GET", f"{self.base}/"))
        if other.response.status == 429:
            return await actor.send(request, **more)
        self.limited.add(operation.id)
        self.unasked.setdefault(operation.id, "it limits attempts, so that it was tested in part")
        return exchange

    async def send(
        self, operation: Operation, actor: Actor | Sender, request: Request, *, timeout: float | None = None
    ) -> Exchange:
        """Send a request of an operation that a check has changed. What it makes is deleted again at the end.

        Raises as `ask` does.
        """
        exchange = await self._deliver(operation, actor, request, timeout=timeout)
        self.count(operation, exchange)
        if (
            self.purpose(operation) is Purpose.CREATE
            and isinstance(actor, Actor)
            and accepted(exchange.response)
        ):
            self.note_creation(operation, actor, exchange)
        if self.purpose(operation) is Purpose.REGISTER and accepted(exchange.response):
            self.accounts_left += 1
        return exchange

    def count(self, operation: Operation, exchange: Exchange) -> None:
        """Note for the account that an operation was asked."""
        self.statuses.setdefault(operation.id, Counter())[exchange.response.status] += 1
        if self.conformance is not None:
            self.conformance.look(operation, exchange)

    async def create(self, noun: str, owner: Actor, extra: Mapping[str, Any] | None = None) -> Thing | None:
        """Make something of a kind as an actor, None where no operation does. Raises as `ask` does."""
        for operation in self.for_purpose(Purpose.CREATE):
            if noun_of(operation.path) == noun and (thing := await self.create_with(operation, owner, extra)):
                return thing
        return None

    async def create_with(
        self, operation: Operation, owner: Actor, extra: Mapping[str, Any] | None = None
    ) -> Thing | None:
        """Make something with one operation, and find out how it is named. Raises as `ask` does."""
        for new, least in ((True, False), (True, True), (False, False)):
            inputs = self.inputs(operation, owner, new=new, least=least)
            if extra:
                inputs = inputs.with_body(**extra)
            exchange = await self.ask(operation, owner, inputs)
            if accepted(exchange.response):
                return await self._made(operation, owner, inputs, exchange)
        return None

    async def _made(self, operation: Operation, owner: Actor, inputs: Inputs, exchange: Exchange) -> Thing:
        sent = inputs.body if isinstance(inputs.body, dict) else {}
        fields = {
            name: value
            for name, value in sent.items()
            if not isinstance(value, dict | list) and value is not None
        }
        texts = tuple(value for value in _texts(inputs.body) if value.startswith("zq"))
        noun = noun_of(operation.path)
        thing = Thing(
            noun=noun, fields=dict(fields), owner=owner, made_by=operation, sent=texts, creation=exchange
        )
        thing.fields.update(_first_object(exchange))
        if not any(plain(name).endswith("id") for name in thing.fields):
            await self._find_again(thing, owner, noun)
        return self.knowledge.add(thing)

    def note_creation(self, operation: Operation, owner: Actor, exchange: Exchange) -> None:
        """Remember something that was made in passing, so that it is deleted again; nothing is asked with it."""
        fields = _first_object(exchange)
        if fields:
            self.leftovers.append(
                Thing(noun=noun_of(operation.path), fields=fields, owner=owner, made_by=operation)
            )

    async def _find_again(self, thing: Thing, owner: Actor, noun: str) -> None:
        """Look in the lists for what was made, as many APIs name it only there."""
        for operation in self.for_purpose(Purpose.LIST):
            if noun_of(operation.path) != noun or operation.path_parameters:
                continue
            exchange = await self.ask(operation, owner, self.inputs(operation, owner))
            for seen in self.knowledge.learn(operation, owner, exchange):
                if set(thing.sent) & {str(value) for value in seen.fields.values()}:
                    thing.fields.update(seen.fields)
                    seen.gone = True  # the one of our own stands for it
                    return

    async def read_back(self, thing: Thing, actor: Actor) -> Exchange | None:
        """Return what an actor is shown of a thing: by reading it, else in a list. None where nothing shows it."""
        for operation in self.for_purpose(Purpose.READ, Purpose.LIST):
            if not operation.path_parameters:
                continue
            if operation.path_parameters[-1].name not in operation.path.rpartition("/")[2]:
                continue
            found = self.own_inputs(operation, actor, thing=thing)
            if found is None or noun_before(operation.path, operation.path_parameters[-1].name) != thing.noun:
                continue
            exchange = await self.ask(operation, actor, found[0])
            if accepted(exchange.response) or exchange.response.status in (404, 410):
                return exchange
        for operation in self.for_purpose(Purpose.LIST):
            if noun_of(operation.path) == thing.noun and not operation.path_parameters:
                exchange = await self.ask(operation, actor, self.inputs(operation, actor))
                if accepted(exchange.response):
                    return exchange
        return None

    async def own_answers(self, actor: Actor) -> list[tuple[Operation, Exchange]]:
        """Return the answers, asked now and without naming anybody, that speak of the actor."""
        found = []
        for operation in self.for_purpose(Purpose.LIST):
            if operation.path_parameters or not self._speaks_of_people(operation):
                continue
            exchange = await self.ask(operation, actor, self.inputs(operation, actor))
            if accepted(exchange.response) and any(
                actor.is_named(value) for value in telling_values(exchange.response)
            ):
                found.append((operation, exchange))
        return found

    def _speaks_of_people(self, operation: Operation) -> bool:
        """Whether the survey saw a person named in the answers of an operation."""
        for actor in self.people.users:
            seen = self.seen.get((operation.id, actor.name))
            if seen is not None and any(actor.is_named(value) for value in telling_values(seen.response)):
                return True
        return False


def _texts(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)


def _first_object(exchange: Exchange) -> dict[str, Any]:
    """Return the fields of the object that an answer to a creation is about."""
    best: dict[str, Any] = {}
    for _, raw in objects_in(read_json(exchange.response), ""):
        fields = fields_of(raw)
        if any(plain(name) == "id" or plain(name).endswith("id") for name in fields) and len(fields) > len(
            best
        ):
            best = fields
    return best
