"""Operations that are meant for those who are logged in, and answer anybody."""

from __future__ import annotations

from securestack.core.finding import Finding
from securestack.core.rule import Reference, Rule
from securestack.core.severity import Severity
from securestack.net.message import Exchange
from securestack.probing.actors.actor import Actor
from securestack.probing.proof import Proof
from securestack.scanners.api.answers import accepted, telling_values
from securestack.scanners.api.api import Api
from securestack.scanners.api.check import ApiCheck, operation_finding
from securestack.scanners.api.description.model import Operation
from securestack.scanners.api.purposes import Purpose
from securestack.scanners.api.requests import Inputs, build

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

ANY_TOKEN_RULE = Rule(
    id="api.any-token-accepted",
    title="Any token is as good as a real one",
    severity=Severity.CRITICAL,
    cwe=(287, 1390),
    what="The API wants a token to be there, and does not look whether it is one that it has issued.",
    why="Whoever sends any word at all is let in, and sees what those who are logged in see.",
    fix=(
        "Look the token up, or verify its signature and its end, before anything else is done with the request, in one "
        "place that every operation passes. Test with a token of nonsense and expect 401."
    ),
    vulnerable_example='if "Authorization" not in request.headers: abort(401)',
    fixed_example='user = tokens.verify(request.headers.get("Authorization"))\nif user is None: abort(401)',
    owasp=("API2:2023", "A07:2021"),
    references=RULE.references,
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
        return await _with_nonsense(api, operation, inputs, owner, known)
    shared = _shared(known, unknown, inputs)
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


async def _with_nonsense(
    api: Api, operation: Operation, inputs: Inputs, owner: Actor, known: Exchange
) -> list[Finding]:
    headers = api.people.place.headers(f"{api.maker.word(12)}.{api.maker.word(16)}.{api.maker.word(20)}")
    if not headers or not owner.token:
        return []
    request = build(operation, api.base, inputs).build().with_headers(headers)
    answer = await api.send(operation, api.people.nobody, request)
    shared = _shared(known, answer, inputs)
    if not accepted(answer.response) or not shared:
        return []
    marked = tuple(sorted(shared)[:5])
    return [
        operation_finding(
            api,
            operation,
            ANY_TOKEN_RULE,
            CHECK.id,
            f"Without a token the operation refused; with a token of nothing but nonsense it gave the answer that {owner.name} "
            "is given.",
            Proof(known, marked, "with the token that the API issued", owner.name),
            Proof(answer, marked, "with a token of nonsense", "somebody with a token of nonsense"),
        )
    ]


def _shared(known: Exchange, other: Exchange, inputs: Inputs) -> set[str]:
    """Return the telling values that two answers share, without those that were asked with."""
    shared = telling_values(known.response) & telling_values(other.response)
    return shared - {str(value) for value in inputs.parameters.values()}


CHECK = ApiCheck(id="missing-authentication", rules=(RULE, ANY_TOKEN_RULE), choose=_choose, run=_run, users=1)
