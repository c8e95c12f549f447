"""Registering with a password that everybody knows."""

from __future__ import annotations

from securestack.core.finding import Finding
from securestack.core.rule import Reference, Rule
from securestack.core.severity import Severity
from securestack.net.message import Exchange
from securestack.probing.actors.actor import Actor
from securestack.probing.proof import Proof
from securestack.probing.session import LoginFailed
from securestack.scanners.api.api import Api
from securestack.scanners.api.check import ApiCheck, Stage, operation_finding
from securestack.scanners.api.description.model import Operation
from securestack.scanners.api.people import CannotRegister

RULE = Rule(
    id="api.weak-passwords-accepted",
    title="Passwords that everybody knows are accepted",
    severity=Severity.LOW,
    cwe=(521,),
    what="One can register with a password of one character, or with the one that stands first on every list of stolen ones.",
    why="Such accounts are the first to be taken over: a handful of guesses opens them.",
    fix=(
        "Ask for at least 8 characters, 15 where there is no second factor, and refuse passwords that are on lists of "
        "stolen ones. Do not ask for kinds of characters, and let passwords be long (NIST SP 800-63B)."
    ),
    vulnerable_example='POST /register {"username": "mina", "password": "1"}  ->  201',
    fixed_example='POST /register {"username": "mina", "password": "1"}  ->  422, "choose a longer password"',
    owasp=("API2:2023", "A07:2021"),
    references=(
        Reference("NIST SP 800-63B: Passwords", "https://pages.nist.gov/800-63-4/sp800-63b.html"),
        Reference("CWE-521: Weak Password Requirements", "https://cwe.mitre.org/data/definitions/521.html"),
    ),
)

_PASSWORDS = ("1", "123456", "password")


def _choose(api: Api) -> list[Operation]:
    return [api.people.register] if api.people.register is not None and api.people.login is not None else []


async def _run(api: Api, operation: Operation) -> list[Finding]:
    for password in _PASSWORDS:
        taken = await _register(api, password)
        if taken is not None:
            actor, registration = taken
            words = "a password of one character" if len(password) == 1 else f"the password “{password}”"
            login = actor.session.login
            answer = getattr(login, "answer", None)
            proofs = [Proof(registration, (), "registering", actor.name)]
            if isinstance(answer, Exchange):
                proofs.append(Proof(answer, (), "logging in with it", actor.name))
            return [
                operation_finding(
                    api,
                    operation,
                    RULE,
                    CHECK.id,
                    f"Somebody could register with {words}, and log in with it.",
                    *proofs,
                )
            ]
    return []


async def _register(api: Api, password: str) -> tuple[Actor, Exchange] | None:
    try:
        identity, _ = await api.people.sign_up(password=password)
        registration = api.people.registration
        actor = await api.people.log_in_newcomer(identity, password)
    except (CannotRegister, LoginFailed):
        return None
    return None if registration is None else (actor, registration)


CHECK = ApiCheck(
    id="weak-passwords", rules=(RULE,), choose=_choose, run=_run, stage=Stage.CREDENTIALS, users=1
)
