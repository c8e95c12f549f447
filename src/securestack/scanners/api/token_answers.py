"""Sending a forged token to the operation that tells who is logged in, and reading whether it was believed."""

from __future__ import annotations

from securestack.net.message import Exchange
from securestack.probing.actors.actor import Actor
from securestack.probing.actors.jwt import JsonWebToken, parse_jwt
from securestack.scanners.api.answers import accepted, telling_values
from securestack.scanners.api.api import Api
from securestack.scanners.api.description.model import Operation
from securestack.scanners.api.requests import build


def jwt_of(actor: Actor) -> JsonWebToken | None:
    """Return the JSON Web Token an actor carries, None where it is another kind of token."""
    return parse_jwt(actor.token)


def operations_with_tokens(api: Api) -> list[Operation]:
    """Return the operation that tells who is logged in, where somebody is by a JSON Web Token."""
    operation = api.people.canary_operation
    return [operation] if operation is not None and any(jwt_of(actor) for actor in api.people.users) else []


async def known_answer(api: Api, operation: Operation) -> tuple[Actor, JsonWebToken, Exchange] | None:
    """Return somebody with a JSON Web Token, that token, and what the API answers to it. Raises as `Api.ask` does."""
    actor = next(actor for actor in api.people.users if jwt_of(actor))
    known = await actor.send(build(operation, api.base, api.inputs(operation, actor)).build())
    token = jwt_of(actor)  # asking may have renewed it
    return None if token is None or not accepted(known.response) else (actor, token, known)


async def send_token(api: Api, operation: Operation, token: str) -> Exchange:
    """Ask with another token, as nobody. Raises as `Api.ask` does."""
    template = build(operation, api.base, api.inputs(operation, None))
    request = template.build().with_headers(api.people.place.headers(token))
    return await api.send(operation, api.people.nobody, request)


def believed(actor: Actor, known: Exchange, answer: Exchange) -> bool:
    """Whether an answer shows that a token was taken for that of an actor: it tells what the real one was told."""
    canary = actor.session.canary
    if not accepted(answer.response) or (canary is not None and canary.is_gone(answer)):
        return False
    told = telling_values(known.response)
    return not told or bool(told & telling_values(answer.response))
