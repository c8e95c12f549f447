"""The routes of imports."""

from __future__ import annotations

import uuid
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from securestack.server.findings import imports
from securestack.server.findings import queries_imports as queries
from securestack.server.findings.feeds import feeds_of
from securestack.server.findings.schemas import FindingImport, Word
from securestack.server.kit.caller import CurrentCaller
from securestack.server.kit.pages import Page, PageQuery
from securestack.server.kit.platform import CurrentPlatform
from securestack.server.kit.problems import declared, not_found
from securestack.server.kit.schemas import json_response, row_dict
from securestack.server.teams.permissions import Right, require_project

router = APIRouter(prefix="/projects/{project_id}/imports", tags=["findings"])

_FILE: dict[str, Any] = {
    "requestBody": {
        "description": "The file itself: SARIF 2.1.0, or a JSON report of SecureStack; told by its content.",
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}


@router.post(
    "",
    status_code=201,
    response_model=FindingImport,
    responses=declared(403, 404, 409)
    | {200: {"model": FindingImport, "description": "The same file was imported before; nothing changed."}},
    operation_id="findings_import",
    summary="Import a file of findings",
    openapi_extra=_FILE,
)
async def create(
    project_id: uuid.UUID,
    request: Request,
    platform: CurrentPlatform,
    caller: CurrentCaller,
    target_id: Annotated[uuid.UUID | None, Query(description="The target the findings belong to.")] = None,
    file_name: Annotated[Word, Query(description="What to call the file.")] = "import",
) -> Response:
    """Take in what another tool found. Of a file that cannot be read nothing is written."""
    async with platform.database.read() as reader:
        await require_project(reader, caller, project_id, Right.FINDING_IMPORT)
    async with (
        imports.received(request.stream()) as file,
        platform.database.transaction(caller) as session,
    ):
        access = await require_project(session, caller, project_id, Right.FINDING_IMPORT)
        import_id, repeated = await imports.take_in(
            *(session, caller, access, file),
            target_id=target_id,
            file_name=file_name,
            feeds=feeds_of(platform.settings),
        )
        shown = row_dict(await queries.read_import(session, project_id, import_id))
    return json_response(shown, 200 if repeated else 201)


@router.get(
    "",
    response_model=Page[FindingImport],
    responses=declared(403, 404),
    operation_id="findings_list_imports",
    summary="List imports",
)
async def list_imports(
    project_id: uuid.UUID,
    platform: CurrentPlatform,
    caller: CurrentCaller,
    query: Annotated[PageQuery, Query()],
) -> Response:
    """Return the files of findings that a project has taken in, newest first."""
    async with platform.database.read(caller) as reader:
        await require_project(reader, caller, project_id, Right.FINDING_READ)
        rows, cursor = await queries.list_imports(reader, project_id, query, platform.cursor_key)
    return json_response({"items": [row_dict(row) for row in rows], "next": cursor})


@router.get(
    "/{import_id}",
    response_model=FindingImport,
    responses=declared(403, 404),
    operation_id="findings_get_import",
    summary="Get an import",
)
async def get(
    project_id: uuid.UUID, import_id: uuid.UUID, platform: CurrentPlatform, caller: CurrentCaller
) -> Response:
    """Return what became of a file of findings."""
    async with platform.database.read(caller) as reader:
        await require_project(reader, caller, project_id, Right.FINDING_READ)
        row = await queries.read_import(reader, project_id, import_id)
    if row is None:
        raise not_found("The import")
    return json_response(row_dict(row))
