"""The set-up link: whoever opens it makes the first administrator. There is no default password anywhere."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from securestack.server.accounts.service.links import link
from securestack.server.accounts.service.registration import setup_token
from securestack.server.audit.service import SYSTEM, record
from securestack.server.kit.platform import Platform, open_platform
from securestack.server.models.accounts import TokenPurpose
from securestack.server.settings import Settings

_LIFETIME = timedelta(days=1)


def ensure_setup_link(settings: Settings) -> str | None:
    """Return a new one-time link that makes the first administrator; None where there is an administrator.

    Links made before are good for nothing then, so this is called once a start, by whoever prints the link.
    """

    async def made() -> str | None:
        async with open_platform(settings, application="securestack setup") as platform:
            return await make_setup_link(platform)

    return asyncio.run(made())


async def make_setup_link(platform: Platform) -> str | None:
    """Return a new set-up link as `ensure_setup_link` does, on an open platform."""
    async with platform.database.transaction() as session:
        token = await setup_token(session, _LIFETIME)
        if token is None:
            return None
        await record(session, SYSTEM, "setup.link-made", "platform", None)
    return link(platform.settings, TokenPurpose.SETUP, token)
