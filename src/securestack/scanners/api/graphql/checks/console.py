"""Consoles for developers left open, and such that a cookie of one's own opens."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from urllib.parse import urljoin, urlsplit

import msgspec

from securestack.core.finding import Finding
from securestack.core.rule import Reference, Rule
from securestack.core.severity import Severity
from securestack.net.errors import NetError
from securestack.net.message import Exchange, Response
from securestack.probing.error_texts import shows_any
from securestack.probing.insertion import Field, RequestTemplate
from securestack.probing.proof import Proof
from securestack.scanners.api.graphql.endpoint import Endpoint, read_answer
from securestack.scanners.api.graphql.graph import Asked, Graph, GraphCheck

CONSOLE = Rule(
    id="api.graphql-console",
    title="A console for GraphQL developers is open",
    severity=Severity.LOW,
    cwe=(489,),
    what="A page to write and send GraphQL operations (GraphiQL, Playground, Altair, Voyager) is served to everybody.",
    why="It gives an outsider the schema, completion and history of a developer's tool, on the origin of the service itself.",
    fix="Serve the console on developers' machines only, or behind a login with its own right.",
    vulnerable_example="app.use('/graphql', graphqlHTTP({ schema, graphiql: true }))",
    fixed_example="app.use('/graphql', graphqlHTTP({ schema, graphiql: process.env.NODE_ENV === 'development' }))",
    owasp=("API8:2023",),
    references=(
        Reference(
            "OWASP: GraphQL Cheat Sheet",
            "https://cheatsheetseries.owasp.org/cheatsheets/GraphQL_Cheat_Sheet.html",
        ),
    ),
)
COOKIE = Rule(
    id="api.right-in-cookie",
    title="A cookie that anybody can change decides what one may see",
    severity=Severity.MEDIUM,
    cwe=(565, 784),
    what="The server stores a setting such as `disable` in a plain cookie and believes whatever comes back.",
    why="Whoever changes the word in the browser opens what was meant to be closed. Nothing else has to be known or guessed.",
    fix="Decide on the server: by the session's rights, or by configuration. A cookie that must carry state is signed.",
    vulnerable_example="Set-Cookie: env=console:disable",
    fixed_example="Set-Cookie: session=<unguessable>; HttpOnly; Secure   # and the right is looked up on the server",
    owasp=("API5:2023", "API8:2023"),
    references=(
        Reference(
            "CWE-565: Reliance on Cookies without Validation and Integrity Checking",
            "https://cwe.mitre.org/data/definitions/565.html",
        ),
    ),
)

_PATHS = (
    "",
    "/graphiql",
    "/playground",
    "/altair",
    "/voyager",
    "/graphql/console",
    "/graphql/playground",
    "/console",
    "/explorer",
)
_SIGNS = (
    b"graphiql",
    b"GraphiQL",
    b"GraphQL Playground",
    b"graphql-playground",
    b"altair",
    b"graphql-voyager",
    b"Apollo Sandbox",
)
_OPPOSITES = {
    "disable": "enable", "disabled": "enabled", "false": "true", "off": "on", "no": "yes", "deny": "allow",
    "denied": "allowed", "hidden": "visible", "locked": "unlocked", "user": "admin", "guest": "admin", "0": "1",
}  # fmt: skip
_WORD = re.compile(r"[A-Za-z]+|\d+")


async def _run(graph: Graph) -> list[Finding]:
    found: list[Finding] = []
    refused: list[Exchange] = []
    for path in _PATHS:
        url = urljoin(graph.endpoint.url, path) if path else graph.endpoint.url
        try:
            exchange = await graph.endpoint.sender.send(_page(url).build())
        except NetError:
            continue
        if path and read_answer((await _post(graph, url)).response) is not None:
            graph.consoles.append(url)
        if _is_console(exchange.response):
            summary = f"{urlsplit(url).path} shows a console for GraphQL to everybody."
            found.append(
                graph.finding(
                    CONSOLE, CHECK.id, summary, Proof(exchange, _marks(exchange)), url=url, method="GET"
                )
            )
        elif exchange.response.status not in (404, 405, 410) and path:
            refused.append(exchange)
    for exchange in [] if found else refused:
        found += await _with_changed_cookies(graph, exchange, _page(exchange.request.url), _is_console)
    for url in graph.consoles:
        closed = await _post(graph, url)
        if not _is_answered(closed.response):
            found += await _with_changed_cookies(
                graph, closed, Endpoint(url, graph.endpoint.sender).template(_query(graph)), _is_answered
            )
    return found


async def _post(graph: Graph, url: str) -> Exchange:
    return await graph.endpoint.sender.send(
        Endpoint(url, graph.endpoint.sender).template(_query(graph)).build()
    )


def _query(graph: Graph) -> str:
    """Return an operation that works at the service itself; guards look at real fields only."""
    return next(
        (asked.call.document for asked in graph.asked if _is_plain_query(asked)), "query { __typename }"
    )


def _is_plain_query(asked: Asked) -> bool:
    whole = asked.answer is not None and asked.answer.is_whole
    return whole and asked.call.root == "query" and not asked.call.variables


def _is_answered(response: Response) -> bool:
    answer = read_answer(response)
    return answer is not None and answer.is_whole


def _page(url: str) -> RequestTemplate:
    template = RequestTemplate.from_url(url)
    return msgspec.structs.replace(template, headers=(Field("Accept", "text/html"),))


def _is_console(response: Response) -> bool:
    return (
        response.status == 200
        and response.is_html
        and shows_any(response, _SIGNS)
        and b"<script" in response.body
    )


def _marks(exchange: Exchange) -> tuple[str, ...]:
    return tuple(sign.decode() for sign in _SIGNS if sign in exchange.response.body)[:1]


async def _with_changed_cookies(
    graph: Graph, closed: Exchange, template: RequestTemplate, is_open: Callable[[Response], bool]
) -> list[Finding]:
    """Ask what is closed again with each word of the site's own cookies turned into its opposite."""
    home = await graph.endpoint.sender.send(_page(urljoin(graph.endpoint.url, "/")).build())
    for name, value in _cookies(home.response):
        for changed in _opposites(value):
            with_cookie = msgspec.structs.replace(template, cookies=(Field(name, changed),))
            opened = await graph.endpoint.sender.send(with_cookie.build())
            if is_open(opened.response):
                path = urlsplit(closed.request.url).path
                summary = (
                    f"{path} refuses those who come with the site's own cookie {name}={value}, and lets them in with "
                    f"{name}={changed}: the right lies in a cookie that the visitor writes."
                )
                proofs = (
                    Proof(home, (f"{name}={value}",), "the site sets the cookie"),
                    Proof(closed, (), "it is closed"),
                    Proof(opened, (changed,), "with the word turned round it is open"),
                )
                return [
                    graph.finding(
                        COOKIE,
                        CHECK.id,
                        summary,
                        *proofs,
                        call=name,
                        url=closed.request.url,
                        method=template.method,
                    )
                ]
    return []


def _cookies(response: Response) -> Iterator[tuple[str, str]]:
    for line in response.header_values("set-cookie"):
        name, _, value = line.partition(";")[0].strip().partition("=")
        if name and value:
            yield name, value.strip('"')


def _opposites(value: str) -> Iterator[str]:
    for found in _WORD.finditer(value):
        opposite = _OPPOSITES.get(found[0].lower())
        if opposite:
            yield value[: found.start()] + opposite + value[found.end() :]


CHECK = GraphCheck(id="graphql-console", rules=(CONSOLE, COOKIE), run=_run)
CHECKS = (CHECK,)
