"""Operations that keep the server busy for seconds, asked by nobody in particular."""

from __future__ import annotations

import asyncio
import time

from securestack.core.finding import Finding
from securestack.core.rule import Reference, Rule
from securestack.core.severity import Confidence, Severity
from securestack.net.errors import AnswerTimeout, NetError
from securestack.net.message import Exchange, Response
from securestack.probing.proof import Proof
from securestack.scanners.api.check import Stage
from securestack.scanners.api.graphql.calls import Call
from securestack.scanners.api.graphql.graph import Graph, GraphCheck

RULE = Rule(
    id="api.expensive-operation",
    title="One small request keeps the server busy for seconds",
    severity=Severity.MEDIUM,
    cwe=(400, 405),
    what="An operation that anybody may ask takes many times as long as all others.",
    why="A few such requests at a time leave the server with nothing to answer everybody else.",
    fix="Let long work run as a job with a limit per person, keep its result, and ask for a login and a right before it.",
    vulnerable_example="{ rebuildSearchIndex }   # answered after 30 seconds, to everybody",
    fixed_example="{ searchIndex { state builtAt } }   # and a job that rebuilds it, started by an administrator",
    owasp=("API4:2023",),
    references=(
        Reference(
            "OWASP API4:2023 Unrestricted Resource Consumption",
            "https://owasp.org/API-Security/editions/2023/en/0xa4-unrestricted-resource-consumption/",
        ),
    ),
)
_LIMIT = 5.0  # seconds after which nobody waits any more
_PATIENCE = 70.0  # seconds a server gets to answer others again
_USUAL = 0.5  # seconds other operations may take at most for one to stand out


async def _run(graph: Graph) -> list[Finding]:
    findings = []
    slow = [asked for asked in graph.asked if asked.exchange.response.elapsed >= _LIMIT * 0.8]
    for asked in slow:
        findings += _judge(graph, asked.call, asked.exchange, asked.exchange.response.elapsed)
    for call in graph.calls:
        if call.root != "query" or call.variables or "expensive" not in graph.left_out.get(call.name, ""):
            continue
        usual = await graph.endpoint.ask("query { __typename }")
        began = time.monotonic()
        try:
            exchange = (await graph.ask(call, timeout=_LIMIT)).exchange
            took = exchange.response.elapsed
        except AnswerTimeout:
            took = time.monotonic() - began
            request = graph.endpoint.template(call.document).build()
            exchange = Exchange(
                request, Response(0, url=request.url, reason=f"no answer in {took:.1f} s", elapsed=took)
            )
            await _recovered(graph)
        if usual.response.elapsed <= _USUAL:
            findings += _judge(graph, call, exchange, took, usual)
    return findings


def _judge(
    graph: Graph, call: Call, exchange: Exchange, took: float, usual: Exchange | None = None
) -> list[Finding]:
    if took < _LIMIT * 0.8:
        return []
    beside = f" where {{ __typename }} took {usual.response.elapsed:.2f} s just before" if usual else ""
    summary = f"{call.name} takes no argument and no login, and the server did not answer it within {took:.1f} s{beside}."
    proofs = [Proof(exchange, (call.field,), f"{took:.1f} s")] + (
        [Proof(usual, (), "another operation")] if usual else []
    )
    return [graph.finding(RULE, CHECK.id, summary, *proofs, call=call.field, confidence=Confidence.FIRM)]


async def _recovered(graph: Graph) -> None:
    """Wait until the server answers again, so that whatever comes next is not blamed on it."""
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        try:
            await graph.endpoint.ask("query { __typename }", timeout=10.0)
        except NetError:
            await asyncio.sleep(1.0)
        else:
            return


CHECK = GraphCheck(id="expensive-operations", rules=(RULE,), run=_run, stage=Stage.RESOURCES)
CHECKS = (CHECK,)
