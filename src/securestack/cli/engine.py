"""The way from the command line to the scanners; importing them costs time, so it happens on the first call."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from securestack.cli.access import Access
from securestack.core.events import Event
from securestack.core.finding import Finding
from securestack.core.result import ScanResult
from securestack.core.rule import Rule

if TYPE_CHECKING:
    from securestack.scanning.replay import ReplayResult


async def run_scan(
    scanner: str, options: Any, on_event: Callable[[Event], None], stop: asyncio.Event
) -> ScanResult:
    """Run a scan to its end, or to the moment when `stop` is set."""
    from securestack.scanning.run import run_scan

    return await run_scan(scanner, options, on_event, stop=stop)


async def replay_finding(finding: Finding, access: Access) -> ReplayResult:
    """Look for a finding again, as whoever `access` says."""
    from securestack.scanners.api.options import ApiUser
    from securestack.scanning.replay import replay_finding

    users = [ApiUser(name=person.name, password=person.password) for person in access.people]
    if (admin := access.administrator) is not None:
        users.append(ApiUser(name=admin.name, password=admin.password, administrator=True))

    return await replay_finding(
        finding,
        headers=access.headers,
        login_url=access.login_url,
        username=access.username,
        password=access.password,
        verify_tls=access.verify_tls,
        users=tuple(users),
    )


def all_rules() -> Mapping[str, Rule]:
    """Return every rule by its id."""
    from securestack.scanning.registry import RULES

    return RULES
