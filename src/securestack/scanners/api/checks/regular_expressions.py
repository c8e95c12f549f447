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
_TOO_SLOW = 1.0  # seconds; the end of growing, whatever the reason
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
    points = list(_points(operation, template))
    if api.purpose(operation) is Purpose.REGISTER:
        points = [
            point for point in points if "mail" in point.name.lower()
        ]  # other texts would make accounts
    findings: list[Finding] = []
    for point in points:
        for growth in _GROWTHS:
            if found := await _Growing(api, operation, actor, template, point, growth).look():
                findings.append(found)
                break
    return findings


def _points(operation: Operation, template: RequestTemplate) -> Iterator[InsertionPoint]:
    for point in points_of(operation, template):
        number = point.value.replace(".", "").isdigit() or point.value in ("true", "false", "null")
        if point.position in _POSITIONS and not number:
            yield point


class _Limited(Exception):
    """The operation limits attempts."""


class _Growing:
    """One place being asked with one kind of text."""

    def __init__(
        self,
        api: Api,
        operation: Operation,
        actor: Actor,
        template: RequestTemplate,
        point: InsertionPoint,
        growth: _Growth,
    ) -> None:
        self._api = api
        self._operation = operation
        self._actor = actor
        self._template = template
        self._point = point
        self._growth = growth

    async def look(self) -> Finding | None:
        """Send longer and longer texts until one is slow; return a finding where that is the text's doing."""
        times: list[float] = []
        try:
            for length in _LENGTHS:
                exchange = await self._quicker(self._growth.text(length))
                times.append(exchange.response.elapsed)
                if times[-1] >= _SLOW and _explodes(times):
                    return await self._confirm(length, exchange)
                if times[-1] >= _TOO_SLOW:
                    return None  # slow for another reason; longer texts could only do harm
        except AnswerTimeout:
            return None  # it grew too fast to be measured; the steps before were too quick to prove anything
        except _Limited:
            return None  # the account says so
        return None

    async def _confirm(self, length: int, slow: Exchange) -> Finding | None:
        """Return a finding if a harmless text of the same length is quick, and a shorter one clearly quicker."""
        growth = self._growth
        quick = await self._quicker(growth.harmless(length))
        shorter = await self._quicker(growth.text(length - 2))
        seconds = (quick.response.elapsed, shorter.response.elapsed, slow.response.elapsed)
        if seconds[0] * 4 > seconds[2] or seconds[1] * _STEP > seconds[2]:
            return None
        size, name = len(growth.text(length)), self._actor.name
        return operation_finding(
            self._api,
            self._operation,
            RULE,
            CHECK.id,
            f"A text of {size} characters took {seconds[2]:.1f} s, one of two characters less {seconds[1]:.1f} s, and a "
            f"harmless one of the same length {seconds[0]:.2f} s: {seconds[2] / max(seconds[1], 0.01):.0f} times as long for "
            "each two characters more. Nothing longer was sent.",
            Proof(quick, (), f"a harmless text of {size} characters", name),
            Proof(shorter, (growth.text(length - 2),), "two characters less", name),
            Proof(slow, (growth.text(length),), "the longest text sent", name),
            parameter=self._point.name,
            position=self._point.position,
        )

    async def _quicker(self, value: str) -> Exchange:
        """Send a text, and if that was slow once more; return the quicker one: a server may be busy with other things."""
        first = await self._send(value)
        if first.response.elapsed < _SLOW:
            return first
        second = await self._send(value)
        return min(first, second, key=lambda exchange: exchange.response.elapsed)

    async def _send(self, value: str) -> Exchange:
        request = self._template.with_value(self._point, value).build()
        exchange = await self._api.send(self._operation, self._actor, request, timeout=_TIMEOUT)
        if exchange.response.status == 429:
            raise _Limited
        return exchange


def _explodes(times: list[float]) -> bool:
    """Whether the last steps each took several times as long as the one before."""
    return len(times) >= 3 and times[-1] > times[-2] * _STEP and times[-1] > times[-3] * _STEP * _STEP


CHECK = ApiCheck(id="regular-expressions", rules=(RULE,), choose=_choose, run=_run, stage=Stage.RESOURCES)
