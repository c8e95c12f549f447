"""Methods that the description does not name: deleting somebody else's object with one, and seeing it gone."""

from __future__ import annotations

from securestack.core.finding import Finding
from securestack.core.rule import Reference, Rule
from securestack.core.severity import Severity
from securestack.net.message import Exchange, Request
from securestack.probing.proof import Proof
from securestack.scanners.api.answers import accepted
from securestack.scanners.api.api import Api
from securestack.scanners.api.check import ApiCheck, Stage, operation_finding
from securestack.scanners.api.description.model import Operation
from securestack.scanners.api.effects import is_gone, spare_thing, witness_of
from securestack.scanners.api.purposes import Purpose
from securestack.scanners.api.requests import build

RULE = Rule(
    id="api.undescribed-method",
    title="A method that the description does not name deletes what belongs to another user",
    severity=Severity.HIGH,
    cwe=(650, 862),
    what=(
        "The address of an object takes a method that no description offers, by itself or through a header that overrides "
        "the method, and with it any user deletes the object."
    ),
    why="Checks and reviews follow the description; what runs beside it is protected by nothing.",
    fix=(
        "Route the methods that are needed and answer 405 to every other. Switch off headers and fields that override the "
        "method, or check rights after they were applied. Methods that a framework adds to a resource by itself have to be "
        "named or removed."
    ),
    vulnerable_example="class NoteView(ModelViewSet): …  # list, read, create, and also change and delete",
    fixed_example="class NoteView(ListModelMixin, RetrieveModelMixin, GenericViewSet): …",
    owasp=("API5:2023", "API9:2023"),
    references=(
        Reference(
            "OWASP API5:2023 Broken Function Level Authorization",
            "https://owasp.org/API-Security/editions/2023/en/0xa5-broken-function-level-authorization/",
        ),
        Reference(
            "CWE-650: Trusting HTTP Permission Methods on the Server Side",
            "https://cwe.mitre.org/data/definitions/650.html",
        ),
    ),
)

_OVERRIDES = ("X-HTTP-Method-Override", "X-Method-Override", "X-HTTP-Method")


def _choose(api: Api) -> list[Operation]:
    return [operation for operation in api.for_purpose(Purpose.READ) if operation.path_parameters]


async def _run(api: Api, operation: Operation) -> list[Finding]:
    described = {each.method for each in api.operations if each.path == operation.path}
    thing = await spare_thing(api, operation)
    if thing is None or thing.owner is None:
        return []
    other, witness = api.people.users[1], witness_of(api, thing)
    found = api.own_inputs(operation, thing.owner, thing=thing)
    before = await api.read_back(thing, witness)
    if found is None or before is None or not accepted(before.response):
        return []
    base = build(operation, api.base, found[0]).build()
    attempts = [] if "DELETE" in described else [Request("DELETE", base.url, base.headers)]
    attempts += [Request("POST", base.url, (*base.headers, (header, "DELETE"))) for header in _OVERRIDES]
    for attempt in attempts:
        exchange = await api.send(operation, other, attempt)
        if exchange.response.status >= 400:
            continue
        after = await api.read_back(thing, witness)
        if after is not None and is_gone(thing, before, after):
            thing.gone = True
            return [_finding(api, operation, (before, exchange, after), witness.name, other.name)]
    return []


def _finding(
    api: Api, operation: Operation, exchanges: tuple[Exchange, Exchange, Exchange], owner: str, other: str
) -> Finding:
    before, attempt, after = exchanges
    header = next((name for name, _ in attempt.request.headers if name in _OVERRIDES), "")
    how = f"POST and the header {header}" if header else attempt.request.method
    return operation_finding(
        api,
        operation,
        RULE,
        CHECK.id,
        f"With {how}, which the description does not name for this address, {other} deleted something of {owner}.",
        Proof(before, (), "it is there", owner),
        Proof(attempt, (header,) if header else (), "somebody else deletes it", other),
        Proof(after, (), "it is gone", owner),
    )


CHECK = ApiCheck(
    id="undescribed-methods", rules=(RULE,), choose=_choose, run=_run, stage=Stage.WRITING, users=2
)
