"""An actor: somebody as whom requests are sent."""

from __future__ import annotations

import enum

import msgspec

from securestack.net.message import Exchange, Request
from securestack.probing.session import Session


class Role(enum.StrEnum):
    """What an actor may be expected to do."""

    NOBODY = "nobody"
    USER = "user"
    ADMINISTRATOR = "administrator"


class Credentials(msgspec.Struct, frozen=True):
    """What somebody logs in with. For OAuth 2 client credentials these are the client's id and secret."""

    username: str
    password: str


class Actor:
    """Somebody as whom requests are sent, through a session that stays logged in.

    `identity` holds what the target calls this person, by the name of the field: user name, e-mail address, number.
    `made` says that the scanner registered them, so that their account may be spoilt.
    """

    def __init__(
        self,
        name: str,
        role: Role,
        session: Session,
        *,
        credentials: Credentials | None = None,
        identity: dict[str, str] | None = None,
        made: bool = False,
    ) -> None:
        self.name = name
        self.role = role
        self.session = session
        self.credentials = credentials
        self.identity = identity or {}
        self.made = made

    async def send(self, request: Request, *, timeout: float | None = None) -> Exchange:
        """Send a request as this actor. Raises NetError, BudgetExhausted or SessionLost."""
        return await self.session.send(request, timeout=timeout)

    @property
    def token(self) -> str:
        """The token carried in a header, without its scheme; empty where there is none."""
        for _, value in self.session.carried:
            return value.rpartition(" ")[2]
        return ""

    def is_named(self, value: object) -> bool:
        """Whether a value is one of those that stand for this person."""
        text = str(value).lower()
        return bool(text) and any(text == own.lower() for own in self.identity.values())

    def __repr__(self) -> str:
        return f"<Actor {self.name}>"
