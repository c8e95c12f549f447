"""User enumeration: a login that says whether it is the name or the password that is wrong."""

from __future__ import annotations

from securestack.core.finding import Finding
from securestack.core.rule import Reference, Rule
from securestack.core.severity import Severity
from securestack.net.client import taking_refusals
from securestack.net.message import Exchange
from securestack.probing.actors.actor import Credentials
from securestack.probing.comparison import Comparison
from securestack.probing.proof import Proof
from securestack.scanners.api.api import Api
from securestack.scanners.api.check import ApiCheck, Stage, operation_finding
from securestack.scanners.api.description.model import Operation
from securestack.scanners.api.purposes import Purpose

RULE = Rule(
    id="api.user-enumeration",
    title="Logging in, or recovering an account, tells which users exist",
    severity=Severity.MEDIUM,
    cwe=(204,),
    what=(
        "A login with a wrong password, or a wish for a new password, is answered differently for a user who exists and for "
        "one who does not."
    ),
    why=(
        "An attacker finds out from a list of names or e-mail addresses who has an account, and then guesses passwords for "
        "those only, or writes to them as if from the service."
    ),
    fix=(
        "Answer every failed login with the same status, the same text and after the same work: hash the given password "
        "even where there is no user to compare it with. Let registration and recovery say only that a message was sent."
    ),
    vulnerable_example='if user is None: return "no such user"\nif not user.check(password): return "wrong password"',
    fixed_example='if user is None or not user.check(password): return "name or password is wrong"',
    owasp=("API2:2023", "A07:2021"),
    references=(
        Reference(
            "OWASP: Authentication Cheat Sheet",
            "https://cheatsheetseries.owasp.org/cheatsheets/Authentication_Cheat_Sheet.html",
        ),
        Reference(
            "CWE-204: Observable Response Discrepancy", "https://cwe.mitre.org/data/definitions/204.html"
        ),
    ),
)


def _choose(api: Api) -> list[Operation]:
    named = any(actor.credentials is not None for actor in api.people.users)
    found = [api.people.login] if api.people.login is not None else []
    return [*found, *api.for_purpose(Purpose.RECOVER)] if named else []


async def _run(api: Api, operation: Operation) -> list[Finding]:
    with taking_refusals():
        return await _look(api, operation)


async def _look(api: Api, operation: Operation) -> list[Finding]:
    actors = [actor for actor in api.people.users if actor.credentials is not None][:2]
    known = [await _fail(api, operation, dict(actor.identity)) for actor in actors]
    if len(known) == 1:
        known.append(await _fail(api, operation, dict(actors[0].identity)))
    unknown = [
        await _fail(api, operation, {name: _alike(api, value) for name, value in actors[0].identity.items()})
        for _ in range(2)
    ]
    if any(exchange.response.status == 429 for _, exchange in (*known, *unknown)):
        return []
    (first_sent, first), (second_sent, second) = known
    (none_sent, none), (nothing_sent, nothing) = unknown
    comparison = Comparison(none.response)
    pairs = (
        ((first, first_sent), (second, second_sent)),
        ((none, none_sent), (nothing, nothing_sent)),
    )
    if not all(
        comparison.same(left.response, right.response, sent_left, sent_right)
        for (left, sent_left), (right, sent_right) in pairs
    ):
        return []
    if not comparison.different(first.response, none.response, first_sent, none_sent):
        return []
    return [
        operation_finding(
            api,
            operation,
            RULE,
            CHECK.id,
            "Two users who exist were answered alike, two who do not were answered alike, and the "
            f"two answers differ: “{_short(first)}” and “{_short(none)}”.",
            Proof(first, (), "a user who exists", "nobody"),
            Proof(none, (), "a user who does not exist", "nobody"),
        )
    ]


async def _fail(api: Api, operation: Operation, identity: dict[str, str]) -> tuple[str, Exchange]:
    """Log in with a wrong password; return what was sent as the name, and the exchange."""
    name = next(iter(identity.values()), "")
    request = api.people.login_request(operation, identity)(Credentials(name, api.maker.password()))
    exchange = await api.people.nobody.send(request)
    api.count(operation, exchange)
    return name, exchange


def _alike(api: Api, value: str) -> str:
    local, at, domain = value.partition("@")
    return f"{api.maker.word(max(6, len(local)))}{at}{domain}"


def _short(exchange: Exchange) -> str:
    text = " ".join(exchange.response.text.split())[:120]
    return f"{exchange.response.status} {text}"


CHECK = ApiCheck(
    id="user-enumeration", rules=(RULE,), choose=_choose, run=_run, stage=Stage.CREDENTIALS, users=1
)
