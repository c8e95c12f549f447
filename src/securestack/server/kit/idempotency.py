"""Idempotency keys: a creation that is sent twice, because an answer was lost, happens once.

The key is written in the transaction of the creation itself. So a second request with it either waits until the first
has been committed and then gets the same answer, or finds nothing because the first was rolled back, and does the work.
"""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import Header, Request
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import Response

from securestack.server.kit.caller import Caller
from securestack.server.kit.problems import Problem, conflict

IdempotencyKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=200,
        pattern=r"^[\x21-\x7e]+$",
        description="A word of your own for this creation, such as a UUID; sent again within a day, it gets the same "
        "answer and creates nothing.",
    ),
]

_CLAIM = text(
    "INSERT INTO idempotency_keys (caller, key, operation, body_hash, created_at) "
    "VALUES (:caller, :key, :operation, :body_hash, now()) ON CONFLICT (caller, key) DO NOTHING RETURNING 1"
)
_SAVED = text(
    "SELECT operation, body_hash, status, response FROM idempotency_keys WHERE caller = :caller AND key = :key"
)
_SAVE = text(
    "UPDATE idempotency_keys SET status = :status, response = :response WHERE caller = :caller AND key = :key"
)
_FORGET = text("DELETE FROM idempotency_keys WHERE created_at < now() - interval '1 day'")


async def once(
    session: AsyncSession,
    request: Request,
    caller: Caller,
    key: str | None,
    create: Callable[[], Awaitable[Response]],
    *,
    secret: bool = False,
) -> Response:
    """Create, and return the answer; or return the answer of the first time, within the caller's transaction.

    The answer of a `secret` creation is not kept: its repetition raises the problem `already-created`. Raises the
    problem `idempotency-key-reused` when the key came with another request before.
    """
    if key is None:
        return await create()
    operation = f"{request.method} {request.url.path}"
    body_hash = hashlib.sha256(await request.body()).digest()
    named = {"caller": caller.name, "key": key}
    claimed = await session.scalar(_CLAIM, {**named, "operation": operation, "body_hash": body_hash})
    if claimed is None:
        saved = (await session.execute(_SAVED, named)).one()
        if saved.operation != operation or saved.body_hash != body_hash:
            raise Problem(
                422,
                "idempotency-key-reused",
                "This Idempotency-Key was sent with another request before; use a new one.",
            )
        if saved.response is None:
            raise conflict("already-created", "This was created before, and its secret is shown only once.")
        return Response(
            saved.response,
            saved.status,
            {"Idempotency-Replayed": "true"},
            "application/json",
        )
    response = await create()
    stored = None if secret else bytes(response.body)
    await session.execute(_SAVE, {**named, "status": response.status_code, "response": stored})
    return response


async def forget_old_keys(session: AsyncSession) -> None:
    """Delete the keys of yesterday; a beat job calls this."""
    await session.execute(_FORGET)
