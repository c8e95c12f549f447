"""The hosts that administrators allow to be scanned without proof, private ones included."""

from __future__ import annotations

import uuid
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from securestack.net.guard import parse_allowance
from securestack.server.audit.service import record
from securestack.server.kit.caller import Caller
from securestack.server.kit.clock import now
from securestack.server.kit.identifiers import new_id
from securestack.server.kit.problems import conflict, invalid, not_found
from securestack.server.models.projects import AllowedHost
from securestack.server.projects import queries_targets as queries


async def allow_host(session: AsyncSession, caller: Caller, host: str, reason: str) -> dict[str, Any]:
    """Allow a host and return it; the caller is an administrator, or the platform itself.

    Raises the problems `invalid-request` and `host-allowed-already`.
    """
    try:
        text = str(parse_allowance(host))
    except ValueError as error:
        raise invalid("body.host", str(error)) from None
    if await queries.host_is_allowed(session, text):
        raise conflict("host-allowed-already", f"{text} is allowed already.")
    allowed = AllowedHost(id=new_id(), host=text, reason=reason, added_by=caller.user_id, created_at=now())
    session.add(allowed)
    await session.flush()
    told = {"host": text, "reason": reason}
    await record(session, caller, "allowed-host.added", "allowed-host", allowed.id, after=told)
    return {**told, "id": allowed.id, "added_by": allowed.added_by, "created_at": allowed.created_at}


async def disallow_host(session: AsyncSession, caller: Caller, host_id: uuid.UUID) -> None:
    """Take a host off the list; its targets need proof from now on."""
    host = await queries.remove_allowed_host(session, host_id)
    if host is None:
        raise not_found("The host")
    before = {"host": host.host, "reason": host.reason}
    await record(session, caller, "allowed-host.removed", "allowed-host", host_id, before=before)
