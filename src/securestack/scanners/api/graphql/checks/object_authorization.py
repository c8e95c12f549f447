"""Objects of one user, read, changed and deleted as another: by making them, naming them, and looking at them again."""

from __future__ import annotations

import msgspec

from securestack.core.finding import Finding
from securestack.core.rule import Rule
from securestack.probing.actors.actor import Actor
from securestack.probing.proof import Proof
from securestack.scanners.api.check import Stage
from securestack.scanners.api.checks.object_level_authorization import CHANGE_RULE, DELETE_RULE, READ_RULE
from securestack.scanners.api.graphql.calls import Call, make_call
from securestack.scanners.api.graphql.graph import Asked, Graph, GraphCheck, Made
from securestack.scanners.api.graphql.objects import (
    Handle,
    Kind,
    kinds,
    listed,
    look_at,
    make,
    shown,
    texts_of,
    through,
)


class _Case(msgspec.Struct, frozen=True):
    """A thing of `owner`, and somebody else. `public` says that the other is shown it by right, in a list."""

    kind: Kind
    thing: Made
    owner: Actor
    other: Actor
    in_own_list: bool
    public: bool
    personal: bool  # whether nobody could have made it: it belongs to whoever did


async def _run(graph: Graph) -> list[Finding]:
    if graph.schema is None or len(graph.users) < 2:
        return []
    findings: list[Finding] = []
    for kind in kinds(graph.schema, graph):
        if not (kind.readers or kind.changers or kind.deleters):
            continue
        case = await _prepare(graph, kind)
        if case is None:
            continue
        for handle in kind.readers:
            findings += await _read(graph, case, handle)
        belongs = case.personal or (case.in_own_list and not case.public)
        for handle in kind.changers if belongs else ():
            findings += await _change(graph, case, handle)
        for handle in kind.deleters if belongs else ():
            findings += await _delete(graph, case, handle)
    return findings


async def _prepare(graph: Graph, kind: Kind) -> _Case | None:
    owner, other = graph.users[:2]
    thing = await make(graph, kind, owner)
    if thing is None:
        return None
    own = [asked for asked in await listed(graph, kind, owner) if shown(asked, thing.texts)]
    others = [*await listed(graph, kind, other), *await listed(graph, kind, None)]
    public = any(shown(asked, thing.texts) for asked in others)
    assert graph.schema is not None
    anew = make_call(graph.schema, "mutation", thing.asked.call.field, graph.maker, new=True)
    as_nobody = await graph.ask(anew)
    refused = not as_nobody.given or (as_nobody.answer is not None and bool(as_nobody.answer.errors))
    return _Case(kind, thing, owner, other, bool(own), public, refused)


async def _read(graph: Graph, case: _Case, handle: Handle) -> list[Finding]:
    call = through(graph, handle, case.thing.id)
    own = await graph.ask(call, case.owner)
    if case.public or not shown(own, case.thing.texts):
        return []
    answer = await graph.ask(call, case.other)
    nobody = await graph.ask(call)
    texts = shown(answer, case.thing.texts)
    anybody = bool(shown(nobody, case.thing.texts))
    if not texts or (anybody and not case.in_own_list):
        return []  # what everybody may read who knows its name, as a link that is shared, is public by design
    marked = tuple(sorted(texts)[:3])
    proofs = [
        Proof(own.exchange, marked, "the owner is shown the object", case.owner.name),
        Proof(answer.exchange, marked, "somebody else is shown the same", case.other.name),
    ]
    if anybody:
        proofs.append(Proof(nobody.exchange, marked, "and so is nobody", "nobody"))
    summary = (
        f"{case.other.name.capitalize()} asked for something that {case.owner.name} had made, and was shown it; no list "
        f"shows it to {case.other.name}{', and even without a login it is shown' if anybody else ''}."
    )
    return [_finding(graph, READ_RULE, call, handle, summary, *proofs)]


async def _change(graph: Graph, case: _Case, handle: Handle) -> list[Finding]:
    thing = await make(graph, case.kind, case.owner)
    if thing is None:
        return []
    before = await look_at(graph, case.kind, thing, case.owner)
    call = through(graph, handle, thing.id)
    sent = texts_of(call)
    if not before or not sent:
        return []
    attempt = await graph.ask(call, case.other)
    after = await look_at(graph, case.kind, thing, case.owner)
    arrived = sent & (after or set())
    if not arrived:
        return []
    again = through(graph, handle, thing.id)
    nobody = await graph.ask(again)
    anybody = bool(texts_of(again) & (await look_at(graph, case.kind, thing, case.owner) or set()))
    marked = tuple(sorted(arrived)[:3])
    proofs = [
        Proof(
            thing.asked.exchange, tuple(sorted(thing.texts)[:3]), "the owner made the object", case.owner.name
        ),
        Proof(attempt.exchange, marked, "somebody else changes it", case.other.name),
        *await _as_seen(graph, case, thing, "the owner is shown what others have sent"),
    ]
    if anybody:
        proofs.append(Proof(nobody.exchange, (), "and so does nobody", "nobody"))
    summary = (
        f"{case.other.name.capitalize()} changed something of {case.owner.name}: what was sent is what its owner is shown "
        f"afterwards{'; even without a login it worked' if anybody else ''}."
    )
    return [_finding(graph, CHANGE_RULE, call, handle, summary, *proofs)]


async def _delete(graph: Graph, case: _Case, handle: Handle) -> list[Finding]:
    thing = await make(graph, case.kind, case.owner)
    control = await make(graph, case.kind, case.owner)
    if thing is None or control is None or not await look_at(graph, case.kind, thing, case.owner):
        return []
    call = through(graph, handle, thing.id)
    attempt = await graph.ask(call, case.other)
    graph.tried.add(call.name)
    after = await look_at(graph, case.kind, thing, case.owner)
    if after or not await look_at(graph, case.kind, control, case.owner):
        return []
    thing.gone = True
    proofs = (
        Proof(
            thing.asked.exchange, tuple(sorted(thing.texts)[:3]), "the owner made the object", case.owner.name
        ),
        Proof(attempt.exchange, (), "somebody else deletes it", case.other.name),
        *await _as_seen(graph, case, thing, "the owner no longer finds it"),
    )
    summary = f"{case.other.name.capitalize()} deleted something of {case.owner.name}: its owner no longer finds it."
    return [_finding(graph, DELETE_RULE, call, handle, summary, *proofs)]


async def _as_seen(graph: Graph, case: _Case, thing: Made, note: str) -> list[Proof]:
    answers: list[Asked] = [
        await graph.ask(through(graph, handle, thing.id), case.owner) for handle in case.kind.readers[:1]
    ]
    answers = answers or (await listed(graph, case.kind, case.owner))[:1]
    return [Proof(asked.exchange, (), note, case.owner.name) for asked in answers]


def _finding(graph: Graph, rule: Rule, call: Call, handle: Handle, summary: str, *proofs: Proof) -> Finding:
    argument = f"{handle.argument}{handle.inside.replace('/', '.')}"
    return graph.finding(rule, CHECK.id, summary, *proofs, call=call.field, argument=argument)


CHECK = GraphCheck(
    id="graphql-object-authorization",
    rules=(READ_RULE, CHANGE_RULE, DELETE_RULE),
    run=_run,
    stage=Stage.WRITING,
)
CHECKS = (CHECK,)
