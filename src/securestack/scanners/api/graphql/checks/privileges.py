"""Arguments that say what somebody may do, set by an ordinary user: when registering, and on their own account later.

Only people registered for this are given rights, and what the service tells of them afterwards is what counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from securestack.core.finding import Finding
from securestack.core.rule import Reference, Rule
from securestack.core.severity import Severity
from securestack.probing.actors.actor import Actor
from securestack.probing.json_pointer import json_leaves, replace_leaf
from securestack.probing.proof import Proof
from securestack.probing.session import LoginFailed
from securestack.scanners.api.check import Stage
from securestack.scanners.api.description.model import Schema
from securestack.scanners.api.graphql.calls import Call, make_call, schema_of
from securestack.scanners.api.graphql.doors import argument_at, doors, identified, registrations
from securestack.scanners.api.graphql.graph import Asked, CannotRegister, Graph, GraphCheck
from securestack.scanners.api.graphql.objects import id_in, kind_given
from securestack.scanners.api.graphql.schema import root_fields
from securestack.scanners.api.names import plain

RULE = Rule(
    id="api.privilege-escalation",
    title="An ordinary user gives themselves a higher role",
    severity=Severity.CRITICAL,
    cwe=(269, 862, 915),
    what="An operation that any user may ask takes over a role, or a right, that only administrators may give.",
    why="Whoever has an account, and often anybody can get one, becomes an administrator with one request.",
    fix=(
        "Take roles and rights out of what users may send when they register or change their account, and give them in an "
        "operation of its own that asks whether the caller is an administrator. Refuse, or ignore, them everywhere else."
    ),
    vulnerable_example='mutation { register(input: {email: "…", password: "…", role: ADMIN}) { id } }',
    fixed_example="input Register { email: String!, password: String! }   # everybody begins as MEMBER",
    owasp=("API3:2023", "API5:2023", "A01:2021"),
    references=(
        Reference(
            "OWASP API3:2023 Broken Object Property Level Authorization",
            "https://owasp.org/API-Security/editions/2023/en/0xa3-broken-object-property-level-authorization/",
        ),
        Reference(
            "CWE-269: Improper Privilege Management", "https://cwe.mitre.org/data/definitions/269.html"
        ),
    ),
)
_RIGHT = re.compile(
    r"\A(?:user|account)?(?:role|roletype|roleid)\Z|\A(?:is)?(?:admin|administrator|staff|superuser)\Z|\A(?:user|account)type\Z|permission\Z"
)
_HIGH = re.compile(r"admin|super|root", re.IGNORECASE)
_DEEPEST = 4


async def _run(graph: Graph) -> list[Finding]:
    schema = graph.schema
    if schema is None or graph.own_call is None or graph.newcomer is None:
        return []
    findings = []
    for call in graph.open_calls:
        if call.root != "mutation":
            continue
        for pointer, value in _rights(graph, call):
            anew = make_call(schema, call.root, call.field, graph.maker, new=True)
            raised = msgspec.structs.replace(anew, variables=_set(anew.variables, pointer, value))
            if any(registrations([call])):
                findings += await _register(graph, raised, pointer, value)
            elif not any(doors([call])):
                findings += await _raise(graph, raised, pointer, value)
    return findings


def _rights(graph: Graph, call: Call) -> Iterator[tuple[str, Any]]:
    """Yield where a call takes a role or a right, and the highest that may be asked for there."""
    assert graph.schema is not None
    for argument, described in root_fields(graph.schema, call.root)[call.field].args.items():
        yield from _in_schema(schema_of(described.type), f"/{call.variable(argument)}", argument)


def _in_schema(schema: Schema, pointer: str, name: str, depth: int = 0) -> Iterator[tuple[str, Any]]:
    if depth > _DEEPEST:
        return
    for inner, field in schema.properties.items():
        yield from _in_schema(field, f"{pointer}/{inner}", inner, depth + 1)
    if schema.items is not None:
        yield from _in_schema(schema.items, f"{pointer}/0", name, depth + 1)
    elif _RIGHT.search(plain(name)) and not schema.properties:
        high = [str(value) for value in schema.enum if _HIGH.search(str(value))]
        if schema.enum:
            yield from ((pointer, value) for value in high[:1])
        elif "boolean" in schema.kinds:
            yield pointer, True
        elif "string" in schema.kinds:
            yield pointer, "admin"


def _set(variables: dict[str, Any], pointer: str, value: Any) -> dict[str, Any]:
    try:
        changed = replace_leaf(variables, pointer, value)
    except (KeyError, IndexError):
        return variables
    return dict(changed)


async def _register(graph: Graph, call: Call, pointer: str, value: Any) -> list[Finding]:
    assert graph.newcomer is not None
    try:
        plainly = await graph.newcomer()
        raised = await graph.newcomer(extra=call)
    except (CannotRegister, LoginFailed):
        return []
    before, after = await _own(graph, plainly), await _own(graph, raised)
    return _judge(graph, call, pointer, value, (plainly, before), (raised, after), None)


async def _raise(graph: Graph, call: Call, pointer: str, value: Any) -> list[Finding]:
    assert graph.newcomer is not None
    try:
        actor = await graph.newcomer()
    except (CannotRegister, LoginFailed):
        return []
    before = await _own(graph, actor)
    attempt = await graph.ask(_about(graph, call, actor, before), actor)
    after = await _own(graph, actor)
    return _judge(graph, call, pointer, value, (actor, before), (actor, after), attempt)


def _about(graph: Graph, call: Call, actor: Actor, own: Asked) -> Call:
    """Return a call that speaks of somebody: their id where it wants one, their names where it wants those."""
    schema = graph.schema
    assert schema is not None
    kind = kind_given(schema, graph, own.call.root, own.call.field)
    identity = id_in(own.given, kind) if kind is not None else None
    for door in doors([call]):
        call, _ = identified(
            door,
            next(iter(actor.identity.values()), ""),
            actor.credentials.password if actor.credentials else "",
        )
    variables: Any = call.variables
    for pointer, value in json_leaves(call.variables):
        name = plain(pointer.rpartition("/")[2].removeprefix(f"{call.field}_"))
        if identity is not None and name in (
            "id",
            "uuid",
            "userid",
            "accountid",
            "memberid",
            "personid",
            "customerid",
        ):
            variables = replace_leaf(
                variables, pointer, type(value)(identity) if isinstance(value, str) else identity
            )
        elif isinstance(value, str):
            for field, called in actor.identity.items():
                if plain(field) == name:
                    variables = replace_leaf(variables, pointer, called)
    return msgspec.structs.replace(call, variables=variables)


async def _own(graph: Graph, actor: Actor) -> Asked:
    assert graph.own_call is not None
    return await graph.ask(graph.own_call, actor)


def _judge(
    graph: Graph,
    call: Call,
    pointer: str,
    value: Any,
    before: tuple[Actor, Asked],
    after: tuple[Actor, Asked],
    attempt: Asked | None,
) -> list[Finding]:
    argument = argument_at(call, pointer)
    name = argument.removesuffix(".0").rpartition(".")[2]
    if not _tells(after[1], name, value) or _tells(before[1], name, value):
        return []
    how = "registered with" if attempt is None else "asked for"
    proofs = [Proof(before[1].exchange, (), "an ordinary user is told who they are", before[0].name)]
    if attempt is not None:
        proofs.append(Proof(attempt.exchange, (str(value),), "they ask for more", after[0].name))
    proofs.append(
        Proof(after[1].exchange, (str(value),), "who asked for more is told to have it", after[0].name)
    )
    summary = f"Somebody {how} {value!r} as {argument} of {call.name}, and is told to have it afterwards."
    return [graph.finding(RULE, CHECK.id, summary, *proofs, call=call.field, argument=argument)]


def _tells(asked: Asked, name: str, value: Any) -> bool:
    """Whether somebody is told to have a right: under its own name, whatever its case."""
    if not asked.given:
        return False
    return any(
        str(shown).lower() == str(value).lower()
        for pointer, shown in json_leaves(asked.given)
        if plain(name) in (plain(part) for part in pointer.split("/")[-2:])
    )


CHECK = GraphCheck(id="graphql-privileges", rules=(RULE,), run=_run, stage=Stage.WRITING)
CHECKS = (CHECK,)
