"""The schema of a service, from a file in GraphQL's own language, from an introspection's result, or by asking for it.

graphql-core, which reads schemas, is imported where it is first needed: most commands never meet one.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from securestack.scanners.api.description.model import UnreadableDescription
from securestack.scanners.api.graphql.endpoint import Endpoint, read_answer

if TYPE_CHECKING:
    from graphql import GraphQLField, GraphQLObjectType, GraphQLSchema

ROOTS = ("query", "mutation")


def looks_like_sdl(text: str) -> bool:
    """Whether a text seems to be a schema in GraphQL's own language."""
    words = text.split(None, 400)
    return any(
        first in ("type", "schema", "extend", "interface", "input", "enum", "union", "scalar", "directive")
        and (
            second.endswith("{")
            or following in ("{", "implements", "=")
            or first in ("schema", "scalar", "directive")
        )
        for first, second, following in zip(words, words[1:], words[2:], strict=False)
    )


def is_introspection(document: Any) -> bool:
    """Whether a JSON value is the result of an introspection."""
    return isinstance(introspected(document), dict)


def introspected(document: Any) -> Any:
    """Return the part of an introspection's result that holds the schema, None where there is none."""
    if isinstance(document, dict) and isinstance(document.get("data"), dict):
        document = document["data"]
    return document.get("__schema") if isinstance(document, dict) else None


def read_schema(text: str) -> GraphQLSchema:
    """Return the schema that a text holds, in GraphQL's language or as an introspection's result.

    Raises UnreadableDescription.
    """
    from graphql import GraphQLError, build_client_schema, build_schema

    try:
        if text.lstrip().startswith("{"):
            return build_client_schema({"__schema": introspected(json.loads(text))}, assume_valid=True)
        return build_schema(text, assume_valid=True)
    except GraphQLError as error:
        line = f" in line {error.locations[0].line}" if error.locations else ""
        raise UnreadableDescription(f"The GraphQL schema cannot be read{line}: {error.message}") from None
    except (TypeError, ValueError, KeyError, RecursionError, AttributeError) as error:
        first = (str(error).splitlines() or ["it is broken"])[0]
        raise UnreadableDescription(f"The GraphQL schema cannot be read: {first}") from None


async def ask_for_schema(endpoint: Endpoint) -> GraphQLSchema | None:
    """Return the schema that a service tells of itself, None where it does not. Raises NetError, BudgetExhausted."""
    from graphql import get_introspection_query

    answer = read_answer((await endpoint.ask(get_introspection_query(descriptions=False))).response)
    if answer is None or introspected({"data": answer.data}) is None:
        return None
    try:
        return read_schema(json.dumps(answer.data))
    except UnreadableDescription:
        return None


def root_fields(schema: GraphQLSchema, root: str) -> dict[str, GraphQLField]:
    """Return the fields that a query or a mutation can begin with."""
    kind = schema.query_type if root == "query" else schema.mutation_type
    return dict(kind.fields) if kind is not None else {}


def object_of(field: GraphQLField) -> GraphQLObjectType | None:
    """Return the object that a field gives, alone or in a list; None where it gives something else."""
    from graphql import GraphQLObjectType, get_named_type

    named = get_named_type(field.type)
    return named if isinstance(named, GraphQLObjectType) else None


def wants_argument(field: GraphQLField) -> bool:
    """Whether a field cannot be asked without an argument."""
    return any(str(argument.type).endswith("!") for argument in field.args.values())
