"""Secrets told by their form: keys of well-known services, private keys, passwords in addresses, assigned random text.

Each pattern has a cheap needle, and a proof where the format allows one: a checksum, a structure, enough randomness.
"""

from __future__ import annotations

import base64
import binascii
import json
import math
import re
import zlib
from collections import Counter
from collections.abc import Callable, Iterator

import msgspec

from securestack.core.severity import Confidence, Severity

_BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_PLACEHOLDER = re.compile(
    r"example|sample|dummy|placeholder|your[_-]|x{5,}|changeme|redacted|\*{4,}|0{10,}|1234567890",
    re.IGNORECASE,
)


class SecretFound(msgspec.Struct, frozen=True):
    """A secret in a text: what kind it is and the text of it."""

    kind: str
    secret: str
    severity: Severity
    confidence: Confidence = Confidence.FIRM


class SecretPattern(msgspec.Struct, frozen=True):
    """How one kind of secret looks. The pattern's group `secret`, or all of it, is the secret."""

    kind: str
    needle: bytes
    pattern: re.Pattern[str]
    severity: Severity = Severity.HIGH
    confirm: Callable[[str], bool] | None = None


def entropy(text: str) -> float:
    """Return the bits of a text per character (Shannon)."""
    counts = Counter(text)
    return -sum(n / len(text) * math.log2(n / len(text)) for n in counts.values()) if text else 0.0


def has_github_checksum(token: str) -> bool:
    """Return whether a token ends with the checksum that GitHub and npm put there: CRC-32 in base 62."""
    secret = token.rpartition("_")[2]
    body, checksum = secret[:-6], secret[-6:]
    number = zlib.crc32(body.encode())
    digits = ""
    while number:
        number, digit = divmod(number, 62)
        digits = _BASE62[digit] + digits
    return digits.rjust(6, "0") == checksum


def _is_random(minimum: float) -> Callable[[str], bool]:
    return lambda text: entropy(text) >= minimum and not _PLACEHOLDER.search(text)


def is_json_web_token(token: str) -> bool:
    """Return whether a text is a signed JSON Web Token (RFC 7519): its header can be read and names an algorithm."""
    header = token.partition(".")[0]
    try:
        value = json.loads(base64.urlsafe_b64decode(header + "=" * (-len(header) % 4)))
    except (binascii.Error, ValueError):
        return False
    return isinstance(value, dict) and isinstance(value.get("alg"), str)


def _pattern(
    kind: str,
    needle: bytes,
    pattern: str,
    severity: Severity = Severity.HIGH,
    confirm: Callable[[str], bool] | None = None,
) -> SecretPattern:
    return SecretPattern(kind, needle, re.compile(pattern), severity, confirm)


PATTERNS: tuple[SecretPattern, ...] = (
    # The identifier alone is in every signed address; it is half of a key pair, so that it counts as a hint.
    _pattern(
        "AWS access key identifier",
        b"AKIA",
        r"(?<![A-Za-z0-9/=%])AKIA[A-Z2-7]{16}(?![A-Za-z0-9%])",
        Severity.MEDIUM,
        _is_random(2.5),
    ),
    _pattern("GitHub token", b"gh", r"\bgh[pousr]_[A-Za-z0-9]{36}\b", confirm=has_github_checksum),
    _pattern(
        "GitHub token",
        b"github_pat_",
        r"\bgithub_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}\b",
        confirm=_is_random(4.0),
    ),
    _pattern("GitLab token", b"glpat-", r"\bglpat-[\w-]{20}(?![\w-])", confirm=_is_random(3.3)),
    _pattern("npm token", b"npm_", r"\bnpm_[A-Za-z0-9]{36}\b", confirm=has_github_checksum),
    _pattern(
        "Google OAuth client secret", b"GOCSPX-", r"\bGOCSPX-[\w-]{28}(?![\w-])", confirm=_is_random(3.5)
    ),
    # Keys of this kind are meant for browsers; what matters is that they are restricted.
    _pattern("Google API key", b"AIza", r"\bAIza[\w-]{35}(?![\w-])", Severity.INFORMATIONAL, _is_random(3.5)),
    _pattern(
        "Slack token",
        b"xox",
        r"\bxox[abeoprs]-(?:\d{9,14}-){1,3}[A-Za-z0-9]{20,64}\b",
        confirm=_is_random(3.0),
    ),
    _pattern(
        "Slack webhook address",
        b"hooks.slack.com",
        r"https://hooks\.slack\.com/services/(?P<secret>T[A-Z0-9]{7,12}/B[A-Z0-9]{7,12}/[A-Za-z0-9]{23,25})\b",
        Severity.MEDIUM,
        _is_random(3.0),
    ),
    _pattern("Stripe secret key", b"k_live_", r"\b[sr]k_live_[A-Za-z0-9]{24,107}\b", confirm=_is_random(3.5)),
    _pattern("SendGrid key", b"SG.", r"\bSG\.[\w-]{22}\.[\w-]{43}(?![\w-])", confirm=_is_random(4.0)),
    _pattern("OpenAI key", b"T3BlbkFJ", r"\bsk-[\w-]{0,100}T3BlbkFJ[\w-]{20,100}", confirm=_is_random(4.0)),
    _pattern(
        "Anthropic key", b"sk-ant-", r"\bsk-ant-(?:api|admin)\d\d-[\w-]{80,110}", confirm=_is_random(4.0)
    ),
    _pattern(
        "private key",
        b"PRIVATE KEY-----",
        r"-----BEGIN (?:RSA |EC |DSA |OPENSSH |ENCRYPTED |PGP )?PRIVATE KEY(?: BLOCK)?-----(?P<secret>(?:\s|\\[rn])[A-Za-z0-9+/=\s\\:,-]{100,}?)"
        r"-----END",
        confirm=_is_random(3.5),
    ),
    _pattern(
        "JSON Web Token",
        b"eyJ",
        r"\beyJ[A-Za-z0-9_-]{10,1000}\.eyJ[A-Za-z0-9_-]{10,4000}\.[A-Za-z0-9_-]{20,1000}",
        Severity.INFORMATIONAL,
        is_json_web_token,
    ),
)

