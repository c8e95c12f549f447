"""The arguments of a service as places to ask injection checks, and which of them were reached."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from securestack.core.finding import Finding
from securestack.core.location import HttpLocation
from securestack.net.message import Exchange, Request
from securestack.probing.attack import Target
from securestack.probing.check import Sender
from securestack.probing.json_pointer import replace_leaf
from securestack.scanners.api.graphql.calls import Call
from securestack.scanners.api.graphql.graph import Graph

_MOST_NAMED = 20  # fields in one sentence


def targets(graph: Graph, tested: set[str]) -> Iterator[Target]:
    """Yield what reads before what writes, each with the credentials that were found for it.

    `tested` takes the name of each call when its inputs are first asked.
    """
    for call in sorted(graph.open_calls, key=lambda call: call.root != "query"):
        known = graph.credentials.get(call.name, {})
        variables: Any = call.variables
        for pointer, value in known.items():
            variables = replace_leaf(variables, pointer, value)
        template = graph.endpoint.template(call.document, variables)
        skipped = {f"/variables{pointer}" for pointer in known}
        points = tuple(
            point
            for point in template.points()
            if point.name.startswith("/variables/") and point.name not in skipped
        )
        if points:
            sender = _Noting(graph.asker(call) or graph.endpoint.sender, call.name, tested)
            yield Target(template=template, points=points, sender=sender)


class _Noting:
    """Sends as somebody, and notes that it did."""

    def __init__(self, sender: Sender, name: str, tested: set[str]) -> None:
        self._sender = sender
        self._name = name
        self._tested = tested

    async def send(self, request: Request, *, timeout: float | None = None) -> Exchange:
        """Send a request. Raises what the sender does."""
        self._tested.add(self._name)
        return await self._sender.send(request, timeout=timeout)


def with_call(finding: Finding, places: Mapping[str, Call]) -> Finding:
    """Return a finding that names the field and the argument where it named a variable."""
    location = finding.location
    if not isinstance(location, HttpLocation) or not location.parameter.startswith("/variables/"):
        return finding
    variable, _, inside = location.parameter.removeprefix("/variables/").partition("/")
    call = places.get(variable)
    if call is None:
        return finding
    argument = variable.removeprefix(f"{call.field}_") + (f".{inside.replace('/', '.')}" if inside else "")
    changed = msgspec.structs.replace(location, parameter=f"{call.field}({argument})")
    return msgspec.structs.replace(finding, location=changed)


def unreached(graph: Graph, tested: set[str]) -> Iterator[str]:
    """Yield a sentence on the fields that a scan that ended early never asked, and one on those whose inputs it did not."""
    asked = {asked.call.name for asked in graph.asked}
    if names := [call.name for call in graph.open_calls if call.name not in asked]:
        yield f"Never asked, as the scan ended before: {_listed(names)}."
    names = [
        call.name
        for call in graph.open_calls
        if call.variables and call.name in asked and call.name not in tested
    ]
    if names:
        yield f"Asked, but their inputs were not tested before the scan ended: {_listed(names)}."


def _listed(names: list[str]) -> str:
    more = f" and {len(names) - _MOST_NAMED:,} more" if len(names) > _MOST_NAMED else ""
    return f"{', '.join(names[:_MOST_NAMED])}{more}"
