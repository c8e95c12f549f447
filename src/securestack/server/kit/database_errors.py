"""What an error of the database means: for who sent a request, and for who wrote its address."""

from __future__ import annotations

import enum
import os
import socket
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlsplit

import asyncpg
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout


class Meaning(enum.Enum):
    """What an error of the database means for a request."""

    UNAVAILABLE = enum.auto()  # it cannot be reached, or has no time or room: the same request may work soon
    FULL = enum.auto()  # its disk is full: reading goes on
    UNSTORABLE = enum.auto()  # a value cannot be stored: NUL in a text, a number beyond its column
    CONTRADICTION = enum.auto()  # what was written at the same time contradicts it


_UNAVAILABLE = (
    ConnectionError,
    TimeoutError,
    PoolTimeout,
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,
    asyncpg.InsufficientResourcesError,
    asyncpg.TransactionRollbackError,
    asyncpg.LockNotAvailableError,
    asyncpg.ReadOnlySQLTransactionError,  # it became a standby
    asyncpg.InterfaceError,
)


def meaning(error: BaseException) -> Meaning | None:
    """Return what an error means, or None when it is a fault of ours."""
    for one in _chain(error):
        # What asyncpg refuses to send is an InterfaceError too.
        if isinstance(one, asyncpg.DataError) or (
            isinstance(one, asyncpg.InterfaceError) and isinstance(one, ValueError)
        ):
            return Meaning.UNSTORABLE
        if isinstance(one, asyncpg.IntegrityConstraintViolationError):
            return Meaning.CONTRADICTION
        if isinstance(one, asyncpg.DiskFullError):
            return Meaning.FULL
        if isinstance(one, _UNAVAILABLE) or (isinstance(one, DBAPIError) and one.connection_invalidated):
            return Meaning.UNAVAILABLE
    return None


def unavailable(error: BaseException) -> bool:
    """Return whether an error says that the database cannot be reached, or has no room, now."""
    return meaning(error) in (Meaning.UNAVAILABLE, Meaning.FULL)


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    following: BaseException | None = error
    while following is not None and id(following) not in seen:
        seen.add(id(following))
        yield following
        original = following.orig if isinstance(following, DBAPIError) else None
        following = original or following.__cause__


def explain(error: BaseException, url: str) -> str:
    """Return one sentence on why a database cannot be used, for the person who wrote its address."""
    pieces = urlsplit(url)
    socket_folder = dict(parse_qsl(pieces.query)).get("host")
    place = socket_folder or f"{pieces.hostname or 'localhost'}:{pieces.port or 5432}"
    name = pieces.path.lstrip("/") or pieces.username or ""
    if isinstance(error, asyncpg.InvalidCatalogNameError):
        return f'There is no database "{name}" at {place}; create it, or correct DATABASE_URL.'
    if isinstance(error, (asyncpg.InvalidPasswordError, asyncpg.InvalidAuthorizationSpecificationError)):
        return f'The database at {place} refuses the user "{pieces.username}" or their password; correct DATABASE_URL.'
    if isinstance(error, socket.gaierror):
        return f"There is no host named {pieces.hostname}; correct DATABASE_URL."
    if isinstance(error, (OSError, TimeoutError)):
        known = isinstance(error, OSError) and error.errno
        reason = os.strerror(known) if known else "it does not answer"
        return f"Cannot reach the database at {place}: {reason.lower()}; start it, or correct DATABASE_URL."
    return f"Cannot use the database at {place}: {str(error).splitlines()[0]}."
