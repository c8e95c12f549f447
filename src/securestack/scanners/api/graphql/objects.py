"""The objects behind a schema: which fields make, list, read, change and delete each kind, and making one to try with."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import msgspec

from securestack.core.budget import BudgetExhausted
from securestack.net.errors import NetError
from securestack.probing.actors.actor import Actor
from securestack.probing.check import Sender
from securestack.probing.json_pointer import json_leaves, replace_leaf
from securestack.probing.session import SessionLost
from securestack.scanners.api.answers import objects_in
from securestack.scanners.api.graphql.calls import Call, make_call, value_for
from securestack.scanners.api.graphql.doors import is_door
from securestack.scanners.api.graphql.graph import Asked, Graph, Made
from securestack.scanners.api.graphql.schema import object_of, root_fields, wants_argument
from securestack.scanners.api.names import plain, singular, words_of

if TYPE_CHECKING:
    from graphql import GraphQLField, GraphQLObjectType, GraphQLOutputType, GraphQLSchema

_NAMES_OF_IDS = ("id", "uuid", "guid", "_id", "key", "slug", "number", "code")
_WRAPPERS = frozenset(
    {"edges", "node", "nodes", "items", "results", "data", "list", "records", "entries", "content"}
)
_UNMAKING = frozenset({"delete", "remove", "destroy", "erase"})
_ELSEWHERE = frozenset({"import", "upload", "export", "send", "pay", "charge", "sync", "execute", "run"})
_CHANGING = frozenset(
    {
        "update", "change", "edit", "set", "modify", "patch", "rename", "move", "toggle", "enable", "disable", "mark",
        "like", "follow", "verify", "confirm", "reset", "assign", "approve", "accept", "cancel", "close", "archive",
    }
)  # fmt: skip
_EVERYTHING = frozenset({"all", "every", "everything", "bulk", "many", "batch", "multiple"})
_DEEPEST = 3
_MOST_CLEANED = 200  # of each kind


class Handle(msgspec.Struct, frozen=True):
    """A root field that takes one object by its id. `argument` holds the id, at `inside` (a JSON Pointer) of it."""

    root: str
    field: str
    argument: str
    inside: str = ""


class Kind(msgspec.Struct, frozen=True):
    """A kind of object, and the root fields that have to do with it."""

    name: str
    noun: str
    id_field: str
    makers: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    readers: tuple[Handle, ...] = ()
    changers: tuple[Handle, ...] = ()
    deleters: tuple[Handle, ...] = ()


def kinds(schema: GraphQLSchema, graph: Graph) -> Iterator[Kind]:
    """Yield the kinds of objects that can be made and named by an id."""
    from graphql import GraphQLObjectType

    allowed = {call.name for call in graph.open_calls if not is_door(call)}
    for kind in schema.type_map.values():
        if isinstance(kind, GraphQLObjectType) and not kind.name.startswith("__"):
            noun = _noun(kind)
            if id_field := _id_field(kind, noun):
                found = _kind(schema, kind, noun, id_field, allowed)
                if found.makers:
                    yield found


def kind_given(schema: GraphQLSchema, graph: Graph, root: str, name: str) -> Kind | None:
    """Return the kind of object that a root field gives, None where that has no id or is none."""
    kind = object_of(root_fields(schema, root)[name])
    if kind is None:
        return None
    noun = _noun(kind)
    id_field = _id_field(kind, noun)
    allowed = {call.name for call in graph.open_calls}
    return _kind(schema, kind, noun, id_field, allowed) if id_field else None


def _noun(kind: GraphQLObjectType) -> str:
    return plain(kind.name.removesuffix("Type").removesuffix("Node"))


def _kind(
    schema: GraphQLSchema, kind: GraphQLObjectType, noun: str, id_field: str, allowed: set[str]
) -> Kind:
    lists, readers, makers, changers, deleters = [], [], [], [], []
    for name, field in root_fields(schema, "query").items():
        gives = _gives(field.type, kind)
        if gives and (handle := _handle("query", name, field, noun, id_field)):
            readers.append(handle)
        elif gives and not wants_argument(field) and f"query {name}" in allowed:
            lists.append(name)
    for name, field in root_fields(schema, "mutation").items():
        words = {singular(word) for word in words_of(name)} | set(words_of(name))
        about = _gives(field.type, kind) or noun in plain(name)
        handle = _handle("mutation", name, field, noun, id_field)
        if not about or words & _EVERYTHING:
            continue
        if handle is None:
            if (
                f"mutation {name}" in allowed
                and not words & (_UNMAKING | _ELSEWHERE | _CHANGING)
                and field.args
            ):
                makers.append(name)
        elif words & _UNMAKING:
            deleters.append(handle)
        elif f"mutation {name}" in allowed and not words & _ELSEWHERE:
            changers.append(handle)
    parts = (makers, lists, readers, changers, deleters)
    return Kind(kind.name, noun, id_field, *(tuple(part) for part in parts))  # type: ignore[arg-type]


def _id_field(kind: GraphQLObjectType, noun: str) -> str:
    names: dict[str, str] = {plain(name): name for name in kind.fields}
    for wanted in (*(plain(name) for name in _NAMES_OF_IDS), f"{noun}id", f"{noun}uuid"):
        if wanted in names:
            return names[wanted]
    return ""


def _gives(output: GraphQLOutputType, kind: GraphQLObjectType, depth: int = 0) -> bool:
    """Whether a field gives a kind of object, as it is, in a list, or in a wrapping around it."""
    from graphql import GraphQLObjectType, get_named_type

    named = get_named_type(output)
    if named is kind:
        return True
    if depth >= _DEEPEST or not isinstance(named, GraphQLObjectType):
        return False
    wrapping = _wraps(named)
    return any(
        _gives(field.type, kind, depth + 1)
        for name, field in named.fields.items()
        if wrapping and (name in _WRAPPERS or plain(name) == plain(kind.name) or depth == 0)
    )


def _wraps(named: GraphQLObjectType) -> bool:
    """Whether a type is only there to hold others: the payload of a mutation, a connection, an edge."""
    flat = {plain(name) for name in named.fields}
    wraps = named.name.endswith(
        ("Payload", "Connection", "Edge", "Page", "Result", "Response", "List", "Output")
    )
    return wraps or not flat & {"id", "uuid", "guid"}


def _handle(root: str, name: str, field: GraphQLField, noun: str, id_field: str) -> Handle | None:
    from graphql import GraphQLInputObjectType, GraphQLScalarType, get_named_type

    names = {"id", "uuid", "guid", plain(id_field), f"{noun}id", f"{noun}uuid", f"{noun}{plain(id_field)}"}
    for argument, described in field.args.items():
        kind = get_named_type(described.type)
        if (
            isinstance(kind, GraphQLScalarType)
            and plain(argument) in names
            and "[" not in str(described.type)
        ):
            return Handle(root, name, argument)
        if isinstance(kind, GraphQLInputObjectType) and "[" not in str(described.type):
            for inner, part in kind.fields.items():
                if plain(inner) in names and isinstance(get_named_type(part.type), GraphQLScalarType):
                    return Handle(root, name, argument, f"/{inner}")
    return None


def through(graph: Graph, handle: Handle, identity: str | int) -> Call:
    """Return the call that takes an object by an object; a mutation's other values are all new."""
    assert graph.schema is not None
    described = root_fields(graph.schema, handle.root)[handle.field].args[handle.argument]
    value: Any = value_for(described.type, handle.argument, graph.maker, new=True) if handle.inside else None
    if handle.inside and handle.root == "query":
        value = {handle.inside[1:]: None}
    if isinstance(identity, str) and "Int" in str(described.type) and identity.isdecimal():
        identity = int(identity)
    value = replace_leaf(value, handle.inside, identity)
    return make_call(
        graph.schema,
        handle.root,
        handle.field,
        graph.maker,
        new=True,
        only_required=handle.root == "query",
        values={handle.argument: value},
        depth=_DEEPEST,
    )


