"""Broken object-level authorisation: what belongs to one user, read, changed or deleted as another.

The owner's answer is compared with what the other is shown by right, in lists that name no object, and with what
nobody is shown; only what is left counts. A change or deletion is believed when the owner sees its effect.
"""

from __future__ import annotations

from securestack.core.finding import Finding
from securestack.core.rule import Reference, Rule
from securestack.core.severity import Severity
from securestack.net.message import Exchange
from securestack.probing.actors.actor import Actor
from securestack.probing.proof import Proof
from securestack.scanners.api.answers import accepted, lasting_values, telling_values
from securestack.scanners.api.api import Api
from securestack.scanners.api.check import ApiCheck, Stage, operation_finding
from securestack.scanners.api.description.model import Operation
from securestack.scanners.api.effects import is_gone, spare_thing, witness_of
from securestack.scanners.api.knowledge import Thing
from securestack.scanners.api.purposes import Purpose, is_administrative
from securestack.scanners.api.requests import Inputs

_REFERENCES = (
    Reference(
        "OWASP API1:2023 Broken Object Level Authorization",
        "https://owasp.org/API-Security/editions/2023/en/0xa1-broken-object-level-authorization/",
    ),
    Reference(
        "CWE-639: Authorization Bypass Through User-Controlled Key",
        "https://cwe.mitre.org/data/definitions/639.html",
    ),
)
_FIX = (
    "Decide on every request whether this user may do this to this object, at the place where the object is loaded: "
    "look for it among the objects of the user (`WHERE id = :id AND owner_id = :user`), not by its number alone. Take the "
    "user from the session or token, never from the request. Numbers that are hard to guess help, and are no substitute. "
    "Test it: for every operation that names an object, ask as somebody else and expect 403 or 404."
)

READ_RULE = Rule(
    id="api.object-level-authorization-read",
    title="A user reads what belongs to another user",
    severity=Severity.HIGH,
    cwe=(639, 862),
    what=(
        "The API hands out an object to any user who names it. It checks that somebody is logged in, and not whether the "
        "object is theirs."
    ),
    why=(
        "Whoever has an account, and often anybody can get one, reads the data of all others by counting up or guessing "
        "names. A loop of a few lines copies everything."
    ),
    fix=_FIX,
    vulnerable_example="book = Book.query.filter_by(title=title).first()",
    fixed_example="book = Book.query.filter_by(title=title, owner=current_user).first()",
    owasp=("API1:2023", "A01:2021"),
    references=_REFERENCES,
)
CHANGE_RULE = Rule(
    id="api.object-level-authorization-change",
    title="A user changes what belongs to another user",
    severity=Severity.HIGH,
    cwe=(639, 862),
    what="The API changes an object for any user who names it, without checking whether it is theirs.",
    why=(
        "Whoever has an account overwrites the data of others: addresses that goods are sent to, e-mail addresses that "
        "passwords are reset with, prices, permissions."
    ),
    fix=_FIX,
    vulnerable_example="Order.query.get(id).update(request.json)",
    fixed_example="Order.query.filter_by(id=id, owner=current_user).one_or_404().update(...)",
    owasp=("API1:2023", "A01:2021"),
    references=_REFERENCES,
)
DELETE_RULE = Rule(
    id="api.object-level-authorization-delete",
    title="A user deletes what belongs to another user",
    severity=Severity.HIGH,
    cwe=(639, 862),
    what="The API deletes an object for any user who names it, without checking whether it is theirs.",
    why="Whoever has an account destroys the data of others, one object after the other.",
    fix=_FIX,
    vulnerable_example="db.session.delete(Note.query.get(id))",
    fixed_example="db.session.delete(Note.query.filter_by(id=id, owner=current_user).one_or_404())",
    owasp=("API1:2023", "A01:2021"),
    references=_REFERENCES,
)


def _readers(api: Api) -> list[Operation]:
    return [
        operation
        for operation in api.for_purpose(Purpose.READ, Purpose.LIST)
        if operation.method == "GET" and operation.path_parameters
    ]


async def _read(api: Api, operation: Operation) -> list[Finding]:
    users = api.people.users
    for owner, other in ((users[0], users[1]), (users[1], users[0])):
        found = api.own_inputs(operation, owner)
        if found is None:
            continue
        inputs, thing = found
        if thing.by_exclusion and not await _still_exclusive(api, thing, other):
            continue
        first = await api.ask(operation, owner, inputs)
        if not accepted(first.response):
            continue
        private = await _private(api, operation, inputs, first, owner, other)
        if not private:
            continue
        answer = await api.ask(operation, other, inputs)
        shown = private & telling_values(answer.response)
        if accepted(answer.response) and shown:
            return [_read_finding(api, operation, (owner, first), (other, answer), shown)]
    return []


async def _still_exclusive(api: Api, thing: Thing, other: Actor) -> bool:
    """Whether a list still shows something to its owner and not to the other: a list may vary by itself."""
    operation, owner = thing.listed_by, thing.owner
    if operation is None or owner is None:
        return False
    own = await api.ask(operation, owner, api.inputs(operation, owner))
    others = await api.ask(operation, other, api.inputs(operation, other))
    api.knowledge.show(other, telling_values(others.response))
    values = {str(value) for value in thing.fields.values()}
    return bool(values & (telling_values(own.response) - telling_values(others.response)))


