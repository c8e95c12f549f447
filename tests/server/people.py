"""Users for tests that are about something else than accounts: written straight into the database, and logged in."""

from __future__ import annotations

import uuid
from typing import NamedTuple

from securestack.server.kit.clock import now
from securestack.server.kit.identifiers import new_id
from securestack.server.models.accounts import User
from tests.server.support import Server


class Person(NamedTuple):
    """A user, and the header fields of their requests."""

    id: uuid.UUID
    email: str
    headers: dict[str, str]


async def person(
    server: Server, name: str = "Ada", *, administrator: bool = False, verified: bool = True
) -> Person:
    """Return a new user who is logged in."""
    user_id = new_id()
    email = f"{name.lower()}-{user_id}@example.test"
    async with server.platform.database.transaction() as session:
        session.add(
            User(
                id=user_id,
                email=email,
                name=name,
                is_administrator=administrator,
                email_verified_at=now() if verified else None,
            )
        )
    return Person(user_id, email, server.headers(user_id, administrator=administrator))
