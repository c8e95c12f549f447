"""Things that may be spoilt, and telling whether something was done to them."""

from __future__ import annotations

from securestack.net.message import Exchange
from securestack.probing.actors.actor import Actor
from securestack.probing.session import LoginFailed
from securestack.scanners.api.answers import accepted, telling_values
from securestack.scanners.api.api import Api
from securestack.scanners.api.description.model import Operation
from securestack.scanners.api.knowledge import Thing
from securestack.scanners.api.names import noun_before
from securestack.scanners.api.people import CannotRegister
from securestack.scanners.api.survey import identify, person_thing


async def spare_thing(api: Api, operation: Operation) -> Thing | None:
    """Return something of an ordinary user that may be spoilt: made for this, or of somebody registered for it."""
    noun = noun_before(operation.path, operation.path_parameters[-1].name)
    owner = api.people.users[0]
    if (thing := await api.create(noun, owner)) is not None:
        return thing
    person = next((t for t in api.knowledge.things if t.noun == noun and "__person__" in t.fields), None)
    if person is not None and owner.made:
        try:
            newcomer = await api.people.newcomer()
            thing = person_thing(api, newcomer, noun)
            await identify(api, newcomer)
            return thing
        except (CannotRegister, LoginFailed):
            return None
    return None


def witness_of(api: Api, thing: Thing) -> Actor:
    """Return who looks whether a thing is still there: its owner, unless the thing is the owner's own account."""
    assert thing.owner is not None
    return api.people.users[0] if "__person__" in thing.fields else thing.owner


def is_gone(thing: Thing, before: Exchange, after: Exchange) -> bool:
    """Whether what showed a thing before shows it no more."""
    if after.response.status in (401, 403, 429) or after.response.status >= 500:
        return False
    names = {str(value) for name, value in thing.fields.items() if name != "__person__"}
    shown = telling_values(before.response) & (names | set(thing.sent))
    if after.response.status in (404, 410) or not accepted(after.response):
        return True
    return bool(shown) and not shown & telling_values(after.response)