async def _private(
    api: Api, operation: Operation, inputs: Inputs, first: Exchange, owner: Actor, other: Actor
) -> set[str]:
    """Return the values of the owner's answer that neither the other nor nobody is shown by right."""
    again = await api.ask(operation, owner, inputs)
    sent = {str(value) for value in inputs.parameters.values()}
    listed = api.knowledge.listed
    private = (
        lasting_values(first, again) - sent - listed.get(other.name, set()) - listed.get("nobody", set())
    )
    private -= set(other.identity.values())
    if private:
        nobody = await api.ask(operation, api.people.nobody, inputs)
        private -= telling_values(
            nobody.response
        )  # what is public is public by design, or told by another check
    return private


def _read_finding(
    api: Api,
    operation: Operation,
    owner: tuple[Actor, Exchange],
    other: tuple[Actor, Exchange],
    shown: set[str],
) -> Finding:
    marked = tuple(sorted(shown)[:5])
    return operation_finding(
        api,
        operation,
        READ_RULE,
        READ.id,
        f"{other[0].name.capitalize()} asked for something of {owner[0].name} and was shown it, with "
        f"{len(shown)} {'value' if len(shown) == 1 else 'values'} that no list shows to {other[0].name} and that nobody "
        "is shown without logging in.",
        Proof(owner[1], marked, "the owner is shown the object", owner[0].name),
        Proof(other[1], marked, "somebody else is shown the same", other[0].name),
    )


def _changers(api: Api) -> list[Operation]:
    return [
        operation
        for operation in api.for_purpose(Purpose.CHANGE)
        if operation.path_parameters and not is_administrative(operation)
    ]


async def _change(api: Api, operation: Operation) -> list[Finding]:
    thing = await spare_thing(api, operation)
    other = api.people.users[1]
    if thing is None or thing.owner is None:
        api.unasked.setdefault(operation.id, "nothing could be made that may be changed")
        return []
    found = api.own_inputs(operation, thing.owner, thing=thing, new=True)
    before = await api.read_back(thing, thing.owner)
    if found is None or before is None or not accepted(before.response):
        return []
    inputs = found[0]
    attempt = await api.ask(operation, other, inputs)
    after = await api.read_back(thing, thing.owner)
    if after is None:
        return []
    sent = set(_new_texts(inputs.body)) - telling_values(before.response)
    arrived = sent & telling_values(after.response)
    if not arrived or not attempt.response.status < 400:
        return []
    marked = tuple(sorted(arrived)[:5])
    return [
        operation_finding(
            api,
            operation,
            CHANGE_RULE,
            CHANGE.id,
            f"{other.name.capitalize()} changed something of {thing.owner.name}: what was sent is what its owner is "
            "shown afterwards.",
            Proof(before, (), "the owner is shown the object", thing.owner.name),
            Proof(attempt, marked, "somebody else changes it", other.name),
            Proof(after, marked, "the owner is shown what the other has sent", thing.owner.name),
        )
    ]


def _new_texts(body: object) -> list[str]:
    if isinstance(body, dict):
        return [text for value in body.values() for text in _new_texts(value)]
    if isinstance(body, list):
        return [text for value in body for text in _new_texts(value)]
    return [body] if isinstance(body, str) and len(body) >= 4 else []


def _deleters(api: Api) -> list[Operation]:
    return [
        operation
        for operation in api.for_purpose(Purpose.DELETE)
        if operation.path_parameters and not is_administrative(operation)
    ]


async def _delete(api: Api, operation: Operation) -> list[Finding]:
    thing = await spare_thing(api, operation)
    other = api.people.users[1]
    if thing is None or thing.owner is None:
        api.unasked.setdefault(operation.id, "nothing could be made that may be deleted")
        return []
    found = api.own_inputs(operation, thing.owner, thing=thing)
    witness = witness_of(api, thing)
    before = await api.read_back(thing, witness)
    if found is None or before is None or not accepted(before.response):
        return []
    attempt = await api.ask(operation, other, found[0])
    if attempt.response.status >= 400:
        return []
    after = await api.read_back(thing, witness)
    if after is None or not is_gone(thing, before, after):
        return []
    thing.gone = True
    return [
        operation_finding(
            api,
            operation,
            DELETE_RULE,
            DELETE.id,
            f"{other.name.capitalize()} deleted something of {thing.owner.name}: its owner no longer finds it.",
            Proof(before, thing.sent[:3], "the owner is shown the object", thing.owner.name),
            Proof(attempt, (), "somebody else deletes it", other.name),
            Proof(after, (), "the owner no longer finds it", thing.owner.name),
        )
    ]


READ = ApiCheck(id="object-level-authorization-read", rules=(READ_RULE,), choose=_readers, run=_read, users=2)
CHANGE = ApiCheck(
    id="object-level-authorization-change",
    rules=(CHANGE_RULE,),
    choose=_changers,
    run=_change,
    stage=Stage.WRITING,
    users=2,
)
DELETE = ApiCheck(
    id="object-level-authorization-delete",
    rules=(DELETE_RULE,),
    choose=_deleters,
    run=_delete,
    stage=Stage.WRITING,
    users=2,
)
