"""A schema that is told to everybody: by introspection, or name by name through suggestions."""

from __future__ import annotations

from securestack.core.finding import Finding
from securestack.core.rule import Reference, Rule
from securestack.core.severity import Severity
from securestack.probing.proof import Proof
from securestack.scanners.api.graphql.endpoint import read_answer
from securestack.scanners.api.graphql.graph import Graph, GraphCheck
from securestack.scanners.api.graphql.guessing import suggested

_CHEAT_SHEET = Reference(
    "OWASP: GraphQL Cheat Sheet", "https://cheatsheetseries.owasp.org/cheatsheets/GraphQL_Cheat_Sheet.html"
)
INTROSPECTION = Rule(
    id="api.graphql-introspection",
    title="The GraphQL service tells its whole schema",
    severity=Severity.LOW,
    cwe=(200,),
    what="Anybody may ask the service for every type, field, argument and change it knows (introspection).",
    why=(
        "The answer is a complete map for an attacker: forgotten fields, changes meant for administrators and internal "
        "names are all in it. It is no flaw by itself where the API is public and documented."
    ),
    fix=(
        "Turn introspection off for those who are not logged in, or altogether in production, and give your own "
        "developers the schema as a file. Rights are still checked in each resolver: a hidden field is not a safe one."
    ),
    vulnerable_example="new ApolloServer({ typeDefs, resolvers, introspection: true })",
    fixed_example="new ApolloServer({ typeDefs, resolvers, introspection: process.env.NODE_ENV !== 'production' })",
    owasp=("API8:2023", "API9:2023"),
    references=(_CHEAT_SHEET,),
)
SUGGESTIONS = Rule(
    id="api.graphql-suggestions",
    title="Error messages of the GraphQL service suggest names",
    severity=Severity.LOW,
    cwe=(209,),
    what="For a misspelt field the service answers with the right names (`Did you mean …?`).",
    why=(
        "With a list of common words, a program learns the schema name by name from these answers, even where "
        "introspection is off."
    ),
    fix="Turn suggestions off in production, or mask validation errors for everybody but your developers.",
    vulnerable_example='Cannot query field "usr" on type "Query". Did you mean "user" or "users"?',
    fixed_example="The operation is not valid.",
    owasp=("API8:2023",),
    references=(_CHEAT_SHEET,),
)


async def _introspection(graph: Graph) -> list[Finding]:
    exchange = await graph.endpoint.ask("query { __schema { queryType { name } types { name } } }")
    answer = read_answer(exchange.response)
    if answer is None or not isinstance(answer.data, dict) or not answer.data.get("__schema"):
        return []
    count = len(graph.calls)
    summary = f"Asked as nobody for __schema, the service told its types and so all of its {count} queries and changes."
    return [
        graph.finding(
            INTROSPECTION, "graphql-introspection", summary, Proof(exchange, ("queryType", "__schema"))
        )
    ]


async def _suggestions(graph: Graph) -> list[Finding]:
    names = [call.field for call in graph.calls if call.root == "query" and len(call.field) >= 4]
    misspelt = [f"{name[:-1]}{name[-2]}q" for name in names[:5]] or ["usr", "user", "nod", "postss"]
    for name in misspelt:
        exchange = await graph.endpoint.ask(f"query {{ {name} }}")
        answer = read_answer(exchange.response)
        found = suggested(answer.messages) if answer is not None else set()
        if found:
            shown = ", ".join(sorted(found)[:5])
            summary = f"Asked for the misspelt field {name!r}, the service named real ones: {shown}."
            return [
                graph.finding(SUGGESTIONS, "graphql-suggestions", summary, Proof(exchange, ("Did you mean",)))
            ]
    return []


CHECK = GraphCheck(id="graphql-introspection", rules=(INTROSPECTION,), run=_introspection)
SUGGESTING = GraphCheck(id="graphql-suggestions", rules=(SUGGESTIONS,), run=_suggestions)
CHECKS = (CHECK, SUGGESTING)
