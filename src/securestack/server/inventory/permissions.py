"""Who may do what with uploads, packages and bills of materials: what they may do in the project."""

from __future__ import annotations

import uuid

from sqlalchemy.ext.asyncio import AsyncSession

from securestack.server.kit.caller import Caller
from securestack.server.kit.database import Reader
from securestack.server.teams.permissions import ProjectAccess, Right, require_project


async def require_upload(
    source: Reader | AsyncSession, caller: Caller, upload_id: uuid.UUID, right: Right
) -> ProjectAccess:
    """Return what the caller may do in the project of an upload, having made sure of one right.

    Raises the problem `not-found` for an upload that is missing or foreign, and what `require_project` raises.
    """
    place = "(SELECT u.project_id FROM uploads u WHERE u.id = $1)"
    return await require_project(source, caller, upload_id, right, what="The upload", project_sql=place)


async def require_package(
    source: Reader | AsyncSession, caller: Caller, package_id: uuid.UUID, right: Right
) -> ProjectAccess:
    """Return what the caller may do in the project of a package, having made sure of one right."""
    place = "(SELECT p.project_id FROM packages p WHERE p.id = $1)"
    return await require_project(source, caller, package_id, right, what="The package", project_sql=place)


async def require_sbom(
    source: Reader | AsyncSession, caller: Caller, sbom_id: uuid.UUID, right: Right
) -> ProjectAccess:
    """Return what the caller may do in the project of a bill of materials, having made sure of one right."""
    place = "(SELECT s.project_id FROM sboms s WHERE s.id = $1)"
    return await require_project(source, caller, sbom_id, right, what="The SBOM", project_sql=place)
