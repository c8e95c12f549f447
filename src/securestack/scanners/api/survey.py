"""The survey: every operation that only reads is asked as everybody, then things are made to ask the others with."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import TypeVar

from securestack.net.errors import NetError
from securestack.net.message import Exchange
from securestack.probing.actors.actor import Actor
from securestack.probing.actors.jwt import parse_jwt
from securestack.probing.actors.tokens import read_json
from securestack.scanners.api.answers import accepted, fields_of, objects_in, telling_values
from securestack.scanners.api.api import Api
from securestack.scanners.api.description.model import Operation
from securestack.scanners.api.knowledge import Thing
from securestack.scanners.api.names import noun_before, plain
from securestack.scanners.api.people import OWN_WORDS
from securestack.scanners.api.purposes import Purpose, names_person, operation_words
from securestack.scanners.api.together import together

_PERSON_NOUNS = ("user", "account", "member", "customer", "profile", "person", "people", "client", "owner")
_IDENTIFIERS = frozenset({"id", "uuid", "guid", "userid", "accountid", "sub", "pk"})
_MOST_READS = 0.25  # of all requests of the scan, for reading alone

T = TypeVar("T")
Step = Callable[[str], None]


class Survey:
    """Asks once, as everybody, and fills the knowledge. `step` is told what is being asked."""

    def __init__(self, api: Api, step: Step = lambda _: None) -> None:
        self._api = api
        self._step = step
        readers = [operation for operation in api.operations if operation.method in ("GET", "HEAD")]
        allowed = int((api.options.max_requests or 10**6) * _MOST_READS)
        # With very many operations not everybody can ask everything: then one who is logged in does.
        self._sparing = len(readers) * len(api.people.everybody) > allowed

    async def run(self) -> None:
        """Read, make, and read what needs the name of something. Raises BudgetExhausted or SessionLost."""
        api = self._api
        self._know_people()
        plain_reads = [op for op in api.ordinary if op.method == "GET" and not op.path_parameters]
        await self._read_all(plain_reads, self._actors())
        self._know_identities()
        await self._make_things()
        lists = [op for op in plain_reads if api.purpose(op) is Purpose.LIST]
        if any(thing.made_by is not None for thing in api.knowledge.made()):
            await self._read_all(lists, [actor for actor in self._actors() if actor is not api.people.nobody])
        if not self._sparing:
            api.knowledge.settle_owners(api.people.users)
        named = [op for op in api.ordinary if op.method == "GET" and op.path_parameters]
        for depth in sorted({op.path.count("{") for op in named}):
            await self._read_all([op for op in named if op.path.count("{") == depth], self._actors())

    def _actors(self) -> list[Actor]:
        people = self._api.people
        if self._sparing:
            return people.known[:1] or [people.nobody]
        return people.everybody

    async def _read_all(self, operations: list[Operation], actors: list[Actor]) -> None:
        """Ask operations as several people, many at once, and then learn from the answers in a fixed order."""
        api = self._api
        questions = [
            (operation, actor, api.inputs(operation, actor)) for operation in operations for actor in actors
        ]
        answers = await together(
            [partial(self._try, question[0], partial(api.ask, *question)) for question in questions]
        )
        for (operation, actor, _), exchange in zip(questions, answers, strict=True):
            if exchange is not None:
                self._learn(operation, actor, exchange)

    async def _try(self, operation: Operation, ask: Callable[[], Awaitable[T]]) -> T | None:
        self._step(operation.id)
        try:
            return await ask()
        except NetError as error:
            self._api.unasked[operation.id] = f"no answer: {error}"
            return None

    def _learn(self, operation: Operation, actor: Actor, exchange: Exchange) -> None:
        api = self._api
        first = (operation.id, actor.name) not in api.seen
        if first or accepted(exchange.response):
            api.seen[operation.id, actor.name] = exchange
        if accepted(exchange.response):
            api.knowledge.learn(operation, actor, exchange)
            if not operation.path_parameters:
                api.knowledge.show(actor, telling_values(exchange.response))

    def _know_people(self) -> None:
        """Keep the people who were registered or given as things, under each noun that paths have for people."""
        api = self._api
        nouns = {
            noun
            for operation in api.operations
            for parameter in operation.path_parameters
            if (noun := noun_before(operation.path, parameter.name)) in _PERSON_NOUNS
        }
        for actor in reversed(api.people.known):
            for noun in nouns or {"user"}:
                person_thing(api, actor, noun)

    def _know_identities(self) -> None:
        """Learn the numbers of people from answers that name them."""
        api = self._api
        for actor in api.people.known:
            if not actor.identity:
                _introduce(api, actor)
            for (_, asked_by), exchange in list(api.seen.items()):
                if asked_by == actor.name:
                    learn_identity(api, actor, exchange)

    async def _make_things(self) -> None:
        api = self._api
        creators = sorted(api.for_purpose(Purpose.CREATE), key=lambda operation: operation.path.count("/"))
        for operation in creators:
            for actor in api.people.users[:2] or [api.people.nobody]:
                await self._try(operation, partial(api.create_with, operation, actor))


def _introduce(api: Api, actor: Actor) -> None:
    """Learn what somebody is called who came with a token only: from the token, or where the API tells who they are."""
    token = parse_jwt(actor.token)
    for name, value in (token.claims if token is not None else {}).items():
        if isinstance(value, str | int) and (names_person(name) or plain(name) in _IDENTIFIERS):
            actor.identity[name] = str(value)
    operation = api.people.canary_operation
    if operation is None or not operation_words(operation) & OWN_WORDS:
        return
    exchange = api.seen.get((operation.id, actor.name))
    for _, raw in objects_in(read_json(exchange.response), "") if exchange is not None else ():
        for name, value in fields_of(raw).items():
            if (names_person(name) and isinstance(value, str)) or plain(name) in _IDENTIFIERS:
                actor.identity.setdefault(name, str(value))
        return  # the outermost is the person; what is in it belongs to them


def person_thing(api: Api, actor: Actor, noun: str = "user") -> Thing:
    """Return the thing that stands for a person, made if need be."""
    for thing in api.knowledge.things:
        if thing.owner is actor and thing.noun == noun and thing.fields.get("__person__") == actor.name:
            return thing
    return api.knowledge.add(
        Thing(noun=noun, fields={**actor.identity, "__person__": actor.name}, owner=actor)
    )


def learn_identity(api: Api, actor: Actor, exchange: Exchange) -> None:
    """Take from an answer what numbers the API has for a person."""
    for _, raw in objects_in(read_json(exchange.response), ""):
        fields = fields_of(raw)
        if not any(names_person(name) and actor.is_named(value) for name, value in fields.items()):
            continue
        for name, value in fields.items():
            if plain(name) in _IDENTIFIERS or (names_person(name) and isinstance(value, str)):
                actor.identity.setdefault(name, str(value))
        for thing in api.knowledge.things:
            if thing.fields.get("__person__") == actor.name:
                for name, value in fields.items():
                    if plain(name) in _IDENTIFIERS:
                        thing.fields.setdefault(name, value)


async def identify(api: Api, actor: Actor) -> None:
    """Ask the API, where it tells who is logged in, what it calls somebody. Raises as `Api.ask` does."""
    operation = api.people.canary_operation
    if operation is not None and actor.session.canary is not None:
        learn_identity(api, actor, await api.ask(operation, actor, api.inputs(operation, actor)))
