"""One-time tokens: in the links of mails, and between two steps of logging in. Only their hashes are stored."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from securestack.server.kit.clock import now
from securestack.server.kit.identifiers import new_id
from securestack.server.kit.tokens import hash_token, new_secret
from securestack.server.models.accounts import OneTimeToken, TokenPurpose
from securestack.server.settings import Settings

LINK_LIFETIMES = {
    TokenPurpose.INVITE: timedelta(days=14),
    TokenPurpose.RESET: timedelta(hours=1),
    TokenPurpose.VERIFY: timedelta(days=1),
}
"""How long the links of mails are good."""

_PAGES = {
    TokenPurpose.SETUP: "setup",
    TokenPurpose.INVITE: "invitation",
    TokenPurpose.RESET: "reset-password",
    TokenPurpose.VERIFY: "verify-email",
}


async def make_token(
    session: AsyncSession,
    purpose: TokenPurpose,
    lifetime: timedelta,
    *,
    user_id: uuid.UUID | None = None,
    data: dict[str, Any] | None = None,
    identifier: uuid.UUID | None = None,
) -> str:
    """Return a new one-time token."""
    token = new_secret()
    session.add(
        OneTimeToken(
            id=identifier or new_id(),
            user_id=user_id,
            purpose=purpose,
            token_hash=hash_token(token),
            expires_at=now() + lifetime,
            data=data or {},
        )
    )
    await session.flush()
    return token


def link(settings: Settings, purpose: TokenPurpose, token: str) -> str:
    """Return the link with a token. It stands behind the #, which browsers send to nobody: no log, no referrer."""
    return f"{settings.public_url}/{_PAGES[purpose]}#{token}"
