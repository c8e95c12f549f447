"""Neighbouring versions: what the described version refuses, an older or newer one gives."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from securestack.core.finding import Finding
from securestack.core.rule import Reference, Rule
from securestack.core.severity import Severity
from securestack.net.message import Exchange
from securestack.probing.actors.actor import Actor
from securestack.probing.proof import Proof
from securestack.scanners.api.answers import accepted, lasting_values, telling_values
from securestack.scanners.api.api import Api
from securestack.scanners.api.check import ApiCheck, operation_finding
from securestack.scanners.api.description.model import Operation
from securestack.scanners.api.purposes import READING
from securestack.scanners.api.requests import Inputs, build

RULE = Rule(
    id="api.other-version-unprotected",
    title="Another version of an operation lacks its protection",
    severity=Severity.HIGH,
    cwe=(1059, 862),
    what=(
        "An operation refuses somebody, and the same operation under the number of a neighbouring version, which the "
        "description does not name, answers them."
    ),
    why="What was repaired in the described version is still open to whoever changes one digit of the address.",
    fix=(
        "Keep a list of every version that runs, and switch old ones off when the new one is there. Until then they need the "
        "same checks: put them where every version passes, such as in front of the routing."
    ),
    vulnerable_example="GET /v2/orders/7  ->  403\nGET /v1/orders/7  ->  200",
    fixed_example="GET /v1/orders/7  ->  410 Gone",
    owasp=("API9:2023", "A01:2021"),
    references=(
        Reference(
            "OWASP API9:2023 Improper Inventory Management",
            "https://owasp.org/API-Security/editions/2023/en/0xa9-improper-inventory-management/",
        ),
        Reference("CWE-862: Missing Authorization", "https://cwe.mitre.org/data/definitions/862.html"),
    ),
)

_VERSION = re.compile(r"(?<=/)v(\d{1,2})(?=/|\Z)")


def _choose(api: Api) -> list[Operation]:
    return [
        operation
        for operation in api.for_purpose(*READING)
        if operation.method == "GET" and _VERSION.search(build(operation, api.base, Inputs()).path)
    ]


async def _run(api: Api, operation: Operation) -> list[Finding]:
    owner = api.people.users[0]
    found = api.own_inputs(operation, owner) if operation.path_parameters else None
    inputs = found[0] if found is not None else api.inputs(operation, owner)
    known = await api.ask(operation, owner, inputs)
    if not accepted(known.response):
        return []
    again = await api.ask(operation, owner, inputs)
    for actor in (api.people.nobody, *api.people.users[1:2]):
        refusal = await api.ask(operation, actor, inputs)
        if accepted(refusal.response):
            continue
        private = lasting_values(known, again) - {str(value) for value in inputs.parameters.values()}
        private -= api.knowledge.listed.get(actor.name, set())
        for answer in await _ask_neighbours(api, operation, actor, inputs):
            shown = private & telling_values(answer.response)
            if accepted(answer.response) and shown:
                return [_finding(api, operation, owner, actor, (known, refusal, answer), shown)]
    return []


async def _ask_neighbours(api: Api, operation: Operation, actor: Actor, inputs: Inputs) -> list[Exchange]:
    template = build(operation, api.base, inputs)
    return [
        await api.send(operation, actor, msgspec.structs.replace(template, path=path).build())
        for path in _neighbours(template.path)
        if not _is_described(api, path)
    ]


def _neighbours(path: str) -> Iterator[str]:
    found = _VERSION.search(path)
    if found is None:
        return
    number = int(found[1])
    for other in (number - 1, number + 1, number - 2):
        if other >= 0:
            yield f"{path[: found.start()]}v{other}{path[found.end() :]}"


def _is_described(api: Api, path: str) -> bool:
    version = _VERSION.search(path)
    return version is not None and any(f"/{version[0]}/" in operation.path for operation in api.operations)


def _finding(
    api: Api,
    operation: Operation,
    owner: Actor,
    actor: Actor,
    exchanges: tuple[Exchange, Exchange, Exchange],
    shown: set[str],
) -> Finding:
    known, refusal, answer = exchanges
    marked = tuple(sorted(shown)[:5])
    return operation_finding(
        api,
        operation,
        RULE,
        CHECK.id,
        f"{actor.name.capitalize()} was refused (status {refusal.response.status}); under another version, {answer.request.url}, "
        f"{actor.name} was shown what {owner.name} is shown.",
        Proof(known, marked, "the described version, asked by the one who may", owner.name),
        Proof(refusal, (), "the described version refuses", actor.name),
        Proof(answer, marked, "another version answers", actor.name),
    )


CHECK = ApiCheck(id="other-versions", rules=(RULE,), choose=_choose, run=_run, users=1)
