"""The routes of the administration, for administrators of the platform."""

from __future__ import annotations

from fastapi import APIRouter, Depends
from starlette.responses import Response

from securestack.server.administration import service
from securestack.server.administration.schemas import PlatformHealth, Queue, ShownSettings
from securestack.server.administration.shown_settings import shown_settings
from securestack.server.kit.caller import current_administrator
from securestack.server.kit.platform import CurrentPlatform
from securestack.server.kit.problems import declared
from securestack.server.kit.schemas import json_response

router = APIRouter(
    prefix="/administration", tags=["administration"], dependencies=[Depends(current_administrator)]
)


@router.get(
    "/health",
    response_model=PlatformHealth,
    responses=declared(403),
    operation_id="administration_health",
    summary="How the parts of the platform are",
)
async def get_health(platform: CurrentPlatform) -> Response:
    """Return how database, replica, Valkey, disk and advisories are. A part that does not answer is said to be so."""
    return json_response(await service.health(platform))


@router.get(
    "/queue",
    response_model=Queue,
    responses=declared(403),
    operation_id="administration_queue",
    summary="What waits and runs, and who works",
)
async def get_queue(platform: CurrentPlatform) -> Response:
    """Return the scans that wait and run, without what they scan, and the workers. Asking the workers takes a second."""
    return json_response(await service.queue(platform))


@router.get(
    "/settings",
    response_model=ShownSettings,
    responses=declared(403),
    operation_id="administration_settings",
    summary="The settings in force",
)
async def get_settings(platform: CurrentPlatform) -> Response:
    """Return the settings of this process. Secrets say only whether they are set."""
    return json_response({"items": shown_settings(platform.settings)})
