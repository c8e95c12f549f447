"""One request that makes a service work a hundred times: batches, aliases, repeated fields and endless depth.

Each is tried with something cheap and, where work grows, in steps that end as soon as the growth is seen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from securestack.core.finding import Finding
from securestack.core.rule import Reference, Rule
from securestack.core.severity import Severity
from securestack.net.errors import AnswerTimeout
from securestack.net.message import Exchange
from securestack.probing.actors.tokens import read_json
from securestack.probing.proof import Proof
from securestack.scanners.api.graphql.calls import is_plain
from securestack.scanners.api.graphql.endpoint import answer_of, read_answer
from securestack.scanners.api.graphql.graph import Graph, GraphCheck
from securestack.scanners.api.graphql.schema import object_of, root_fields, wants_argument

if TYPE_CHECKING:
    from graphql import GraphQLObjectType

_REFERENCES = (
    Reference(
        "OWASP: GraphQL Cheat Sheet, DoS Prevention",
        "https://cheatsheetseries.owasp.org/cheatsheets/GraphQL_Cheat_Sheet.html#dos-prevention",
    ),
    Reference(
        "OWASP API4:2023 Unrestricted Resource Consumption",
        "https://owasp.org/API-Security/editions/2023/en/0xa4-unrestricted-resource-consumption/",
    ),
)


def _rule(id: str, title: str, what: str, why: str, fix: str, weak: str, fixed: str, cwe: int = 770) -> Rule:
    return Rule(
        id=id, title=title, severity=Severity.MEDIUM, cwe=(cwe,), what=what, why=why, fix=fix, vulnerable_example=weak,
        fixed_example=fixed, owasp=("API4:2023",), references=_REFERENCES,
    )  # fmt: skip


BATCH = _rule(
    "api.graphql-batching",
    "Any number of operations goes in one request",
    "The service takes a list of operations in one request and answers each.",
    "Limits that count requests no longer count work: a list of a thousand logins is one request to a rate limit.",
    "Turn batching off, or allow a handful of operations and count each of them in every limit.",
    '[{"query": "mutation { login(…) }"}, {"query": "mutation { login(…) }"}, …]',
    "HTTP 400: batches are not allowed",
)
ALIASES = _rule(
    "api.graphql-aliases",
    "One field can be asked any number of times under other names",
    "An operation that asks one field a hundred times under a hundred aliases is answered in full.",
    "One request makes the server do the work of a hundred, and tries a hundred passwords past a limit on requests.",
    "Limit aliases, or better the cost of an operation, before it is run (cost analysis of your GraphQL server).",
    "{ a1: me { id } a2: me { id } … a100: me { id } }",
    "The operation is too expensive: 100 fields of the root, 20 are allowed.",
)
REPEATED = _rule(
    "api.graphql-repeated-fields",
    "A field repeated in one operation costs the server each time",
    "The time for an answer grows with how often the same field is written down, though the answer stays the same.",
    "A few kilobytes keep the server busy for seconds, and everybody else waits.",
    "Limit the length and the number of fields of an operation before it is validated; update the GraphQL library.",
    "{ posts { title title title title … } }",
    "The operation is too long: 2,000 fields, 200 are allowed.",
)
DEPTH = _rule(
    "api.graphql-depth",
    "Operations may be nested without limit",
    "The schema leads in circles (an author has books, a book has an author) and the service follows any number of rounds.",
    "With lists on the way, each round multiplies the work: some hundred characters exhaust the server.",
    "Refuse operations deeper than your clients need, and limit their cost.",
    "{ author { books { author { books { author { name } } } } } }",
    "The operation is 12 levels deep, 8 are allowed.",
    674,
)
_SLOW = 1.0  # seconds of an answer at which steps end
_LONGEST = 10.0  # seconds after which nobody waits for an answer


async def _batch(graph: Graph) -> list[Finding]:
    count = 10
    exchange = await graph.endpoint.sender.send(
        graph.endpoint.batch(["query { __typename }"] * count).build()
    )
    answers = read_json(exchange.response)
    if not isinstance(answers, list) or len(answers) != count:
        return []
    whole = [answer for answer in map(answer_of, answers) if answer is not None and answer.is_whole]
    if len(whole) != count:
        return []
    summary = f"A list of {count} operations in one request was answered with {count} results."
    return [graph.finding(BATCH, "graphql-batching", summary, Proof(exchange, ("__typename",)))]


async def _aliases(graph: Graph) -> list[Finding]:
    count = 100
    field = _cheapest(graph)
    document = "query { " + " ".join(f"a{number}: {field}" for number in range(count)) + " }"
    exchange = await graph.endpoint.ask(document)
    answer = read_answer(exchange.response)
    if answer is None or not isinstance(answer.data, dict) or len(answer.data) < count or answer.errors:
        return []
    summary = f"The field {field.partition(' ')[0]} was asked under {count} names in one operation, and answered {count} times."
    return [graph.finding(ALIASES, "graphql-aliases", summary, Proof(exchange, ("a99",)))]


def _cheapest(graph: Graph) -> str:
    """Return the field of the root that answered fastest without any argument, with what it needs behind it."""
    known = [
        asked
        for asked in graph.asked
        if asked.call.root == "query"
        and not asked.call.variables
        and asked.answer is not None
        and asked.answer.is_whole
    ]
    known = [
        asked
        for asked in known
        if asked.exchange.response.elapsed < 0.1 and len(asked.exchange.response.body) < 2_000
    ]
    if not known or graph.schema is None:
        return "__typename"
    best = min(known, key=lambda asked: asked.exchange.response.elapsed).call
    kind = object_of(root_fields(graph.schema, "query")[best.field])
    return f"{best.field} {{ __typename }}" if kind is not None else best.field


async def _repeated(graph: Graph) -> list[Finding]:
    found = next(_lists(graph), None)
    if found is None:
        return []
    field, part = found

    def document(count: int) -> str:
        return f"query {{ {field} {{ {' '.join([part] * count)} }} }}"

    steps = await _growing(graph, document, (1, 200, 400, 800, 1600, 3200))
    if steps is None:
        return []
    (few, first), (many, last) = steps
    summary = (
        f"The field {part} of {field}, written {many} times in one operation, took {last.response.elapsed:.2f} s; "
        f"written {few} time it took {first.response.elapsed:.2f} s, with the same answer."
    )
    proofs = (Proof(first, (), f"{few} time"), Proof(last, (), f"{many} times"))
    return [graph.finding(REPEATED, "graphql-repeated-fields", summary, *proofs, call=field)]


def _lists(graph: Graph) -> Iterator[tuple[str, str]]:
    """Yield fields of the root that gave something, with a plain part of it."""
    for asked in graph.asked:
        if asked.call.root != "query" or not asked.given or graph.schema is None or asked.call.variables:
            continue
        kind = object_of(root_fields(graph.schema, "query")[asked.call.field])
        plain = [name for name, field in kind.fields.items() if is_plain(field)] if kind is not None else []
        if plain:
            yield asked.call.field, plain[0]
    for field, described in root_fields(graph.schema, "query").items() if graph.schema is not None else ():
        kind = object_of(described)
        if kind is not None and not wants_argument(described):
            plain = [name for name, part in kind.fields.items() if is_plain(part)]
            if plain and f"query {field}" not in graph.left_out:
                yield field, plain[0]


async def _growing(
    graph: Graph, document: Callable[[int], str], counts: tuple[int, ...]
) -> tuple[tuple[int, Exchange], tuple[int, Exchange]] | None:
    """Ask with more and more of something; return the first and the last step where time grew with it."""
    steps: list[tuple[int, Exchange]] = []
    for count in counts:
        exchange = await graph.endpoint.ask(document(count))
        answer = read_answer(exchange.response)
        if answer is None or answer.data is None:
            break
        steps.append((count, exchange))
        if exchange.response.elapsed > _SLOW:
            break
    times = [exchange.response.elapsed for _, exchange in steps]
    if len(steps) < 3 or times[-1] < 0.2 or times[-1] < 5 * times[0] or times[-2:] != sorted(times[-2:]):
        return None
    if times[-1] < 2.5 * times[-2]:
        return None  # twice as many fields may take twice as long; more than that is work for nothing
    again = await graph.endpoint.ask(document(counts[0]))  # the server may just have been slow
    return (steps[0], steps[-1]) if again.response.elapsed * 5 <= times[-1] else None


async def _depth(graph: Graph) -> list[Finding]:
    circle = _circle(graph)
    if circle is None:
        return []
    start, way, part = circle
    steps: list[tuple[int, Exchange]] = []
    for rounds in (1, 2, 3, 4, 5, 6):
        inside = f"{{ {part} }}"
        for name in reversed(way * rounds):
            inside = f"{{ {name} {inside} }}"
        try:
            exchange = await graph.endpoint.ask(f"query {{ {start} {inside} }}", timeout=_LONGEST)
        except AnswerTimeout:
            break
        answer = read_answer(exchange.response)
        if answer is None or answer.data is None or answer.errors:
            return []
        steps.append((rounds * len(way), exchange))
        if exchange.response.elapsed > _SLOW:
            break
    if not steps:
        return []
    levels, last = steps[-1]
    first = steps[0][1]
    grew = last.response.elapsed > _SLOW and last.response.elapsed > 5 * first.response.elapsed
    if levels < 10 and not grew:
        return []
    summary = (
        f"The schema leads in a circle ({' → '.join((start, *way))} → …), and {levels} levels of it were answered, in "
        f"{last.response.elapsed:.2f} s after {first.response.elapsed:.2f} s for {steps[0][0]}."
    )
    proofs = (Proof(first, (), f"{steps[0][0]} levels"), Proof(last, (), f"{levels} levels"))
    return [graph.finding(DEPTH, "graphql-depth", summary, *proofs, call=start)]


def _circle(graph: Graph) -> tuple[str, list[str], str] | None:
    """Return a field of the root, the way from its type back to it, and a plain part to end with."""
    if graph.schema is None:
        return None
    usable = {
        field: described
        for field, described in root_fields(graph.schema, "query").items()
        if f"query {field}" not in graph.left_out
    }
    for field, described in usable.items():
        kind = object_of(described)
        if kind is None or wants_argument(described):
            continue
        plain = next((name for name, part in kind.fields.items() if is_plain(part)), "")
        way = _way_back(kind, kind, [])
        if plain and way:
            return field, way, plain
    return None


def _way_back(kind: GraphQLObjectType, home: GraphQLObjectType, way: list[str]) -> list[str]:
    if len(way) >= 4:
        return []
    for name, field in kind.fields.items():
        following = object_of(field)
        if following is None or wants_argument(field) or following.name.startswith("__"):
            continue
        if following is home:
            return [*way, name]
        if (found := _way_back(following, home, [*way, name])) and name not in way:
            return found
    return []


CHECKS = (
    GraphCheck(id="graphql-batching", rules=(BATCH,), run=_batch),
    GraphCheck(id="graphql-aliases", rules=(ALIASES,), run=_aliases),
    GraphCheck(id="graphql-repeated-fields", rules=(REPEATED,), run=_repeated),
    GraphCheck(id="graphql-depth", rules=(DEPTH,), run=_depth),
)
