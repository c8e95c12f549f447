"""Lists without an upper limit: the answer grows with the number that is asked for."""

from __future__ import annotations

import re

from securestack.core.finding import Finding
from securestack.core.location import Position
from securestack.core.rule import Reference, Rule
from securestack.core.severity import Severity
from securestack.net.message import Exchange
from securestack.probing.actors.actor import Actor
from securestack.probing.proof import Proof
from securestack.scanners.api.answers import accepted
from securestack.scanners.api.api import Api
from securestack.scanners.api.check import ApiCheck, Stage, operation_finding
from securestack.scanners.api.description.model import Operation, Parameter, Place
from securestack.scanners.api.names import plain
from securestack.scanners.api.purposes import READING

RULE = Rule(
    id="api.unlimited-page-size",
    title="One request may ask for as much as it likes",
    severity=Severity.MEDIUM,
    cwe=(770, 400),
    what="The size of an answer follows a number in the request, and there is no upper limit to it.",
    why=(
        "A few requests for a million entries each fill the memory of the server, or its line, and everybody else waits. "
        "One such request also copies everything at once."
    ),
    fix="Set an upper limit for every number that decides how much work is done, and refuse or cut what is above it.",
    vulnerable_example='items = query.limit(int(request.args["limit"]))',
    fixed_example='items = query.limit(min(int(request.args["limit"]), 100))',
    owasp=("API4:2023",),
    references=(
        Reference(
            "OWASP API4:2023 Unrestricted Resource Consumption",
            "https://owasp.org/API-Security/editions/2023/en/0xa4-unrestricted-resource-consumption/",
        ),
        Reference(
            "CWE-770: Allocation of Resources Without Limits or Throttling",
            "https://cwe.mitre.org/data/definitions/770.html",
        ),
    ),
)

_NAMES = re.compile(
    r"(?:\A|page|per|max)(?:limit|size|count|perpage|pagesize|top|first|take|length|number|result|row)s?\Z|\Aperpage\Z|\An\Z"
)
_STEPS = (20, 200, 2_000)  # asked one after the other, as long as the answer grows along
_LEAST_GROWTH = 5.0  # times that the answer grows for ten times the number


def _choose(api: Api) -> list[Operation]:
    return [
        operation
        for operation in api.for_purpose(*READING)
        if operation.method == "GET" and _size(operation) is not None
    ]


def _size(operation: Operation) -> Parameter | None:
    """Return the parameter that says how much is wanted, if there is one."""
    for parameter in operation.parameters:
        number = {"integer", "number"} & set(parameter.schema.kinds) or not parameter.schema.kinds
        if parameter.place is Place.QUERY and number and _NAMES.search(plain(parameter.name)):
            return parameter
    return None


async def _run(api: Api, operation: Operation) -> list[Finding]:
    parameter = _size(operation)
    assert parameter is not None
    actor = (api.people.users or [api.people.nobody])[0]
    answers: list[Exchange] = []
    for number in _STEPS:
        answers.append(await _ask(api, operation, actor, parameter, number))
        if not accepted(answers[-1].response):
            return []
        if len(answers) > 1 and not _grew(answers[-2], answers[-1]):
            return []
    sizes = [len(answer.response.body) for answer in answers]
    return [
        operation_finding(
            api,
            operation,
            RULE,
            CHECK.id,
            f"With {parameter.name}={_STEPS[0]} the answer had {sizes[0]:,} bytes, with {_STEPS[1]} {sizes[1]:,} and with "
            f"{_STEPS[2]:,} {sizes[2]:,}: it grows with the number. Nothing larger was asked.",
            *(
                Proof(answer, (f"{parameter.name}={number}",), f"asked for {number:,}", actor.name)
                for number, answer in zip(_STEPS, answers, strict=True)
            ),
            parameter=parameter.name,
            position=Position.QUERY,
        )
    ]


async def _ask(api: Api, operation: Operation, actor: Actor, parameter: Parameter, number: int) -> Exchange:
    inputs = api.inputs(operation, actor).with_parameter(Place.QUERY, parameter.name, number)
    return await api.ask(operation, actor, inputs)


def _grew(before: Exchange, after: Exchange) -> bool:
    if after.response.truncated:
        return True
    return len(after.response.body) > len(before.response.body) * _LEAST_GROWTH


CHECK = ApiCheck(id="page-size", rules=(RULE,), choose=_choose, run=_run, stage=Stage.RESOURCES)
