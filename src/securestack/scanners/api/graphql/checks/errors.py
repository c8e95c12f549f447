"""Answers to what is not right: traces of the program, and documents that no validation looked at."""

from __future__ import annotations

import re

from securestack.core.finding import Finding
from securestack.core.rule import Reference, Rule
from securestack.core.severity import Severity
from securestack.net.errors import BrokenConnection
from securestack.net.message import Exchange, Response
from securestack.probing.insertion import TextBody
from securestack.probing.proof import Proof
from securestack.scanners.api.check import Stage
from securestack.scanners.api.graphql.endpoint import Endpoint, read_answer
from securestack.scanners.api.graphql.graph import Graph, GraphCheck

TRACE = Rule(
    id="api.stack-trace",
    title="Errors of the API show the inside of the program",
    severity=Severity.LOW,
    cwe=(209, 550),
    what="An error answer holds a stack trace, a statement of the database or paths of the server.",
    why="It tells which libraries, files and queries are behind the API, which is what an attack on them is made from.",
    fix="Log the details under an id, and answer with that id and one general sentence. Turn debug modes off.",
    vulnerable_example='{"errors": [{"message": "…", "extensions": {"exception": {"stacktrace": ["…/resolvers.py, line 41"]}}}]}',
    fixed_example='{"errors": [{"message": "Something went wrong.", "extensions": {"id": "9f2c"}}]}',
    owasp=("API8:2023",),
    references=(
        Reference(
            "OWASP: Error Handling Cheat Sheet",
            "https://cheatsheetseries.owasp.org/cheatsheets/Error_Handling_Cheat_Sheet.html",
        ),
    ),
)
UNVALIDATED = Rule(
    id="api.graphql-unvalidated-fragments",
    title="The GraphQL service runs documents that are not valid",
    severity=Severity.MEDIUM,
    cwe=(674, 20),
    what="Fragments that contain each other, which the specification forbids, are accepted without a word.",
    why="A document that spreads such fragments never ends: one request of a hundred characters crashes or blocks the server.",
    fix="Validate every document with all rules of the specification before it is run; update the GraphQL library.",
    vulnerable_example="fragment a on Query { ...b }  fragment b on Query { ...a }",
    fixed_example='Cannot spread fragment "a" within itself via "b".',
    owasp=("API4:2023",),
    references=(
        Reference(
            "GraphQL specification: Fragment spreads must not form cycles",
            "https://spec.graphql.org/October2021/#sec-Fragment-spreads-must-not-form-cycles",
        ),
    ),
)
_TRACE = re.compile(
    r"Traceback \(most recent call last\)|File \"/[^\"]{2,200}\", line \d+|\bat [\w.$<>]+ ?\(?(?:/|file://|[\w.]+\.(?:java|kt|scala|cs|rb|php))|"
    r"[\"']?stack_?trace[\"']?\s*:\s*\[?\s*[\"']|node_modules/|/site-packages/|\.(?:rb|php|go|py):\d+",
    re.IGNORECASE,
)
_EXHAUSTED = re.compile(
    r"recursion depth|stack overflow|call stack size|StackOverflow|too much recursion", re.IGNORECASE
)
_STATEMENT = re.compile(r"\[SQL: |\bSELECT\b[^\"]{1,400}\bFROM\b[^\"]{0,400}\bWHERE\b", re.IGNORECASE)
_MOST_ASKED = 12


async def _traces(graph: Graph) -> list[Finding]:
    """Ask what cannot be answered, in several ways and places, until an answer tells too much."""
    wrong = ("query {", "query { __typename @nonsense(a: 1", "{ }", '{"a"')
    requests = [graph.endpoint.template(document) for document in wrong]
    requests += [
        graph.endpoint.posted(TextBody(text, "application/json"))
        for text in ("[1]", "null", "{", '{"query": 1}')
    ]
    for call in graph.calls[:_MOST_ASKED]:
        if call.variables and call.root == "query" and call.name not in graph.left_out:
            variables = dict.fromkeys(call.variables)
            requests.append(graph.endpoint.template(call.document, variables))
    requests += [Endpoint(url, graph.endpoint.sender).template(wrong[0]) for url in graph.consoles]
    for template in requests:
        exchange = await graph.endpoint.sender.send(template.build())
        if found := told_inside(exchange):
            summary = f"Asked for something that cannot be answered, the service showed the inside of its program: {found[:120]!r}."
            return [graph.finding(TRACE, "graphql-errors", summary, Proof(exchange, (found[:60],)))]
    for asked in graph.asked:
        if found := told_inside(asked.exchange):
            summary = f"The answer to {asked.call.name} shows the inside of the program: {found[:120]!r}."
            return [
                graph.finding(
                    TRACE,
                    "graphql-errors",
                    summary,
                    Proof(asked.exchange, (found[:60],)),
                    call=asked.call.field,
                )
            ]
    return []


def told_inside(exchange: Exchange) -> str:
    """Return the part of an answer that shows the inside of a program, an empty string where none does."""
    text = exchange.response.text[:200_000]
    if exchange.response.status < 400 and '"errors"' not in text[:2_000] and "Traceback" not in text:
        return ""
    found = _TRACE.search(text) or _STATEMENT.search(text)
    return found[0] if found else ""


async def _cycles(graph: Graph) -> list[Finding]:
    # The fragments are declared and never used, so that even a server that does not validate has nothing to follow.
    document = "query { __typename } fragment a on Query { ...b } fragment b on Query { ...a }"
    try:
        exchange = await graph.endpoint.ask(document)
    except BrokenConnection as error:
        request = graph.endpoint.template(document).build()
        exchange = Exchange(request, Response(0, url=request.url, reason=str(error)))
    answer = read_answer(exchange.response)
    exhausted = answer is not None and any(_EXHAUSTED.search(message) for message in answer.messages)
    if answer is not None and answer.is_whole:
        summary = "Two fragments that contain each other were accepted without an error: nothing validates documents."
    elif exhausted or exchange.response.status in (0, 500):
        told = "used up the stack of the server" if exchange.response.status else "ended the connection"
        summary = f"Two fragments that contain each other {told}, where the specification wants them refused."
    else:
        return []
    return [graph.finding(UNVALIDATED, "graphql-fragments", summary, Proof(exchange, ("fragment a",)))]


CHECKS = (
    GraphCheck(id="graphql-errors", rules=(TRACE,), run=_traces, stage=Stage.WRITING),
    GraphCheck(id="graphql-fragments", rules=(UNVALIDATED,), run=_cycles, stage=Stage.RESOURCES),
)
