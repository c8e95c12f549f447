"""Statements about invitations: one-time tokens that let their bearer into a team."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from securestack.server.kit.clock import now
from securestack.server.kit.database import Reader
from securestack.server.models.accounts import OneTimeToken, TokenPurpose
from securestack.server.teams.permissions import all_rows, first_row

_INVITATION = """i.id, t.id AS team_id, t.name AS team_name, i.data->>'email' AS email, i.data->>'role' AS role,
 u.name AS invited_by, i.created_at, i.expires_at"""
_FROM = """one_time_tokens i JOIN teams t ON t.id = (i.data->>'team_id')::uuid
 LEFT JOIN users u ON u.id = (i.data->>'invited_by')::uuid"""
_PENDING = (
    "i.purpose = 'invite' AND i.data->>'team_id' IS NOT NULL AND i.used_at IS NULL AND i.expires_at > now()"
)
_MOST = 1000


async def list_of_team(source: Reader | AsyncSession, team_id: uuid.UUID) -> Sequence[Any]:
    """Return the pending invitations into a team, the newest first."""
    return await all_rows(
        source,
        f"SELECT {_INVITATION} FROM {_FROM} WHERE {_PENDING} AND i.data->>'team_id' = $1 "
        f"ORDER BY i.id DESC LIMIT {_MOST}",
        str(team_id),
    )


async def list_of_user(source: Reader | AsyncSession, user_id: uuid.UUID) -> Sequence[Any]:
    """Return the pending invitations to the verified address of a user, the newest first."""
    return await all_rows(
        source,
        f"SELECT {_INVITATION} FROM {_FROM} JOIN users me ON me.id = $1 AND me.email_verified_at IS NOT NULL "
        f"WHERE {_PENDING} AND lower(i.data->>'email') = lower(me.email) ORDER BY i.id DESC LIMIT {_MOST}",
        user_id,
    )


async def read_invitation(source: Reader | AsyncSession, invitation_id: uuid.UUID) -> Any | None:
    """Return a pending invitation, or None."""
    return await first_row(
        source, f"SELECT {_INVITATION} FROM {_FROM} WHERE {_PENDING} AND i.id = $1", invitation_id
    )


async def pending(session: AsyncSession, **known: Any) -> OneTimeToken | None:
    """Return the pending invitation of an `id` or a `token_hash` as it is now, or None."""
    found = await session.scalar(
        select(OneTimeToken)
        .where(
            OneTimeToken.purpose == TokenPurpose.INVITE,
            OneTimeToken.used_at.is_(None),
            OneTimeToken.expires_at > now(),
        )
        .filter_by(**known)
        .execution_options(populate_existing=True)
    )
    return found if found is not None and "team_id" in found.data else None


async def delete_invitations_to(session: AsyncSession, team_id: uuid.UUID, email: str) -> None:
    """Delete the invitations of an address into a team; a new one replaces them."""
    await session.execute(
        text(
            "DELETE FROM one_time_tokens WHERE purpose = 'invite' AND data->>'team_id' = :team "
            "AND lower(data->>'email') = lower(:email) AND used_at IS NULL"
        ),
        {"team": str(team_id), "email": email},
    )


async def delete_invitations_by(session: AsyncSession, team_id: uuid.UUID, user_id: uuid.UUID) -> None:
    """Delete the pending invitations into a team that somebody sent."""
    await session.execute(
        text(
            "DELETE FROM one_time_tokens WHERE purpose = 'invite' AND data->>'team_id' = :team "
            "AND data->>'invited_by' = :user AND used_at IS NULL"
        ),
        {"team": str(team_id), "user": str(user_id)},
    )
