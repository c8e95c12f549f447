"""Tokens made for one thing and taken for another: a refresh token, or one to confirm an address, that lets one in.

Every token that logging in and registering handed over is sent where the access token goes, beside one of nonsense.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from securestack.core.finding import Finding
from securestack.core.rule import Reference, Rule
from securestack.core.severity import Confidence, Severity
from securestack.net.message import Exchange
from securestack.probing.actors.actor import Actor
from securestack.probing.actors.logins import TokenLogin
from securestack.probing.actors.tokens import read_json
from securestack.probing.json_pointer import json_leaves
from securestack.probing.proof import Proof
from securestack.scanners.api.answers import accepted, telling_values
from securestack.scanners.api.api import Api
from securestack.scanners.api.check import ApiCheck, operation_finding
from securestack.scanners.api.description.model import Operation
from securestack.scanners.api.names import plain
from securestack.scanners.api.requests import build

RULE = Rule(
    id="api.token-of-another-kind-accepted",
    title="A token that was made for something else lets one in",
    severity=Severity.MEDIUM,
    cwe=(287, 1259),
    what=(
        "The API takes a refresh token, or one that confirms an address or resets a password, where an access token "
        "belongs: it checks the signature and not what the token is for."
    ),
    why=(
        "Such tokens live for days or travel by mail, and are kept in places where access tokens are not. Whoever finds one "
        "acts as its owner for all that time, and the short life of access tokens protects nobody."
    ),
    fix=(
        "Write into every token what it is for (`typ` in the header as in RFC 9068, or a claim of your own) and whom it is "
        "for (`aud`), and check both in every place that takes one. Better, make refresh and reset tokens random texts that "
        "are looked up, so that nothing else can read them."
    ),
    vulnerable_example="claims = jwt.decode(token, KEY, algorithms=['HS256'])",
    fixed_example="claims = jwt.decode(token, KEY, algorithms=['HS256'], audience='api')\nif claims['use'] != 'access': abort(401)",
    owasp=("API2:2023", "A07:2021"),
    references=(
        Reference(
            "RFC 8725, section 3.11: Use Explicit Typing",
            "https://www.rfc-editor.org/rfc/rfc8725#section-3.11",
        ),
        Reference(
            "OWASP API2:2023 Broken Authentication",
            "https://owasp.org/API-Security/editions/2023/en/0xa2-broken-authentication/",
        ),
    ),
)
_KIND = re.compile(r"refresh|reset|verif|confirm|activat|\Aidtoken|invit|recover")
_TOKEN = re.compile(r"token|code|jwt")
_SHORTEST = 16  # characters; what is shorter is a code to type in


def _choose(api: Api) -> list[Operation]:
    canary = api.people.canary_operation
    return [canary] if canary is not None and api.people.place.headers("token") else []


async def _run(api: Api, operation: Operation) -> list[Finding]:
    owner = api.people.known[0]
    inputs = api.inputs(operation, owner)
    known = await api.ask(operation, owner, inputs)
    told = telling_values(known.response)
    if not accepted(known.response) or not told:
        return []
    request = build(operation, api.base, inputs).build()
    nonsense = api.people.place.headers(api.maker.word(40))
    control = await api.send(operation, api.people.nobody, request.with_headers(nonsense))
    if told & telling_values(control.response):
        return []  # anything lets one in, which another check tells
    for name, token, origin in _other_tokens(api, owner):
        answer = await api.send(
            operation, api.people.nobody, request.with_headers(api.people.place.headers(token))
        )
        shared = told & telling_values(answer.response)
        if accepted(answer.response) and shared:
            return [
                operation_finding(
                    api,
                    operation,
                    RULE,
                    CHECK.id,
                    f"The token that came as “{name}” was sent as an access token, and gave the answer that {owner.name} is given.",
                    Proof(origin, (f'"{name}"',), "the API hands over tokens", owner.name),
                    Proof(control, (), "a token of nonsense is refused", "nobody"),
                    Proof(
                        answer, tuple(sorted(shared)[:5]), f"the one called {name} lets one in", owner.name
                    ),
                    site_wide=True,
                    confidence=Confidence.CERTAIN,
                )
            ]
    return []


def _other_tokens(api: Api, owner: Actor) -> Iterator[tuple[str, str, Exchange]]:
    """Yield the name and text of each token of another kind, and the exchange in which it was handed over."""
    login = owner.session.login
    answers = [login.answer if isinstance(login, TokenLogin) else None, api.people.registration]
    for exchange in filter(None, answers):
        for pointer, value in json_leaves(read_json(exchange.response)):
            name = pointer.rpartition("/")[2]
            flat = plain(name)
            if not isinstance(value, str) or len(value) < _SHORTEST or value == owner.token:
                continue
            if _KIND.search(flat) and (_TOKEN.search(flat) or value.count(".") == 2):
                yield name, value, exchange


CHECK = ApiCheck(id="token-kinds", rules=(RULE,), choose=_choose, run=_run, users=1)
