"""The routes of packages and of what a project is made of."""

from __future__ import annotations

import uuid
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field
from starlette.responses import Response

from securestack.server.inventory import licences, packages
from securestack.server.inventory import queries_packages as queries
from securestack.server.inventory.permissions import require_package
from securestack.server.inventory.schemas_packages import (
    InventorySummary,
    Package,
    PackageDetail,
    PackageQuery,
)
from securestack.server.kit.caller import CurrentCaller
from securestack.server.kit.pages import Page
from securestack.server.kit.platform import CurrentPlatform
from securestack.server.kit.problems import declared
from securestack.server.kit.schemas import json_response, row_dict
from securestack.server.teams.permissions import Right, require_project

router = APIRouter(tags=["inventory"])


class PackagePage(Page[Package]):
    """A page of packages, and how many fit the filters in all."""

    total: int | None = Field(description="On the first page only; null on others.")


@router.get(
    "/projects/{project_id}/packages",
    response_model=PackagePage,
    responses=declared(403, 404),
    operation_id="packages_list",
    summary="List packages",
)
async def list_packages(
    project_id: uuid.UUID,
    platform: CurrentPlatform,
    caller: CurrentCaller,
    query: Annotated[PackageQuery, Query()],
) -> Response:
    """Return the packages of a project as the last scans of its targets saw them, the most severe first."""
    async with platform.database.read(caller) as reader:
        await require_project(reader, caller, project_id, Right.SCAN_READ)
        policy = await licences.policy_of_project(reader, project_id)
        allowed = (
            await licences.licences_with(reader, project_id, policy, query.verdict) if query.verdict else None
        )
        rows, cursor = await queries.list_packages(
            reader, project_id, query, platform.cursor_key, licences=allowed
        )
        total = None
        if query.cursor is None:
            total = await queries.count_packages(reader, project_id, query, licences=allowed)
    items = [packages.shown(row, policy) for row in rows]
    return json_response({"items": items, "next": cursor, "total": total})


@router.get(
    "/projects/{project_id}/inventory",
    response_model=InventorySummary,
    responses=declared(403, 404),
    operation_id="packages_summary",
    summary="Get what a project is made of",
)
async def summary(project_id: uuid.UUID, platform: CurrentPlatform, caller: CurrentCaller) -> Response:
    """Return how many packages a project has, of which ecosystems, and the files that name them."""
    async with platform.database.read(caller) as reader:
        await require_project(reader, caller, project_id, Right.SCAN_READ)
        totals = await queries.totals(reader, project_id)
        ecosystems = await queries.ecosystems(reader, project_id)
        manifests = await queries.manifests(reader, project_id)
    return json_response(
        {
            **row_dict(totals),
            "ecosystems": [row_dict(row) for row in ecosystems],
            "manifests": [row_dict(row) for row in manifests],
        }
    )


@router.get(
    "/packages/{package_id}",
    response_model=PackageDetail,
    responses=declared(403, 404),
    operation_id="packages_get",
    summary="Get a package",
)
async def get(package_id: uuid.UUID, platform: CurrentPlatform, caller: CurrentCaller) -> Response:
    """Return a package with the way it comes into the project, its flaws, and the upgrade that clears them."""
    async with platform.database.read(caller) as reader:
        access = await require_package(reader, caller, package_id, Right.SCAN_READ)
        row = await queries.read_package(reader, package_id)
        policy = await licences.policy_of_project(reader, access.project_id)
        whole = await packages.shown_whole(reader, row, policy)
    return json_response(whole)
