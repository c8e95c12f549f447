"""Keys that a token brings along, or that everybody has: key confusion, embedded keys, and addresses of keys."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

from securestack.core.finding import Finding
from securestack.core.rule import Reference, Rule
from securestack.core.severity import Severity
from securestack.net.errors import NetError
from securestack.net.message import Exchange, Request
from securestack.probing.actors.actor import Actor
from securestack.probing.actors.jwt import JsonWebToken, sign_jwt
from securestack.probing.actors.public_keys import own_public_key, sign_with_own_key, written_forms
from securestack.probing.actors.tokens import read_json
from securestack.probing.proof import Proof
from securestack.scanners.api.answers import telling_values
from securestack.scanners.api.api import Api
from securestack.scanners.api.check import ApiCheck, operation_finding
from securestack.scanners.api.description.model import Operation
from securestack.scanners.api.token_answers import (
    believed,
    known_answer,
    operations_with_tokens,
    send_token,
)

_REFERENCES = (
    Reference("RFC 8725: JSON Web Token Best Current Practices", "https://www.rfc-editor.org/rfc/rfc8725"),
    Reference("RFC 7515: JSON Web Signature, header parameters", "https://www.rfc-editor.org/rfc/rfc7515"),
)
_OWASP = ("API2:2023", "A02:2021")

RULE = Rule(
    id="api.token-key-chosen-by-client",
    title="Whoever sends a token chooses the key it is checked with",
    severity=Severity.CRITICAL,
    cwe=(347, 322),
    what=(
        "The API accepts a JSON Web Token that is signed with a key which its sender may know: a key inside the token, or "
        "the public key of the API, taken for a shared secret because the token names another algorithm."
    ),
    why="Anybody writes a token with any user name or role in it and is taken for that user, an administrator included.",
    fix=(
        "Fix the algorithm and the key in the code, for each issuer; pass the library a list with that one algorithm. "
        "Ignore `jwk`, `jku` and `x5u` of the token. Look `kid` up in a list of your own keys."
    ),
    vulnerable_example='jwt.decode(token, PUBLIC_KEY, algorithms=[header["alg"]])',
    fixed_example='jwt.decode(token, PUBLIC_KEY, algorithms=["RS256"])',
    owasp=_OWASP,
    references=_REFERENCES,
)
ADDRESS_RULE = Rule(
    id="api.token-key-address-followed",
    title="The API fetches the key of a token from an address in the token",
    severity=Severity.HIGH,
    cwe=(918, 347),
    what="A token that names an address for its key (`jku` or `x5u`) makes the server ask that address, whatever it is.",
    why=(
        "The sender puts a key of their own there and signs tokens for every user. The server also asks any address inside "
        "its network for them."
    ),
    fix="Ignore `jku` and `x5u`. Configure the address of the keys, and fetch them from there only.",
    vulnerable_example='keys = requests.get(header["jku"]).json()',
    fixed_example="keys = requests.get(settings.KEYS_URL).json()",
    owasp=(*_OWASP, "API7:2023"),
    references=_REFERENCES,
)

_PLACES = (
    "/.well-known/jwks.json",
    "/.well-known/openid-configuration",
    "/jwks.json",
    "/jwks",
    "/keys",
    "/oauth/jwks",
    "/oauth2/jwks",
    "/auth/jwks",
    "/api/jwks",
)
_MOST_KEYS = 4
_WAIT = 1.0  # seconds for the server to fetch an address


async def _run(api: Api, operation: Operation) -> list[Finding]:
    known = await known_answer(api, operation)
    if known is None:
        return []
    actor, token, answer = known
    nonsense = await send_token(api, operation, f"{token.text.rpartition('.')[0]}.{'A' * 43}")
    if believed(actor, answer, nonsense):
        return []  # no signature is checked at all, which is another finding
    async for forged, what in _forgeries(api, token):
        reply = await send_token(api, operation, forged)
        if believed(actor, answer, reply):
            return [_finding(api, operation, actor, answer, reply, what)]
    return await _addresses(api, operation, token)


async def _forgeries(api: Api, token: JsonWebToken) -> AsyncIterator[tuple[str, str]]:
    header, claims = token.header, token.claims
    embedded = {**header, "alg": "RS256", "jwk": own_public_key(), "kid": "own"}
    yield sign_with_own_key(embedded, claims), "signed with a key of the scanner's that it brings along"
    if token.algorithm.startswith("HS"):
        return  # there is no public key to be taken for a secret
    async for key in _published_keys(api):
        for form in written_forms(key):
            forged = sign_jwt({**header, "alg": "HS256"}, claims, form)
            yield forged, "signed with the API's public key as if that were a shared secret"


async def _published_keys(api: Api) -> AsyncIterator[dict[str, Any]]:
    pieces = urlsplit(api.base)
    origin = f"{pieces.scheme}://{pieces.netloc}"
    addresses = list(dict.fromkeys(f"{start}{path}" for start in (origin, api.base) for path in _PLACES))
    found = 0
    for address in addresses:
        try:
            exchange = await api.people.nobody.send(Request("GET", address))
        except NetError:
            continue
        document = read_json(exchange.response)
        if isinstance(document, dict) and isinstance(document.get("jwks_uri"), str):
            addresses.append(urljoin(address, document["jwks_uri"]))
        for key in _keys(document):
            found += 1
            yield key
            if found >= _MOST_KEYS:
                return


def _keys(document: Any) -> Iterator[dict[str, Any]]:
    keys = document.get("keys") if isinstance(document, dict) else None
    if isinstance(keys, list):
        yield from (key for key in keys if isinstance(key, dict))


async def _addresses(api: Api, operation: Operation, token: JsonWebToken) -> list[Finding]:
    if api.callbacks is None:
        return []
    for field in ("jku", "x5u"):
        callback = api.callbacks.new()
        header = {**token.header, "alg": "RS256", field: callback.url, "kid": "own"}
        reply = await send_token(api, operation, sign_with_own_key(header, token.claims))
        if await callback.wait(_WAIT):
            return [
                operation_finding(
                    api,
                    operation,
                    ADDRESS_RULE,
                    CHECK.id,
                    f"After a token was sent whose “{field}” names {callback.url}, which nobody else knows, the scanner's own "
                    "server was asked for it.",
                    Proof(
                        reply, (), f"with a token whose “{field}” is an address of the scanner's", "somebody"
                    ),
                    site_wide=True,
                )
            ]
    return []


def _finding(
    api: Api, operation: Operation, actor: Actor, known: Exchange, answer: Exchange, what: str
) -> Finding:
    marked = tuple(sorted(telling_values(known.response) & telling_values(answer.response))[:3])
    return operation_finding(
        api,
        operation,
        RULE,
        CHECK.id,
        f"A token {what} was accepted as that of {actor.name}.",
        Proof(known, marked, "with the token that the API issued", actor.name),
        Proof(answer, marked, f"with a token {what}", "somebody with a forged token"),
        site_wide=True,
    )


CHECK = ApiCheck(
    id="token-keys", rules=(RULE, ADDRESS_RULE), choose=operations_with_tokens, run=_run, users=1
)
