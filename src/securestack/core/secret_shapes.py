"""What a secret looks like: the names of fields that hold one, the shapes of well-known tokens, and its spellings."""

from __future__ import annotations

import base64
import functools
import html
import itertools
import json
import re
from urllib.parse import quote, quote_plus

SHORTEST_SECRET = 4  # characters; masking anything shorter would blacken half of every page

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_SECRET_WORDS = frozenset(
    {
        "accesskey",
        "accesstoken",
        "apikey",
        "authorization",
        "authtoken",
        "bearer",
        "credential",
        "credentials",
        "csrf",
        "csrftoken",
        "jsessionid",
        "jwt",
        "otp",
        "pass",
        "passcode",
        "passphrase",
        "passwd",
        "password",
        "passwords",
        "phpsessid",
        "pin",
        "privatekey",
        "pwd",
        "refreshtoken",
        "secret",
        "secretkey",
        "secrets",
        "sessid",
        "session",
        "sessionid",
        "sid",
        "token",
        "tokens",
        "totp",
        "xsrf",
    }
)
_SECRET_PAIRS = frozenset(
    {
        ("api", "key"),
        ("access", "key"),
        ("private", "key"),
        ("secret", "key"),
        ("encryption", "key"),
        ("auth", "key"),
    }
)

# Tokens whose issuers gave them a shape of their own. The first four characters name the kind and are no secret.
TOKEN = re.compile(
    r"""
    (?<![\w-])eyJ[\w-]{5,}\.[\w-]{5,}\.[\w-]*             # JSON Web Token, RFC 7519
    | \b(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}\b     # AWS access key
    | \bgh[pousr]_[A-Za-z0-9]{30,}                # GitHub
    | \bgithub_pat_\w{22,}
    | \bglpat-[\w-]{20,}                          # GitLab
    | \bxox[abeoprs]-[\w-]{10,}                   # Slack
    | \b[spr]k_(?:live|test)_[A-Za-z0-9]{16,}     # Stripe
    | \bwhsec_[A-Za-z0-9+/=]{16,}
    | \bAIza[\w-]{35}                             # Google
    | (?<![\w-])SG\.[\w-]{16,}\.[\w-]{16,}                # SendGrid
    | \bnpm_[A-Za-z0-9]{36}
    """,
    re.VERBOSE,
)
PRIVATE_KEY = re.compile(
    r"(?<=PRIVATE KEY-----)(?:(?!-----)[\s\S])+?(?=-----END|\Z)"  # RFC 7468; also one cut off before its end
)


@functools.lru_cache(maxsize=4096)
def is_secret_name(name: str) -> bool:
    """Return whether a field, cookie or header of this name usually holds a secret.

    Compares whole words: `user_token` and `apiKey` do, `author` and `sidebar` do not.
    """
    words = [word.lower() for word in _WORD.findall(name[:200])]
    if any(word in _SECRET_WORDS for word in words):
        return True
    return any(pair in _SECRET_PAIRS for pair in itertools.pairwise(words))


def spellings(secret: str) -> set[str]:
    """Return the ways a secret is written in URLs, HTML, JSON and base64, itself included."""
    found = {secret, html.escape(secret), html.escape(secret, quote=False), json.dumps(secret)[1:-1]}
    found.add(json.dumps(secret, ensure_ascii=False)[1:-1])
    for encoded in (
        quote(secret, safe="", errors="replace"),
        quote(secret, safe="/", errors="replace"),
        quote(secret, safe="!*'()~", errors="replace"),  # as JavaScript's encodeURIComponent does
        quote_plus(secret, errors="replace"),
    ):
        found |= {encoded, re.sub(r"%[0-9A-F]{2}", lambda triplet: triplet[0].lower(), encoded)}
    found |= _base64_cores(secret.encode("utf-8", "replace"))
    return {spelling for spelling in found if len(spelling) >= SHORTEST_SECRET and spelling.strip("*")}


def _base64_cores(data: bytes) -> set[str]:
    """Return what base64 shows of some bytes wherever they stand in a longer text, such as `name:password`."""
    cores = set()
    for before in range(3):
        encoded = base64.b64encode(bytes(before) + data).decode("ascii").rstrip("=")
        start = (0, 2, 3)[before]
        end = (before + len(data)) * 8 // 6
        core = encoded[start:end]
        if len(core) >= 8:
            cores |= {core, core.replace("+", "-").replace("/", "_")}
    return cores