_IN_ADDRESS = re.compile(
    rb"\b(?:postgres(?:ql)?|mysql|mariadb|mongodb(?:\+srv)?|rediss?|amqps?|mssql|sqlserver|ldaps?|s?ftps?|smtps?|https?)://"
    rb"[^\s:/@\"'<>]{0,64}:(?P<secret>[^\s:/@\"'<>{}$%*]{4,64})$"
)
_ASSIGNED_NEEDLES = (
    b"secret",
    b"passw",
    b"api_key",
    b"apikey",
    b"private",
    b"auth_token",
    b"authtoken",
    b"access_key",
    b"accesskey",
)
_ASSIGNED = re.compile(
    r"[\"']?(?P<name>[\w-]{0,40}(?:secret|api_?key|passw(?:or)?d|private_?key|auth_?token|access_?key)[\w-]{0,20})[\"']?"
    r"\s{0,3}(?::|=|=>)\s{0,3}[\"'`](?P<secret>[^\"'`\s]{16,200})[\"'`]",
    re.IGNORECASE,
)
_NOT_SECRET_NAME = re.compile(
    r"public|publishable|site_?key|placeholder|label|message|error|text|csrf|hint|field|input|selector",
    re.IGNORECASE,
)
_MOST = 50  # places of one kind looked at in one text


def secrets_in(body: bytes, text: Callable[[], str], *, is_html: bool = False) -> Iterator[SecretFound]:
    """Yield the secrets of a body. `text` gives it decoded, and is called only when there is a reason to.

    Of HTML, values assigned to telling names are looked for in its scripts only: elsewhere they are fields of forms.
    """
    for known in PATTERNS:
        if known.needle not in body or (known.needle == b"gh" and not _has_github_prefix(body)):
            continue
        for found in known.pattern.finditer(text()):
            secret = found.groupdict().get("secret") or found[0]
            if known.confirm is None or known.confirm(secret):
                yield SecretFound(known.kind, secret, known.severity)
    yield from _in_addresses(body)
    for part in _scripts(body) if is_html else (body,):
        yield from _assigned(part)


def _has_github_prefix(body: bytes) -> bool:
    # "gh" is in many words; the pattern itself costs more than looking at the two characters behind it.
    start = body.find(b"gh")
    while start >= 0:
        if body[start + 3 : start + 4] == b"_":
            return True
        start = body.find(b"gh", start + 2)
    return False


def _scripts(body: bytes) -> Iterator[bytes]:
    start = body.find(b"<script")
    while start >= 0:
        end = body.find(b"</script", start)
        end = len(body) if end < 0 else end
        yield body[start:end]
        start = body.find(b"<script", end)


def _in_addresses(body: bytes) -> Iterator[SecretFound]:
    at = body.find(b"@")
    looked_at = 0
    while at >= 0 and looked_at < _MOST:
        looked_at += 1
        before = body[max(0, at - 160) : at]
        if b"://" in before and (found := _IN_ADDRESS.search(before)):
            secret = found["secret"].decode("utf-8", "replace")
            if not _PLACEHOLDER.search(secret) and secret.lower() not in (
                "password",
                "pass",
                "secret",
                "user",
            ):
                yield SecretFound("password in an address", secret, Severity.HIGH)
        at = body.find(b"@", at + 1)


def _assigned(part: bytes) -> Iterator[SecretFound]:
    lowered = part.lower()
    looked_at: set[int] = set()
    for needle in _ASSIGNED_NEEDLES:
        place = lowered.find(needle)
        for _ in range(_MOST):
            if place < 0:
                break
            text = part[max(0, place - 45) : place + 260].decode("utf-8", "replace")
            for found in _ASSIGNED.finditer(text):
                start = max(0, place - 45) + found.start("secret")
                if start not in looked_at and _is_assigned_secret(found["name"], found["secret"]):
                    looked_at.add(start)
                    kind = f"random text assigned to {found['name']}"
                    yield SecretFound(kind, found["secret"], Severity.MEDIUM, Confidence.TENTATIVE)
            place = lowered.find(needle, place + len(needle))


def _is_assigned_secret(name: str, secret: str) -> bool:
    if _NOT_SECRET_NAME.search(name) or _PLACEHOLDER.search(secret):
        return False
    # Random text: letters and digits mixed throughout, no address, path, colour or sentence.
    if not re.fullmatch(r"[A-Za-z0-9+/=_.-]+", secret) or "/" in secret[:2]:
        return False
    if not re.search(r"[0-9].*[0-9]", secret):
        return False
    return entropy(secret) >= (3.0 if re.fullmatch(r"[0-9a-fA-F-]+", secret) else 3.7)
