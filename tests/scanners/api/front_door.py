"""Scanning an API through the front door, as the command line does."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from aiohttp import web

from securestack.core.location import http_location
from securestack.core.result import ScanResult
from securestack.scanners.api.options import ApiScanOptions
from securestack.scanning.run import run_scan
from tests.targets.gallery import serve


async def scan(description: str, **options: Any) -> ScanResult:
    return await run_scan("api", ApiScanOptions(description=description, **options))


async def scan_app(app: web.Application, path: str = "/openapi.json", **options: Any) -> ScanResult:
    async with serve(app) as address:
        return await scan(address + path, **options)


def told(result: ScanResult) -> set[tuple[str, str]]:
    """Return the rule and the operation of each finding."""
    return {
        (finding.rule_id, f"{location.method} {urlsplit(location.url).path}")
        for finding in result.findings
        for location in [http_location(finding.location)]
    }
