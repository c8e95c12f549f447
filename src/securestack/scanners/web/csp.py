"""Content Security Policy Level 3: reading policies and judging what they let through."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from urllib.parse import urlsplit

import msgspec

_BLANK = "\t\n\f\r "
_NONCE_OR_HASH = re.compile(
    r"'(?:nonce-[A-Za-z0-9+/_-]+=*|sha(?:256|384|512)-[A-Za-z0-9+/_-]+=*)'", re.IGNORECASE
)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:")
_WHOLE_DOMAIN = re.compile(r"\*\.[a-z]{2,24}(?::[0-9*]+)?(?:/.*)?")

# Which directive stands in for one that is missing (CSP3, 6.8.4). Those not named here have no stand-in.
_FALLBACK: Mapping[str, tuple[str, ...]] = {
    "script-src-elem": ("script-src-elem", "script-src", "default-src"),
    "script-src-attr": ("script-src-attr", "script-src", "default-src"),
    "script-src": ("script-src", "default-src"),
    "style-src": ("style-src", "default-src"),
    "object-src": ("object-src", "default-src"),
    "img-src": ("img-src", "default-src"),
    "connect-src": ("connect-src", "default-src"),
}

# Hosts where anybody can have a script of their choice: public package mirrors, callbacks (JSONP), old frameworks that
# run expressions found in the page. A policy that trusts one of them as a whole trusts everybody.
BYPASS_HOSTS: Mapping[str, str] = {
    "ajax.googleapis.com": "serves old AngularJS, which runs expressions found in the page",
    "cdnjs.cloudflare.com": "serves old AngularJS and Prototype, which together run expressions found in the page",
    "cdn.jsdelivr.net": "serves any file of any public package or repository",
    "unpkg.com": "serves any file of any public package",
    "esm.sh": "serves any public package",
    "cdn.skypack.dev": "serves any public package",
    "raw.githack.com": "serves any file of any public repository as a script",
    "rawcdn.githack.com": "serves any file of any public repository as a script",
    "code.angularjs.org": "serves old AngularJS, which runs expressions found in the page",
    "accounts.google.com": "answers with a callback of the caller's choice",
    "www.googleapis.com": "answers with a callback of the caller's choice",
    "storage.googleapis.com": "serves what any of its customers uploads",
    "s3.amazonaws.com": "serves what any of its customers uploads",
    "cdn.rawgit.com": "serves files of any public repository",
}


class Weakness(enum.StrEnum):
    """One way in which a policy lets through what it seems to forbid."""

    NO_SCRIPT_LIMIT = "no-script-limit"
    UNSAFE_INLINE = "unsafe-inline"
    ANY_SOURCE = "any-source"
    DATA_SOURCE = "data-source"
    BYPASS_HOST = "bypass-host"
    PLAIN_HTTP = "plain-http"
    UNSAFE_EVAL = "unsafe-eval"
    OBJECTS = "objects"
    BASE = "base"


class Problem(msgspec.Struct, frozen=True):
    """A weakness in one directive. `source` is the part of the policy that makes it, empty where something is missing."""

    weakness: Weakness
    directive: str
    source: str
    effect: str  # what it means, as the end of a sentence


class Policy(msgspec.Struct, frozen=True):
    """One policy: its directives by lower-case name, the first of a name winning."""

    directives: dict[str, tuple[str, ...]]

    def sources(self, directive: str) -> tuple[str, tuple[str, ...]] | None:
        """Return which directive governs this one, and its sources; None where nothing does."""
        for name in _FALLBACK.get(directive, (directive,)):
            if name in self.directives:
                return name, self.directives[name]
        return None

    @property
    def forbids_framing(self) -> bool:
        """Whether `frame-ancestors` keeps other sites from framing the page."""
        ancestors = self.directives.get("frame-ancestors")
        return ancestors is not None and not any(is_any_source(source) for source in ancestors)


def parse_policies(header: str) -> list[Policy]:
    """Return the policies of one header value: several stand apart by commas. Never raises; odd parts are left out."""
    return [policy for text in header.split(",") if (policy := parse_policy(text)).directives]


def parse_policy(text: str) -> Policy:
    """Return one policy (CSP3, 2.2.1). Never raises."""
    directives: dict[str, tuple[str, ...]] = {}
    for piece in text.split(";"):
        words = [word for word in re.split(f"[{_BLANK}]+", piece) if word]
        if not words or not piece.isascii():
            continue
        directives.setdefault(words[0].lower(), tuple(words[1:]))
    return Policy(directives)


def is_any_source(source: str) -> bool:
    """Return whether a source matches hosts that nobody chose: all, all of a scheme, or all of a top-level domain."""
    source = source.lower()
    if source in ("*", "http:", "https:", "ws:", "wss:", "http://*", "https://*", "*:*"):
        return True
    return _WHOLE_DOMAIN.fullmatch(source.removeprefix("https://").removeprefix("http://")) is not None


@lru_cache(maxsize=256)
def problems(headers: tuple[str, ...]) -> tuple[Problem, ...]:
    """Return what is weak in the enforced policies of one page, all header values given.

    A script runs only where every policy lets it, so a weakness counts only where every policy has it.
    """
    policies = [policy for header in headers for policy in parse_policies(header)]
    if not policies:
        return ()
    found = [list(_problems(policy)) for policy in policies]
    shared = set.intersection(*({problem.weakness for problem in each} for each in found))
    # A policy that says nothing of scripts (such as one of frame-ancestors alone) takes part in the others' weakness.
    unlimited = [Weakness.NO_SCRIPT_LIMIT in {problem.weakness for problem in each} for each in found]
    judged = [each for each, free in zip(found, unlimited, strict=True) if not free]
    if judged:
        shared |= set.intersection(*({problem.weakness for problem in each} for each in judged))
        shared.discard(Weakness.NO_SCRIPT_LIMIT)
    chosen = {problem.weakness: problem for each in reversed(judged or found) for problem in each}
    return tuple(problem for weakness, problem in sorted(chosen.items(), key=_order) if weakness in shared)


def _order(item: tuple[Weakness, Problem]) -> int:
    return list(Weakness).index(item[0])


def _problems(policy: Policy) -> Iterator[Problem]:
    governing = policy.sources("script-src")
    if governing is None:
        yield Problem(
            Weakness.NO_SCRIPT_LIMIT, "script-src", "", "scripts of any origin run, as nothing limits them"
        )
    else:
        yield from _script_problems(*governing)
    yield from _object_problems(policy)
    yield from _base_problems(policy)


def _script_problems(directive: str, sources: tuple[str, ...]) -> Iterator[Problem]:
    lowered = tuple(source.lower() for source in sources)
    trusts_tokens = any(_NONCE_OR_HASH.fullmatch(source) for source in sources)
    strict = "'strict-dynamic'" in lowered
    if "'unsafe-inline'" in lowered and not trusts_tokens and not strict:
        yield Problem(Weakness.UNSAFE_INLINE, directive, "'unsafe-inline'", "an injected inline script runs")
    if not strict:  # it makes browsers ignore hosts and schemes
        yield from _source_problems(directive, sources)
    if "'unsafe-eval'" in lowered:
        yield Problem(Weakness.UNSAFE_EVAL, directive, "'unsafe-eval'", "text can be run as code by eval()")


def _source_problems(directive: str, sources: Iterable[str]) -> Iterator[Problem]:
    for source in sources:
        lowered = source.lower()
        host = _host(lowered)
        if is_any_source(source):
            yield Problem(Weakness.ANY_SOURCE, directive, source, "a script of any host runs")
        elif lowered == "data:":
            yield Problem(
                Weakness.DATA_SOURCE, directive, source, "an injected data: address runs as a script"
            )
        elif reason := _bypass(host, lowered):
            yield Problem(Weakness.BYPASS_HOST, directive, source, f"{host} {reason}")
        elif lowered.startswith("http://"):
            yield Problem(
                Weakness.PLAIN_HTTP, directive, source, "whoever is on the way can change that script"
            )


def _host(source: str) -> str:
    if source.startswith("'") or _SCHEME.fullmatch(source):
        return ""
    try:
        return urlsplit(source if "://" in source else f"//{source}").hostname or ""
    except ValueError:
        return ""


def _bypass(host: str, source: str) -> str:
    # A source with the path of one file trusts that file only.
    path = source.partition("://")[2] or source
    if "/" in path and not path.endswith("/"):
        return ""
    if host in BYPASS_HOSTS:
        return BYPASS_HOSTS[host]
    if host.startswith("*."):
        return next((why for name, why in BYPASS_HOSTS.items() if name.endswith(host[1:])), "")
    return ""


def _object_problems(policy: Policy) -> Iterator[Problem]:
    governing = policy.sources("object-src")
    if governing is None:
        yield Problem(
            Weakness.OBJECTS, "object-src", "", "an injected plug-in object is loaded from any host"
        )
    else:
        for source in governing[1]:
            if is_any_source(source) or source.lower() == "data:":
                effect = "an injected plug-in object is loaded from there"
                yield Problem(Weakness.OBJECTS, governing[0], source, effect)
                return


def _base_problems(policy: Policy) -> Iterator[Problem]:
    # A foreign <base> matters where scripts are trusted by nonce or hash: it moves their relative addresses elsewhere.
    governing = policy.sources("script-src")
    if governing is None or not any(_NONCE_OR_HASH.fullmatch(source) for source in governing[1]):
        return
    if "base-uri" not in policy.directives:
        yield Problem(
            Weakness.BASE, "base-uri", "", "an injected <base> makes trusted scripts load from elsewhere"
        )
