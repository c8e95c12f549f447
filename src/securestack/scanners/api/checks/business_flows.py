"""Declared business flows played otherwise than they are meant: a step twice, or without one that must come before."""

from __future__ import annotations

import msgspec

from securestack.core.finding import Finding
from securestack.core.rule import Reference, Rule
from securestack.core.severity import Confidence, Severity
from securestack.probing.actors.actor import Actor
from securestack.probing.proof import Proof
from securestack.scanners.api.answers import accepted
from securestack.scanners.api.api import Api
from securestack.scanners.api.check import ApiCheck, Stage, operation_finding
from securestack.scanners.api.description.model import Operation
from securestack.scanners.api.flows import ask_step, changed, play
from securestack.scanners.api.options import Flow, FlowStep

_REFERENCES = (
    Reference(
        "OWASP API6:2023 Unrestricted Access to Sensitive Business Flows",
        "https://owasp.org/API-Security/editions/2023/en/0xa6-unrestricted-access-to-sensitive-business-flows/",
    ),
    Reference(
        "CWE-841: Improper Enforcement of Behavioral Workflow",
        "https://cwe.mitre.org/data/definitions/841.html",
    ),
)
_OWASP = ("API6:2023", "A04:2021")

REPEATED_RULE = Rule(
    id="api.business-flow-step-repeated",
    title="A step that is meant for once works again",
    severity=Severity.MEDIUM,
    cwe=(841, 837),
    what="The API carries out a step of a business flow again that is declared to work once: a coupon, a refund, a vote.",
    why="Whoever sends the same request again gets the benefit again, as often as they like.",
    fix=(
        "Write down with the object that the step was done, in the same transaction that does it, with a constraint of "
        "the database that refuses a second time (a unique key over basket and coupon)."
    ),
    vulnerable_example="basket.discount += coupon.value",
    fixed_example="INSERT INTO redeemed (basket_id, coupon_id) VALUES (?, ?)   -- UNIQUE (basket_id, coupon_id)",
    owasp=_OWASP,
    references=_REFERENCES,
)
SKIPPED_RULE = Rule(
    id="api.business-flow-step-skipped",
    title="A flow works without a step that is needed",
    severity=Severity.HIGH,
    cwe=(841,),
    what="The API carries out the end of a business flow although a step that must come before was left out.",
    why="Goods leave without a payment, accounts open without a confirmation: the client decides which rules hold.",
    fix=(
        "Keep the state of the flow on the server, and check in every step that the state allows it, in the same "
        "transaction that changes the state. Do not rely on the order in which a client asks."
    ),
    vulnerable_example="order.send()",
    fixed_example="if order.state is not State.PAID: abort(409)\norder.send()",
    owasp=_OWASP,
    references=_REFERENCES,
)


def _choose(api: Api) -> list[Operation]:
    named = [step.operation for flow in api.options.flows for step in flow.steps if step.once or step.needed]
    found = [api.description.operation(name) for name in dict.fromkeys(named)]
    return [operation for operation in found if operation is not None]


async def _run(api: Api, operation: Operation) -> list[Finding]:
    findings: list[Finding] = []
    actor = next(iter(api.people.users), api.people.nobody)
    for flow in api.options.flows:
        steps = [step for step in flow.steps if step.operation == operation.id and (step.once or step.needed)]
        if not steps:
            continue
        whole = await play(api, flow, actor)
        if whole.refused:
            api.unasked[operation.id] = (
                f"the flow {flow.name!r} does not work as it is declared, at {whole.refused}"
            )
            continue
        for step in steps:
            if step.once:
                findings += await _again(api, operation, flow, step, actor)
            if step.needed:
                findings += await _without(api, operation, flow, step, actor)
    return findings


async def _again(api: Api, operation: Operation, flow: Flow, step: FlowStep, actor: Actor) -> list[Finding]:
    played = await play(api, flow, actor, last=step)
    if played.refused:
        return []
    watch = flow.watch
    before = await ask_step(api, watch, actor, played) if watch is not None else played.exchanges[-1]
    again = await ask_step(api, step, actor, played)
    if again is None or not accepted(again.response):
        return []
    after = await ask_step(api, watch, actor, played) if watch is not None else again
    effects = changed(before, after)
    if not effects:
        return []  # saying yes twice and doing nothing the second time is no flaw
    proofs = [Proof(played.exchanges[-1], (), "the first time", actor.name)]
    proofs.append(Proof(again, (), "the same again", actor.name))
    if watch is not None and after is not None:
        proofs.append(Proof(after, (), "what came of it", actor.name))
    summary = f"In the flow {flow.name!r} {step.operation} worked a second time: {', '.join(effects[:3])}."
    confidence = Confidence.CERTAIN if watch is not None else Confidence.FIRM
    return [
        operation_finding(
            api, operation, REPEATED_RULE, CHECK.id, summary, *proofs,
            parameter=flow.name, confidence=confidence, state=_state(flow),
        )
    ]  # fmt: skip


async def _without(api: Api, operation: Operation, flow: Flow, step: FlowStep, actor: Actor) -> list[Finding]:
    played = await play(api, flow, actor, without=step)
    if played.refused or flow.steps[-1] is step:
        return []
    summary = f"The flow {flow.name!r} came to its end, {flow.steps[-1].operation}, without {step.operation}."
    last = Proof(played.exchanges[-1], (), f"the last step works without {step.operation}", actor.name)
    return [
        operation_finding(
            api, operation, SKIPPED_RULE, CHECK.id, summary, last, parameter=flow.name, state=_state(flow)
        )
    ]


def _state(flow: Flow) -> dict[str, object]:
    return {"flow": msgspec.to_builtins(flow)}


CHECK = ApiCheck(
    id="business-flows",
    rules=(REPEATED_RULE, SKIPPED_RULE),
    choose=_choose,
    run=_run,
    stage=Stage.WRITING,
)
