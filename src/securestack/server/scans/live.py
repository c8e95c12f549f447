"""What is told of a scan while it runs, to whoever watches it now."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncGenerator
from typing import Any

import msgspec

from securestack.server.kit.channels import Channels
from securestack.server.kit.platform import Platform
from securestack.server.kit.schemas import row_dict
from securestack.server.kit.sse import event_text
from securestack.server.models.scans import ScanState
from securestack.server.scans import queries
from securestack.server.scans.schemas import severity_word

_LOOK_AGAIN = 10.0  # seconds; a message may get lost, the row does not
_FINDINGS = 200
_GOING_ON = frozenset({ScanState.QUEUED.value, ScanState.RUNNING.value})


async def tell(channels: Channels, scan_id: uuid.UUID, kind: str, data: dict[str, Any]) -> None:
    """Tell whoever watches a scan that something happened."""
    await channels.send(f"scan:{scan_id}", msgspec.json.encode({"kind": kind, **data}))


async def watch(platform: Platform, scan_id: uuid.UUID) -> AsyncGenerator[bytes, None]:
    """Yield server-sent events of a scan until it has ended: `scan` with the whole row, `progress`, and `findings`.

    The first event tells where the scan stands, so that nothing is missed by who comes late or comes back.
    """
    async with platform.channels.listen(f"scan:{scan_id}") as messages:
        status = ""
        while not platform.stopping.is_set():
            scan, findings = await _look(platform, scan_id)
            if scan is None:
                return
            if scan["status"] != status:
                status = scan["status"]
                yield event_text(scan, event="scan")
            yield event_text(findings, event="findings")
            if status not in _GOING_ON:
                return
            async for event in _progress_until_more(messages):
                yield event


async def _progress_until_more(messages: asyncio.Queue[bytes]) -> AsyncGenerator[bytes, None]:
    """Yield progress until a message says that the row or its findings are worth another look."""
    while True:
        try:
            async with asyncio.timeout(_LOOK_AGAIN):
                message = msgspec.json.decode(await messages.get())
        except TimeoutError:
            return
        if message.pop("kind", "") != "progress":
            return
        yield event_text(message, event="progress")


async def _look(platform: Platform, scan_id: uuid.UUID) -> tuple[dict[str, Any] | None, list[dict[str, Any]]]:
    async with platform.database.read() as reader:
        row = await queries.read_scan(reader, scan_id)
        if row is None:
            return None, []
        rows = await queries.findings_of(reader, scan_id, _FINDINGS)
    scan = row_dict(row)
    for name in ("checks", "notices"):
        scan.pop(name, None)
    return scan, [{**row_dict(found), "severity": severity_word(found["severity"])} for found in rows]
