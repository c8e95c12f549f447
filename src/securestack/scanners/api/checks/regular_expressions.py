"""Regular expressions whose time explodes: asked with texts that grow step by step, ending at the first clear sign.

A vulnerable expression takes twice as long for each further character or two. Growth starts where even such an
expression is quick, each step is small, and nothing longer is sent once an answer takes half a second more than a
harmless text of the same length: the target is never made to hang.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from securestack.core.finding import Finding
from securestack.core.location import Position
from securestack.core.rule import Reference, Rule
from securestack.core.severity import Severity
from securestack.net.client import taking_refusals
from securestack.net.errors import AnswerTimeout
from securestack.net.message import Exchange
from securestack.probing.actors.actor import Actor
from securestack.probing.insertion import InsertionPoint, RequestTemplate
from securestack.probing.proof import Proof
from securestack.scanners.api.api import Api
from securestack.scanners.api.check import ApiCheck, Stage, operation_finding
from securestack.scanners.api.description.model import Operation
from securestack.scanners.api.odd_values import odd_values_for
from securestack.scanners.api.purposes import Purpose
from securestack.scanners.api.requests import build, points_of

RULE = Rule(
    id="api.regular-expression-denial-of-service",
    title="A short text keeps the server busy for seconds",
    severity=Severity.HIGH,
    cwe=(1333, 400),
    what=(
        "A value is checked with a regular expression whose time multiplies with each character of a text that nearly "
        "matches: some thirty characters keep one processor busy for minutes."
    ),
    why="A handful of requests from one machine stop the service for everybody.",
    fix=(
        "Write the expression so that there is only one way to match: no repetition inside a repetition over the same "
        "characters. Check the length first. Use an engine without backtracking (RE2, Rust's regex), or one with a time "
        "limit. For e-mail addresses, look for one @ and send a message to it."
    ),
    vulnerable_example=r"^([a-z0-9]([-.\w]*[a-z0-9])*@…",
    fixed_example=r"^[^@\s]{1,64}@[^@\s]{1,190}$",
    owasp=("API4:2023",),
    references=(
        Reference(
            "OWASP: Regular expression Denial of Service",
            "https://owasp.org/www-community/attacks/Regular_expression_Denial_of_Service_-_ReDoS",
        ),
        Reference(
            "CWE-1333: Inefficient Regular Expression Complexity",
            "https://cwe.mitre.org/data/definitions/1333.html",
        ),
    ),
)

_LENGTHS = (12, 14, 16, 18, 20, 22, 24, 26, 28, 30)
_SLOW = 0.4  # seconds more than a harmless text takes: enough to tell, and the end of growing
_STEP = 1.5  # times longer that each of the last steps must take
_TIMEOUT = 8.0  # seconds; an answer that takes longer ends the test at once
_POSITIONS = frozenset({Position.JSON, Position.BODY, Position.QUERY, Position.PATH})


class _Growth(msgspec.Struct, frozen=True):
    """One kind of text: what is repeated, and what keeps it from matching at the end."""

    unit: str
    before: str = ""
    after: str = "!"

    def text(self, length: int) -> str:
        return f"{self.before}{self.unit * length}{self.after}"

    def harmless(self, length: int) -> str:
        """Return a text as long that no expression for words or addresses goes on reading."""
        return "!" * (length + len(self.before) + len(self.after))


_GROWTHS = (_Growth("a"), _Growth("0"), _Growth("a", before="a@", after="!"))


def _choose(api: Api) -> list[Operation]:
    purposes = {Purpose.LOGOUT, Purpose.DELETE, Purpose.CREDENTIALS}
    if not api.options.register:
        purposes.add(Purpose.REGISTER)
    return [
        operation
        for operation in api.operations
        if api.may_ask(operation) and api.purpose(operation) not in purposes and _takes_text(operation)
    ]


def _takes_text(operation: Operation) -> bool:
    return bool(operation.bodies or operation.parameters)


async def _run(api: Api, operation: Operation) -> list[Finding]:
    asked = odd_values_for(api, operation)
    if asked is None:
        return []
    actor, inputs = asked
    template = build(operation, api.base, inputs)
    findings = []
    points = list(_points(operation, template))
    if api.purpose(operation) is Purpose.REGISTER:
        points = [
            point for point in points if "mail" in point.name.lower()
        ]  # other texts would make accounts
    for point in points:
        for growth in _GROWTHS:
            if found := await _grow(api, operation, actor, template, point, growth):
                findings.append(found)
                break
    return findings


def _points(operation: Operation, template: RequestTemplate) -> Iterator[InsertionPoint]:
    for point in points_of(operation, template):
        number = point.value.replace(".", "").isdigit() or point.value in ("true", "false", "null")
        if point.position in _POSITIONS and not number:
            yield point


async def _grow(
    api: Api,
    operation: Operation,
    actor: Actor,
    template: RequestTemplate,
    point: InsertionPoint,
    growth: _Growth,
) -> Finding | None:
    times: list[float] = []
    for length in _LENGTHS:
        try:
            exchange = await _send(api, operation, actor, template, point, growth.text(length))
        except AnswerTimeout:
            return None  # it grew too fast to be measured; the steps before were too quick to prove anything
        if exchange.response.status == 429:
            api.unasked.setdefault(operation.id, "it limits attempts, so that its inputs were tested in part")
            return None
        times.append(exchange.response.elapsed)
        if exchange.response.elapsed < _SLOW:
            continue
        if not _explodes(times):
            return None
        return await _confirm(api, operation, actor, template, point, growth, length, exchange)
    return None


async def _confirm(
    api: Api,
    operation: Operation,
    actor: Actor,
    template: RequestTemplate,
    point: InsertionPoint,
    growth: _Growth,
    length: int,
    slow: Exchange,
) -> Finding | None:
    """Return a finding if a harmless text of the same length is quick, and the other slow a second time."""
    quick = await _send(api, operation, actor, template, point, growth.harmless(length))
    shorter = await _send(api, operation, actor, template, point, growth.text(length - 2))
    again = await _send(api, operation, actor, template, point, growth.text(length))
    if again.response.elapsed < _SLOW or quick.response.elapsed * 4 > again.response.elapsed:
        return None
    if shorter.response.elapsed * _STEP > again.response.elapsed:
        return None
    seconds = (quick.response.elapsed, shorter.response.elapsed, again.response.elapsed)
    return operation_finding(
        api,
        operation,
        RULE,
        CHECK.id,
        f"A text of {len(growth.text(length))} characters took {seconds[2]:.1f} s, one of two characters less "
        f"{seconds[1]:.1f} s, and a harmless one of the same length {seconds[0]:.2f} s; twice as slow with each step, "
        "thirty more characters would take years. Nothing longer was sent.",
        Proof(quick, (), f"a harmless text of {length + 1} characters", actor.name),
        Proof(shorter, (growth.text(length - 2),), "two characters less", actor.name),
        Proof(slow, (growth.text(length),), "the longest text sent", actor.name),
        parameter=point.name,
        position=point.position,
    )


def _explodes(times: list[float]) -> bool:
    """Whether the last steps each took several times as long as the one before."""
    return len(times) >= 3 and times[-1] > times[-2] * _STEP and times[-1] > times[-3] * _STEP * _STEP


async def _send(
    api: Api, operation: Operation, actor: Actor, template: RequestTemplate, point: InsertionPoint, value: str
) -> Exchange:
    with taking_refusals():  # a login that limits attempts is no reason to wait for it
        return await api.send(operation, actor, template.with_value(point, value).build(), timeout=_TIMEOUT)


CHECK = ApiCheck(id="regular-expressions", rules=(RULE,), choose=_choose, run=_run, stage=Stage.RESOURCES)
