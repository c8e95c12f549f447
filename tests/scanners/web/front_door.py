"""Scanning through the front door, as the command line does."""

from __future__ import annotations

from typing import Any

import msgspec
from aiohttp import web

from securestack.core.result import ScanResult
from securestack.scanners.web.options import WebScanOptions
from securestack.scanning.run import run_scan
from tests.targets.gallery import serve


async def scan(url: str, **options: Any) -> ScanResult:
    return await run_scan("web", WebScanOptions(url=url, **options))


async def scan_app(app: web.Application, path: str = "/", **options: Any) -> ScanResult:
    async with serve(app) as address:
        return await scan(address + path, **options)


def one_page(body: str = "<p>Tea", *, status: int = 200, **headers: str) -> web.Application:
    """Return an application that answers everything alike."""

    async def handler(_: web.Request) -> web.Response:
        shown = {name.replace("_", "-"): value for name, value in headers.items()}
        return web.Response(text=body, status=status, headers={"Content-Type": "text/html", **shown})

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", handler)
    return app


def rules_of(result: ScanResult) -> set[str]:
    return {finding.rule_id for finding in result.findings}


def as_text(result: ScanResult) -> str:
    """Return all of a result as JSON, as it would be written to a file."""
    return msgspec.json.encode(result).decode()
