"""Business flows, as whoever knows the API declares them: steps in their order, and what must not be done twice or left out.

- name: Buying with a coupon
  steps:
    - operation: POST /baskets
      keep: {basket: /id}
    - operation: POST /baskets/{basketId}/coupon
      with: {basketId: "{basket}", code: SPRING}
      once: true
    - operation: POST /baskets/{basketId}/payment
      with: {basketId: "{basket}"}
      needed: true
    - operation: POST /baskets/{basketId}/delivery
      with: {basketId: "{basket}"}
  watch:
    operation: GET /baskets/{basketId}
    with: {basketId: "{basket}"}
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from securestack.net.message import Exchange
from securestack.probing.actors.actor import Actor
from securestack.probing.actors.tokens import read_json
from securestack.probing.json_pointer import json_leaves
from securestack.scanners.api.answers import accepted
from securestack.scanners.api.api import Api
from securestack.scanners.api.description.document import read_document
from securestack.scanners.api.description.model import UnreadableDescription
from securestack.scanners.api.options import Flow, FlowStep
from securestack.scanners.api.requests import Inputs


class Played(msgspec.Struct):
    """How far a flow came: the answer to each step that was asked, and the values kept on the way."""

    exchanges: list[Exchange]
    kept: dict[str, Any]
    refused: str = ""  # the operation that did not work, with its status


def read_flows(data: bytes) -> tuple[Flow, ...]:
    """Return the flows that a file declares, as JSON or YAML. Raises UnreadableDescription."""
    document = read_document(data)
    if isinstance(document, Mapping):
        document = document.get("flows")
    try:
        flows = msgspec.convert(document, tuple[Flow, ...])
    except msgspec.ValidationError as error:
        raise UnreadableDescription(f"The flows cannot be read: {error}.") from None
    for flow in flows:
        if not any(step.once or step.needed for step in flow.steps):
            raise UnreadableDescription(
                f"The flow {flow.name!r} says of no step that it is for `once` or `needed`, so there is nothing to test."
            )
    return flows


async def play(
    api: Api, flow: Flow, actor: Actor, *, without: FlowStep | None = None, last: FlowStep | None = None
) -> Played:
    """Go through a flow, one step left out if given, up to a last one; the first step that is refused ends it.

    Raises NetError, BudgetExhausted or SessionLost.
    """
    played = Played([], {})
    for step in flow.steps:
        if step is without:
            continue
        exchange = await ask_step(api, step, actor, played)
        if exchange is None or not accepted(exchange.response):
            status = exchange.response.status if exchange is not None else "not described"
            played.refused = f"{step.operation} ({status})"
            return played
        played.exchanges.append(exchange)
        if step is last:
            break
    return played


async def ask_step(api: Api, step: FlowStep, actor: Actor, played: Played) -> Exchange | None:
    """Ask one step with what was kept before, and keep what it says; None for an operation that is not described."""
    operation = api.description.operation(step.operation)
    if operation is None:
        return None
    inputs: Inputs = api.inputs(operation, actor, new=True)
    places = {parameter.name: parameter.place for parameter in operation.parameters}
    for name, given in step.given.items():
        value = _filled(given, played.kept)
        if name in places:
            inputs = inputs.with_parameter(places[name], name, value)
        else:
            inputs = inputs.with_body(**{name: value})
    exchange = await api.ask(operation, actor, inputs)
    leaves = dict(json_leaves(read_json(exchange.response)))
    for name, pointer in step.keep.items():
        if pointer in leaves:
            played.kept[name] = leaves[pointer]
    return exchange


def _filled(given: Any, kept: Mapping[str, Any]) -> Any:
    """Return a value, or what was kept under the name that stands in braces."""
    if isinstance(given, str) and given.startswith("{") and given.endswith("}"):
        return kept.get(given[1:-1], given)
    return given


def changed(before: Exchange | None, after: Exchange | None) -> list[str]:
    """Return what two answers tell differently, as clauses; empty where there is nothing to compare."""
    if before is None or after is None:
        return []
    old, new = dict(json_leaves(read_json(before.response))), dict(json_leaves(read_json(after.response)))
    return [
        f"{pointer or 'the answer'} {old.get(pointer, 'nothing')} → {value}"
        for pointer, value in new.items()
        if old.get(pointer) != value
    ]
