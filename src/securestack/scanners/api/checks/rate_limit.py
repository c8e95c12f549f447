"""No limit to guessing passwords: a bounded burst of wrong logins, then the right one."""

from __future__ import annotations

import asyncio

from securestack.core.finding import Finding
from securestack.core.rule import Reference, Rule
from securestack.core.severity import Severity
from securestack.net.client import taking_refusals
from securestack.net.message import Exchange
from securestack.probing.actors.actor import Actor, Credentials
from securestack.probing.actors.tokens import find_token
from securestack.probing.proof import Proof
from securestack.probing.session import LoginFailed
from securestack.scanners.api.api import Api
from securestack.scanners.api.check import ApiCheck, Stage, operation_finding
from securestack.scanners.api.description.model import Operation
from securestack.scanners.api.people import CannotRegister

RULE = Rule(
    id="api.login-without-limit",
    title="Passwords can be guessed without limit",
    severity=Severity.MEDIUM,
    cwe=(307, 770),
    what="The login answers any number of wrong passwords for one user, as fast as they come, and never slows down or refuses.",
    why="A program tries lists of common and of stolen passwords until one fits, for one user or for all.",
    fix=(
        "Count failures for each user and for each address, and answer 429 with Retry-After once there are too many in a "
        "short time, growing with each further one. Do not lock accounts for good, or anybody can lock out anybody. Offer "
        "a second factor, and refuse passwords that are known to be stolen."
    ),
    vulnerable_example="30 wrong logins in 2 seconds  ->  30 times 401, then 200 with the right password",
    fixed_example="the 6th wrong login  ->  429 Too Many Requests, Retry-After: 30",
    owasp=("API4:2023", "API2:2023"),
    references=(
        Reference(
            "OWASP API4:2023 Unrestricted Resource Consumption",
            "https://owasp.org/API-Security/editions/2023/en/0xa4-unrestricted-resource-consumption/",
        ),
        Reference(
            "CWE-307: Improper Restriction of Excessive Authentication Attempts",
            "https://cwe.mitre.org/data/definitions/307.html",
        ),
    ),
)

_BURST = 30  # wrong logins; enough to be past every usual limit, few enough to harm nobody
_AT_ONCE = 5
_SLOWED = 1.0  # seconds an answer takes longer than at first: being slowed down is a limit, too


def _choose(api: Api) -> list[Operation]:
    named = any(actor.credentials is not None for actor in api.people.users)
    return [api.people.login] if api.people.login is not None and named else []


async def _run(api: Api, operation: Operation) -> list[Finding]:
    with taking_refusals():
        return await _look(api, operation)


async def _look(api: Api, operation: Operation) -> list[Finding]:
    actor = await _somebody(api)
    if actor is None or actor.credentials is None:
        api.unasked.setdefault(operation.id, "a burst of logins could lock the user out that was given")
        return []
    wrong: list[Exchange] = []
    for _ in range(_BURST // _AT_ONCE):
        wrong += await asyncio.gather(
            *(_log_in(api, operation, actor, api.maker.password()) for _ in range(_AT_ONCE))
        )
        if any(exchange.response.status in (429, 423, 503) for exchange in wrong):
            return []
    if {exchange.response.status for exchange in wrong} != {wrong[0].response.status}:
        return []
    if wrong[-1].response.elapsed > wrong[0].response.elapsed + _SLOWED:
        return []
    right = await _log_in(api, operation, actor, actor.credentials.password)
    if right.response.status >= 400 or (
        find_token(right.response) is None and not right.response.header("set-cookie")
    ):
        return []  # the account was locked, which is a limit
    return [
        operation_finding(
            api,
            operation,
            RULE,
            CHECK.id,
            f"{_BURST} wrong passwords for one user, {_AT_ONCE} at a time, were all answered with status "
            f"{wrong[0].response.status}; the right one straight afterwards was accepted.",
            Proof(wrong[0], (), "the first wrong password", "nobody"),
            Proof(wrong[-1], (), f"the {_BURST}th wrong password", "nobody"),
            Proof(right, (), "the right one after them", "nobody"),
        )
    ]


async def _somebody(api: Api) -> Actor | None:
    """Return somebody registered for this: a burst may lock an account."""
    try:
        return await api.people.newcomer()
    except (CannotRegister, LoginFailed):
        given = next((actor for actor in api.people.users if actor.credentials is not None), None)
        return given if given is not None and (given.made or api.options.allow_destructive) else None


async def _log_in(api: Api, operation: Operation, actor: Actor, password: str) -> Exchange:
    assert actor.credentials is not None
    make = api.people.login_request(operation, actor.identity)
    exchange = await api.people.nobody.send(make(Credentials(actor.credentials.username, password)))
    api.count(operation, exchange)
    return exchange


CHECK = ApiCheck(
    id="login-rate-limit", rules=(RULE,), choose=_choose, run=_run, stage=Stage.RESOURCES, users=1
)
