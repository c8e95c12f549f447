"""The routes of what is told over many projects."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from securestack.server.analytics import service
from securestack.server.analytics.schemas import Overview, OverviewQuery
from securestack.server.kit.caller import CurrentCaller
from securestack.server.kit.platform import CurrentPlatform
from securestack.server.kit.problems import declared
from securestack.server.kit.schemas import json_response

router = APIRouter(prefix="/analytics", tags=["analytics"])


@router.get(
    "/overview",
    response_model=Overview,
    responses=declared(403),
    operation_id="analytics_overview",
    summary="Show how projects stand together",
)
async def overview(
    platform: CurrentPlatform, caller: CurrentCaller, query: Annotated[OverviewQuery, Query()]
) -> Response:
    """Return what is open, what needs attention now, and how things went, over the projects you may read."""
    async with platform.database.read(caller) as reader:
        return json_response(await service.overview(reader, caller, query, platform.settings))
