"""As whom, and on what, an operation may be asked again and again with odd values, so that nothing of others is spoilt."""

from __future__ import annotations

from securestack.probing.actors.actor import Actor
from securestack.scanners.api.answers import accepted
from securestack.scanners.api.api import Api
from securestack.scanners.api.description.model import Operation
from securestack.scanners.api.knowledge import Thing
from securestack.scanners.api.purposes import READING, Purpose, is_password
from securestack.scanners.api.requests import Inputs

_MAKING = (Purpose.CREATE, Purpose.REGISTER)


def odd_values_for(api: Api, operation: Operation) -> tuple[Actor, Inputs] | None:
    """Return who asks, and the usual inputs; None where only what others own could be asked with, which is noted.

    What reads is asked as somebody who is answered. What changes is asked with something the scan has made, or with
    the account of somebody it has registered; with --allow-destructive also with what was there before.
    """
    people, purpose = api.people, api.purpose(operation)
    somebody = (people.users or [people.nobody])[0]
    if purpose is Purpose.LOGIN:
        return people.nobody, _as_somebody(api, api.inputs(operation, optional=True))
    if operation.method == "GET" or purpose in READING:
        reader = _reader(api, operation)
        return reader, api.inputs(operation, reader, optional=True)
    if purpose in _MAKING:
        maker = people.nobody if purpose is Purpose.REGISTER else somebody
        return maker, api.inputs(operation, maker, optional=True, new=True)
    if api.options.allow_destructive:
        return somebody, api.inputs(operation, somebody, optional=True)
    if not operation.path_parameters and (somebody.made or not people.known):
        return somebody, api.inputs(operation, somebody, optional=True)
    for thing in _own(api, somebody):
        if (found := api.own_inputs(operation, somebody, thing=thing)) is not None:
            return somebody, found[0]
    api.unasked.setdefault(operation.id, "nothing that the scan has made could be asked with")
    return None


def _own(api: Api, actor: Actor) -> list[Thing]:
    """Return what may be spoilt: what was made as an actor, and their account where they were registered."""
    made = list(api.knowledge.made(owner=actor))
    account = [
        thing for thing in api.knowledge.things if thing.fields.get("__person__") == actor.name and actor.made
    ]
    return made + account


def _reader(api: Api, operation: Operation) -> Actor:
    people = api.people
    for actor in (*people.users, *people.known):
        seen = api.seen.get((operation.id, actor.name))
        if seen is not None and accepted(seen.response):
            return actor
    return (people.users or [people.nobody])[0]


def _as_somebody(api: Api, inputs: Inputs) -> Inputs:
    """Name somebody who exists, as many servers look at a password only then; their password stays out of it."""
    somebody = next((actor for actor in api.people.users if actor.credentials is not None), None)
    if somebody is None or somebody.credentials is None:
        return inputs
    name = somebody.credentials.username
    named = {
        field: name
        for field, value in inputs.fields.items()
        if isinstance(value, str) and not is_password(field)
    }
    return inputs.with_body(**named) if named else inputs
