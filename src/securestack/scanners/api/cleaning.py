"""Cleaning up: what the scan made is deleted again, by whoever it belongs to, where the API lets them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from securestack.core.budget import BudgetExhausted
from securestack.net.errors import NetError
from securestack.probing.session import SessionLost
from securestack.scanners.api.api import Api
from securestack.scanners.api.knowledge import Thing
from securestack.scanners.api.names import noun_before
from securestack.scanners.api.purposes import Purpose


async def clean_up(api: Api, warn: Callable[[str], None]) -> None:
    """Delete what was made, the last thing first, and say what is left. Raises nothing that a scan could end with."""
    try:
        for thing in [*api.leftovers, *api.knowledge.made()]:
            await _delete(api, thing)
    except (BudgetExhausted, SessionLost) as error:
        warn(f"Cleaning up ended early: {error}.")


def what_is_left(api: Api) -> str:
    """Return a sentence on what the scan made and could not delete again; empty where nothing is left."""
    left = Counter(
        thing.noun or "thing" for thing in [*api.leftovers, *api.knowledge.made()] if not thing.gone
    )
    left["user"] += (
        api.accounts_left
        + len(api.people.newcomers)
        - sum(thing.gone and thing.fields.get("__person__") is not None for thing in api.knowledge.things)
    )
    told = ", ".join(f"{noun} ({count})" for noun, count in sorted(left.items()) if count > 0)
    if not told:
        return ""
    return (
        f"The scan made things that it could not delete again: {told}. Their names begin with “zq” or “Zq”."
    )


async def _delete(api: Api, thing: Thing) -> bool:
    if thing.owner is None or thing.gone:
        return False
    for operation in api.for_purpose(Purpose.DELETE):
        if (
            not operation.path_parameters
            or noun_before(operation.path, operation.path_parameters[-1].name) != thing.noun
        ):
            continue
        found = api.own_inputs(operation, thing.owner, thing=thing)
        if found is None:
            continue
        try:
            exchange = await api.ask(operation, thing.owner, found[0])
        except NetError:
            continue
        if exchange.response.status < 300 or exchange.response.status in (404, 410):
            thing.gone = True
            return True
    return False
