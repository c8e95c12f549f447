"""What another service answers, used as if it were one's own: the scanner is that service, and answers with care.

An operation that fetches an address is given one of the scanner's, at which there is a harmless text first, then one
with quotes, then one with markup. Only what the API does with the difference counts.
"""

from __future__ import annotations

from securestack.core.finding import Finding
from securestack.core.rule import Reference, Rule
from securestack.core.severity import Severity
from securestack.net.message import Exchange
from securestack.probing.actors.actor import Actor
from securestack.probing.callbacks import CallbackAddress
from securestack.probing.insertion import InsertionPoint, RequestTemplate
from securestack.probing.needs import Needs
from securestack.probing.proof import Proof
from securestack.probing.sql_errors import database_error
from securestack.probing.value_hints import looks_like_address
from securestack.scanners.api.api import Api
from securestack.scanners.api.check import ApiCheck, Stage, operation_finding
from securestack.scanners.api.description.model import Operation
from securestack.scanners.api.requests import build, points_of

RULE = Rule(
    id="api.unsafe-consumption",
    title="What another service answers is used without a check",
    severity=Severity.HIGH,
    cwe=(20, 79, 89, 346),
    what=(
        "The API fetches data from an address and puts it into a statement or a page as it came, where it would check "
        "or escape the same text had a user sent it."
    ),
    why=(
        "Whoever answers in place of the other service, because they may name the address, have broken into that service or "
        "own its old domain, runs statements in the database or scripts in the browsers of users."
    ),
    fix=(
        "Treat answers of other services as input of strangers: check them against a schema, bound their size and the time "
        "they may take, bind them as parameters of statements, and escape them where they are shown. Name the services in "
        "the configuration, and follow no redirects to others."
    ),
    vulnerable_example="title = httpx.get(url).text\ndb.execute(f\"INSERT INTO feeds VALUES ('{title}')\")",
    fixed_example='title = Feed.model_validate(httpx.get(FEEDS[name]).json()).title\ndb.execute("INSERT INTO feeds VALUES (?)", [title])',
    owasp=("API10:2023", "A03:2021", "A08:2021"),
    references=(
        Reference(
            "OWASP API10:2023 Unsafe Consumption of APIs",
            "https://owasp.org/API-Security/editions/2023/en/0xaa-unsafe-consumption-of-apis/",
        ),
        Reference("CWE-20: Improper Input Validation", "https://cwe.mitre.org/data/definitions/20.html"),
    ),
)
_MOST_POINTS = 3
_PATIENCE = 0.5  # seconds for the fetch to come, where the answer did not wait for it


def _choose(api: Api) -> list[Operation]:
    return [
        operation
        for operation in api.ordinary
        if any(_points(operation, build(operation, api.base, api.inputs(operation, optional=True))))
    ]


def _points(operation: Operation, template: RequestTemplate) -> list[InsertionPoint]:
    return [point for point in points_of(operation, template) if looks_like_address(point)][:_MOST_POINTS]


async def _run(api: Api, operation: Operation) -> list[Finding]:
    actor = next(iter(api.people.users), api.people.nobody)
    template = build(operation, api.base, api.inputs(operation, actor, optional=True))
    for point in _points(operation, template):
        if found := await _look(api, operation, actor, template, point):
            return found
    return []


async def _look(
    api: Api, operation: Operation, actor: Actor, template: RequestTemplate, point: InsertionPoint
) -> list[Finding]:
    word = api.maker.word(12)
    plain = await _offer(api, operation, actor, template, point, word)
    if plain is None or database_error(plain.response) is not None:
        return []
    quoted = await _offer(api, operation, actor, template, point, f"{word}'\"{word}")
    error = database_error(quoted.response) if quoted is not None else None
    if quoted is not None and error is not None:
        summary = (
            f"{operation.id} fetched the address in {point.name!r}; where the text there held quotes, the database answered "
            "with an error in the statement, and where it held none it did not."
        )
        said = "quotes in what the other service answers break the statement"
        return [
            _finding(api, operation, point, summary, plain, Proof(quoted, (error.text,), said, actor.name))
        ]
    markup = f"<b id={word}>{word}</b>"
    shown = await _offer(api, operation, actor, template, point, markup)
    if shown is not None and _is_page(shown) and markup in shown.response.text:
        summary = f"{operation.id} fetched the address in {point.name!r} and put the markup from there into its page as it came."
        said = "markup of the other service becomes part of the page"
        return [_finding(api, operation, point, summary, plain, Proof(shown, (markup,), said, actor.name))]
    return []


async def _offer(
    api: Api,
    operation: Operation,
    actor: Actor,
    template: RequestTemplate,
    point: InsertionPoint,
    content: str,
) -> Exchange | None:
    """Return the answer to an address at which there is a text, None where nobody fetched it."""
    callback = api.callbacks.new() if api.callbacks is not None else None
    if not isinstance(callback, CallbackAddress):
        return None
    callback.content = content.encode()
    exchange = await api.send(operation, actor, template.with_value(point, callback.url).build())
    return exchange if await callback.wait(_PATIENCE) else None


def _is_page(exchange: Exchange) -> bool:
    return (exchange.response.header("content-type") or "").lower().startswith("text/html")


def _finding(
    api: Api, operation: Operation, point: InsertionPoint, summary: str, plain: Exchange, proof: Proof
) -> Finding:
    harmless = Proof(plain, (), "a harmless text from the other service", proof.actor)
    return operation_finding(
        api,
        operation,
        RULE,
        CHECK.id,
        summary,
        harmless,
        proof,
        parameter=point.name,
        position=point.position,
    )


CHECK = ApiCheck(
    id="unsafe-consumption",
    rules=(RULE,),
    choose=_choose,
    run=_run,
    stage=Stage.WRITING,
    needs=Needs(active=True, callback=True),
)
