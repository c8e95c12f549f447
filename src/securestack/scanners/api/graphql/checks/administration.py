"""Fields of the roots that are meant for administrators, asked as an ordinary user."""

from __future__ import annotations

from securestack.core.finding import Finding
from securestack.core.severity import Confidence
from securestack.probing.actors.actor import Actor
from securestack.probing.proof import Proof
from securestack.scanners.api.answers import telling_values
from securestack.scanners.api.check import Stage
from securestack.scanners.api.checks.function_level_authorization import RULE
from securestack.scanners.api.graphql.graph import Asked, Graph, GraphCheck
from securestack.scanners.api.purposes import sounds_administrative


async def _run(graph: Graph) -> list[Finding]:
    findings = []
    for actor in graph.users[:1]:
        for asked in graph.answers.get(actor.name, ()):
            if sounds_administrative(asked.call.field) and _is_done(asked):
                findings += await _judge(graph, actor, asked)
    return findings


def _is_done(asked: Asked) -> bool:
    return bool(asked.given) and asked.answer is not None and not asked.answer.errors


async def _judge(graph: Graph, actor: Actor, asked: Asked) -> list[Finding]:
    nobody = await graph.ask(asked.call) if asked.call.root == "query" else None
    proofs = [
        Proof(asked.exchange, (asked.call.field,), "an ordinary user asks, and is answered", actor.name)
    ]
    confidence = Confidence.FIRM
    if nobody is not None and _is_done(nobody):
        proofs.append(Proof(nobody.exchange, (), "and so is nobody", "nobody"))
    elif nobody is not None:
        proofs.insert(0, Proof(nobody.exchange, (), "without a login it is refused", "nobody"))
    if graph.administrator is not None and asked.call.root == "query":
        right = await graph.ask(asked.call, graph.administrator)
        shared = telling_values(right.exchange.response) & telling_values(asked.exchange.response)
        if not shared:
            return []
        proofs.insert(
            0, Proof(right.exchange, tuple(sorted(shared)[:3]), "the administrator asks", "administrator")
        )
        confidence = Confidence.CERTAIN
    summary = f"By its name {asked.call.name} is for administrators; {actor.name}, who is none, was given what was asked for."
    return [graph.finding(RULE, CHECK.id, summary, *proofs, call=asked.call.field, confidence=confidence)]


CHECK = GraphCheck(id="graphql-administration", rules=(RULE,), run=_run, stage=Stage.READING)
CHECKS = (CHECK,)
