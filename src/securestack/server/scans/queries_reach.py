"""Whether a scan reached far enough that what it did not see is gone."""

from __future__ import annotations

from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from securestack.probing.needs import Profile
from securestack.server.scans.queries_queue import Claim

_PROFILES = [profile.value for profile in Profile]

_FARTHER = text(
    "SELECT EXISTS (SELECT 1 FROM scans s WHERE s.target_id = :target_id AND s.scanner = :scanner AND s.id <> :id "
    "AND s.status IN ('completed', 'incomplete') "
    "AND (s.options->>'profile' = ANY(:farther) OR (NOT :authenticated AND (s.options->>'authenticated')::boolean)))"
)


_WITH_DEVELOPMENT = text(
    "SELECT EXISTS (SELECT 1 FROM scans s WHERE s.target_id = :target_id AND s.scanner = :scanner AND s.id <> :id "
    "AND s.status IN ('completed', 'incomplete') AND (s.options->>'development')::boolean)"
)


async def reaches_everything(session: AsyncSession, claim: Claim) -> bool:
    """Return whether this scan looked at least as far as every scan of the target before.

    A scan that was narrowed, was less thorough, or was not logged in where another was, has not looked where findings
    of those may lie, so their absence says nothing. Nor has a dependency scan that passed over what is needed for
    development only.
    """
    if claim.target_id is None:
        return False
    if claim.scanner == "dependencies":
        named = {"target_id": claim.target_id, "scanner": claim.scanner, "id": claim.id}
        return bool(claim.options.get("development")) or not await session.scalar(_WITH_DEVELOPMENT, named)
    return await _web_reaches_everything(session, claim)


async def _web_reaches_everything(session: AsyncSession, claim: Claim) -> bool:
    options: dict[str, Any] = claim.options
    if options.get("scope") or options.get("exclude"):
        return False
    profile = str(options.get("profile", Profile.STANDARD.value))
    farther = _PROFILES[_PROFILES.index(profile) + 1 :]
    return not await session.scalar(
        _FARTHER,
        {
            "target_id": claim.target_id,
            "scanner": claim.scanner,
            "id": claim.id,
            "farther": farther,
            "authenticated": bool(options.get("authenticated")),
        },
    )
