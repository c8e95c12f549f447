"""Broken function-level authorisation: what is meant for administrators, done by an ordinary user."""

from __future__ import annotations

from securestack.core.finding import Finding
from securestack.core.rule import Reference, Rule
from securestack.core.severity import Confidence, Severity
from securestack.net.message import Exchange
from securestack.probing.actors.actor import Actor
from securestack.probing.proof import Proof
from securestack.scanners.api.answers import accepted, telling_values
from securestack.scanners.api.api import Api
from securestack.scanners.api.check import ApiCheck, Stage, operation_finding
from securestack.scanners.api.description.model import Operation
from securestack.scanners.api.effects import is_gone, spare_thing, witness_of
from securestack.scanners.api.purposes import READING, Purpose, is_administrative

RULE = Rule(
    id="api.function-level-authorization",
    title="An ordinary user does what is meant for administrators",
    severity=Severity.HIGH,
    cwe=(285, 862),
    what="An operation that is meant for administrators is carried out for a user without that role.",
    why=(
        "Hiding a button is no protection: whoever knows the address, from the description, the client's code or by "
        "guessing, manages users, sees everything, or changes how the service works."
    ),
    fix=(
        "Refuse by default, and name for each operation the roles that may use it, in one place that every request "
        "passes. Take the role from what the server knows of the user. Test every operation with every role."
    ),
    vulnerable_example="@app.get('/admin/users')\ndef users(user: LoggedIn): …",
    fixed_example="@app.get('/admin/users')\ndef users(user: Administrator): …",
    owasp=("API5:2023", "A01:2021"),
    references=(
        Reference(
            "OWASP API5:2023 Broken Function Level Authorization",
            "https://owasp.org/API-Security/editions/2023/en/0xa5-broken-function-level-authorization/",
        ),
        Reference("CWE-285: Improper Authorization", "https://cwe.mitre.org/data/definitions/285.html"),
    ),
)


def _choose(api: Api) -> list[Operation]:
    return [
        operation
        for operation in api.ordinary
        if is_administrative(operation)
        and (
            api.purpose(operation) in (*READING, Purpose.CREATE)
            or (api.purpose(operation) is Purpose.DELETE and operation.path_parameters)
        )
    ]


async def _run(api: Api, operation: Operation) -> list[Finding]:
    if operation.method == "GET" or api.purpose(operation) is Purpose.CREATE:
        return await _read_or_make(api, operation)
    return await _spoil(api, operation)


async def _spoil(api: Api, operation: Operation) -> list[Finding]:
    """Delete, as an ordinary user, something that was made for it, and look whether it is gone."""
    thing = await spare_thing(api, operation)
    if thing is None or thing.owner is None:
        api.unasked.setdefault(operation.id, "nothing could be made that may be deleted")
        return []
    found = api.own_inputs(operation, thing.owner, thing=thing)
    witness = witness_of(api, thing)
    before = await api.read_back(thing, witness)
    if found is None or before is None or not accepted(before.response):
        api.unasked.setdefault(operation.id, "its effect could not be seen")
        return []
    user = api.people.users[-1]
    attempt = await api.ask(operation, user, found[0])
    if attempt.response.status >= 400:
        return []
    after = await api.read_back(thing, witness)
    if after is None or not is_gone(thing, before, after):
        return []
    thing.gone = True
    return [
        operation_finding(
            api,
            operation,
            RULE,
            CHECK.id,
            f"By its name or description this operation is for administrators; {user.name}, who is none, used it, and "
            "what it deletes is gone.",
            Proof(before, (), "it is there", witness.name),
            Proof(attempt, (), "somebody without the role deletes it", user.name),
            Proof(after, (), "it is gone", witness.name),
        )
    ]


async def _read_or_make(api: Api, operation: Operation) -> list[Finding]:
    user = api.people.users[0]
    if operation.method != "GET" and not api.options.allow_destructive:
        api.unasked.setdefault(
            operation.id,
            "it does something that only administrators should (allow it with --allow-destructive)",
        )
        return []
    inputs = api.inputs(operation, user, new=operation.method != "GET")
    nobody = await api.ask(operation, api.people.nobody, inputs)
    answer = await api.ask(operation, user, inputs)
    if not accepted(answer.response) or not _says_something(answer):
        return []
    admin = api.people.administrator
    asked_by: tuple[Actor, Exchange] = (user, answer)
    if accepted(nobody.response) and not telling_values(answer.response) - telling_values(nobody.response):
        asked_by = (api.people.nobody, nobody)
        if not operation.wants_login and operation.method == "GET" and admin is None:
            return []  # public, whatever its name says
    proofs = [Proof(asked_by[1], (), "somebody without the role does it", asked_by[0].name)]
    confidence = Confidence.FIRM
    if admin is not None and operation.method == "GET":
        right = await api.ask(operation, admin, inputs)
        shared = telling_values(right.response) & telling_values(asked_by[1].response)
        if not accepted(right.response) or not shared:
            return []
        proofs.insert(0, Proof(right, tuple(sorted(shared)[:3]), "the administrator does it", admin.name))
        confidence = Confidence.CERTAIN
    elif not accepted(nobody.response):
        proofs.insert(0, Proof(nobody, (), "without a login it is refused", "nobody"))
    return [
        operation_finding(
            api,
            operation,
            RULE,
            CHECK.id,
            f"By its name or description this operation is for administrators; {asked_by[0].name}, who is none, was "
            f"answered with status {asked_by[1].response.status} and what was asked for.",
            *proofs,
            confidence=confidence,
        )
    ]


def _says_something(exchange: Exchange) -> bool:
    return exchange.request.method != "GET" or bool(telling_values(exchange.response))


CHECK = ApiCheck(
    id="function-level-authorization", rules=(RULE,), choose=_choose, run=_run, stage=Stage.WRITING, users=1
)
