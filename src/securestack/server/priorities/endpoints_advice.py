"""The routes of the optional language model."""

from __future__ import annotations

import uuid

from fastapi import APIRouter
from starlette.responses import Response

from securestack.server.kit.caller import CurrentCaller
from securestack.server.kit.platform import CurrentPlatform
from securestack.server.kit.problems import declared
from securestack.server.kit.schemas import json_response
from securestack.server.priorities import service_advice as service
from securestack.server.priorities.permissions import require_finding
from securestack.server.priorities.schemas import AdviceAnswer, AdviceRequest, LanguageModelAnswer
from securestack.server.teams.permissions import Right

router = APIRouter(tags=["priorities"])


@router.get(
    "/language-model",
    response_model=LanguageModelAnswer,
    operation_id="priorities_language_model",
    summary="Tell whether a language model can be asked",
)
async def language_model(platform: CurrentPlatform, _caller: CurrentCaller) -> Response:
    """Return whether an administrator has set up a language model, and which."""
    return json_response(service.availability(platform))


@router.post(
    "/findings/{finding_id}/advice",
    response_model=AdviceAnswer,
    responses=declared(403, 404, 409, 502),
    operation_id="priorities_advise",
    summary="Ask a language model about a finding",
)
async def advise(
    finding_id: uuid.UUID, body: AdviceRequest, platform: CurrentPlatform, caller: CurrentCaller
) -> Response:
    """Return a plain-language explanation, or the draft of a fix, written by a machine that may be wrong.

    The finding is sent to the model that an administrator set up, with its secrets masked and without header fields.
    """
    async with platform.database.read(caller) as reader:
        access = await require_finding(reader, caller, finding_id, Right.FINDING_TRIAGE)
    return json_response(await service.advise(platform, caller, access, finding_id, body))
