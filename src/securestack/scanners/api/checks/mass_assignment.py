"""Mass assignment: fields that a client must not set, set by it, and proven by reading them back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from securestack.core.finding import Finding
from securestack.core.location import Position
from securestack.core.rule import Reference, Rule
from securestack.core.severity import Severity
from securestack.net.message import Exchange
from securestack.probing.actors.actor import Actor
from securestack.probing.actors.tokens import read_json
from securestack.probing.proof import Proof
from securestack.probing.session import LoginFailed
from securestack.scanners.api.answers import accepted, fields_of, objects_in
from securestack.scanners.api.api import Api
from securestack.scanners.api.check import ApiCheck, Stage, operation_finding
from securestack.scanners.api.description.model import Operation, Schema
from securestack.scanners.api.names import noun_before, noun_of, plain
from securestack.scanners.api.people import CannotRegister
from securestack.scanners.api.purposes import Purpose
from securestack.scanners.api.requests import preferred_form

RULE = Rule(
    id="api.mass-assignment",
    title="A client sets fields that only the server may set",
    severity=Severity.HIGH,
    cwe=(915,),
    what=(
        "The API takes over fields of a request that its description does not offer, or that it declares to be read only, "
        "among them those that say what somebody may do or owns."
    ),
    why="An attacker makes an administrator of themselves, confirms their own order, sets their balance, or gives an object to somebody else.",
    fix=(
        "Name the fields that a request may set, for each operation, and ignore or refuse every other. Do not hand the "
        "body of a request to an object of the database as it is."
    ),
    vulnerable_example="user = User(**request.json)",
    fixed_example='user = User(name=body["name"], email=body["email"])',
    owasp=("API3:2023", "A04:2021"),
    references=(
        Reference(
            "OWASP API3:2023 Broken Object Property Level Authorization",
            "https://owasp.org/API-Security/editions/2023/en/0xa3-broken-object-property-level-authorization/",
        ),
        Reference(
            "CWE-915: Improperly Controlled Modification of Dynamically-Determined Object Attributes",
            "https://cwe.mitre.org/data/definitions/915.html",
        ),
    ),
)

_SENSITIVE = re.compile(
    r"admin|\Arole|\Aroles|permission|privilege|\Ascope|\Agroup|superuser|staff|verified|\Aactive\Z|isactive|approved|confirmed"
    r"|balance|credit|\Aprice|discount|\Apaid|ispaid|\Astatu|\Aplan\Z|\Atier\Z|\Alevel\Z|\Aowner|ownerid|userid|accountid|createdby|trusted|locked|banned|blocked"
)
_GENERAL: Mapping[str, Any] = {
    "admin": True,
    "is_admin": True,
    "isAdmin": True,
    "role": "admin",
    "is_staff": True,
    "is_superuser": True,
}
_NUMBER = 424_242


def _choose(api: Api) -> list[Operation]:
    chosen = [
        operation
        for operation in api.for_purpose(Purpose.CREATE, Purpose.CHANGE)
        if (form := preferred_form(operation)) is not None and form.schema.is_object
    ]
    register = api.people.register
    return [*([register] if register is not None else []), *chosen]


async def _run(api: Api, operation: Operation) -> list[Finding]:
    if api.purpose(operation) is Purpose.REGISTER:
        return await _register(api, operation)
    if api.purpose(operation) is Purpose.CREATE:
        return await _create(api, operation)
    return await _change(api, operation)


async def _register(api: Api, operation: Operation) -> list[Finding]:
    owner = api.people.users[0]
    if not owner.made:
        return []
    usual = {
        name: value
        for _, answer in await api.own_answers(owner)
        for raw in _about(answer, owner)
        for name, value in raw.items()
    }
    form = preferred_form(operation)
    extra = {
        **_GENERAL,
        **{
            name: _other(value)
            for name, value in usual.items()
            if _wanted(name, form.schema if form else Schema())
        },
    }
    for attempt in (extra, *({name: value} for name, value in extra.items() if name in usual)):
        try:
            actor = await _newcomer(api, attempt)
        except (CannotRegister, LoginFailed):
            continue
        creation = api.people.registration
        for _, answer in await api.own_answers(actor):
            for name, value in _set_fields(answer, actor, attempt, usual):
                assert creation is not None
                return [_finding(api, operation, name, value, usual.get(name), creation, answer, actor)]
    return []


async def _newcomer(api: Api, extra: dict[str, Any]) -> Actor:
    identity, password = await api.people.sign_up(extra)
    return await api.people.log_in_newcomer(identity, password)


async def _create(api: Api, operation: Operation) -> list[Finding]:
    owner = (api.people.users or [api.people.nobody])[0]
    plain_thing = await api.create_with(operation, owner)
    if plain_thing is None:
        return []
    usual_answer = await api.read_back(plain_thing, owner)
    usual = {**plain_thing.fields, **(_fields_about(usual_answer, plain_thing.sent) if usual_answer else {})}
    form = preferred_form(operation)
    schema = form.schema if form is not None else Schema()
    for name, value in usual.items():
        reader, other = owner, _other(value)
        if owner.is_named(value) and not _is_offered(name, schema) and len(api.people.users) > 1:
            reader, other = api.people.users[1], _same_of(api.people.users[1], owner, value)
        elif not _wanted(name, schema):
            continue
        extra = {name: other}
        thing = await api.create_with(operation, owner, extra) if other is not None else None
        if thing is None or thing.creation is None:
            continue
        answer = await api.read_back(thing, reader)
        if answer is None or not accepted(answer.response):
            continue
        shown = _fields_about(answer, thing.sent).get(name)
        if shown == extra[name] and shown != value:
            return [_finding(api, operation, name, shown, value, thing.creation, answer, reader)]
    return []


def _same_of(other: Actor, owner: Actor, value: Any) -> Any:
    """Return what stands for another person as a value stands for the owner, None where that is not known."""
    for name, own in owner.identity.items():
        if own == str(value) and name in other.identity:
            return type(value)(other.identity[name])
    return None


async def _change(api: Api, operation: Operation) -> list[Finding]:
    if not operation.path_parameters or not api.people.users:
        return []
    owner = api.people.users[0]
    noun = noun_before(operation.path, operation.path_parameters[-1].name)
    if noun_of(operation.path) != noun:
        return []  # it changes one field of a thing, such as /users/{id}/email
    thing = next((thing for thing in api.knowledge.made(owner=owner) if thing.noun == noun), None)
    found = api.own_inputs(operation, owner, thing=thing) if thing is not None else None
    if thing is None or found is None:
        return []
    inputs, form = found[0], preferred_form(operation)
    before = await api.read_back(thing, owner)
    if before is None:
        return []
    for name, value in _fields_about(before, thing.sent).items():
        if not _wanted(name, form.schema if form else Schema()):
            continue
        wanted = _other(value)
        attempt = await api.ask(operation, owner, inputs.with_body(**{name: wanted}))
        after = await api.read_back(thing, owner)
        if attempt.response.status >= 400 or after is None:
            continue
        shown = {key: item for _, raw in _objects(after) for key, item in raw.items()}.get(name)
        if shown == wanted and shown != value:
            return [_finding(api, operation, name, shown, value, attempt, after, owner)]
    return []


def _wanted(name: str, schema: Schema) -> bool:
    """Whether a field would matter, and is not one that the operation offers."""
    return (
        name != "__person__" and _SENSITIVE.search(plain(name)) is not None and not _is_offered(name, schema)
    )


def _is_offered(name: str, schema: Schema) -> bool:
    offered = schema.properties.get(name)
    return offered is not None and not offered.read_only


def _other(value: Any) -> Any:
    """Return another value of the same type, and a privileged one where there is such."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return _NUMBER
    return (
        "admin" if str(value).lower() in ("user", "member", "customer", "guest", "basic") else "securestack"
    )


