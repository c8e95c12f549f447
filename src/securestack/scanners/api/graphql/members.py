"""The people as whom a GraphQL service is asked: registered by mutations or given, logged in, their tokens carried."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import msgspec

from securestack.net.errors import NetError
from securestack.net.message import Exchange
from securestack.probing.actors.actor import Actor, Credentials, Role
from securestack.probing.actors.logins import BEARER, TokenPlace
from securestack.probing.actors.tokens import FoundToken, find_token
from securestack.probing.canary import Canary
from securestack.probing.check import Sender
from securestack.probing.json_pointer import json_leaves
from securestack.probing.session import LoginFailed, Session
from securestack.scanners.api.graphql.calls import Call, make_call
from securestack.scanners.api.graphql.doors import Door, called, doors, identified, registrations
from securestack.scanners.api.graphql.graph import Asked, CannotRegister, Graph
from securestack.scanners.api.graphql.schema import ROOTS, root_fields, wants_argument
from securestack.scanners.api.names import words_of
from securestack.scanners.api.options import ApiScanOptions, ApiUser

if TYPE_CHECKING:
    from graphql import GraphQLSchema

_OWN_WORDS = frozenset({"me", "self", "viewer", "profile", "account", "whoami", "current", "my", "myself"})
_PLACES = (
    BEARER,
    TokenPlace("Authorization", "JWT "),
    TokenPlace("Authorization", "Token "),
    TokenPlace("Authorization", ""),
    TokenPlace("X-Access-Token", ""),
)
_UNKNOWN = re.compile(
    r"un-?auth|not (?:authenticated|authori[sz]ed|logged)|log ?in|sign ?in|token|jwt|credential|expired|forbidden",
    re.IGNORECASE,
)
_MOST_CANDIDATES = 6
_MOST_NEWCOMERS = 12


class GraphqlLogin:
    """Logs somebody in by a call, and carries the token of its answer."""

    def __init__(self, graph: Graph, door: Door, credentials: Credentials, place: TokenPlace) -> None:
        self._graph = graph
        self._door = door
        self._credentials = credentials
        self.place = place
        self.session: Session | None = None
        self.canary: Canary | None = None
        self.token: FoundToken | None = None

    async def perform(self, sender: Sender) -> Canary | None:
        """Log in. Raises LoginFailed where the answer holds an error, or neither a token nor a cookie."""
        assert self.session is not None
        call = self._door.with_pair(self._credentials.username, self._credentials.password)
        who = f"Logging in as {self._credentials.username} with {call.name}"
        try:
            asked = await self._graph.ask(call, sender)
        except NetError as error:
            raise LoginFailed(f"{who} got no answer. {error}") from error
        self.token = find_token(asked.exchange.response) if asked.given else None
        if self.token is not None:
            self.place.carry(self.session, self.token.value, self.token.lifetime)
        elif not asked.given or not self.session.cookies_for(self._graph.endpoint.url):
            said = f": {asked.answer.messages[0]}" if asked.answer and asked.answer.messages else "."
            raise LoginFailed(f"{who} brought neither a token nor a cookie{said}")
        return self.canary


class Members:
    """Sets up the people of a graph: `gather` fills `graph.users` and `graph.administrator`."""

    def __init__(
        self, graph: Graph, options: ApiScanOptions, client: Sender, notice: Callable[[str], None]
    ) -> None:
        self._graph = graph
        self._options = options
        self._client = client
        self._notice = notice
        self._place = BEARER
        self._settled = False  # whether it is known where the token travels
        self._own_call: Call | None = None
        self._everybody: list[Actor] = []
        self._register: Door | None = None

    async def gather(self) -> None:
        """Log in who was given, and register who is missing for two users.

        Raises LoginFailed when somebody who was given cannot log in.
        """
        for user in self._options.users:
            actor = await self._take(user)
            if actor.role is Role.ADMINISTRATOR:
                self._graph.administrator = actor
            else:
                self._graph.users.append(actor)
        while self._options.register and len(self._graph.users) < 2:
            try:
                self._graph.users.append(await self.newcomer(f"user {len(self._graph.users) + 1}"))
            except (CannotRegister, LoginFailed) as error:
                self._notice(str(error))
                break

    async def _take(self, user: ApiUser) -> Actor:
        role = Role.ADMINISTRATOR if user.administrator else Role.USER
        name = "administrator" if user.administrator else f"user {len(self._graph.users) + 1}"
        if user.headers and not user.name:
            actor = Actor(name, role, Session(self._client, headers=user.headers))
            await self._settle(actor, None)
            if actor.session.canary is None:
                await self._doubt(actor)
            return self._known(actor)
        identity = {"email" if "@" in user.name else "username": user.name}
        return await self._log_in(name, role, identity, user.password, None)

    async def _doubt(self, actor: Actor) -> None:
        """Raise LoginFailed where what should tell somebody who they are says that they are not known."""
        for call in self._candidates():
            asked = await self._graph.ask(call, actor.session)
            refusal = next((text for text in _said(asked) if _UNKNOWN.search(text)), "")
            if set(words_of(call.field)) & _OWN_WORDS and not asked.given and refusal:
                raise LoginFailed(
                    f"The service answered {refusal!r} to {call.name} with the credentials given with --header. Check that "
                    "they are complete and not expired."
                )

    async def newcomer(self, name: str = "", extra: Call | None = None) -> Actor:
        """Register somebody, by a certain call if given, and log them in. Raises CannotRegister or LoginFailed."""
        if sum(actor.made for actor in self._everybody) >= _MOST_NEWCOMERS:
            raise CannotRegister(f"No more than {_MOST_NEWCOMERS} people are registered in one scan.")
        reason = "The schema has no mutation to register with; give users with --user."
        for door in self._registrations(extra):
            password = self._graph.maker.password()
            call, identity = identified(door, self._graph.maker.word(10), password)
            asked = await self._graph.ask(call)
            if not identity or not asked.given or (asked.answer is not None and asked.answer.errors):
                said = f": {asked.answer.messages[0]}" if asked.answer and asked.answer.messages else "."
                reason = f"Registering with {call.name} did not work{said} Give users with --user."
                continue
            if extra is None:
                self._register = door
            name = name or f"newcomer {len(self._everybody) + 1}"
            actor = await self._log_in(name, Role.USER, identity, password, asked.exchange)
            actor.made = True
            return actor
        raise CannotRegister(reason)

    def _registrations(self, extra: Call | None) -> list[Door]:
        if extra is not None:
            return list(registrations([extra]))
        if self._register is not None:
            return [self._register]
        schema = self._graph.schema
        assert schema is not None
        found = []
        for door in registrations(self._graph.open_calls):
            modest = modest_call(schema, door.call, self._graph)
            found += [*registrations([modest]), door]
        return found

    async def _log_in(
        self, name: str, role: Role, identity: dict[str, str], password: str, registered: Exchange | None
    ) -> Actor:
        username = next(iter(identity.values()), "")
        problem = LoginFailed(
            "The schema has no field to log in with a name and a password; give tokens with --header."
        )
        for door in doors(self._graph.open_calls):
            credentials = Credentials(called(identity, door), password)
            login = GraphqlLogin(self._graph, door, credentials, self._place)
            login.session = session = Session(self._client, login=login)
            try:
                await session.log_in()
            except LoginFailed as error:
                problem = error
                continue
            actor = Actor(name, role, session, credentials=credentials, identity=identity)
            await self._settle(actor, login)
            return self._known(actor)
        token = find_token(registered.response) if registered is not None else None
        if token is None:
            raise problem
        session = Session(self._client)
        self._place.carry(session, token.value)
        actor = Actor(name, role, session, credentials=Credentials(username, password), identity=identity)
        await self._settle(actor, None, token)
        return self._known(actor)

    def _known(self, actor: Actor) -> Actor:
        actor.session.freeze()
        self._everybody.append(actor)
        return actor

    async def _settle(
        self, actor: Actor, login: GraphqlLogin | None, token: FoundToken | None = None
    ) -> None:
        """Find out where the token travels, and which call tells who one is."""
        token = token or (login.token if login is not None else None)
        places = [self._place] if self._settled or token is None else list(_PLACES)
        for place in places:
            if token is not None:
                place.carry(actor.session, token.value, token.lifetime)
            if (canary := await self._compare(actor)) is not None:
                self._place, self._settled = place, True
                actor.session.canary = canary
                if login is not None:
                    login.canary, login.place = canary, place
                return
        if token is not None:
            self._place.carry(actor.session, token.value, token.lifetime)

    async def _compare(self, actor: Actor) -> Canary | None:
        for call in self._candidates():
            mine = await self._graph.ask(call, actor.session)
            if not mine.given:
                continue
            nobody = await self._graph.ask(call)
            word = _only_mine(mine.given, nobody.exchange.response.text, actor)
            if word:
                self._own_call = self._graph.own_call = call
                request = self._graph.endpoint.template(call.document, call.variables).build()
                return Canary(request, mine.exchange.response.status, word=word)
        return None

    def _candidates(self) -> list[Call]:
        if self._own_call is not None:
            return [self._own_call]
        schema = self._graph.schema
        assert schema is not None
        return own_calls(schema, self._graph)[:_MOST_CANDIDATES]

    async def verify(self) -> None:
        """Look whether everybody is still logged in. Raises SessionLost."""
        for actor in self._everybody:
            await actor.session.verify()

    def secrets(self) -> Iterable[str]:
        """Return what must never be shown: passwords and tokens of everybody."""
        for actor in self._everybody:
            if actor.credentials is not None:
                yield actor.credentials.password
            if actor.token:
                yield actor.token


def _said(asked: Asked) -> tuple[str, ...]:
    """Return what a service says beside what it gives: its errors, or the text of a refusal of another form."""
    if asked.answer is not None:
        return asked.answer.messages
    return (asked.exchange.response.text[:200],)


def own_calls(schema: GraphQLSchema, graph: Graph) -> list[Call]:
    """Return the queries that seem to tell who one is: those named so first."""
    names = [
        name
        for name, field in root_fields(schema, ROOTS[0]).items()
        if not wants_argument(field) and f"query {name}" not in graph.left_out
    ]
    names.sort(key=lambda name: (not set(words_of(name)) & _OWN_WORDS, len(name)))
    return [make_call(schema, ROOTS[0], name, graph.maker, only_required=True) for name in names]


def modest_call(schema: GraphQLSchema, call: Call, graph: Graph) -> Call:
    """Return a call that leaves out every argument, and every part of one, that it need not have and that gives rights."""
    modest = make_call(schema, call.root, call.field, graph.maker, new=True, only_required=True)
    return msgspec.structs.replace(modest, variables=_without_rights(modest.variables))


_RIGHTS = frozenset(
    {"role", "roles", "admin", "staff", "permission", "permissions", "scope", "scopes", "superuser"}
)


def _without_rights(value: object, depth: int = 0) -> dict[str, object]:
    assert isinstance(value, dict)
    return {
        name: _without_rights(inner, depth + 1) if isinstance(inner, dict) else inner
        for name, inner in value.items()
        if not depth or not _RIGHTS & set(words_of(name))
    }


def _only_mine(given: object, others: str, actor: Actor) -> str:
    """Return a text of an answer that another answer does not hold: what somebody is called, else anything telling."""
    texts = [str(value) for _, value in json_leaves(given) if isinstance(value, str) and len(value) >= 4]
    named = [text for text in texts if actor.is_named(text)]
    return next((text for text in (*named, *texts) if text not in others and text.isascii()), "")
