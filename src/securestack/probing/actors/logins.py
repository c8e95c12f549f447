"""The ways in which somebody logs in to an API."""

from __future__ import annotations

import base64
from collections.abc import Callable
from urllib.parse import quote

import msgspec

from securestack.net.errors import NetError
from securestack.net.message import Exchange, HeaderList, Request
from securestack.probing.actors.actor import Credentials
from securestack.probing.actors.tokens import FoundToken, find_token
from securestack.probing.canary import Canary
from securestack.probing.check import Sender
from securestack.probing.insertion import Field, FormBody, RequestTemplate, encode_body
from securestack.probing.session import LoginFailed, Session


class TokenPlace(msgspec.Struct, frozen=True):
    """How a token is sent: in a header, after a prefix such as `Bearer `, or in a field of the query."""

    header: str = "Authorization"
    prefix: str = "Bearer "
    query: str = ""

    def carry(self, session: Session, token: str, lifetime: float | None = None) -> None:
        """Have a session send a token so."""
        if self.query:
            session.carry((), in_url=f"{quote(self.query)}={quote(token, safe='')}", lifetime=lifetime)
        else:
            session.carry(((self.header, f"{self.prefix}{token}"),), lifetime=lifetime)

    def headers(self, token: str) -> HeaderList:
        """Return the header that carries a token; none where it travels in the query."""
        return () if self.query else ((self.header, f"{self.prefix}{token}"),)


BEARER = TokenPlace()


class TokenLogin:
    """Sends a request with somebody's credentials, and carries on with the token or the cookies in the answer.

    `make` builds that request. The session must be given with `attach` before the first login. `canary` is set by
    whoever finds a request whose answer tells whether one is logged in.
    """

    def __init__(
        self, make: Callable[[Credentials], Request], credentials: Credentials, place: TokenPlace = BEARER
    ) -> None:
        self._make = make
        self._session: Session | None = None
        self.credentials = credentials
        self.place = place
        self.canary: Canary | None = None
        self.token: FoundToken | None = None
        self.answer: Exchange | None = None

    def attach(self, session: Session) -> Session:
        """Take the session that is to carry the token, and return it."""
        self._session = session
        session.login = self
        return session

    async def perform(self, sender: Sender) -> Canary | None:
        """Log in. Raises LoginFailed where the answer holds neither a token nor a cookie."""
        assert self._session is not None
        request = self._make(self.credentials)
        try:
            self.answer = answer = await sender.send(request)
        except NetError as error:
            raise LoginFailed(f"Logging in at {request.url} got no answer. {error}") from error
        self.token = find_token(answer.response) if answer.response.status < 400 else None
        if self.token is not None:
            self.place.carry(self._session, self.token.value, self.token.lifetime)
        elif answer.response.status >= 400 or not self._session.cookies_for(request.url):
            raise LoginFailed(
                f"Logging in as {self.credentials.username} at {request.url} brought neither a token nor a cookie "
                f"(status {answer.response.status}). Check the name and the password."
            )
        return self.canary


def oauth_request(
    token_url: str, grant: str, scopes: tuple[str, ...] = ()
) -> Callable[[Credentials], Request]:
    """Return how to ask for a token of OAuth 2 (RFC 6749): grant is `password` or `client_credentials`."""

    def make(credentials: Credentials) -> Request:
        if grant == "password":
            fields = [("username", credentials.username), ("password", credentials.password)]
        else:
            fields = [("client_id", credentials.username), ("client_secret", credentials.password)]
        pairs = [("grant_type", grant), *fields, *([("scope", " ".join(scopes))] if scopes else [])]
        body = FormBody(tuple(Field(name, value) for name, value in pairs))
        template = RequestTemplate.from_url(token_url, "POST", body)
        content_type, data = encode_body(body)
        return Request("POST", template.url, (("Content-Type", content_type),), data)

    return make


def basic_headers(credentials: Credentials) -> HeaderList:
    """Return the header of Basic authentication (RFC 7617)."""
    pair = f"{credentials.username}:{credentials.password}".encode()
    return (("Authorization", f"Basic {base64.b64encode(pair).decode('ascii')}"),)
