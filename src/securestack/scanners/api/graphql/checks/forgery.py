"""Operations that other sites can make a browser send: by a link, or by a form."""

from __future__ import annotations

from securestack.core.finding import Finding
from securestack.core.rule import Reference, Rule
from securestack.core.severity import Severity
from securestack.probing.proof import Proof
from securestack.scanners.api.graphql.endpoint import read_answer
from securestack.scanners.api.graphql.graph import Graph, GraphCheck

RULE = Rule(
    id="api.graphql-cross-site-requests",
    title="Other sites can send changes to the GraphQL service",
    severity=Severity.MEDIUM,
    cwe=(352,),
    what="The service takes changes (mutations) from a link or from the form of any web page, without a preflight.",
    why=(
        "Where cookies say who somebody is, a page of an attacker makes the browser of a logged-in user send changes in "
        "the user's name. Browsers ask first only for requests that a form cannot make."
    ),
    fix=(
        "Take operations by POST with `Content-Type: application/json` only, changes never by GET, or demand a header of "
        "your own (`GraphQL-Preflight: 1`). Cookies with `SameSite=Lax` or `Strict` help besides."
    ),
    vulnerable_example="GET /graphql?query=mutation{deleteAccount{ok}}",
    fixed_example="HTTP/1.1 415 Unsupported Media Type\nAccept: application/json",
    owasp=("API8:2023",),
    references=(
        Reference(
            "OWASP: Cross-Site Request Forgery Prevention Cheat Sheet",
            "https://cheatsheetseries.owasp.org/cheatsheets/Cross-Site_Request_Forgery_Prevention_Cheat_Sheet.html",
        ),
        Reference(
            "GraphQL over HTTP: methods",
            "https://graphql.github.io/graphql-over-http/draft/#sec-GET",
        ),
    ),
)
_MUTATION = "mutation { __typename }"  # a change that changes nothing


async def _run(graph: Graph) -> list[Finding]:
    ways = (
        ("a link (GET)", graph.endpoint.got(_MUTATION)),
        ("the form of a page", graph.endpoint.form(_MUTATION)),
    )
    open_ways, proofs = [], []
    for name, template in ways:
        exchange = await graph.endpoint.sender.send(template.build())
        answer = read_answer(exchange.response)
        data = answer.data if answer is not None and not answer.errors else None
        if isinstance(data, dict) and isinstance(data.get("__typename"), str):
            open_ways.append(name)
            proofs.append(Proof(exchange, (str(data["__typename"]),), name))
    if not open_ways:
        return []
    summary = (
        f"A mutation sent by {' and by '.join(open_ways)} was run: no other site is kept from sending one."
    )
    return [graph.finding(RULE, CHECK.id, summary, *proofs)]


CHECK = GraphCheck(id="graphql-cross-site-requests", rules=(RULE,), run=_run)
CHECKS = (CHECK,)
