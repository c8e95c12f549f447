"""Logging out that ends nothing: the token, or the cookie, works on."""

from __future__ import annotations

from securestack.core.finding import Finding
from securestack.core.rule import Reference, Rule
from securestack.core.severity import Severity
from securestack.net.message import Exchange, HeaderList, Request
from securestack.probing.actors.actor import Actor
from securestack.probing.proof import Proof
from securestack.probing.session import LoginFailed
from securestack.scanners.api.answers import accepted, telling_values
from securestack.scanners.api.api import Api
from securestack.scanners.api.check import ApiCheck, Stage, operation_finding
from securestack.scanners.api.description.model import Operation
from securestack.scanners.api.people import CannotRegister
from securestack.scanners.api.purposes import Purpose
from securestack.scanners.api.requests import build

RULE = Rule(
    id="api.token-survives-logout",
    title="Logging out does not end the token",
    severity=Severity.LOW,
    cwe=(613,),
    what="After logging out, the token or the session cookie from before still opens the API.",
    why=(
        "Whoever got hold of it, from a shared computer, a log or a stolen device, stays in, and the user has no means to "
        "end that."
    ),
    fix=(
        "Keep sessions on the server and delete them on logout. With tokens that are valid by themselves, keep the ids "
        "(`jti`) of those that were logged out until they are over, and let them live for minutes only."
    ),
    vulnerable_example="@app.post('/logout')\ndef logout(): return {}, 204  # the client forgets the token",
    fixed_example="@app.post('/logout')\ndef logout(token: Token): revoked.add(token.jti, until=token.exp)",
    owasp=("API2:2023", "A07:2021"),
    references=(
        Reference(
            "OWASP: Session Management Cheat Sheet",
            "https://cheatsheetseries.owasp.org/cheatsheets/Session_Management_Cheat_Sheet.html",
        ),
        Reference(
            "CWE-613: Insufficient Session Expiration", "https://cwe.mitre.org/data/definitions/613.html"
        ),
    ),
)


def _choose(api: Api) -> list[Operation]:
    if api.people.canary_operation is None or api.people.register is None:
        return []
    return [operation for operation in api.for_purpose(Purpose.LOGOUT) if not operation.path_parameters]


async def _run(api: Api, operation: Operation) -> list[Finding]:
    canary = api.people.canary_operation
    assert canary is not None
    try:
        actor = await api.people.newcomer()
    except (CannotRegister, LoginFailed) as error:
        api.unasked.setdefault(operation.id, f"somebody to log out was needed: {error}")
        return []
    request = build(canary, api.base, api.inputs(canary, actor)).build()
    pass_ = _credentials(actor, request)
    before = await _ask(api, request, pass_)
    leaving = build(operation, api.base, api.inputs(operation, actor)).build()
    left = await api.send(operation, api.people.nobody, leaving.with_headers(pass_))
    after = await _ask(api, request, pass_)
    if not all(accepted(exchange.response) for exchange in (before, left, after)):
        return []
    told = telling_values(before.response)
    if told and not told & telling_values(after.response):
        return []
    return [
        operation_finding(
            api,
            operation,
            RULE,
            CHECK.id,
            f"{actor.name.capitalize()} logged out, and what was sent to be let in before was accepted again by {canary.id}.",
            Proof(left, (), "logging out", actor.name),
            Proof(after, (), "asking afterwards, with the same token or cookie", actor.name),
        )
    ]


def _credentials(actor: Actor, request: Request) -> HeaderList:
    cookies = "; ".join(f"{name}={value}" for name, value in actor.session.cookies_for(request.url))
    return (*actor.session.carried, *((("Cookie", cookies),) if cookies else ()))


async def _ask(api: Api, request: Request, credentials: HeaderList) -> Exchange:
    """Send a request with somebody's credentials, not as their session, which would log in anew."""
    return await api.people.nobody.send(request.with_headers(credentials))


CHECK = ApiCheck(id="logout", rules=(RULE,), choose=_choose, run=_run, stage=Stage.CREDENTIALS, users=1)
