"""Setting up the actors of an API scan: registering, logging in, and finding out how to tell that it worked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any
from urllib.parse import urljoin

from securestack.net.errors import NetError
from securestack.net.message import Exchange, Request
from securestack.probing.actors.actor import Actor, Credentials, Role
from securestack.probing.actors.logins import BEARER, TokenLogin, TokenPlace, basic_headers, oauth_request
from securestack.probing.actors.tokens import find_token
from securestack.probing.canary import Canary, find_canary
from securestack.probing.check import Sender
from securestack.probing.session import LoginFailed, Session
from securestack.scanners.api.answers import accepted
from securestack.scanners.api.description.model import ApiDescription, Operation, Place, Schema
from securestack.scanners.api.names import plain
from securestack.scanners.api.options import ApiScanOptions, ApiUser
from securestack.scanners.api.purposes import (
    Purpose,
    is_password,
    names_person,
    operation_words,
    purpose_of,
    why_destructive,
)
from securestack.scanners.api.requests import Inputs, Key, build, preferred_form
from securestack.scanners.api.values import ValueMaker

OWN_WORDS = frozenset({"me", "self", "profile", "account", "whoami", "current", "my", "userinfo"})
_MOST_CANDIDATES = 12  # operations asked to find the one that tells whether one is logged in
_MOST_NEWCOMERS = 40
_PLACES = (
    TokenPlace("Authorization", "Token "),
    TokenPlace("Authorization", "JWT "),
    TokenPlace("Authorization", ""),
    TokenPlace("X-Access-Token", ""),
    TokenPlace("X-Auth-Token", ""),
    TokenPlace("X-API-Key", ""),
)


class CannotRegister(Exception):
    """Nobody could be registered; the message says why."""


class People:
    """Everybody as whom the API is asked. `users` are ordinary ones, `nobody` is not logged in."""

    def __init__(
        self,
        description: ApiDescription,
        base: str,
        options: ApiScanOptions,
        client: Sender,
        maker: ValueMaker,
        notice: Callable[[str], None],
    ) -> None:
        self._description = description
        self._base = base.rstrip("/")
        self._options = options
        self._client = client
        self._maker = maker
        self._notice = notice
        self._purposes = [(operation, purpose_of(operation)) for operation in description.operations]
        self.nobody = Actor("nobody", Role.NOBODY, Session(client))
        self.nobody.session.freeze()
        self.users: list[Actor] = []
        self.administrator: Actor | None = None
        self.login: Operation | None = None
        self.register: Operation | None = None
        self.registration: Exchange | None = None
        self.place = BEARER
        self.canary_operation: Operation | None = None
        self.newcomers: list[Actor] = []

    @property
    def everybody(self) -> list[Actor]:
        """All of them, nobody first."""
        return [self.nobody, *self.users, *([self.administrator] if self.administrator else [])]

    @property
    def known(self) -> list[Actor]:
        """Those who are logged in."""
        return self.everybody[1:]

    async def gather(self) -> None:
        """Log in those who were given, and register as many as are missing for two ordinary users.

        Raises LoginFailed when somebody who was given cannot log in.
        """
        for user in self._options.users:
            await self._take(user)
        while self._options.register and len(self.users) < 2:
            try:
                self.users.append(await self.newcomer(f"user {len(self.users) + 1}"))
            except (CannotRegister, LoginFailed) as error:
                self._notice(str(error))
                break

    async def _take(self, user: ApiUser) -> None:
        if user.administrator:
            name, role = "administrator", Role.ADMINISTRATOR
        else:
            name, role = f"user {len(self.users) + 1}", Role.USER
        if user.headers and not user.name:
            session = Session(self._client, headers=user.headers)
            actor = Actor(name, role, session)
            await self._find_canary(actor)
            if session.canary is None:
                await self._doubt(actor)
        else:
            identity = {"email" if "@" in user.name else "username": user.name}
            actor = await self._log_in(name, role, identity, user.password)
        actor.session.freeze()
        if role is Role.ADMINISTRATOR:
            self.administrator = actor
        else:
            self.users.append(actor)

    async def _doubt(self, actor: Actor) -> None:
        for operation in self._candidates():
            exchange = await actor.send(build(operation, self._base, Inputs()).build())
            if exchange.response.status in (401, 403):
                raise LoginFailed(
                    f"The API answered {exchange.response.status} to {operation.id} with the credentials given with "
                    "--header. Check that they are complete and not expired."
                )

    async def newcomer(self, name: str = "") -> Actor:
        """Register somebody and log them in. Raises CannotRegister or LoginFailed."""
        if not self._options.register:
            raise CannotRegister("Nobody may be registered, as --no-register says.")
        if len(self.newcomers) >= _MOST_NEWCOMERS:
            raise CannotRegister(f"No more than {_MOST_NEWCOMERS} people are registered in one scan.")
        identity, password = await self.sign_up()
        return await self.log_in_newcomer(identity, password, name)

    async def log_in_newcomer(self, identity: dict[str, str], password: str, name: str = "") -> Actor:
        """Return somebody who has just been registered, logged in. Raises LoginFailed."""
        name = name or f"newcomer {len(self.newcomers) + 1}"
        actor = await self._log_in(name, Role.USER, identity, password)
        actor.made = True
        actor.session.freeze()
        self.newcomers.append(actor)
        return actor

    async def sign_up(
        self, extra: dict[str, Any] | None = None, *, password: str = ""
    ) -> tuple[dict[str, str], str]:
        """Register somebody, with further fields or a password if given; return what they are called and the password.

        The exchange is kept in `registration`. Raises CannotRegister.
        """
        reason = "The description names no operation to register with; give users with --user."
        for operation in self._operations(Purpose.REGISTER, self.register):
            inputs, identity, chosen = self._registration(operation, password or self._maker.password())
            if extra:
                inputs = inputs.with_body(**extra)
            try:
                exchange = await self._client.send(build(operation, self._base, inputs).build())
            except NetError as error:
                raise CannotRegister(f"Registering with {operation.id} got no answer. {error}") from error
            self.registration = exchange
            if accepted(exchange.response):
                self.register = operation
                return identity, chosen
            reason = f"Registering with {operation.id} did not work (status {exchange.response.status}); give users with --user."
        raise CannotRegister(reason)

    def _registration(self, operation: Operation, password: str) -> tuple[Inputs, dict[str, str], str]:
        form = preferred_form(operation)
        body = self._maker.make(form.schema, new=True) if form is not None else {}
        body = body if isinstance(body, dict) else {}
        identity: dict[str, str] = {}

        def fill(name: str, value: Any) -> Any:
            if is_password(name):
                return password
            if names_person(name) and isinstance(value, str):
                identity[name] = value
            return value

        body = _filled(body, fill)
        parameters = {
            (parameter.place, parameter.name): self._maker.make(parameter.schema, parameter.name, new=True)
            for parameter in operation.parameters
            if parameter.required
        }
        return Inputs(parameters=parameters, form=form, body=body), identity, password

    def _operations(self, purpose: Purpose, known: Operation | None) -> list[Operation]:
        """Return the operations for a purpose, the one that worked before alone where there is one."""
        if known is not None:
            return [known]
        found = [
            operation
            for operation, its in self._purposes
            if its is purpose and not why_destructive(operation) and not operation.deprecated
        ]
        return sorted(found, key=lambda operation: len(operation.path))

    async def _log_in(self, name: str, role: Role, identity: dict[str, str], password: str) -> Actor:
        """Return somebody logged in. Raises LoginFailed with what the last way of trying said."""
        username = next(iter(identity.values()), "")
        credentials = Credentials(username, password)
        problem = LoginFailed(
            "The description names no operation to log in with, and no token address; name it with --login, or give "
            "tokens with --header."
        )
        for make, operation in self._ways(identity):
            login = TokenLogin(make, credentials, self.place)
            session = login.attach(Session(self._client))
            try:
                await session.log_in()
            except LoginFailed as error:
                problem = error
                continue
            actor = Actor(name, role, session, credentials=credentials, identity=identity)
            self.login = self.login or operation
            await self._find_canary(actor, login)
            return actor
        if any(scheme.kind == "basic" for scheme in self._description.schemes.values()):
            session = Session(self._client, headers=basic_headers(credentials))
            actor = Actor(name, role, session, credentials=credentials, identity=identity)
            await self._find_canary(actor)
            return actor
        raise problem

    def _ways(
        self, identity: dict[str, str]
    ) -> Iterator[tuple[Callable[[Credentials], Request], Operation | None]]:
        """Yield how to log in, the likeliest way first."""
        for operation in self._login_operations():
            yield self.login_request(operation, identity), operation
        for scheme in self._description.schemes.values():
            if scheme.kind == "oauth2" and scheme.token_url:
                url = urljoin(self._base + "/", scheme.token_url)
                for grant, flows in (
                    ("password", {"password"}),
                    ("client_credentials", {"clientCredentials", "application"}),
                ):
                    if flows & set(scheme.flows):
                        yield oauth_request(url, grant, scheme.scopes), None

    def _login_operations(self) -> list[Operation]:
        if self._options.login:
            wanted = self._description.operation(self._options.login)
            if wanted is None:
                raise LoginFailed(
                    f"The description has no operation {self._options.login!r}; write it like 'POST /login'."
                )
            return [wanted]
        return self._operations(Purpose.LOGIN, self.login)

    def login_request(
        self, operation: Operation, identity: dict[str, str]
    ) -> Callable[[Credentials], Request]:
        """Return what builds the request that logs somebody in with an operation."""

        def make(credentials: Credentials) -> Request:
            form = preferred_form(operation)
            body = self._maker.make(form.schema if form else Schema())
            body = body if isinstance(body, dict) else {}

            def fill(name: str, value: Any) -> Any:
                if is_password(name):
                    return credentials.password
                if names_person(name):
                    return _called(identity, name, credentials.username)
                return "password" if plain(name) == "granttype" else value

            body = _filled(body, fill)
            parameters: dict[Key, Any] = {
                (parameter.place, parameter.name): (
                    credentials.password
                    if is_password(parameter.name)
                    else _called(identity, parameter.name, credentials.username)
                )
                for parameter in operation.parameters
                if parameter.required and parameter.place in (Place.QUERY, Place.PATH)
            }
            return build(operation, self._base, Inputs(parameters=parameters, form=form, body=body)).build()

        return make

    async def _find_canary(self, actor: Actor, login: TokenLogin | None = None) -> None:
        """Find a request that tells whether the actor is logged in, trying the places a token may travel in."""
        token = login.token if login is not None else None
        for place in self._token_places() if token is not None else [None]:
            if place is not None and login is not None and token is not None:
                login.place = place
                place.carry(actor.session, token.value, token.lifetime)
            canary = await self._compare(actor)
            if canary is not None:
                actor.session.canary = canary
                if login is not None:
                    login.canary = canary
                if place is not None:
                    self.place = place
                return
        if login is not None and token is not None:
            login.place = self.place
            self.place.carry(actor.session, token.value, token.lifetime)

    def _token_places(self) -> list[TokenPlace]:
        if self.canary_operation is not None:
            return [self.place]
        places = []
        for scheme in self._description.schemes.values():
            if scheme.kind == "api-key" and scheme.place is Place.HEADER:
                prefixes = ("Bearer ", "") if scheme.field.lower() == "authorization" else ("",)
                places += [TokenPlace(scheme.field, prefix) for prefix in prefixes]
            elif scheme.kind == "api-key" and scheme.place is Place.QUERY:
                places.append(TokenPlace(query=scheme.field))
        return list(dict.fromkeys([*places, BEARER, *_PLACES]))

    async def _compare(self, actor: Actor) -> Canary | None:
        for operation in self._candidates():
            request = build(operation, self._base, Inputs()).build()
            try:
                known = await actor.session.send(request)
                if not 200 <= known.response.status < 300:
                    continue
                unknown = await self.nobody.send(request)
            except NetError:
                continue
            if known.response.status != unknown.response.status or operation.wants_login:
                canary = find_canary(known, unknown, username=next(iter(actor.identity.values()), ""))
                if canary is not None:
                    self.canary_operation = operation
                    return canary
        return None

    def _candidates(self) -> list[Operation]:
        if self.canary_operation is not None:
            return [self.canary_operation]
        usable = [
            operation
            for operation, purpose in self._purposes
            if purpose is Purpose.LIST
            and operation.method == "GET"
            and not operation.path_parameters
            and not any(parameter.required for parameter in operation.parameters)
            and not why_destructive(operation)
        ]
        usable.sort(
            key=lambda operation: (
                not operation_words(operation) & OWN_WORDS,
                not operation.wants_login,
                len(operation.path),
            )
        )
        return usable[:_MOST_CANDIDATES]

    def secrets(self) -> Iterable[str]:
        """Return what must never be shown: passwords and tokens of everybody."""
        for actor in (*self.known, *self.newcomers):
            if actor.credentials is not None:
                yield actor.credentials.password
            if actor.token:
                yield actor.token

    def registered_token(self) -> str:
        """Return the token that registering gave, if it did."""
        found = find_token(self.registration.response) if self.registration is not None else None
        return found.value if found is not None else ""


def _filled(body: dict[str, Any], fill: Callable[[str, Any], Any]) -> dict[str, Any]:
    """Return a body in which each plain field is what `fill` makes of its name and value."""
    return {
        name: _filled(value, fill) if isinstance(value, dict) else fill(str(name), value)
        for name, value in body.items()
    }


def _called(identity: dict[str, str], field: str, otherwise: str) -> str:
    """Return what somebody is called in a field: their name there, or an e-mail address where one is wanted."""
    for name, value in identity.items():
        if plain(name) == plain(field):
            return value
    wants_mail = "mail" in field.lower()
    for value in identity.values():
        if ("@" in value) == wants_mail:
            return value
    return otherwise
