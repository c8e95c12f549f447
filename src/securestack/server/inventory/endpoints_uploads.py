"""The routes of uploads."""

from __future__ import annotations

import uuid
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from securestack.server.inventory import queries_uploads as queries
from securestack.server.inventory import uploads
from securestack.server.inventory.permissions import require_upload
from securestack.server.inventory.schemas_uploads import FileName, Upload, UploadQuery
from securestack.server.kit.caller import CurrentCaller
from securestack.server.kit.pages import Page
from securestack.server.kit.platform import CurrentPlatform
from securestack.server.kit.problems import declared
from securestack.server.kit.schemas import Name, json_response, row_dict
from securestack.server.teams.permissions import Right, require_project

router = APIRouter(tags=["inventory"])

_UPLOADS_AN_HOUR = 600

_FILE: dict[str, Any] = {
    "requestBody": {
        "description": "The file itself: a lock file or manifest, an SBOM, a Java archive, a Go or Rust program, or a zip "
        "or tar.gz of a folder; told by name and content.",
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}


@router.post(
    "/projects/{project_id}/uploads",
    status_code=201,
    response_model=Upload,
    responses=declared(403, 404, 409),
    operation_id="uploads_create",
    summary="Upload something to scan",
    openapi_extra=_FILE,
)
async def create(
    project_id: uuid.UUID,
    request: Request,
    platform: CurrentPlatform,
    caller: CurrentCaller,
    file_name: Annotated[
        FileName, Query(description="What the file is called, such as `package-lock.json`.")
    ],
    target: Annotated[
        Name | None,
        Query(
            description="Name of the target it belongs to, made where it is not there; without one the file's name."
        ),
    ] = None,
    target_id: Annotated[uuid.UUID | None, Query(description="The target it belongs to.")] = None,
) -> Response:
    """Keep a file to be scanned. A scan of its target with the scanner `dependencies` looks at the newest one."""
    async with platform.database.read() as reader:
        await require_project(reader, caller, project_id, Right.SCAN_CREATE)
    await platform.limiter.hit("upload", caller.name, times=_UPLOADS_AN_HOUR, seconds=3600)
    async with (
        uploads.received(request.stream(), file_name) as arrived,
        platform.database.transaction(caller) as session,
    ):
        access = await require_project(session, caller, project_id, Right.SCAN_CREATE)
        upload = await uploads.take_in(
            session, caller, access, platform.settings, arrived, target_id=target_id, target_name=target
        )
        shown = row_dict(await queries.read_upload(session, upload.id))
    return json_response(shown, 201, headers={"Location": f"/api/v1/uploads/{upload.id}"})


@router.get(
    "/projects/{project_id}/uploads",
    response_model=Page[Upload],
    responses=declared(403, 404),
    operation_id="uploads_list",
    summary="List uploads",
)
async def list_uploads(
    project_id: uuid.UUID,
    platform: CurrentPlatform,
    caller: CurrentCaller,
    query: Annotated[UploadQuery, Query()],
) -> Response:
    """Return the files that were uploaded to a project, the newest first."""
    async with platform.database.read(caller) as reader:
        await require_project(reader, caller, project_id, Right.SCAN_READ)
        rows, cursor = await queries.list_uploads(reader, project_id, query, platform.cursor_key)
    return json_response({"items": [row_dict(row) for row in rows], "next": cursor})


@router.get(
    "/uploads/{upload_id}",
    response_model=Upload,
    responses=declared(403, 404),
    operation_id="uploads_get",
    summary="Get an upload",
)
async def get(upload_id: uuid.UUID, platform: CurrentPlatform, caller: CurrentCaller) -> Response:
    """Return what was uploaded, without its content."""
    async with platform.database.read(caller) as reader:
        await require_upload(reader, caller, upload_id, Right.SCAN_READ)
        row = await queries.read_upload(reader, upload_id)
    return json_response(row_dict(row))