def _objects(exchange: Exchange) -> Iterator[tuple[str, dict[str, Any]]]:
    for noun, raw in objects_in(read_json(exchange.response), ""):
        yield noun, fields_of(raw)


def _fields_about(exchange: Exchange, sent: tuple[str, ...]) -> dict[str, Any]:
    """Return the fields of the object that holds one of the texts sent; of the only object where none does."""
    objects = [raw for _, raw in _objects(exchange)]
    for raw in objects:
        if set(sent) & {str(value) for value in raw.values()}:
            return raw
    return objects[0] if len(objects) == 1 else {}


def _about(exchange: Exchange, actor: Actor) -> Iterator[dict[str, Any]]:
    """Yield the objects of an answer that name somebody."""
    for _, raw in _objects(exchange):
        if any(actor.is_named(value) for value in raw.values()):
            yield raw


def _set_fields(
    answer: Exchange, actor: Actor, extra: dict[str, Any], usual: dict[str, Any]
) -> Iterator[tuple[str, Any]]:
    """Yield the fields of an object about somebody that have the value asked for, and not the usual one."""
    for raw in _about(answer, actor):
        for name, value in raw.items():
            wanted = extra.get(name)
            if (
                wanted is not None
                and value == wanted
                and type(value) is type(wanted)
                and usual.get(name) != value
            ):
                yield name, value


def _finding(
    api: Api,
    operation: Operation,
    name: str,
    value: Any,
    usual: Any,
    creation: Exchange,
    answer: Exchange,
    actor: Actor,
) -> Finding:
    otherwise = "" if usual is None else f", which is {usual!r} otherwise"
    return operation_finding(
        api,
        operation,
        RULE,
        CHECK.id,
        f"The field “{name}” was sent along, which the operation does not offer, and reading back shows it set to "
        f"{value!r}{otherwise}.",
        Proof(creation, (f'"{name}"',), "the field is sent along", actor.name),
        Proof(answer, (f'"{name}"',), "it is shown afterwards", actor.name),
        parameter=f"/{name}",
        position=Position.JSON,
    )


CHECK = ApiCheck(id="mass-assignment", rules=(RULE,), choose=_choose, run=_run, stage=Stage.WRITING)
