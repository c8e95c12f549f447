"""Operations that the description leaves out: those for debugging and for the people who run the API."""

from __future__ import annotations

from collections.abc import Iterator

from securestack.core.finding import Finding
from securestack.core.rule import Reference, Rule
from securestack.core.severity import Confidence, Severity
from securestack.net.message import Exchange, Request
from securestack.probing.actors.tokens import read_json
from securestack.probing.proof import Proof
from securestack.scanners.api.answers import accepted, telling_values
from securestack.scanners.api.api import Api
from securestack.scanners.api.check import ApiCheck, operation_finding
from securestack.scanners.api.description.model import Operation
from securestack.scanners.api.names import singular
from securestack.scanners.api.purposes import Purpose

RULE = Rule(
    id="api.undescribed-operation",
    title="An operation that the description leaves out answers anybody",
    severity=Severity.MEDIUM,
    cwe=(1059, 200),
    what="Beside the described operations there is one for debugging or administration, and it answers without a login.",
    why=(
        "What is left out of the description is left out of reviews and tests as well. Such operations show settings, "
        "keys, or the data of everybody."
    ),
    fix=(
        "Remove what is only for debugging from what is deployed. Describe what has to stay, and let only those reach it "
        "who need it. Compare the routes of the program with the description in a test."
    ),
    vulnerable_example="GET /members/debug  ->  200, every member with everything that is known of them",
    fixed_example="GET /members/debug  ->  404 Not Found",
    owasp=("API9:2023", "API8:2023"),
    references=(
        Reference(
            "OWASP API9:2023 Improper Inventory Management",
            "https://owasp.org/API-Security/editions/2023/en/0xa9-improper-inventory-management/",
        ),
        Reference(
            "CWE-200: Exposure of Sensitive Information to an Unauthorized Actor",
            "https://cwe.mitre.org/data/definitions/200.html",
        ),
    ),
)

_BELOW_RESOURCES = ("debug", "_debug", "all", "dump", "export", "internal", "_all", "test")
_AT_THE_TOP = [
    "debug",
    "_debug",
    "debug/vars",
    "internal",
    "admin",
    "config",
    "configuration",
    "settings",
    "env",
    "actuator",
    "actuator/env",
    "actuator/beans",
    "actuator/configprops",
    "actuator/mappings",
    "metrics",
    "stats",
    "status/full",
    "dump",
    "backup",
    "logs",
    "console",
    "test",
    "routes",
    "__debug__",
    "management/env",
    "server-info",
]
_MOST_RESOURCES = 12


def _choose(api: Api) -> list[Operation]:
    plain = [operation for operation in api.for_purpose(Purpose.LIST) if not operation.path_parameters]
    resources = [operation for operation in plain if _is_resource(operation)]
    return (resources or plain)[:_MOST_RESOURCES]


def _is_resource(operation: Operation) -> bool:
    last = operation.path.rstrip("/").rpartition("/")[2]
    return bool(last) and singular(last) != last


async def _run(api: Api, operation: Operation) -> list[Finding]:
    nothing = await _ask(api, f"{operation.path.rstrip('/')}/{api.maker.word()}")
    found = []
    for path in _paths(api, operation):
        answer = await _ask(api, path)
        if _tells(answer) and not (_tells(nothing) and answer.response.body == nothing.response.body):
            found.append(_finding(api, operation, path, answer, nothing))
    return found


def _paths(api: Api, operation: Operation) -> Iterator[str]:
    """Yield the paths to ask; those at the top go with the first operation that is looked at."""
    described = {each.path.rstrip("/") for each in api.operations}
    wanted = [f"{operation.path.rstrip('/')}/{word}" for word in _BELOW_RESOURCES]
    if operation is next(iter(_choose(api)), None):
        wanted += [f"/{word}" for word in _AT_THE_TOP]
    yield from (path for path in wanted if path not in described)


async def _ask(api: Api, path: str) -> Exchange:
    return await api.people.nobody.send(Request("GET", f"{api.base}{path}"))


def _tells(exchange: Exchange) -> bool:
    document = read_json(exchange.response)
    return (
        isinstance(document, dict | list)
        and accepted(exchange.response)
        and bool(telling_values(exchange.response))
    )


def _finding(api: Api, operation: Operation, path: str, answer: Exchange, nothing: Exchange) -> Finding:
    return operation_finding(
        api,
        operation,
        RULE,
        CHECK.id,
        f"{path}, which the description does not name, answered nobody in particular with status {answer.response.status} and "
        f"content; an address that does not exist beside it got {nothing.response.status}.",
        Proof(
            answer, tuple(sorted(telling_values(answer.response))[:3]), "the undescribed operation", "nobody"
        ),
        Proof(nothing, (), "an address that does not exist", "nobody"),
        parameter=path,
        confidence=Confidence.FIRM,
    )


CHECK = ApiCheck(id="undescribed-operations", rules=(RULE,), choose=_choose, run=_run)
