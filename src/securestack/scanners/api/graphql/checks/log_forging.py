"""Names of operations that end up, line breaks and all, in a log that people read."""

from __future__ import annotations

from securestack.core.finding import Finding
from securestack.core.rule import Reference, Rule
from securestack.core.severity import Confidence, Severity
from securestack.probing.proof import Proof
from securestack.scanners.api.check import Stage
from securestack.scanners.api.graphql.graph import Graph, GraphCheck

RULE = Rule(
    id="api.log-forging",
    title="Whoever asks writes the entries of the log",
    severity=Severity.LOW,
    cwe=(117, 345),
    what="The log shows the name that a request gives its operation, instead of the fields that were asked.",
    why=(
        "A change can appear as a harmless query, and entries can be made to look as if somebody else had written them. "
        "Whoever looks into an incident is led astray."
    ),
    fix=(
        "Log the fields of the root that were run, and who asked; log the client's own name of the operation in a field of "
        "its own, without control characters and shortened."
    ),
    vulnerable_example='query getNews { deleteEverything }   # the log says "getNews"',
    fixed_example='{"operation": "mutation deleteEverything", "clientName": "getNews", "user": 7}',
    owasp=("API8:2023",),
    references=(Reference("OWASP: Log Injection", "https://owasp.org/www-community/attacks/Log_Injection"),),
)


async def _run(graph: Graph) -> list[Finding]:
    name = f"Q{graph.maker.word(10)}"
    sent = await graph.endpoint.ask(f"query {name} {{ __typename }}", operation_name=name)
    readable = [
        asked.call
        for asked in graph.asked
        if asked.call.root == "query" and isinstance(asked.given, list) and asked.given
    ]
    harmless = next((call for call in readable), None)
    if harmless is not None:
        # Some services log only what a field of their own resolves.
        renamed = harmless.document.replace(
            f"query {harmless.field[:1].upper()}{harmless.field[1:]}", f"query {name}", 1
        )
        sent = await graph.endpoint.ask(renamed, harmless.variables, operation_name=name)
    for call in readable:
        asked = await graph.ask(call)
        if name in asked.exchange.response.text:
            summary = (
                f"An operation sent under the made-up name {name} stands under that name in what {call.name} tells: the log "
                "believes what a request calls itself."
            )
            proofs = (
                Proof(sent, (name,), "what was sent"),
                Proof(asked.exchange, (name,), "what the log says of it"),
            )
            return [
                graph.finding(RULE, CHECK.id, summary, *proofs, call=call.field, confidence=Confidence.FIRM)
            ]
    return []


CHECK = GraphCheck(id="log-forging", rules=(RULE,), run=_run, stage=Stage.WRITING)
CHECKS = (CHECK,)
