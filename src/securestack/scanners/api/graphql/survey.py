"""Asking every field of the roots once: as nobody, and as a user what nobody was given nothing for."""

from __future__ import annotations

from collections.abc import Callable

from securestack.net.errors import NetError
from securestack.probing.actors.actor import Actor
from securestack.probing.destructive import is_destructive
from securestack.probing.insertion import RequestTemplate
from securestack.probing.json_pointer import json_leaves
from securestack.scanners.api.graphql.calls import Call
from securestack.scanners.api.graphql.doors import is_door, registrations
from securestack.scanners.api.graphql.graph import Asked, Graph
from securestack.scanners.api.names import words_of
from securestack.scanners.api.options import ApiScanOptions
from securestack.scanners.api.purposes import is_password

_MOST_ASKED_AGAIN = 300  # fields that a user asks although nobody was answered already
_HEAVY = frozenset(
    [
        "update",
        "rebuild",
        "reindex",
        "sync",
        "synchronise",
        "synchronize",
        "backup",
        "export",
        "recalculate",
        "compute",
        "migrate",
        "regenerate",
    ]
)
_MAKING = frozenset({"create", "add", "new", "write", "post", "make", "submit", "put", "place"})
_SPOILING = frozenset(
    {"delete", "remove", "drop", "purge", "wipe", "destroy", "burn", "erase", "truncate", "clear", "reset"}
)


def why_not_ask(call: Call, options: ApiScanOptions) -> str:
    """Return why a call is left out, an empty string where it may be asked."""
    words = words_of(call.field)
    path = RequestTemplate(method="POST", origin="http://api", path=f"/{'-'.join(words)}")
    if not options.allow_destructive and (set(words) & _SPOILING or is_destructive(path)):
        return "it looks as if it destroyed something"
    if not options.register and any(registrations([call])):
        return "nobody is to be registered"
    if call.root == "query" and not call.variables and set(words) & _HEAVY:
        return "it looks expensive, and is asked last"
    return ""


async def survey(graph: Graph, step: Callable[[str], None]) -> None:
    """Fill `graph.asked` and `graph.answers`; `step` is told each call before. Raises BudgetExhausted or SessionLost."""
    for call in graph.calls:
        if call.name in graph.left_out:
            continue
        step(call.name)
        try:
            graph.asked.append(await graph.ask(call))
        except NetError as error:
            graph.left_out[call.name] = f"it got no answer: {error}"
    for actor in graph.users[:1]:
        await _survey_as(graph, actor, step)


async def _survey_as(graph: Graph, actor: Actor, step: Callable[[str], None]) -> None:
    answers = graph.answers.setdefault(actor.name, [])
    few = len(graph.asked) <= _MOST_ASKED_AGAIN
    for asked in list(graph.asked):
        call = asked.call
        nothing = not asked.given or (asked.answer is not None and bool(asked.answer.errors))
        if not (nothing or (few and call.root == "query")) or not _is_harmless(call, actor):
            continue
        step(call.name)
        try:
            answer = await graph.ask(call, actor)
        except NetError:
            continue
        answers.append(answer)
        if nothing and (answer.given or _messages(answer) != _messages(asked)):
            graph.needs_user(call, actor)


def _is_harmless(call: Call, actor: Actor) -> bool:
    """Whether asking a call as somebody leaves them as they are: nobody's password, and no given user, is changed."""
    if call.root == "query":
        return not is_door(call)
    if any(is_password(pointer.rpartition("/")[2]) for pointer, _ in json_leaves(call.variables)):
        return False
    return actor.made or bool(_MAKING & set(words_of(call.field)))


def _messages(asked: Asked) -> tuple[str, ...]:
    return asked.answer.messages if asked.answer is not None else ()
