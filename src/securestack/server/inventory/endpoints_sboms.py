"""The routes of bills of materials."""

from __future__ import annotations

import asyncio
import re
import uuid
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from securestack.inventory.sbom.writing import DEFAULTS, MEDIA_TYPES, SUFFIXES, VERSIONS, BillFormat
from securestack.server.inventory import queries_sboms as queries
from securestack.server.inventory import sboms
from securestack.server.inventory.permissions import require_sbom
from securestack.server.inventory.schemas_packages import Word
from securestack.server.inventory.schemas_sboms import (
    NewSbom,
    Sbom,
    SbomComparison,
    SbomFormat,
    SbomPackages,
    SbomQuery,
    Version,
)
from securestack.server.inventory.schemas_uploads import FileName
from securestack.server.kit.caller import CurrentCaller
from securestack.server.kit.etags import tagged
from securestack.server.kit.idempotency import IdempotencyKey, once
from securestack.server.kit.pages import Page
from securestack.server.kit.platform import CurrentPlatform
from securestack.server.kit.problems import conflict, declared
from securestack.server.kit.schemas import json_response, row_dict
from securestack.server.teams.permissions import Right, require_project

router = APIRouter(tags=["inventory"])

_FILE: dict[str, Any] = {
    "requestBody": {
        "description": "The document itself, CycloneDX or SPDX; told by its content.",
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}


@router.post(
    "/projects/{project_id}/sboms",
    status_code=201,
    response_model=Sbom,
    responses=declared(403, 404, 409),
    operation_id="sboms_generate",
    summary="Make an SBOM",
)
async def generate(
    project_id: uuid.UUID,
    body: NewSbom,
    request: Request,
    platform: CurrentPlatform,
    caller: CurrentCaller,
    key: IdempotencyKey = None,
) -> Response:
    """Make an SBOM of a target, or of a whole project, out of what the last scans saw."""
    async with platform.database.transaction(caller) as session:
        access = await require_project(session, caller, project_id, Right.SCAN_CREATE)

        async def creation() -> Response:
            sbom_id = await sboms.generate(session, caller, access, body)
            return _created(await queries.read_sbom(session, sbom_id))

        return await once(session, request, caller, key, creation)


@router.post(
    "/projects/{project_id}/sboms/upload",
    status_code=201,
    response_model=Sbom,
    responses=declared(403, 404, 409),
    operation_id="sboms_upload",
    summary="Upload an SBOM",
    openapi_extra=_FILE,
)
async def upload(
    project_id: uuid.UUID,
    request: Request,
    platform: CurrentPlatform,
    caller: CurrentCaller,
    file_name: Annotated[FileName, Query(description="What to call it.")] = "sbom",
    target_id: Annotated[uuid.UUID | None, Query(description="The target it is about.")] = None,
) -> Response:
    """Keep an SBOM that another tool wrote, to be shown, converted and compared. To look it up, upload it to be scanned."""
    async with platform.database.read() as reader:
        await require_project(reader, caller, project_id, Right.SCAN_CREATE)
    document = await sboms.received(request.stream())
    async with platform.database.transaction(caller) as session:
        access = await require_project(session, caller, project_id, Right.SCAN_CREATE)
        sbom_id = await sboms.keep(session, caller, access, document, name=file_name, target_id=target_id)
        return _created(await queries.read_sbom(session, sbom_id))


@router.get(
    "/projects/{project_id}/sboms",
    response_model=Page[Sbom],
    responses=declared(403, 404),
    operation_id="sboms_list",
    summary="List SBOMs",
)
async def list_sboms(
    project_id: uuid.UUID,
    platform: CurrentPlatform,
    caller: CurrentCaller,
    query: Annotated[SbomQuery, Query()],
) -> Response:
    """Return the SBOMs of a project, the newest first."""
    async with platform.database.read(caller) as reader:
        await require_project(reader, caller, project_id, Right.SCAN_READ)
        rows, cursor = await queries.list_sboms(reader, project_id, query, platform.cursor_key)
    return json_response({"items": [row_dict(row) for row in rows], "next": cursor})


@router.get(
    "/sbom-formats",
    response_model=list[SbomFormat],
    operation_id="sboms_list_formats",
    summary="List formats of SBOMs",
)
async def list_formats(caller: CurrentCaller) -> Response:  # noqa: ARG001 -- demands a login
    """Return the formats and versions in which every SBOM can be downloaded."""
    return json_response(
        [
            {
                "format": format.value,
                "versions": list(VERSIONS[format]),
                "default": DEFAULTS[format],
                "suffix": SUFFIXES[format],
            }
            for format in BillFormat
        ]
    )


@router.get(
    "/sboms/{sbom_id}",
    response_model=Sbom,
    responses=declared(304, 403, 404),
    operation_id="sboms_get",
    summary="Get an SBOM",
)
async def get(
    sbom_id: uuid.UUID, request: Request, platform: CurrentPlatform, caller: CurrentCaller
) -> Response:
    """Return what is known of an SBOM, without its packages."""
    async with platform.database.read(caller) as reader:
        await require_sbom(reader, caller, sbom_id, Right.SCAN_READ)
        row = await queries.read_sbom(reader, sbom_id)
    return tagged(request, json_response(row_dict(row)))


@router.delete(
    "/sboms/{sbom_id}",
    status_code=204,
    responses=declared(403, 404, 409),
    operation_id="sboms_delete",
    summary="Delete an SBOM",
)
async def delete(sbom_id: uuid.UUID, platform: CurrentPlatform, caller: CurrentCaller) -> None:
    """Delete an SBOM."""
    async with platform.database.transaction(caller) as session:
        access = await require_sbom(session, caller, sbom_id, Right.TARGET_CHANGE)
        await sboms.remove(session, caller, access, sbom_id)


@router.get(
    "/sboms/{sbom_id}/document",
    responses={
        **declared(403, 404),
        200: {
            "description": "The document; `application/octet-stream` is an uploaded one as it was.",
            "content": {
                media: {"schema": {"type": "object"} if media.endswith("json") else {"type": "string"}}
                for media in (*MEDIA_TYPES.values(), "application/octet-stream")
            },
        },
    },
    response_class=Response,
    operation_id="sboms_download",
    summary="Download an SBOM",
)
async def download(
    sbom_id: uuid.UUID,
    platform: CurrentPlatform,
    caller: CurrentCaller,
    format: Annotated[
        BillFormat | None,
        Query(description="Without one an uploaded document as it was, others as CycloneDX."),
    ] = None,
    version: Annotated[Version | None, Query(description="Version of the format.")] = None,
) -> Response:
    """Return an SBOM as a document in a format and version."""
    async with platform.database.read(caller) as reader:
        await require_sbom(reader, caller, sbom_id, Right.SCAN_READ)
        row = await queries.read_content(reader, sbom_id)
    assert row is not None, "permissions have read it"
    document = await asyncio.to_thread(sboms.written, row, format, version)
    original = format is None and row["origin"] == "uploaded"
    chosen = format or BillFormat.CYCLONEDX
    name = re.sub(r"[^\w.+-]+", "-", str(row["name"]), flags=re.ASCII).strip("-.")[:100] or "sbom"
    if not original:
        name = re.sub(r"(\.cdx|\.spdx)?(\.json|\.xml|\.spdx)?$", "", name) + SUFFIXES[chosen]
    return Response(
        document,
        media_type="application/octet-stream" if original else MEDIA_TYPES[chosen],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@router.get(
    "/sboms/{sbom_id}/packages",
    response_model=SbomPackages,
    responses=declared(403, 404),
    operation_id="sboms_list_packages",
    summary="List packages of an SBOM",
)
async def list_packages(
    sbom_id: uuid.UUID,
    platform: CurrentPlatform,
    caller: CurrentCaller,
    search: Annotated[Word, Query(description="Part of a name or purl.")] = "",
) -> Response:
    """Return the packages of an SBOM whose name or purl holds a text."""
    async with platform.database.read(caller) as reader:
        await require_sbom(reader, caller, sbom_id, Right.SCAN_READ)
        row = await queries.read_content(reader, sbom_id)
    return json_response(await asyncio.to_thread(sboms.packages_in, row, search))


@router.get(
    "/sboms/{sbom_id}/comparison",
    response_model=SbomComparison,
    responses=declared(403, 404, 409),
    operation_id="sboms_compare",
    summary="Compare two SBOMs",
)
async def compare(
    sbom_id: uuid.UUID, before: uuid.UUID, platform: CurrentPlatform, caller: CurrentCaller
) -> Response:
    """Return what differs between the SBOM `before` and this one, with the flaws that came and went."""
    async with platform.database.read(caller) as reader:
        project = (await require_sbom(reader, caller, sbom_id, Right.SCAN_READ)).project_id
        if (await require_sbom(reader, caller, before, Right.SCAN_READ)).project_id != project:
            raise conflict("other-project", "Only SBOMs of the same project can be compared.")
        shown = [row_dict(await queries.read_sbom(reader, one)) for one in (before, sbom_id)]
        contents = [await queries.read_content(reader, one) for one in (before, sbom_id)]
    found = await asyncio.to_thread(sboms.compared, platform.settings, *contents)
    return json_response({"before": shown[0], "after": shown[1], **found})


def _created(row: Any) -> Response:
    return json_response(row_dict(row), 201, headers={"Location": f"/api/v1/sboms/{row['id']}"})
