"""The SQL of the administration of users."""

from __future__ import annotations

import uuid
from typing import Any

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from securestack.server.accounts.schemas_users import UserQuery
from securestack.server.kit.clock import now
from securestack.server.kit.database import Reader
from securestack.server.kit.pages import Keyset, Order, keyset
from securestack.server.models.accounts import OneTimeToken, TokenPurpose

_COLUMNS = """
u.id, u.email, u.name, u.is_administrator, u.is_active, u.email_verified_at,
    u.password_hash IS NOT NULL AS has_password, u.totp_confirmed_at IS NOT NULL AS totp_enabled,
    u.created_at, u.last_login_at, u.version"""
_ORDERS = {
    "created_at": Order("u.created_at", "timestamptz"),
    "email": Order("lower(u.email)", "text"),
    "name": Order("u.name", "text"),
}
# A team's invitations are among the same tokens, and are its own business.
_INVITATIONS = """
SELECT id, data ->> 'email' AS email, coalesce((data ->> 'is_administrator')::boolean, false) AS is_administrator,
    created_at, expires_at
FROM one_time_tokens
WHERE purpose = 'invite' AND used_at IS NULL AND expires_at > now() AND NOT data ? 'team_id'
ORDER BY id DESC LIMIT 500"""


def page_of_users(query: UserQuery, key: bytes) -> tuple[str, Keyset]:
    """Return the statement of a page of users. Raises the problem `invalid-request`."""
    parts, arguments = ["true"], list[Any]()
    if query.text is not None:
        arguments.append(query.text.lower())
        parts.append("(strpos(lower(u.name), $1) > 0 OR strpos(lower(u.email), $1) > 0)")
    flags = {"u.is_active": query.is_active, "u.is_administrator": query.is_administrator}
    parts += [flag if wanted else f"NOT {flag}" for flag, wanted in flags.items() if wanted is not None]
    page = keyset(query, _ORDERS, default="email", key=key, id_sql="u.id", arguments=arguments)
    sql = f"SELECT {_COLUMNS}, {page.key_sql} FROM users u WHERE {' AND '.join(parts)} {page.and_where} {page.order_sql}"
    return sql, page


async def user_shown(reader: Reader, user_id: uuid.UUID) -> Any | None:
    """Return a user as administrators see them."""
    return await reader.fetch_one(f"SELECT {_COLUMNS} FROM users u WHERE u.id = $1", user_id)


async def invitations(reader: Reader) -> list[Any]:
    """Return the invitations that were not used yet, the newest first."""
    return await reader.fetch(_INVITATIONS)


async def void_invitation(session: AsyncSession, invitation_id: uuid.UUID) -> OneTimeToken | None:
    """Make an invitation good for nothing, and return it."""
    statement = (
        update(OneTimeToken)
        .where(
            OneTimeToken.id == invitation_id,
            OneTimeToken.purpose == TokenPurpose.INVITE,
            OneTimeToken.used_at.is_(None),
            ~OneTimeToken.data.has_key("team_id"),
        )
        .values(used_at=now())
        .returning(OneTimeToken)
        .execution_options(synchronize_session=False)
    )
    return await session.scalar(statement)
