"""Fields that take a name and a password: do they take ones that everybody knows, and do they tell which names exist?"""

from __future__ import annotations

import re

from securestack.core.finding import Finding
from securestack.core.rule import Reference, Rule
from securestack.core.severity import Severity
from securestack.net.message import Exchange
from securestack.probing.comparison import Comparison
from securestack.probing.proof import Proof
from securestack.scanners.api.check import Stage
from securestack.scanners.api.graphql.doors import Door, argument_at, doors
from securestack.scanners.api.graphql.graph import Asked, Graph, GraphCheck

RULE = Rule(
    id="api.default-credentials",
    title="A well-known name and password are accepted",
    severity=Severity.CRITICAL,
    cwe=(1392, 521, 307),
    what="The API lets one in with a name and a password that stand on every list of default accounts.",
    why="Programs try these pairs on everything that answers. Whoever gets in has the rights of that account, often all.",
    fix=(
        "Remove default accounts, make the first password random and changed at the first login, refuse passwords that "
        "stand in lists of leaked ones, and slow down repeated failures."
    ),
    vulnerable_example='INSERT INTO users (name, password) VALUES ("admin", "admin")',
    fixed_example="print(f'Set the first password at {one_time_link}')",
    owasp=("API2:2023",),
    references=(
        Reference(
            "OWASP API2:2023 Broken Authentication",
            "https://owasp.org/API-Security/editions/2023/en/0xa2-broken-authentication/",
        ),
        Reference("CWE-1392: Use of Default Credentials", "https://cwe.mitre.org/data/definitions/1392.html"),
    ),
)
NAMES = ("admin", "administrator", "root", "test", "user")
PASSWORDS = (
    "admin",
    "password",
    "changeme",
    "123456",
    "admin123",
    "secret",
    "root",
    "test",
    "letmein",
    "Password1",
)
_REFUSED = re.compile(
    r"incorrect|invalid|wrong|fail|denied|unauthori[sz]ed|not (?:found|valid|exist)|unknown|no such|mismatch|bad (?:user|pass|cred)",
    re.IGNORECASE,
)


async def _run(graph: Graph) -> list[Finding]:
    findings = []
    for door in doors(graph.open_calls):
        if found := await _try(graph, door):
            name, word, opened, closed = found
            graph.credentials[door.call.name] = {door.person: name, door.password: word}
            summary = (
                f"{door.call.name} let {name!r} in with the password {word!r}, after at most {len(NAMES) * len(PASSWORDS)} "
                "tries and without slowing down."
            )
            proofs = (
                Proof(closed, (), "another password is refused"),
                Proof(opened, (word,), "this one is taken"),
            )
            findings.append(
                graph.finding(
                    RULE,
                    CHECK.id,
                    summary,
                    *proofs,
                    call=door.call.field,
                    argument=argument_at(door.call, door.password),
                )
            )
    return findings


async def _try(graph: Graph, door: Door) -> tuple[str, str, Exchange, Exchange] | None:
    nobody = await graph.ask(door.with_pair(graph.maker.word(), graph.maker.password()))
    for name in await _names_that_exist(graph, door, nobody):
        closed = await graph.ask(door.with_pair(name, graph.maker.password()))
        for word in dict.fromkeys((name, *PASSWORDS)):
            asked = await graph.ask(door.with_pair(name, word))
            if _lets_in(asked, closed):
                return name, word, asked.exchange, closed.exchange
    return None


async def _names_that_exist(graph: Graph, door: Door, nobody: Asked) -> tuple[str, ...]:
    """Return the names that are refused in other words than one that nobody has; all where none is."""
    told = []
    for name in NAMES:
        asked = await graph.ask(door.with_pair(name, graph.maker.password()))
        if _differ(asked, nobody):
            told.append(name)
    return tuple(told) or NAMES[:2]


def _differ(one: Asked, other: Asked) -> bool:
    comparison = Comparison(other.exchange.response)
    sent = [" ".join(str(value) for value in asked.call.variables.values()) for asked in (other, one)]
    return comparison.different(other.exchange.response, one.exchange.response, *sent)


def _lets_in(asked: Asked, closed: Asked) -> bool:
    """Whether an answer is another one than a wrong password gets, and does not say no."""
    if asked.answer is None or asked.answer.errors or asked.given is None or not _differ(asked, closed):
        return False
    if isinstance(asked.given, dict):
        return any(asked.given.values()) and not _REFUSED.search(str(asked.given)[:500])
    if not asked.given:  # nothing to show is no refusal only where refusals have words
        return _REFUSED.search(str(closed.given)) is not None
    return not _REFUSED.search(str(asked.given)[:500])


CHECK = GraphCheck(id="default-credentials", rules=(RULE,), run=_run, stage=Stage.CREDENTIALS)
CHECKS = (CHECK,)
