"""The routes of projects."""

from __future__ import annotations

import uuid
from typing import Annotated

from fastapi import APIRouter, Query, Request
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import Response

from securestack.server.kit.caller import Caller, CurrentCaller
from securestack.server.kit.etags import IfMatch, tagged, version_tag
from securestack.server.kit.idempotency import IdempotencyKey, once
from securestack.server.kit.pages import Page
from securestack.server.kit.platform import CurrentPlatform
from securestack.server.kit.problems import declared
from securestack.server.kit.schemas import json_response
from securestack.server.projects import queries, service
from securestack.server.projects.schemas import Move, NewProject, Project, ProjectChange, ProjectQuery
from securestack.server.teams.permissions import Right, require_project
from securestack.server.teams.queries_deletion import DELETE_JOB

router = APIRouter(prefix="/projects", tags=["projects"])

Confirm = Annotated[
    str | None, Query(max_length=100, description="Slug of the project, to say that you mean it.")
]


@router.post(
    "",
    status_code=201,
    response_model=Project,
    responses=declared(403, 404, 409),
    operation_id="projects_create",
    summary="Create a project",
)
async def create(
    body: NewProject,
    request: Request,
    platform: CurrentPlatform,
    caller: CurrentCaller,
    key: IdempotencyKey = None,
) -> Response:
    """Create a project in a team you maintain."""
    async with platform.database.transaction(caller) as session:

        async def creation() -> Response:
            project_id = await service.create_project(session, caller, body)
            return await _answer(session, caller, project_id, created=True)

        return await once(session, request, caller, key, creation)


@router.get("", response_model=Page[Project], operation_id="projects_list", summary="List projects")
async def list_projects(
    platform: CurrentPlatform, caller: CurrentCaller, query: Annotated[ProjectQuery, Query()]
) -> Response:
    """Return the projects of your teams."""
    async with platform.database.read(caller) as reader:
        rows, cursor = await queries.list_projects(reader, caller, query, platform.cursor_key)
        items = await service.with_counts(reader, rows)
    return json_response({"items": items, "next": cursor})


@router.get(
    "/{project_id}",
    response_model=Project,
    responses=declared(304, 403, 404),
    operation_id="projects_get",
    summary="Get a project",
)
async def get(
    project_id: uuid.UUID, request: Request, platform: CurrentPlatform, caller: CurrentCaller
) -> Response:
    """Return a project."""
    async with platform.database.read(caller) as reader:
        await require_project(reader, caller, project_id, Right.PROJECT_READ)
        row = await queries.read_project(reader, caller, project_id)
        (project,) = await service.with_counts(reader, [row])
    return tagged(request, json_response(project), version=project["version"])


@router.patch(
    "/{project_id}",
    response_model=Project,
    responses=declared(403, 404, 409, 412),
    operation_id="projects_change",
    summary="Change a project",
)
async def change(
    project_id: uuid.UUID,
    body: ProjectChange,
    platform: CurrentPlatform,
    caller: CurrentCaller,
    if_match: IfMatch = None,
) -> Response:
    """Change what is said of a project, how soon its findings are due, and how many scans run at once."""
    async with platform.database.transaction(caller) as session:
        await service.change_project(session, caller, project_id, body, if_match)
        return await _answer(session, caller, project_id)


@router.post(
    "/{project_id}/archive",
    response_model=Project,
    responses=declared(403, 404),
    operation_id="projects_archive",
    summary="Archive a project",
)
async def archive(project_id: uuid.UUID, platform: CurrentPlatform, caller: CurrentCaller) -> Response:
    """Put a project away: it can be read, and nothing in it changes until it is restored."""
    async with platform.database.transaction(caller) as session:
        await service.archive_project(session, caller, project_id, archived=True)
        return await _answer(session, caller, project_id)


@router.post(
    "/{project_id}/restore",
    response_model=Project,
    responses=declared(403, 404),
    operation_id="projects_restore",
    summary="Restore a project",
)
async def restore(project_id: uuid.UUID, platform: CurrentPlatform, caller: CurrentCaller) -> Response:
    """Bring an archived project back."""
    async with platform.database.transaction(caller) as session:
        await service.archive_project(session, caller, project_id, archived=False)
        return await _answer(session, caller, project_id)


@router.post(
    "/{project_id}/move",
    response_model=Project,
    responses=declared(403, 404, 409, 412),
    operation_id="projects_move",
    summary="Move a project to another team",
)
async def move(
    project_id: uuid.UUID,
    body: Move,
    platform: CurrentPlatform,
    caller: CurrentCaller,
    if_match: IfMatch = None,
) -> Response:
    """Give a project you own to a team you maintain. The members of that team alone see it then."""
    async with platform.database.transaction(caller) as session:
        await service.move_project(session, caller, project_id, body.team_id, if_match)
        return await _answer(session, caller, project_id)


@router.delete(
    "/{project_id}",
    status_code=204,
    responses=declared(403, 404, 409, 412),
    operation_id="projects_delete",
    summary="Delete a project",
)
async def delete(
    project_id: uuid.UUID,
    platform: CurrentPlatform,
    caller: CurrentCaller,
    confirm: Confirm = None,
    if_match: IfMatch = None,
) -> None:
    """Delete a project with its targets, scans, findings and API keys. It is gone at once; a job clears up."""
    async with platform.database.transaction(caller) as session:
        await service.delete_project(session, caller, project_id, confirm, if_match)
    await platform.jobs.send(DELETE_JOB)


async def _answer(
    session: AsyncSession, caller: Caller, project_id: uuid.UUID, *, created: bool = False
) -> Response:
    row = await queries.read_project(session, caller, project_id)
    (project,) = await service.with_counts(session, [row])
    headers = {"ETag": version_tag(project["version"])}
    if created:
        headers["Location"] = f"/api/v1/projects/{project_id}"
    return json_response(project, 201 if created else 200, headers=headers)