def texts_of(call: Call) -> frozenset[str]:
    """Return the texts of a call that nobody else uses."""
    return frozenset(
        value
        for _, value in json_leaves(call.variables)
        if isinstance(value, str) and value[:2].lower() == "zq"
    )


def shown(asked: Asked, texts: frozenset[str]) -> set[str]:
    """Return which of these texts the result of a call holds; what an error repeats does not count."""
    return {value for _, value in json_leaves(asked.given) if value in texts} if asked.given else set()


async def make(graph: Graph, kind: Kind, owner: Actor) -> Made | None:
    """Make an object as somebody, and return it; None where that does not work. Raises as asking does."""
    assert graph.schema is not None
    for name in kind.makers:
        call = make_call(graph.schema, "mutation", name, graph.maker, new=True, depth=_DEEPEST)
        call = _with_known_ids(graph, call)
        texts = texts_of(call)
        if not texts:
            continue
        asked = await graph.ask(call, owner)
        if not asked.given or (asked.answer is not None and asked.answer.errors):
            continue
        identity = id_in(asked.given, kind, texts)
        if identity is None:
            identity = await _id_in_lists(graph, kind, texts, owner)
        if identity is not None:
            made = Made(kind.name, identity, texts, owner, asked)
            graph.made.append(made)
            return made
    return None


