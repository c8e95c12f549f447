"""What was learnt of the API while asking it: values seen, and things with their owners."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from securestack.net.message import Exchange
from securestack.probing.actors.actor import Actor
from securestack.probing.actors.tokens import read_json
from securestack.scanners.api.answers import fields_of, objects_in
from securestack.scanners.api.description.model import Operation
from securestack.scanners.api.names import likeness, noun_of

_MOST_THINGS = 5_000
_MOST_SEEN_BY = 400  # things kept of one answer


class Thing(msgspec.Struct, eq=False, kw_only=True):
    """One object of the API: what it is one of, its fields as far as they are known, and to whom it belongs.

    `made_by` is the operation with which the scanner made it, None for what was there before. `sent` holds the texts
    the scanner put into it, which nobody else can know. `listed_by` is the operation that showed it, where that takes no
    name of anything, and `seen_by` names those it was shown to. `by_exclusion` says that the owner is told by nothing
    but that.
    """

    noun: str
    fields: dict[str, Any]
    owner: Actor | None = None
    made_by: Operation | None = None
    sent: tuple[str, ...] = ()
    gone: bool = False
    creation: Exchange | None = None
    listed_by: Operation | None = None
    seen_by: set[str] = msgspec.field(default_factory=set)
    by_exclusion: bool = False

    def value_for(self, noun: str, parameter: str) -> tuple[int, Any]:
        """Return how surely, and with what, this thing fills a parameter that names one of `noun`."""
        best: tuple[int, Any] = (0, None)
        for name, value in self.fields.items():
            score = likeness(noun, parameter, self.noun, name)
            if score > best[0] and value not in ("", None) and not isinstance(value, bool):
                best = (score, value)
        return best


class Knowledge:
    """Everything seen so far."""

    def __init__(self) -> None:
        self.things: list[Thing] = []
        self.listed: dict[
            str, set[str]
        ] = {}  # values shown to somebody by operations that take no id, by actor
        self._known: dict[tuple[str, str], Thing] = {}

    def learn(self, operation: Operation, actor: Actor, exchange: Exchange) -> list[Thing]:
        """Take in the objects of an answer, and return those that were new."""
        document = read_json(exchange.response)
        if document is None:
            return []
        new = []
        for count, (noun, raw) in enumerate(objects_in(document, noun_of(operation.path))):
            fields = fields_of(raw)
            key = (noun, repr(sorted(fields.items(), key=lambda pair: pair[0]))[:500])
            if not fields or count >= _MOST_SEEN_BY or len(self.things) >= _MOST_THINGS:
                continue
            thing = self._known.get(key)
            if thing is None:
                thing = self._known[key] = Thing(noun=noun, fields=fields)
                new.append(thing)
            thing.owner = thing.owner or _owner(raw, actor)
            thing.listed_by = thing.listed_by or (None if operation.path_parameters else operation)
            thing.seen_by.add(actor.name)
        self.things.extend(new)
        return new

    def add(self, thing: Thing) -> Thing:
        """Keep a thing the scanner made; it comes before all that was seen."""
        self.things.insert(0, thing)
        return thing

    def settle_owners(self, actors: list[Actor]) -> None:
        """Give what lists show to one of these people only, and that names nobody, to that one."""
        names = {actor.name: actor for actor in actors}
        for thing in self.things:
            if thing.owner is None and thing.listed_by is not None and "nobody" not in thing.seen_by:
                seen_by = thing.seen_by & names.keys()
                if len(seen_by) == 1:
                    thing.owner, thing.by_exclusion = names[seen_by.pop()], True

    def show(self, actor: Actor, values: set[str]) -> None:
        """Note values that an actor was shown without asking for anything in particular."""
        self.listed.setdefault(actor.name, set()).update(values)

    def made(self, *, owner: Actor | None = None) -> Iterator[Thing]:
        """Yield the things that the scanner made and that are still there, those of one owner if one is given."""
        for thing in self.things:
            if thing.made_by is not None and not thing.gone and (owner is None or thing.owner is owner):
                yield thing

    def value(self, noun: str, parameter: str, *, owner: Actor | None = None) -> Any:
        """Return the surest value for a parameter, from what the owner has if that serves; None where nothing fits."""
        best: tuple[int, Any] = (0, None)
        for thing in self.things:
            if thing.gone:
                continue
            score, value = thing.value_for(noun, parameter)
            if score and owner is not None and thing.owner is owner:
                score += 1
            if score > best[0]:
                best = (score, value)
        return best[1] if best[0] >= 2 else None


def _owner(raw: dict[str, Any], actor: Actor) -> Actor | None:
    """Return the actor if a field of the object, or of an object in it, names them."""
    for value in raw.values():
        if isinstance(value, dict):
            if any(actor.is_named(inner) for inner in value.values() if not isinstance(inner, dict | list)):
                return actor
        elif not isinstance(value, list) and value is not None and actor.is_named(value):
            return actor
    return None
