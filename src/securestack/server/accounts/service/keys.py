"""API keys: made, shown once, and revoked. Those of users are made here; those of projects by the projects' own routes."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from securestack.server.accounts import queries_keys
from securestack.server.accounts.authentication import authentication_of
from securestack.server.accounts.key_text import new_key, shown_part
from securestack.server.accounts.scopes import Scope
from securestack.server.audit.service import record
from securestack.server.kit.caller import Caller
from securestack.server.kit.clock import now
from securestack.server.kit.identifiers import new_id
from securestack.server.kit.platform import Platform
from securestack.server.kit.problems import conflict, invalid
from securestack.server.kit.tokens import hash_token
from securestack.server.models.accounts import ApiKey

_LIFETIME, _LONGEST = timedelta(days=90), timedelta(days=731)
_MOST = 100  # usable keys of one user or project


async def create_key(
    session: AsyncSession,
    caller: Caller,
    *,
    name: str,
    scopes: Sequence[Scope],
    expires_at: datetime | None,
    user_id: uuid.UUID | None = None,
    project_id: uuid.UUID | None = None,
    team_id: uuid.UUID | None = None,
) -> dict[str, Any]:
    """Make a key for a user, for a project, or for a user within one project, and return it with its secret.

    A key never does more than its user may; whether the caller may make one for a project is decided before. Raises the
    problems `invalid-request` and `too-many-keys`.
    """
    moment = now()
    expires_at = expires_at or moment + _LIFETIME
    if not moment < expires_at <= moment + _LONGEST:
        raise invalid("body.expires_at", "It must lie in the future, and at most two years from now.")
    if await queries_keys.count_keys(session, user_id, project_id) >= _MOST:
        raise conflict("too-many-keys", f"There are {_MOST} keys already; revoke those that are not needed.")
    text = new_key()
    key = ApiKey(
        id=new_id(),
        prefix=shown_part(text),
        key_hash=hash_token(text),
        name=name,
        user_id=user_id,
        project_id=project_id,
        scopes=sorted({str(scope) for scope in scopes}),
        created_by=caller.user_id,
        created_at=moment,
        expires_at=expires_at,
    )
    session.add(key)
    await session.flush()
    shown = as_shown(key)
    await record(
        session,
        caller,
        "key.created",
        "key",
        key.id,
        after=_told(shown),
        project_id=project_id,
        team_id=team_id,
    )
    return {**shown, "key": text}


async def revoke_key(
    platform: Platform,
    session: AsyncSession,
    caller: Caller,
    key_id: uuid.UUID,
    *,
    user_id: uuid.UUID | None = None,
    project_id: uuid.UUID | None = None,
    team_id: uuid.UUID | None = None,
) -> bool:
    """Revoke a key of a user, or of a project; return whether there was one to revoke.

    Other processes of the platform learn of it within five seconds.
    """
    key = await queries_keys.revoke_key(session, key_id, user_id=user_id, project_id=project_id)
    if key is None:
        return False
    authentication = authentication_of(platform)
    if authentication is not None:
        authentication.key_ended(key.key_hash)
    await record(
        session,
        caller,
        "key.revoked",
        "key",
        key_id,
        before={"name": key.name},
        project_id=key.project_id,
        team_id=team_id,
    )
    return True


def as_shown(key: ApiKey) -> dict[str, Any]:
    """Return what is shown of a key."""
    return {
        "id": key.id,
        "prefix": key.prefix,
        "name": key.name,
        "user_id": key.user_id,
        "project_id": key.project_id,
        "scopes": key.scopes,
        "created_by": key.created_by,
        "created_at": key.created_at,
        "expires_at": key.expires_at,
        "last_used_at": key.last_used_at,
        "revoked_at": key.revoked_at,
    }


def _told(shown: dict[str, Any]) -> dict[str, Any]:
    return {name: shown[name] for name in ("name", "scopes", "user_id", "project_id", "expires_at")}