def _with_known_ids(graph: Graph, call: Call) -> Call:
    """Return a call whose references to other objects are to some that were seen."""
    variables: Any = call.variables
    for pointer, _ in json_leaves(call.variables):
        name = plain(pointer.rpartition("/")[2].removeprefix(f"{call.field}_"))
        if name.endswith("id") and len(name) > 2:
            for asked in graph.asked:
                for noun, fields in objects_in(asked.given, plain(asked.call.field)) if asked.given else ():
                    if noun == name[:-2] and isinstance(fields.get("id"), str | int):
                        variables = replace_leaf(variables, pointer, fields["id"])
                        break
    return msgspec.structs.replace(call, variables=variables)


def id_in(given: Any, kind: Kind, texts: frozenset[str] = frozenset()) -> str | int | None:
    """Return the id of an object in a result: of the one with a text that is looked for, else of the first."""
    if isinstance(given, str | int) and not isinstance(given, bool):
        return given
    first = None
    for _, fields in objects_in(given, kind.noun):
        value = fields.get(kind.id_field)
        if isinstance(value, str | int) and not isinstance(value, bool):
            if texts & {text for text in fields.values() if isinstance(text, str)}:
                return value
            first = first if first is not None else value
    return first


async def _id_in_lists(graph: Graph, kind: Kind, texts: frozenset[str], owner: Actor) -> str | int | None:
    for asked in await listed(graph, kind, owner):
        for _, fields in objects_in(asked.given, kind.noun):
            value = fields.get(kind.id_field)
            if texts & {text for text in fields.values() if isinstance(text, str)} and isinstance(
                value, str | int
            ):
                return value
    return None


async def listed(graph: Graph, kind: Kind, sender: Sender | None) -> list[Asked]:
    """Return what the lists of a kind show to somebody who names nothing."""
    assert graph.schema is not None
    return [
        await graph.ask(
            make_call(graph.schema, "query", name, graph.maker, only_required=True, depth=_DEEPEST), sender
        )
        for name in kind.lists
    ]


async def look_at(graph: Graph, kind: Kind, thing: Made, sender: Sender | None) -> set[str] | None:
    """Return all texts that somebody is shown of an object, None where nothing can show it: by its id, else in lists."""
    answers = [await graph.ask(through(graph, handle, thing.id), sender) for handle in kind.readers[:2]]
    if not any(asked.given for asked in answers):
        answers = await listed(graph, kind, sender)
    if not answers:
        return None
    found: set[str] = set()
    for asked in answers:
        for _, fields in objects_in(asked.given, kind.noun) if asked.given else ():
            if str(fields.get(kind.id_field)) == str(thing.id):
                found |= {str(value) for value in fields.values()}
    return found


async def delete_made(graph: Graph, warn: Callable[[str], None]) -> None:
    """Delete what the scan made, as whoever made it, and say what is left. Raises nothing a scan could end with."""
    if graph.schema is None or not graph.users:
        return
    by_name: Mapping[str, Kind] = {kind.name: kind for kind in kinds(graph.schema, graph)}
    left = 0
    try:
        for kind in by_name.values():
            await _note_others(graph, kind, graph.users[0])
        for thing in graph.made:
            if not thing.gone and not await _delete(graph, by_name.get(thing.kind), thing):
                left += 1
    except (BudgetExhausted, SessionLost, NetError) as error:
        warn(f"Cleaning up ended early: {error}.")
    if left:
        things, whose = ("thing", "Its") if left == 1 else ("things", "Their")
        warn(f"The scan made {left} {things} that it could not delete again. {whose} texts begin with “zq”.")


async def _note_others(graph: Graph, kind: Kind, owner: Actor) -> None:
    """Note what the lists still show with texts that only this scan writes: made by the survey, or by testing inputs."""
    known = {str(thing.id) for thing in graph.made if thing.kind == kind.name}
    for asked in await listed(graph, kind, owner):
        for _, fields in list(objects_in(asked.given, kind.noun))[:_MOST_CLEANED] if asked.given else ():
            identity = fields.get(kind.id_field)
            texts = [value for value in fields.values() if isinstance(value, str)]
            if not isinstance(identity, str | int) or str(identity) in known:
                continue
            if any(text[:2].lower() == "zq" for text in texts):
                known.add(str(identity))
                graph.made.append(Made(kind.name, identity, frozenset(texts), owner, asked))


async def _delete(graph: Graph, kind: Kind | None, thing: Made) -> bool:
    for handle in kind.deleters if kind is not None else ():
        try:
            asked = await graph.ask(through(graph, handle, thing.id), thing.owner)
        except NetError:
            continue
        if asked.given and not (asked.answer is not None and asked.answer.errors):
            thing.gone = True
            return True
    return False
