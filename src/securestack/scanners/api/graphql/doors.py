"""The calls through which people come in: to register with, and to log in with a name and a password."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from securestack.probing.json_pointer import json_leaves, replace_leaf
from securestack.scanners.api.graphql.calls import Call
from securestack.scanners.api.names import plain, words_of
from securestack.scanners.api.purposes import is_password, names_person

_MAKES = re.compile(r"create|register|sign_?up|add|update|change|reset|edit|set_?pass|new", re.IGNORECASE)
_LETS_IN = frozenset({"login", "signin", "token", "session", "jwt", "authenticate", "auth"})
_REGISTERS = re.compile(
    r"regist(?:er|ration)|sign_?up|(?:create|add|new)_?(?:user|account|member|customer|person)"
    r"|(?:user|account|member|customer)_?(?:create|register|add)",
    re.IGNORECASE,
)
_FREE = re.compile(r"\Azq", re.IGNORECASE)  # what no list of values, and no number, looks like


class Door(msgspec.Struct, frozen=True):
    """A call that takes a name and a password, by where these stand among its variables (JSON Pointers)."""

    call: Call
    person: str
    password: str

    def with_pair(self, name: str, word: str) -> Call:
        """Return the call with a name and a password."""
        variables = replace_leaf(self.call.variables, self.person, name)
        return msgspec.structs.replace(self.call, variables=replace_leaf(variables, self.password, word))

    @property
    def wants_mail(self) -> bool:
        """Whether people are called by their e-mail address here."""
        return "mail" in self.person.rpartition("/")[2].lower()


def is_door(call: Call) -> bool:
    """Whether somebody comes in through a call: its answer is about whoever is named in it, not about who asks."""
    return any(doors([call])) or any(registrations([call]))


def argument_at(call: Call, pointer: str) -> str:
    """Return how a place among the variables is called: `password`, or `input.password` inside another."""
    return pointer.removeprefix(f"/{call.field}_").replace("/", ".")


def doors(calls: Sequence[Call]) -> Iterator[Door]:
    """Yield the calls that let somebody in."""
    for call in calls:
        if not _MAKES.search(call.field) or _LETS_IN & set(words_of(call.field)):
            person, password = _person(call), _password(call)
            if person and password:
                yield Door(call, person, password)


def registrations(calls: Sequence[Call]) -> Iterator[Door]:
    """Yield the calls that somebody registers with."""
    for call in calls:
        if call.root == "mutation" and _REGISTERS.search(call.field):
            person, password = _person(call), _password(call)
            if person and password:
                yield Door(call, person, password)


def identified(door: Door, name: str, password: str) -> tuple[Call, dict[str, str]]:
    """Return a registration filled in for somebody, and what they are called there, by the names of the fields."""
    variables, identity = door.call.variables, {}
    for pointer, value in json_leaves(door.call.variables):
        field = _field(door.call, pointer)
        if is_password(field):
            variables = replace_leaf(variables, pointer, password)
        elif isinstance(value, str) and "@" in value:
            identity[field] = f"{name}@example.com"
            variables = replace_leaf(variables, pointer, identity[field])
        elif names_person(field) and isinstance(value, str) and _FREE.match(value):
            identity[field] = name
            variables = replace_leaf(variables, pointer, name)
    return msgspec.structs.replace(door.call, variables=variables), identity


def called(identity: dict[str, str], door: Door) -> str:
    """Return what somebody is called at a door."""
    field = _field(door.call, door.person)
    for name, value in identity.items():
        if plain(name) == plain(field):
            return value
    fitting = [value for value in identity.values() if ("@" in value) == door.wants_mail]
    return next(iter((*fitting, *identity.values())), "")


def _field(call: Call, pointer: str) -> str:
    return pointer.rpartition("/")[2].removeprefix(f"{call.field}_")


def _person(call: Call) -> str:
    found = [
        pointer
        for pointer, value in json_leaves(call.variables)
        if isinstance(value, str) and names_person(_field(call, pointer))
    ]
    return min(found, key=lambda pointer: "id" in words_of(_field(call, pointer)), default="")


def _password(call: Call) -> str:
    return next(
        (pointer for pointer, _ in json_leaves(call.variables) if is_password(_field(call, pointer))), ""
    )
