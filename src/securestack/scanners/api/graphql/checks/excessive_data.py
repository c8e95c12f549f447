"""Fields of people that nobody else should be given: passwords, what they are checked with, keys, personal data."""

from __future__ import annotations

from collections.abc import Iterator

from securestack.core.finding import Finding
from securestack.core.severity import Confidence
from securestack.probing.actors.actor import Actor
from securestack.probing.proof import Proof
from securestack.scanners.api.answers import fields_of, objects_in
from securestack.scanners.api.checks.excessive_data import PASSWORD_RULE, PERSONAL_RULE
from securestack.scanners.api.graphql.doors import is_door
from securestack.scanners.api.graphql.graph import Asked, Graph, GraphCheck
from securestack.scanners.api.graphql.objects import id_in, kind_given, through
from securestack.scanners.api.names import plain
from securestack.scanners.api.sensitive_fields import (
    about_somebody,
    is_password_field,
    is_private_field,
    is_value,
)


async def _run(graph: Graph) -> list[Finding]:
    findings: dict[str, Finding] = {}
    own_id = await _own_id(graph, graph.users[0]) if graph.users else None
    answers: list[tuple[Actor | None, Asked]] = [(None, asked) for asked in graph.asked]
    for actor in graph.users[:1]:
        answers += [(actor, asked) for asked in graph.answers.get(actor.name, ())]
        answers += [(actor, asked) for asked in await _of_the_other(graph)]
    for who, asked in answers:
        if is_door(asked.call):
            continue  # who comes in is given a token of their own
        for finding in _judge(graph, who, asked, own_id):
            findings.setdefault(finding.fingerprint, finding)
    return list(findings.values())


async def _own_id(graph: Graph, actor: Actor) -> str | int | None:
    schema, own = graph.schema, graph.own_call
    kind = kind_given(schema, graph, own.root, own.field) if schema and own else None
    if kind is None or own is None:
        return None
    return id_in((await graph.ask(own, actor)).given, kind)


async def _of_the_other(graph: Graph) -> list[Asked]:
    """Return what the first user is shown of the second, asked for by id."""
    schema, own = graph.schema, graph.own_call
    if schema is None or own is None or len(graph.users) < 2:
        return []
    kind = kind_given(schema, graph, own.root, own.field)
    identity = await _own_id(graph, graph.users[1])
    if kind is None or identity is None:
        return []
    return [await graph.ask(through(graph, handle, identity), graph.users[0]) for handle in kind.readers]


def _judge(graph: Graph, actor: Actor | None, asked: Asked, own_id: str | int | None) -> Iterator[Finding]:
    passwords, others = set(), set()
    for _, thing in objects_in(asked.given, "") if asked.given else ():
        fields = fields_of(thing)
        mine = actor is not None and (
            any(actor.is_named(value) for value in fields.values())
            or (own_id is not None and str(own_id) in {str(fields.get(name)) for name in ("id", "uuid")})
        )
        for name, value in fields.items():
            flat = plain(name)
            if not is_value(value):
                continue
            if is_password_field(flat):
                passwords.add(name)
            elif not mine and is_private_field(flat) and about_somebody(fields):
                others.add(name)
    who = actor.name if actor is not None else "nobody"
    for rule, names, whose in (
        (PASSWORD_RULE, passwords, "."),
        (PERSONAL_RULE, others, " of somebody else."),
    ):
        if names:
            told = ", ".join(f"“{name}”" for name in sorted(names)[:6])
            summary = f"The answer of {asked.call.name} to {who} holds {told}{whose}"
            proof = Proof(asked.exchange, tuple(f'"{name}"' for name in sorted(names)), "", who)
            yield graph.finding(
                rule, CHECK.id, summary, proof, call=asked.call.field, confidence=Confidence.FIRM
            )


CHECK = GraphCheck(id="graphql-excessive-data", rules=(PASSWORD_RULE, PERSONAL_RULE), run=_run)
CHECKS = (CHECK,)
