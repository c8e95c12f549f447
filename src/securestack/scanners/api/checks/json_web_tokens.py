"""Tokens that somebody else could have made: unsigned, signed with a guessed or a public key, or long over.

Every forged token is sent to the operation that tells who is logged in, beside a token that no server may accept, so
that an API which lets anything pass is not mistaken for one that a forgery has fooled.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import msgspec

from securestack.core.finding import Finding
from securestack.core.rule import Reference, Rule
from securestack.core.severity import Severity
from securestack.net.message import Exchange
from securestack.probing.actors.actor import Actor
from securestack.probing.actors.jwt import JsonWebToken, hmac_signature, sign_jwt
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
from securestack.scanners.api.weak_keys import weak_keys

_REFERENCES = (
    Reference("RFC 8725: JSON Web Token Best Current Practices", "https://www.rfc-editor.org/rfc/rfc8725"),
    Reference(
        "OWASP API2:2023 Broken Authentication",
        "https://owasp.org/API-Security/editions/2023/en/0xa2-broken-authentication/",
    ),
)
_OWASP = ("API2:2023", "A02:2021")

SIGNATURE_RULE = Rule(
    id="api.token-signature-not-checked",
    title="Tokens are accepted without a valid signature",
    severity=Severity.CRITICAL,
    cwe=(347, 345),
    what="The API reads a JSON Web Token without checking that it was signed by whoever issues tokens here.",
    why="Anybody writes a token with any user name or role in it and is taken for that user, an administrator included.",
    fix=(
        "Verify the signature before a single claim is read, with a list of allowed algorithms that is fixed in the code "
        "and never taken from the token. Refuse `none` in every spelling. Ignore keys and addresses of keys that a token "
        "brings along (`jwk`, `jku`, `x5u`), and look `kid` up in a fixed list."
    ),
    vulnerable_example='claims = jwt.decode(token, options={"verify_signature": False})',
    fixed_example='claims = jwt.decode(token, KEY, algorithms=["EdDSA"])',
    owasp=_OWASP,
    references=_REFERENCES,
)
WEAK_KEY_RULE = Rule(
    id="api.token-key-guessable",
    title="Tokens are signed with a word that can be guessed",
    severity=Severity.CRITICAL,
    cwe=(326, 798, 1391),
    what="The key that signs the API's JSON Web Tokens is a common word.",
    why=(
        "One token is enough to find the key without asking the server again, and whoever has the key writes valid "
        "tokens for every user, administrators included."
    ),
    fix=(
        "Sign with a random key of at least 32 bytes for HS256 (RFC 7518, section 3.2), made by a generator for secrets "
        "and kept outside the code, or with a key pair. Change the key now: everything signed with the old one must be "
        "taken for forged."
    ),
    vulnerable_example="app.config['SECRET_KEY'] = 'secret'",
    fixed_example="app.config['SECRET_KEY'] = os.environ['TOKEN_KEY']  # made with: openssl rand -base64 48",
    owasp=_OWASP,
    references=_REFERENCES,
)
EXPIRY_RULE = Rule(
    id="api.token-expiry-ignored",
    title="Tokens are accepted after their end",
    severity=Severity.MEDIUM,
    cwe=(613,),
    what="A token says when it is over (`exp`), and the API accepts it after that time.",
    why="A token that was stolen once, from a log or a lost device, opens the account for ever.",
    fix="Have the library check `exp` (and `nbf`), allow no more than a minute of difference between clocks, and let tokens live for minutes.",
    vulnerable_example='jwt.decode(token, KEY, algorithms=["HS256"], options={"verify_exp": False})',
    fixed_example='jwt.decode(token, KEY, algorithms=["HS256"], options={"require": ["exp"]})',
    owasp=_OWASP,
    references=_REFERENCES,
)


class _Forgery(msgspec.Struct, frozen=True):
    """A forged token, the rule it breaks where it is accepted, and what was done to it."""

    token: str
    rule: Rule
    what: str


async def _run(api: Api, operation: Operation) -> list[Finding]:
    found = await known_answer(api, operation)
    if found is None:
        return []
    actor, token, known = found
    nonsense = await send_token(api, operation, f"{token.text.rpartition('.')[0]}.{'A' * 43}x")
    if believed(actor, known, nonsense):
        what = "with a signature of nothing but letters"
        return [_tell(api, operation, SIGNATURE_RULE, what, actor, known, nonsense)]
    findings: dict[str, Finding] = {}
    for forgery in _forgeries(api, token):
        if forgery.rule.id in findings:
            continue
        answer = await send_token(api, operation, forgery.token)
        if believed(actor, known, answer):
            findings[forgery.rule.id] = _tell(
                api, operation, forgery.rule, forgery.what, actor, known, answer
            )
    return list(findings.values())


def _forgeries(api: Api, token: JsonWebToken) -> Iterator[_Forgery]:
    header, claims = token.header, token.claims
    for name in ("none", "None", "NONE", "nOnE"):
        yield _Forgery(
            sign_jwt({**header, "alg": name}, claims, b""),
            SIGNATURE_RULE,
            f"with the algorithm {name} and no signature",
        )
    yield _Forgery(token.text.rpartition(".")[0] + ".", SIGNATURE_RULE, "without its signature")
    for kid, key, what in (
        ("../../../../../../../dev/null", b"", "signed with the content of an empty file that its kid names"),
        ("zq' UNION SELECT 'zqkey' -- ", b"zqkey", "signed with a key that its kid had a database make up"),
    ):
        yield _Forgery(sign_jwt({**header, "alg": "HS256", "kid": kid}, claims, key), SIGNATURE_RULE, what)
    word = crack(token, api)
    if word is None:
        return
    shown = (
        f"“{word[:2]}…” ({len(word)} characters)" if len(word) > 3 else f"a word of {len(word)} characters"
    )
    yield _Forgery(
        sign_jwt(header, {**claims, "jti": api.maker.word()}, word.encode()),
        WEAK_KEY_RULE,
        f"that the scanner signed itself, with the guessed key {shown}",
    )
    past = int(time.time()) - 86_400
    if "exp" in claims:
        yield _Forgery(
            sign_jwt(header, {**claims, "iat": past - 60, "exp": past}, word.encode()),
            EXPIRY_RULE,
            "that was over a day ago",
        )


def crack(token: JsonWebToken, api: Api) -> str | None:
    """Return the key a token was signed with, if it is among the words that are tried. Sends nothing."""
    if token.algorithm not in ("HS256", "HS384", "HS512"):
        return None
    host = urlsplit(api.base).hostname or ""
    own = (
        *api.description.title.split(),
        api.description.title,
        *host.split("."),
        str(token.claims.get("iss", "")),
    )
    data, signature = token.signed_part, token.signature
    for word in weak_keys(*own):
        if hmac_signature(token.algorithm, word.encode(), data) == signature:
            return word
    return None


def _tell(
    api: Api, operation: Operation, rule: Rule, what: str, actor: Actor, known: Exchange, answer: Exchange
) -> Finding:
    marked = tuple(sorted(telling_values(known.response) & telling_values(answer.response))[:3])
    return operation_finding(
        api,
        operation,
        rule,
        CHECK.id,
        f"A token {what} was accepted as that of {actor.name}.",
        Proof(known, marked, "with the token that the API issued", actor.name),
        Proof(answer, marked, f"with a token {what}", "somebody with a forged token"),
        site_wide=True,
    )


CHECK = ApiCheck(
    id="json-web-tokens",
    rules=(SIGNATURE_RULE, WEAK_KEY_RULE, EXPIRY_RULE),
    choose=operations_with_tokens,
    run=_run,
    users=1,
)
