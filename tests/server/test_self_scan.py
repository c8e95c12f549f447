"""Our own web scanner on our own server, as it is on the network, asked by somebody who is logged in."""

from __future__ import annotations

import asyncio
import html
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.responses import HTMLResponse

from securestack.core.events import Outcome
from securestack.core.result import ScanResult
from securestack.core.severity import Severity
from securestack.scanners.web.options import WebScanOptions
from securestack.scanning.run import run_scan
from securestack.server.settings import Settings
from tests.server.listening import listening
from tests.server.route_rights import MISSING, routes_of
from tests.server.walk import World


def example(schema: dict[str, Any], document: dict[str, Any]) -> str:
    """Return a value that a parameter may have."""
    if "$ref" in schema:
        return example(document["components"]["schemas"][schema["$ref"].rpartition("/")[2]], document)
    for kind in ("anyOf", "oneOf", "allOf"):
        if kind in schema:
            return example(schema[kind][0], document)
    if "enum" in schema:
        return str(schema["enum"][0])
    match schema.get("type"):
        case "array":
            return example(schema["items"], document)
        case "integer" | "number":
            return "5"
        case "boolean":
            return "true"
    match schema.get("format"):
        case "uuid":
            return MISSING_ID
        case "date-time":
            return "2026-01-01T00:00:00Z"
    return "shop"


MISSING_ID = "00000000-0000-7000-8000-000000000000"
NOT_FOLLOWED = {"cursor", "sort"}  # signed, or of a set that the description does not name


def addresses(document: dict[str, Any], things: dict[str, str]) -> list[str]:
    """Return an address for every operation that reads, with every parameter it takes."""
    found = []
    for path, methods in document["paths"].items():
        operation = methods.get("get")
        if operation is None or path.endswith("/events"):
            continue
        kinds = {
            key: kind for route in routes_of(operation["operationId"]) for key, kind in route.path.items()
        }
        query = {}
        for parameter in operation.get("parameters", []):
            name = parameter["name"]
            if parameter["in"] == "path":
                path = path.replace(f"{{{name}}}", things[kinds.get(name, name.removesuffix("_id"))])
            elif parameter["in"] == "query" and name not in NOT_FOLLOWED:
                query[name] = example(parameter["schema"], document)
        found += [path, *(f"{path}?{urlencode({name: value})}" for name, value in query.items())]
    return found


async def scan(settings: Settings) -> ScanResult:
    links: list[str] = []
    router = APIRouter()

    @router.get("/map", include_in_schema=False)
    async def map_of_the_api() -> HTMLResponse:
        items = "".join(f'<li><a href="{html.escape(link)}">A link</a></li>' for link in links)
        return HTMLResponse(f'<!doctype html><html lang="en"><title>Map</title><ul>{items}</ul></html>')

    async with listening(settings, router) as server:
        world = await World.make(server, MISSING)
        links += addresses(server.app.openapi(), world.things("owner"))
        # Somebody who may read everything: an owner of a team who administers the platform as well.
        headers = server.headers(world.people["owner"].id, administrator=True)
        address = str(server.client.base_url).rstrip("/")
        options = WebScanOptions(
            url=f"{address}/api/v1/map",
            scope=(f"{address}/",),
            headers=tuple(headers.items()),
            time_limit=110.0,
        )
        read = 0
        for link in links:
            read += (await server.get(link, caller=headers)).status_code == 200
        assert read > len(links) * 0.8, "the scan would mostly see errors"
        return await run_scan("web", options)


def test_our_scanner_finds_nothing_of_weight_in_our_server(fresh_settings: Settings) -> None:
    result = asyncio.run(scan(fresh_settings))
    assert result.outcome is Outcome.COMPLETED, result.reason
    assert result.statistics.requests > 1000
    grave = [
        f"{finding.rule_id} {finding.location}: {finding.summary}"
        for finding in result.findings
        if result.severity(finding) >= Severity.MEDIUM
    ]
    assert not grave, "\n".join(grave)
