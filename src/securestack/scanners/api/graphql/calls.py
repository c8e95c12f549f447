"""Operations made from a schema: one field of the root, its arguments as variables, and what to show of the result."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import msgspec

from securestack.scanners.api.description.model import UNKNOWN, Schema
from securestack.scanners.api.graphql.schema import ROOTS, root_fields, wants_argument
from securestack.scanners.api.names import plain
from securestack.scanners.api.values import ValueMaker

if TYPE_CHECKING:
    from graphql import GraphQLField, GraphQLInputType, GraphQLNamedType, GraphQLOutputType, GraphQLSchema

_DEEPEST_INPUT = 4
_MOST_FIELDS = 40  # shown of one type
_KINDS = {"Int": "integer", "Float": "number", "Boolean": "boolean", "String": "string", "ID": "string"}
# What lets an operation that goes somewhere else come back at once: nobody listens on the discard port.
_BY_NAME: dict[str, Any] = {"host": "127.0.0.1", "port": 9, "scheme": "http", "protocol": "http", "path": "/"}


class Call(msgspec.Struct, frozen=True, kw_only=True):
    """One field of the root, ready to be asked."""

    root: str  # query or mutation
    field: str
    document: str
    variables: dict[str, Any]

    @property
    def name(self) -> str:
        """What it is called everywhere."""
        return f"{self.root} {self.field}"

    def variable(self, argument: str) -> str:
        """Return the variable that stands for an argument."""
        return f"{self.field}_{argument}"

    def with_values(self, **values: Any) -> Call:
        """Return the same with other values for some of its arguments."""
        changed = {self.variable(argument): value for argument, value in values.items()}
        return msgspec.structs.replace(self, variables={**self.variables, **changed})


def calls(schema: GraphQLSchema, maker: ValueMaker, *, new: bool = False) -> Iterator[Call]:
    """Yield an operation for every field of the roots that values can be made for, all its arguments filled."""
    for root in ROOTS:
        for name in root_fields(schema, root):
            yield make_call(schema, root, name, maker, new=new)


def make_call(
    schema: GraphQLSchema,
    root: str,
    name: str,
    maker: ValueMaker,
    *,
    new: bool = False,
    only_required: bool = False,
    values: Mapping[str, Any] | None = None,
    depth: int = 2,
) -> Call:
    """Return the operation for one field of a root. `new` makes values that nobody used before.

    Variables bear the name of the field as well: two operations never share one, and each tells where it belongs.
    """
    field = root_fields(schema, root)[name]
    given = values or {}
    variables: dict[str, Any] = {}
    declared, used = [], []
    for argument, described in field.args.items():
        required = str(described.type).endswith("!")
        if only_required and not required and argument not in given:
            continue
        variable = f"{name}_{argument}"
        declared.append(f"${variable}: {described.type}")
        used.append(f"{argument}: ${variable}")
        variables[variable] = (
            given[argument] if argument in given else value_for(described.type, argument, maker, new)
        )
    head = f"{root} {operation_name(name)}{'(' + ', '.join(declared) + ')' if declared else ''}"
    arguments = f"({', '.join(used)})" if used else ""
    document = f"{head} {{ {name}{arguments}{selection(field.type, depth)} }}"
    return Call(root=root, field=name, document=document, variables=variables)


def operation_name(field: str) -> str:
    """Return the name of the operation for a field."""
    return field[:1].upper() + field[1:]


def selection(kind: GraphQLOutputType, depth: int = 2) -> str:
    """Return the braces behind a field: every plain part of what it gives, and those of the objects in it."""
    from graphql import (
        GraphQLInterfaceType,
        GraphQLObjectType,
        GraphQLUnionType,
        get_named_type,
    )

    named = get_named_type(kind)
    if isinstance(named, GraphQLUnionType):
        parts = [f"... on {one.name}{selection(one, depth)}" for one in named.types]
        return f" {{ __typename {' '.join(parts)} }}"
    if not isinstance(named, GraphQLObjectType | GraphQLInterfaceType):
        return ""
    parts = [name for name, field in named.fields.items() if is_plain(field)]
    if depth > 1:
        for name, field in named.fields.items():
            if isinstance(get_named_type(field.type), GraphQLObjectType) and not wants_argument(field):
                parts.append(f"{name}{selection(field.type, depth - 1)}")
    return f" {{ {' '.join(parts[:_MOST_FIELDS]) or '__typename'} }}"


def is_plain(field: GraphQLField) -> bool:
    """Whether a field gives a value without parts and needs no argument."""
    from graphql import GraphQLEnumType, GraphQLScalarType, get_named_type

    return isinstance(get_named_type(field.type), GraphQLScalarType | GraphQLEnumType) and not wants_argument(
        field
    )


def value_for(kind: GraphQLInputType, name: str, maker: ValueMaker, new: bool = False) -> Any:
    """Return a value for an argument."""
    from graphql import GraphQLScalarType, get_named_type

    named = get_named_type(kind)
    if plain(name) in _BY_NAME and isinstance(named, GraphQLScalarType):
        value = _BY_NAME[plain(name)]
        return str(value) if named.name in ("String", "ID") else value
    return maker.make(schema_of(kind), name, new=new)


def schema_of(kind: GraphQLInputType | GraphQLNamedType, depth: int = 0) -> Schema:
    """Return an input type in the words that values are made from."""
    from graphql import GraphQLEnumType, GraphQLInputObjectType, GraphQLList, GraphQLNonNull

    if isinstance(kind, GraphQLNonNull):
        return schema_of(kind.of_type, depth)
    if isinstance(kind, GraphQLList):
        return Schema(kinds=("array",), items=schema_of(kind.of_type, depth + 1))
    if isinstance(kind, GraphQLEnumType):
        return Schema(kinds=("string",), enum=tuple(kind.values))
    if isinstance(kind, GraphQLInputObjectType):
        fields = {} if depth > _DEEPEST_INPUT else kind.fields
        required = frozenset(name for name, field in fields.items() if isinstance(field.type, GraphQLNonNull))
        properties = {name: schema_of(field.type, depth + 1) for name, field in fields.items()}
        return Schema(kinds=("object",), properties=properties, required=required)
    return Schema(kinds=(_KINDS.get(getattr(kind, "name", ""), "string"),), default=UNKNOWN)
