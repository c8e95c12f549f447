"""Statements about teams and their members."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from securestack.server.kit.caller import Caller
from securestack.server.kit.database import Reader
from securestack.server.kit.pages import Keyset, Order, keyset
from securestack.server.models.accounts import User
from securestack.server.models.teams import Membership, Role, Team
from securestack.server.teams.permissions import first_row
from securestack.server.teams.schemas import MemberQuery, TeamQuery

TEAM_ORDERS = {"name": Order("lower(t.name)", "text"), "created_at": Order("t.created_at", "timestamptz")}
MEMBER_ORDERS = {
    "name": Order("lower(u.name)", "text"),
    "email": Order("lower(u.email)", "text"),
    "role": Order("array_position(ARRAY['owner', 'maintainer', 'analyst', 'viewer'], m.role::text)", "int"),
    "joined_at": Order("m.created_at", "timestamptz"),
}

_TEAM = """t.id, t.name, t.slug, t.description, m.role,
 (SELECT count(*) FROM memberships c WHERE c.team_id = t.id) AS member_count, t.created_at, t.updated_at, t.version"""
_MEMBER = "u.id AS user_id, u.name, u.email, m.role, u.is_active, m.created_at AS joined_at"


async def list_teams(
    reader: Reader, caller: Caller, query: TeamQuery, key: bytes
) -> tuple[Sequence[Any], str | None]:
    """Return a page of the caller's teams, or of all teams."""
    arguments: list[Any] = [caller.user_id]
    where = "t.deleted_at IS NULL" if query.all else "m.role IS NOT NULL"
    if query.search is not None:
        arguments.append(query.search)
        where += f" AND position(lower(${len(arguments)}) in lower(t.name)) > 0"
    page = keyset(query, TEAM_ORDERS, default="name", key=key, id_sql="t.id", arguments=arguments)
    join = "LEFT JOIN" if query.all else "JOIN"
    rows = await reader.fetch(
        f"SELECT {_TEAM}, {page.key_sql} FROM teams t {join} memberships m ON m.team_id = t.id AND m.user_id = $1 "
        f"WHERE {where} {page.and_where} {page.order_sql}",
        *page.arguments,
    )
    return page.cut(rows)


async def read_team(source: Reader | AsyncSession, caller: Caller, team_id: uuid.UUID) -> Any:
    """Return one team, which the caller may read."""
    return await first_row(
        source,
        f"SELECT {_TEAM} FROM teams t LEFT JOIN memberships m ON m.team_id = t.id AND m.user_id = $1 WHERE t.id = $2",
        caller.user_id,
        team_id,
    )


async def list_members(
    reader: Reader, team_id: uuid.UUID, query: MemberQuery, key: bytes
) -> tuple[Sequence[Any], str | None]:
    """Return a page of the members of a team."""
    arguments: list[Any] = [team_id]
    where = "m.team_id = $1"
    if query.role is not None:
        arguments.append(query.role.value)
        where += f" AND m.role = ${len(arguments)}"
    if query.search is not None:
        arguments.append(query.search)
        where += f" AND position(lower(${len(arguments)}) in lower(u.name || ' ' || u.email)) > 0"
    page: Keyset = keyset(query, MEMBER_ORDERS, default="name", key=key, id_sql="u.id", arguments=arguments)
    rows = await reader.fetch(
        f"SELECT u.id, {_MEMBER}, {page.key_sql} FROM memberships m JOIN users u ON u.id = m.user_id "
        f"WHERE {where} {page.and_where} {page.order_sql}",
        *page.arguments,
    )
    return page.cut(rows)


async def read_member(source: Reader | AsyncSession, team_id: uuid.UUID, user_id: uuid.UUID) -> Any | None:
    """Return one member of a team, or None."""
    return await first_row(
        source,
        f"SELECT {_MEMBER} FROM memberships m JOIN users u ON u.id = m.user_id WHERE m.team_id = $1 AND m.user_id = $2",
        team_id,
        user_id,
    )


async def lock_team(session: AsyncSession, team_id: uuid.UUID) -> Team | None:
    """Return a team that nobody else changes until the transaction ends, its members included; or None."""
    return await session.get(Team, team_id, with_for_update=True, populate_existing=True)


async def lock_membership(session: AsyncSession, team_id: uuid.UUID, user_id: uuid.UUID) -> Membership | None:
    """Return a membership to change, or None."""
    return await session.get(
        Membership, {"team_id": team_id, "user_id": user_id}, with_for_update=True, populate_existing=True
    )


async def count_owners(session: AsyncSession, team_id: uuid.UUID) -> int:
    """Return how many owners a team has who can log in."""
    return (
        await session.scalar(
            select(func.count())
            .select_from(Membership)
            .join(User, User.id == Membership.user_id)
            .where(Membership.team_id == team_id, Membership.role == Role.OWNER, User.is_active)
        )
        or 0
    )


async def user_of_email(session: AsyncSession, email: str) -> User | None:
    """Return the active user of an address, or None."""
    return await session.scalar(select(User).where(func.lower(User.email) == email.lower(), User.is_active))


async def share_a_team(session: AsyncSession, one: uuid.UUID, other: uuid.UUID) -> bool:
    """Return whether two users are members of the same team, so that they know of each other."""
    first, second = Membership.__table__.alias(), Membership.__table__.alias()
    return bool(
        await session.scalar(
            select(func.count())
            .select_from(first.join(second, first.c.team_id == second.c.team_id))
            .where(first.c.user_id == one, second.c.user_id == other)
        )
    )


async def count_projects(session: AsyncSession, team_id: uuid.UUID) -> int:
    """Return how many projects a team has, archived ones included."""
    return (
        await session.scalar(text("SELECT count(*) FROM projects WHERE team_id = :team"), {"team": team_id})
        or 0
    )
