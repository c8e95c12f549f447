"""Who may do what with scans: what they may do in the scan's project."""

from __future__ import annotations

import uuid

from sqlalchemy.ext.asyncio import AsyncSession

from securestack.server.kit.caller import Caller
from securestack.server.kit.database import Reader
from securestack.server.teams.permissions import ProjectAccess, Right, require_project


async def require_scan(
    source: Reader | AsyncSession, caller: Caller, scan_id: uuid.UUID, right: Right
) -> ProjectAccess:
    """Return what the caller may do in the project of a scan, having made sure of one right.

    Raises the problem `not-found` for a scan that is missing or foreign, and what `require_project` raises.
    """
    place = "(SELECT s.project_id FROM scans s WHERE s.id = $1)"
    return await require_project(source, caller, scan_id, right, what="The scan", project_sql=place)
