"""Whether the platform lives and is ready, for load balancers and people, and its metrics for Prometheus."""

from __future__ import annotations

import asyncio
import hmac
import ipaddress
from typing import Any

from fastapi import APIRouter, Request
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from pydantic import BaseModel
from redis.exceptions import RedisError
from starlette.responses import Response

from securestack.server.kit.caller import client_ip
from securestack.server.kit.database_errors import unavailable
from securestack.server.kit.metrics import all_metrics
from securestack.server.kit.platform import CurrentPlatform, Platform
from securestack.server.kit.problems import Problem, declared, unauthenticated
from securestack.server.kit.schemas import json_response

router = APIRouter(tags=["health"])
_PATIENCE = 3.0  # seconds


class Health(BaseModel):
    """How the platform is: `ok`, or the names of the parts that do not answer."""

    status: str
    parts: dict[str, str] = {}


@router.get("/health/live", response_model=Health, summary="Whether this process lives")
async def live() -> Response:
    """Answer as long as the process can answer at all."""
    return json_response({"status": "ok", "parts": {}})


@router.get(
    "/health/ready", response_model=Health, responses=declared(503), summary="Whether requests can be served"
)
async def ready(platform: CurrentPlatform) -> Response:
    """Ask the database and Valkey. Without Valkey requests are served all the same, and `parts` says so."""
    database, valkey = await asyncio.gather(_database(platform), _valkey(platform))
    parts = {"database": database, "valkey": valkey}
    if database != "ok":
        raise Problem(503, "unavailable", "The database does not answer.", extra={"parts": parts})
    return json_response({"status": "ok", "parts": parts})


@router.get("/metrics", include_in_schema=False)
async def metrics(request: Request, platform: CurrentPlatform) -> Response:
    """Return the metrics in the text format of Prometheus, to whom the settings allow it."""
    _check_reader(request, platform)
    platform.database.measure()
    text = await asyncio.to_thread(lambda: generate_latest(all_metrics()))
    return Response(text, media_type=CONTENT_TYPE_LATEST)


def _check_reader(request: Request, platform: Platform) -> None:
    token = platform.settings.metrics_token
    if token is not None:
        sent = request.headers.get("authorization", "").removeprefix("Bearer ")
        if not hmac.compare_digest(sent.encode(), token.get_secret_value().encode()):
            raise unauthenticated("Send the token of SECURESTACK_METRICS_TOKEN.")
        return
    try:
        near = ipaddress.ip_address(client_ip(request)).is_loopback
    except ValueError:
        near = False
    if not near:
        raise Problem(
            403, "forbidden", "Metrics are for this machine, or for those with SECURESTACK_METRICS_TOKEN."
        )


async def _database(platform: Platform) -> str:
    try:
        async with asyncio.timeout(_PATIENCE), platform.database.read() as reader:
            await reader.fetch_value("SELECT 1")
    except Exception as error:
        if not unavailable(error):
            raise
        return "does not answer"
    return "ok"


async def _valkey(platform: Platform) -> str:
    valkey: Any = platform.valkey
    if valkey is None:
        return "not set"
    try:
        async with asyncio.timeout(_PATIENCE):
            await valkey.ping()
    except (RedisError, OSError, TimeoutError):
        return "does not answer"
    return "ok"
