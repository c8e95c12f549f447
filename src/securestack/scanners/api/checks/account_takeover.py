"""Changing somebody else's password: believed when one can log in with it afterwards.

Both people are registered for this, as an API that gets it wrong may change the password of the other one.
"""

from __future__ import annotations

from securestack.core.finding import Finding
from securestack.core.rule import Reference, Rule
from securestack.core.severity import Severity
from securestack.net.message import Exchange
from securestack.probing.actors.actor import Actor, Credentials
from securestack.probing.actors.tokens import find_token
from securestack.probing.proof import Proof
from securestack.probing.session import LoginFailed
from securestack.scanners.api.answers import accepted
from securestack.scanners.api.api import Api
from securestack.scanners.api.check import ApiCheck, Stage, operation_finding
from securestack.scanners.api.description.model import Operation
from securestack.scanners.api.names import noun_before
from securestack.scanners.api.people import CannotRegister
from securestack.scanners.api.purposes import Purpose, is_password, names_person
from securestack.scanners.api.requests import Inputs
from securestack.scanners.api.survey import identify, person_thing

RULE = Rule(
    id="api.account-takeover",
    title="A user changes another user's password",
    severity=Severity.CRITICAL,
    cwe=(639, 620),
    what="The API changes the password of whoever the request names, without checking that the user asks for themselves.",
    why="Whoever has an account takes over every other one, that of the administrator included.",
    fix=(
        "Take the user whose password changes from the session, never from the address or the body. Ask for the current "
        "password, and tell the user by mail that it was changed."
    ),
    vulnerable_example="user = User.query.filter_by(username=username).first()\nuser.password = request.json['password']",
    fixed_example=(
        "if username != current_user.username: abort(403)\n"
        "if not current_user.check(request.json['current_password']): abort(403)\n"
        "current_user.set_password(request.json['password'])"
    ),
    owasp=("API1:2023", "API2:2023"),
    references=(
        Reference(
            "OWASP API1:2023 Broken Object Level Authorization",
            "https://owasp.org/API-Security/editions/2023/en/0xa1-broken-object-level-authorization/",
        ),
        Reference("CWE-620: Unverified Password Change", "https://cwe.mitre.org/data/definitions/620.html"),
    ),
)


def _choose(api: Api) -> list[Operation]:
    if api.people.login is None or api.people.register is None:
        return []
    return [operation for operation in api.for_purpose(Purpose.CREDENTIALS) if _names_somebody(operation)]


def _names_somebody(operation: Operation) -> bool:
    form = next(iter(operation.bodies), None)
    named = form is not None and any(names_person(name) for name in form.schema.properties)
    return bool(operation.path_parameters) or named


async def _run(api: Api, operation: Operation) -> list[Finding]:
    try:
        victim, other = await api.people.newcomer(), await api.people.newcomer()
    except (CannotRegister, LoginFailed) as error:
        api.unasked.setdefault(operation.id, f"two more users were needed: {error}")
        return []
    assert victim.credentials is not None
    password = api.maker.password()
    inputs = await _inputs(api, operation, victim, password)
    before = await _log_in(api, victim, victim.credentials.password)
    attempt = await api.ask(operation, other, inputs)
    if attempt.response.status >= 400:
        return []
    after = await _log_in(api, victim, password)
    if not _is_in(after) or not _is_in(before):
        return []
    return [
        operation_finding(
            api,
            operation,
            RULE,
            CHECK.id,
            f"{other.name.capitalize()} set the password of {victim.name}, and the login with that password worked.",
            Proof(attempt, (), "somebody else sets the password", other.name),
            Proof(after, (), "with it one logs in as the owner of the account", "nobody"),
        )
    ]


async def _inputs(api: Api, operation: Operation, victim: Actor, password: str) -> Inputs:
    await identify(api, victim)
    noun = (
        noun_before(operation.path, operation.path_parameters[-1].name)
        if operation.path_parameters
        else "user"
    )
    inputs = api.inputs(operation, victim, thing=person_thing(api, victim, noun))
    if inputs.fields:
        changes: dict[str, str] = {}
        for name in inputs.fields:
            if is_password(name):
                old = any(word in name.lower() for word in ("old", "current", "existing"))
                changes[name] = victim.credentials.password if old and victim.credentials else password
            elif names_person(name):
                changes[name] = next(iter(victim.identity.values()), "")
        inputs = inputs.with_body(**changes)
    return inputs


async def _log_in(api: Api, actor: Actor, password: str) -> Exchange:
    assert api.people.login is not None
    assert actor.credentials is not None
    make = api.people.login_request(api.people.login, actor.identity)
    return await api.people.nobody.send(make(Credentials(actor.credentials.username, password)))


def _is_in(exchange: Exchange) -> bool:
    response = exchange.response
    return accepted(response) and (
        find_token(response) is not None or response.header("set-cookie") is not None
    )


CHECK = ApiCheck(
    id="account-takeover", rules=(RULE,), choose=_choose, run=_run, stage=Stage.CREDENTIALS, users=1
)
