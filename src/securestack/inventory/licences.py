"""Licences: what packages declare, as SPDX expressions, and what a policy says of them.

Source: annex D of the SPDX specification for the syntax. Identifiers are those of the SPDX licence list.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

import msgspec
from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

_TOKEN = re.compile(r"\s*([()]|[^\s()]+)")
_LONGEST = 2_000
_DEEPEST = 50

# Names people write instead of identifiers; only those that can mean one licence.
_NAMES: Mapping[str, str] = {
    "apache 2": "Apache-2.0",
    "apache 2.0": "Apache-2.0",
    "apache license 2.0": "Apache-2.0",
    "apache license, version 2.0": "Apache-2.0",
    "apache license version 2.0": "Apache-2.0",
    "apache software license 2.0": "Apache-2.0",
    "apache-2": "Apache-2.0",
    "asl 2.0": "Apache-2.0",
    "bsd 2-clause": "BSD-2-Clause",
    "bsd 3-clause": "BSD-3-Clause",
    "bsd 3-clause license": "BSD-3-Clause",
    "new bsd license": "BSD-3-Clause",
    "modified bsd": "BSD-3-Clause",
    "simplified bsd license": "BSD-2-Clause",
    "boost software license 1.0": "BSL-1.0",
    "cc0": "CC0-1.0",
    "eclipse public license 1.0": "EPL-1.0",
    "eclipse public license 2.0": "EPL-2.0",
    "eclipse public license v2.0": "EPL-2.0",
    "gnu affero general public license v3": "AGPL-3.0-only",
    "gnu general public license v2 (gplv2)": "GPL-2.0-only",
    "gnu general public license v2 or later (gplv2+)": "GPL-2.0-or-later",
    "gnu general public license v3 (gplv3)": "GPL-3.0-only",
    "gnu general public license v3 or later (gplv3+)": "GPL-3.0-or-later",
    "gnu lesser general public license v2 or later (lgplv2+)": "LGPL-2.0-or-later",
    "gnu lesser general public license v3 (lgplv3)": "LGPL-3.0-only",
    "gnu lesser general public license v3 or later (lgplv3+)": "LGPL-3.0-or-later",
    "gplv2": "GPL-2.0-only",
    "gplv3": "GPL-3.0-only",
    "isc license": "ISC",
    "isc license (iscl)": "ISC",
    "mit license": "MIT",
    "the mit license": "MIT",
    "expat": "MIT",
    "mozilla public license 2.0": "MPL-2.0",
    "mozilla public license 2.0 (mpl 2.0)": "MPL-2.0",
    "mpl 2.0": "MPL-2.0",
    "psf": "PSF-2.0",
    "psfl": "PSF-2.0",
    "python software foundation license": "PSF-2.0",
    "the apache license, version 2.0": "Apache-2.0",
    "the apache software license, version 2.0": "Apache-2.0",
    "the unlicense (unlicense)": "Unlicense",
    "zope public license": "ZPL-2.1",
}
_SUPERSEDED = re.compile(r"\b((?:A|L)?GPL-\d\.\d)(\+)?(?![\w.-])")  # identifiers SPDX has withdrawn


class Verdict(enum.StrEnum):
    """What a policy says of a licence, from best to worst."""

    ALLOW = "allow"
    WARN = "warn"
    DENY = "deny"


class LicencePolicy(msgspec.Struct, frozen=True):
    """Which licences may be used.

    Entries are SPDX identifiers, compared without case; one may end in `*`. What is denied counts before what warns, and
    that before what is allowed. `others` holds for all that are not listed, `unknown` for packages that declare none,
    like `others` where it is not given.
    """

    allow: frozenset[str] = frozenset()
    warn: frozenset[str] = frozenset()
    deny: frozenset[str] = frozenset()
    others: Verdict = Verdict.WARN
    unknown: Verdict | None = None

    def of(self, licence: str) -> Verdict:
        """Return the verdict on one identifier; `X WITH exception` and `X+` are judged as a whole, else as X."""
        name = licence.lower()
        plain = name.partition(" with ")[0]
        for candidate in dict.fromkeys((name, plain, plain.removesuffix("+"))):
            for verdict, listed in (
                (Verdict.DENY, self.deny),
                (Verdict.WARN, self.warn),
                (Verdict.ALLOW, self.allow),
            ):
                if any(_names(entry, candidate) for entry in listed):
                    return verdict
        return self.others


@lru_cache(maxsize=4_096)
def _names(entry: str, licence: str) -> bool:
    """Say whether an entry of a policy names a licence given in lower case; `GPL-2.0+` and the like mean what they became."""
    if entry.endswith("*"):
        return licence.startswith(entry[:-1].lower())
    return licence in (entry.lower(), _current(entry).lower())


def expression_of(declared: Iterable[str]) -> str:
    """Return what a package declares as one SPDX expression; several licences all hold. "" when it declares none.

    What is no SPDX identifier and no name that can mean one licence only becomes a `LicenseRef-`.
    """
    parts = sorted({part for text in declared if (part := _expression(text.strip()))})
    if len(parts) == 1:
        return parts[0]
    return " AND ".join(f"({part})" if " OR " in part else part for part in parts)


@lru_cache(maxsize=4_096)
def _expression(text: str) -> str:
    if not text or text.upper() in ("NOASSERTION", "NONE", "UNKNOWN"):
        return ""
    candidates = [_NAMES.get(text.lower(), ""), text, re.sub(r"\s*/\s*", " OR ", text)]
    for candidate in candidates:
        if candidate and len(candidate) <= _LONGEST and candidate.count("(") <= _DEEPEST:
            try:
                return _current(str(canonicalize_license_expression(candidate)))
            except InvalidLicenseExpression:
                continue
    return "LicenseRef-" + (re.sub(r"[^A-Za-z0-9.-]+", "-", text[:60]).strip("-") or "unnamed")


def _current(expression: str) -> str:
    return _SUPERSEDED.sub(lambda match: match[1] + ("-or-later" if match[2] else "-only"), expression)


def judge(expression: str, policy: LicencePolicy) -> Verdict:
    """Return the policy's verdict: of licences to choose from the best counts, of those that all hold the worst.

    An expression that cannot be read is judged as any licence that is not listed.
    """
    tokens = _TOKEN.findall(expression)
    if not tokens:
        return policy.others if policy.unknown is None else policy.unknown
    if expression.count("(") > _DEEPEST:
        return policy.others
    verdict, rest = _any_of(tokens, policy)
    return policy.others if rest else verdict


def culprits(expression: str, policy: LicencePolicy) -> list[str]:
    """Return the licences of an expression that have the verdict the whole has, in its order."""
    verdict = judge(expression, policy)
    tokens = [token for token in _TOKEN.findall(expression) if token not in ("(", ")")]
    named: list[str] = []
    for token in tokens:
        if named and (token.upper() == "WITH" or named[-1].endswith(" WITH")):
            named[-1] += f" {token}"
        elif token.upper() not in ("AND", "OR"):
            named.append(token)
    return [name for name in dict.fromkeys(named) if policy.of(name) is verdict]


_ORDER = (Verdict.ALLOW, Verdict.WARN, Verdict.DENY)


def _any_of(tokens: list[str], policy: LicencePolicy) -> tuple[Verdict, list[str]]:
    verdict, tokens = _all_of(tokens, policy)
    while tokens and tokens[0].upper() == "OR":
        other, tokens = _all_of(tokens[1:], policy)
        verdict = min(verdict, other, key=_ORDER.index)
    return verdict, tokens


def _all_of(tokens: list[str], policy: LicencePolicy) -> tuple[Verdict, list[str]]:
    verdict, tokens = _one(tokens, policy)
    while tokens and tokens[0].upper() == "AND":
        other, tokens = _one(tokens[1:], policy)
        verdict = max(verdict, other, key=_ORDER.index)
    return verdict, tokens


def _one(tokens: list[str], policy: LicencePolicy) -> tuple[Verdict, list[str]]:
    if not tokens:
        return policy.others, []
    if tokens[0] == "(":
        verdict, rest = _any_of(tokens[1:], policy)
        return verdict, rest[1:] if rest and rest[0] == ")" else rest
    if len(tokens) >= 3 and tokens[1].upper() == "WITH":
        return policy.of(f"{tokens[0]} WITH {tokens[2]}"), tokens[3:]
    return policy.of(tokens[0]), tokens[1:]
