"""Insecure deserialization: a value that holds an object of a language, taken apart and run by the server.

Only values that already look like serialized objects are asked. What is sent in their place is harmless: a product of
two numbers, a wait of seconds, or an object of a class that does not exist, whose name the server's error then shows.
"""

from __future__ import annotations

import base64
import binascii
import re
import secrets
from collections.abc import Callable

import msgspec

from securestack.core.finding import Finding
from securestack.core.rule import Reference, Rule
from securestack.core.severity import Severity
from securestack.probing.check import InjectionCheck, Probe
from securestack.probing.comparison import page_words, without_echo
from securestack.probing.proof import Proof
from securestack.probing.timing import confirm_delay

RULE = Rule(
    id="web.insecure-deserialization",
    title="Insecure deserialization: the server builds objects from input",
    severity=Severity.CRITICAL,
    cwe=(502,),
    what=(
        "A value from the request is a serialized object of a programming language, and the server turns it back into "
        "an object of whatever class the value names."
    ),
    why=(
        "The value decides which classes are made and which of their methods run. In Python's pickle that is any "
        "function at once; in Java, PHP, Ruby and .NET chains of classes that are commonly present lead to commands on "
        "the server."
    ),
    fix=(
        "Exchange data, not objects: JSON with a schema. Where serialized state must travel through the browser, sign it "
        "with a key of the server and check the signature before anything is read; never unpickle what a user sent."
    ),
    vulnerable_example="basket = pickle.loads(base64.b64decode(request.cookies['basket']))",
    fixed_example="basket = Basket.model_validate_json(serializer.loads(request.cookies['basket']))  # signed, JSON",
    owasp=("A08:2021",),
    references=(
        Reference(
            "OWASP: Deserialization Cheat Sheet",
            "https://cheatsheetseries.owasp.org/cheatsheets/Deserialization_Cheat_Sheet.html",
        ),
        Reference(
            "CWE-502: Deserialization of Untrusted Data", "https://cwe.mitre.org/data/definitions/502.html"
        ),
        Reference("Python: pickle", "https://docs.python.org/3/library/pickle.html"),
    ),
)

_TEXT_PICKLE = re.compile(rb"(?:\(?[dlt(]|c[\w.]+\n\w+\n|[SVIFLN])[\s\S]*\.\s*\Z")
_PHP = re.compile(rb'(?:[aOC]:\d+:[{"]|[sbid]:\d+[:;])[\s\S]*[};]')
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{8,}={0,2}")
_JAVA_START, _RUBY_START = b"\xac\xed\x00\x05", b"\x04\x08"

Wrap = Callable[[bytes], str]


class Wrapped(msgspec.Struct, frozen=True):
    """A serialized value in the form in which it travels."""

    content: bytes
    wrap: Wrap


async def run(probe: Probe) -> list[Finding]:
    """Ask a value that holds an object for another one that only a deserializer would obey."""
    for wrapped in _unwrapped(probe.point.value):
        content = wrapped.content
        if _is_pickle(content):
            return await _ask_pickle(probe, wrapped.wrap)
        for language, looks_so, make in _LANGUAGES:
            if looks_so(content):
                return await _ask_unknown_class(probe, wrapped.wrap, language, make)
    return []


def _unwrapped(value: str) -> list[Wrapped]:
    """Return the value as it is, and decoded where it is base64."""
    found = [Wrapped(value.encode("utf-8", "surrogateescape"), lambda content: content.decode("latin-1"))]
    if _BASE64.fullmatch(value):
        url_safe = "-" in value or "_" in value
        text = value.replace("-", "+").replace("_", "/")
        try:
            content = base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
        except binascii.Error:
            return found
        encode = base64.urlsafe_b64encode if url_safe else base64.b64encode
        found.append(Wrapped(content, lambda made: encode(made).decode()))
    return found


def _is_pickle(content: bytes) -> bool:
    # Decoded as text, the first byte of the binary protocols becomes the character for what cannot be decoded.
    content = content.replace(b"\xef\xbf\xbd", b"\x80", 1) if content.startswith(b"\xef\xbf\xbd") else content
    if content[:1] == b"\x80" and content[1:2] in (b"\x02", b"\x03", b"\x04", b"\x05"):
        return content.rstrip().endswith(b".")
    return b"\n" in content and _TEXT_PICKLE.fullmatch(content) is not None


async def _ask_pickle(probe: Probe, wrap: Wrap) -> list[Finding]:
    one, other = 30_011 + secrets.randbelow(60_000), 30_011 + secrets.randbelow(60_000)
    value = wrap(f"coperator\nmul\n(I{one}\nI{other}\ntR.".encode())
    exchange = await probe.send(value)
    product = str(one * other)
    place = f"{probe.point.position} {probe.point.name!r}"
    if product in exchange.response.text:
        summary = (
            f"A pickle sent in {place} that multiplies {one} by {other} came back as {product}: the server unpickles "
            "the value, and so runs any function that it names."
        )
        return [probe.finding(RULE, CHECK.id, summary, Proof(exchange, (product,)))]
    delayed = await confirm_delay(probe, lambda seconds: wrap(f"ctime\nsleep\n(I{seconds}\ntR.".encode()))
    if delayed is None:
        return []
    summary = (
        f"A pickle sent in {place} that waits made the server wait ({delayed.table}): it unpickles the value, and so "
        "runs any function that it names."
    )
    proofs = (Proof(answer, (), f"{asked:g} s asked for") for asked, answer in delayed.exchanges[:3])
    return [probe.finding(RULE, CHECK.id, summary, *proofs)]


async def _ask_unknown_class(
    probe: Probe, wrap: Wrap, language: str, make: Callable[[str], bytes]
) -> list[Finding]:
    name = "Q" + secrets.token_hex(5) + "z"
    value = wrap(make(name))
    exchange = await probe.send(value)
    if name.lower() not in without_echo(page_words(exchange.response), (value,)):
        return []  # not looked for, or only shown again as it was sent
    summary = (
        f"An object of the class {name}, sent in {probe.point.position} {probe.point.name!r}, made the server look for "
        f"that class: it builds {language} objects of any class that the value names."
    )
    return [probe.finding(RULE, CHECK.id, summary, Proof(exchange, (name,)))]


def _java(name: str) -> bytes:
    # Java Object Serialization Specification, section 6: TC_OBJECT, TC_CLASSDESC, no fields, no superclass.
    return _JAVA_START + b"sr" + len(name).to_bytes(2, "big") + name.encode() + bytes(8) + b"\x02\x00\x00xp"


def _php(name: str) -> bytes:
    return f'O:{len(name)}:"{name}":0:{{}}'.encode()


def _ruby(name: str) -> bytes:
    # Marshal 4.8: an object ("o") of a class named by a symbol (":"), without instance variables.
    return _RUBY_START + b"o:" + bytes([len(name) + 5]) + name.encode() + b"\x00"


_LANGUAGES: tuple[tuple[str, Callable[[bytes], bool], Callable[[str], bytes]], ...] = (
    ("Java", lambda content: content.startswith(_JAVA_START), _java),
    ("PHP", lambda content: _PHP.fullmatch(content) is not None, _php),
    ("Ruby", lambda content: content.startswith(_RUBY_START), _ruby),
)

CHECK = InjectionCheck(id="insecure-deserialization", rules=(RULE,), run=run)
