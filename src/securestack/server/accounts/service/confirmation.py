"""Asking for the password again before something grave, so that a device left open does not give an account away."""

from __future__ import annotations

import uuid

from securestack.server.accounts import queries
from securestack.server.accounts.service.attempts import Attempts
from securestack.server.accounts.service.passwords import normalized_password
from securestack.server.audit.service import record
from securestack.server.kit.caller import Caller
from securestack.server.kit.passwords import verify_password
from securestack.server.kit.platform import Platform
from securestack.server.kit.problems import Problem, invalid


async def confirm_password(
    platform: Platform,
    caller: Caller,
    user_id: uuid.UUID,
    password: str | None,
    *,
    field: str = "body.password",
) -> None:
    """Do nothing when the password is right, or the account has none.

    Raises the problems `wrong-password`, `invalid-request` when it is missing, and `too-many-requests`.
    """
    async with platform.database.read() as reader:
        stored = await queries.password_hash_of(reader, user_id)
    if stored is None:
        return
    if password is None:
        raise invalid(field, "The password is needed for this.")
    attempts = Attempts(platform.limiter, caller)
    await attempts.password_of(user_id)
    right, _ = await verify_password(normalized_password(password), stored)
    if not right:
        async with platform.database.transaction(caller) as session:
            await record(session, caller, "password.confirmation-failed", "user", user_id)
        raise Problem(403, "wrong-password", "The password is wrong.")
    await attempts.password_succeeded(user_id)
