"""Looking for one finding of an API scan again, with people registered or logged in anew."""

from __future__ import annotations

from typing import Any

import msgspec

from securestack.core.events import Event, FindingFound
from securestack.core.finding import Finding
from securestack.net.guard import AddressGuard
from securestack.probing.insertion import InsertionPoint
from securestack.probing.needs import Profile
from securestack.scanners.api.graphql.scan import GraphqlScan
from securestack.scanners.api.options import ApiScanOptions, ApiUser, Flow
from securestack.scanners.api.phases import ApiScan

_MOST_REQUESTS = 1_500
_TIME_LIMIT = 120.0  # seconds


def is_from_api(state: dict[str, Any]) -> bool:
    """Whether what a finding keeps for its replay is that of an API scan."""
    return "description" in state and ("operation" in state or "graphql" in state)


async def look_again(
    check: str,
    state: dict[str, Any],
    *,
    users: tuple[ApiUser, ...] = (),
    headers: tuple[tuple[str, str], ...] = (),
    document: str = "",
    verify_tls: bool = True,
    address_guard: AddressGuard | None = None,
) -> list[Finding]:
    """Return what a check finds now at the operation of a finding.

    `document` is the text of the description where it is not to be read from where it was. Raises CannotLook,
    UnreadableDescription, NetError, LoginFailed, SessionLost, BudgetExhausted, and msgspec.ValidationError or KeyError
    for a state that does not hold what is needed.
    """
    found: list[Finding] = []

    def hear(event: Event) -> None:
        if isinstance(event, FindingFound):
            found.append(event.finding)

    of_graph = "graphql" in state
    options = ApiScanOptions(
        description=str(state["description"]),
        document=document,
        url=str(state["graphql" if of_graph else "url"]),
        users=users,
        headers=headers,
        profile=Profile.DEEP,
        max_requests=_MOST_REQUESTS,
        time_limit=_TIME_LIMIT,
        verify_tls=verify_tls,
        flows=(msgspec.convert(state["flow"], Flow),) if "flow" in state else (),
    )
    if of_graph:
        graph_scan = GraphqlScan(options, hear, address_guard)
        async with graph_scan.opened():
            await graph_scan.look_again(check)
        return found
    point = state.get("point")
    scan = ApiScan(options, hear, address_guard)
    async with scan.opened():
        await scan.look_again(
            check,
            str(state["operation"]),
            None if point is None else msgspec.convert(point, InsertionPoint),
        )
    return found
