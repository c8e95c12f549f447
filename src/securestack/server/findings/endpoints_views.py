"""The routes of saved views."""

from __future__ import annotations

import uuid
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import Response

from securestack.server.audit.service import record
from securestack.server.findings import queries_views as queries
from securestack.server.findings.schemas_views import NewView, SavedQuery, SavedView, ViewChange, ViewQuery
from securestack.server.kit.caller import Caller, CurrentCaller
from securestack.server.kit.etags import IfMatch, require_match, tagged, version_tag
from securestack.server.kit.idempotency import IdempotencyKey, once
from securestack.server.kit.pages import Page
from securestack.server.kit.platform import CurrentPlatform
from securestack.server.kit.problems import declared, forbidden, not_found
from securestack.server.kit.schemas import json_response, row_dict
from securestack.server.models import findings as models
from securestack.server.teams.permissions import (
    Right,
    require_person,
    require_project,
    visible_projects_sql,
)

router = APIRouter(prefix="/views", tags=["findings"])


@router.get(
    "",
    response_model=Page[SavedView],
    responses=declared(403),
    operation_id="findings_list_views",
    summary="List saved views",
)
async def list_views(
    platform: CurrentPlatform, caller: CurrentCaller, query: Annotated[ViewQuery, Query()]
) -> Response:
    """Return your own saved views and those that are shared with you."""
    visible = visible_projects_sql(caller, Right.FINDING_READ, "v.project_id", place=2)
    async with platform.database.read(caller) as reader:
        rows, cursor = await queries.list_views(reader, caller.user_id, visible, query, platform.cursor_key)
    return json_response({"items": [row_dict(row) for row in rows], "next": cursor})


@router.post(
    "",
    status_code=201,
    response_model=SavedView,
    responses=declared(403, 404, 409),
    operation_id="findings_create_view",
    summary="Save a view",
)
async def create(
    body: NewView,
    request: Request,
    platform: CurrentPlatform,
    caller: CurrentCaller,
    key: IdempotencyKey = None,
) -> Response:
    """Save a filter and an order under a name, for yourself or for everybody of a project."""
    user_id = require_person(caller)
    async with platform.database.transaction(caller) as session:

        async def creation() -> Response:
            await _require_place(session, caller, body.project_id, shared=body.shared)
            view = models.SavedView(
                user_id=user_id,
                project_id=body.project_id,
                name=body.name,
                query=_plain(body.query),
                shared=body.shared,
            )
            session.add(view)
            await session.flush()
            await _record(
                session, caller, "view.created", view, None, {"name": view.name, "shared": view.shared}
            )
            shown = row_dict(await _read(session, caller, view.id))
            headers = {"Location": f"/api/v1/views/{view.id}", "ETag": version_tag(1)}
            return json_response(shown, 201, headers=headers)

        return await once(session, request, caller, key, creation)


@router.get(
    "/{view_id}",
    response_model=SavedView,
    responses=declared(304, 403, 404),
    operation_id="findings_get_view",
    summary="Get a saved view",
)
async def get(
    view_id: uuid.UUID, request: Request, platform: CurrentPlatform, caller: CurrentCaller
) -> Response:
    """Return a saved view."""
    async with platform.database.read(caller) as reader:
        view = row_dict(await _read(reader, caller, view_id))
    return tagged(request, json_response(view), version=view["version"])


@router.patch(
    "/{view_id}",
    response_model=SavedView,
    responses=declared(403, 404, 409, 412),
    operation_id="findings_change_view",
    summary="Change a saved view",
)
async def change(
    view_id: uuid.UUID,
    body: ViewChange,
    request: Request,
    platform: CurrentPlatform,
    caller: CurrentCaller,
    if_match: IfMatch = None,
) -> Response:
    """Change your own saved view."""
    async with platform.database.transaction(caller) as session:
        view = await _own(session, caller, view_id)
        require_match(if_match, view.version)
        sent = body.model_dump(exclude_unset=True)
        await _require_place(session, caller, view.project_id, shared=sent.get("shared", view.shared))
        before = {"name": view.name, "shared": view.shared}
        if "query" in sent:
            sent["query"] = _plain(body.query)
        for name, value in sent.items():
            setattr(view, name, value)
        view.version += 1
        await session.flush()
        await _record(
            session, caller, "view.changed", view, before, {"name": view.name, "shared": view.shared}
        )
        shown = row_dict(await _read(session, caller, view_id))
    return tagged(request, json_response(shown), version=shown["version"])


@router.delete(
    "/{view_id}",
    status_code=204,
    responses=declared(403, 404),
    operation_id="findings_delete_view",
    summary="Delete a saved view",
)
async def delete(view_id: uuid.UUID, platform: CurrentPlatform, caller: CurrentCaller) -> Response:
    """Delete your own saved view."""
    async with platform.database.transaction(caller) as session:
        view = await _own(session, caller, view_id)
        await session.delete(view)
        await session.flush()
        await _record(session, caller, "view.deleted", view, {"name": view.name}, None)
    return Response(status_code=204)


async def _read(source: Any, caller: Caller, view_id: uuid.UUID) -> Any:
    visible = visible_projects_sql(caller, Right.FINDING_READ, "v.project_id", place=2)
    row = await queries.read_view(source, caller.user_id, visible, view_id)
    if row is None:
        raise not_found("The view")
    return row


async def _own(session: AsyncSession, caller: Caller, view_id: uuid.UUID) -> models.SavedView:
    require_person(caller)
    row = await _read(session, caller, view_id)
    view = await session.get(models.SavedView, view_id, with_for_update=True)
    if view is None:
        raise not_found("The view")
    if not row["mine"]:
        raise forbidden("Only who saved a view changes it.")
    return view


async def _require_place(
    session: AsyncSession, caller: Caller, project_id: uuid.UUID | None, *, shared: bool
) -> None:
    if project_id is not None:
        await require_project(session, caller, project_id, Right.VIEW_SHARE if shared else Right.FINDING_READ)
    elif shared:
        raise forbidden("Only a view of a project can be shared.")


async def _record(
    session: AsyncSession,
    caller: Caller,
    action: str,
    view: models.SavedView,
    before: dict[str, Any] | None,
    after: dict[str, Any] | None,
) -> None:
    await record(
        session, caller, action, "view", view.id, before=before, after=after, project_id=view.project_id
    )


def _plain(query: SavedQuery) -> dict[str, Any]:
    return query.model_dump(mode="json", exclude_defaults=True)
