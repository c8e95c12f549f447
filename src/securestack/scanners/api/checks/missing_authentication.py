"""Operations that are meant for those who are logged in, and answer anybody."""

from __future__ import annotations

from securestack.core.finding import Finding
from securestack.core.rule import Reference, Rule
from securestack.core.severity import Severity
from securestack.probing.proof import Proof
from securestack.scanners.api.answers import accepted, telling_values
from securestack.scanners.api.api import Api
from securestack.scanners.api.check import ApiCheck, operation_finding
from securestack.scanners.api.description.model import Operation
from securestack.scanners.api.purposes import Purpose

RULE = Rule(
    id="api.missing-authentication",
    title="An operation that needs a login answers anybody",
    severity=Severity.HIGH,
    cwe=(306,),
    what="The description says that an operation needs somebody to be logged in; without any token it answers all the same.",
    why="Whoever reaches the API gets the data or does the thing, and no log says who it was.",
    fix=(
        "Check the token for every operation in one place, before it is routed, and name the few operations that are "
        "public, instead of naming those that are not. Test each operation without a token and expect 401."
    ),
    vulnerable_example="GET /me without Authorization  ->  200, the data of somebody",
    fixed_example="GET /me without Authorization  ->  401 Unauthorized",
    owasp=("API2:2023", "A07:2021"),
    references=(
        Reference(
            "OWASP API2:2023 Broken Authentication",
            "https://owasp.org/API-Security/editions/2023/en/0xa2-broken-authentication/",
        ),
        Reference(
            "CWE-306: Missing Authentication for Critical Function",
            "https://cwe.mitre.org/data/definitions/306.html",
        ),
    ),
)


def _choose(api: Api) -> list[Operation]:
    return [operation for operation in api.for_purpose(Purpose.LIST, Purpose.READ) if operation.wants_login]


async def _run(api: Api, operation: Operation) -> list[Finding]:
    owner = api.people.known[0]
    inputs = api.inputs(operation, owner)
    known = await api.ask(operation, owner, inputs)
    if not accepted(known.response):
        return []
    unknown = await api.ask(operation, api.people.nobody, inputs)
    if not accepted(unknown.response):
        return []
    shared = telling_values(known.response) & telling_values(unknown.response)
    shared -= {str(value) for value in inputs.parameters.values()}
    if not shared:
        return []
    marked = tuple(sorted(shared)[:5])
    return [
        operation_finding(
            api,
            operation,
            RULE,
            CHECK.id,
            "The description says that this operation needs a login, and without one it gave the same answer as to "
            f"{owner.name}.",
            Proof(known, marked, "with a login", owner.name),
            Proof(unknown, marked, "without any", "nobody"),
        )
    ]


CHECK = ApiCheck(id="missing-authentication", rules=(RULE,), choose=_choose, run=_run, users=1)
