"""Tokens handed over as arguments: does the service look at their signature before it believes them?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from securestack.core.finding import Finding
from securestack.probing.actors.jwt import JsonWebToken, parse_jwt, sign_jwt
from securestack.probing.json_pointer import json_leaves
from securestack.probing.proof import Proof
from securestack.scanners.api.check import Stage
from securestack.scanners.api.checks.json_web_tokens import SIGNATURE_RULE
from securestack.scanners.api.graphql.calls import Call
from securestack.scanners.api.graphql.graph import Asked, Graph, GraphCheck
from securestack.scanners.api.names import plain

_TOKEN = re.compile(r"\A(?:access|auth|id|session|bearer)?(?:token|jwt)\Z")
_MOST_NAMES = 8


async def _run(graph: Graph) -> list[Finding]:
    places = list(_places(graph))
    if not places:
        return []
    token = _own_token(graph)
    if token is None:
        return []
    findings = []
    for call, argument in places:
        findings += await _forge(graph, call, argument, token)
    return findings


def _places(graph: Graph) -> Iterator[tuple[Call, str]]:
    for call in graph.calls:
        for variable in call.variables:
            argument = variable.removeprefix(f"{call.field}_")
            if _TOKEN.fullmatch(plain(argument)) and call.name not in graph.left_out:
                yield call, argument


def _own_token(graph: Graph) -> JsonWebToken | None:
    """Return the token of somebody who is logged in, where it is a JSON Web Token."""
    for actor in graph.users:
        if token := parse_jwt(actor.token):
            return token
    return None


async def _forge(graph: Graph, call: Call, argument: str, token: JsonWebToken) -> list[Finding]:
    own = await graph.ask(call.with_values(**{argument: token.text}))
    if not own.given or (own.answer is not None and own.answer.errors):
        return []
    for claim, value in token.claims.items():
        if claim in ("iat", "nbf", "exp", "jti", "iss", "aud", "type") or not isinstance(value, str | int):
            continue
        for other in _others(graph, own, value):
            header = {**token.header, "alg": "none"}
            forged = sign_jwt(header, {**token.claims, claim: other}, b"")
            asked = await graph.ask(call.with_values(**{argument: forged}))
            if _speaks_of(asked, other) and not _speaks_of(asked, value):
                summary = (
                    f"A token without any signature, its {claim} changed from {value!r} to {other!r}, made {call.name} "
                    f"answer as {other!r}."
                )
                proofs = (
                    Proof(own.exchange, (str(value),), "with the token that the service gave"),
                    Proof(asked.exchange, (str(other),), "with one that we wrote"),
                )
                return [
                    graph.finding(
                        SIGNATURE_RULE, CHECK.id, summary, *proofs, call=call.field, argument=argument
                    )
                ]
    return []


def _others(graph: Graph, own: Asked, value: str | int) -> list[str | int]:
    """Return what others are called where the token says who one is: names seen in lists, else usual ones."""
    if isinstance(value, int):
        return [number for number in (1, 2, 3) if number != value]
    keys = {plain(pointer.rpartition("/")[2]) for pointer, shown in json_leaves(own.given) if shown == value}
    seen: dict[str, None] = {}
    for asked in graph.asked:
        for pointer, shown in json_leaves(asked.given) if asked.given else ():
            if (
                isinstance(shown, str)
                and plain(pointer.rpartition("/")[2]) in keys
                and shown not in ("", value)
            ):
                seen[shown] = None
    return [
        *list(seen)[:_MOST_NAMES],
        *(name for name in ("admin", "administrator", "root") if name not in seen),
    ]


def _speaks_of(asked: Asked, name: str | int) -> bool:
    return bool(asked.given) and any(shown == name for _, shown in json_leaves(asked.given))


CHECK = GraphCheck(id="graphql-tokens", rules=(SIGNATURE_RULE,), run=_run, stage=Stage.CREDENTIALS)
CHECKS = (CHECK,)
