"""A rule: the constant text of one weakness."""

from __future__ import annotations

import msgspec

from securestack.core.severity import Severity


class Reference(msgspec.Struct, frozen=True):
    """Where to read more about a weakness."""

    title: str
    url: str


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """The constant text of one weakness; what a finding points to and never repeats.

    The texts are Markdown paragraphs. They are the documentation: the rule catalogue, SARIF, the HTML report and
    the interface are all made from them. `id` reads as words, such as `web.reflected-xss`.
    """

    id: str
    title: str
    severity: Severity
    cwe: tuple[int, ...]
    what: str  # what the weakness is, in one or two sentences
    why: str  # what an attacker gains
    fix: str  # what to do about it
    vulnerable_example: str = ""  # a few lines of code that have the weakness
    fixed_example: str = ""  # the same lines without it
    owasp: tuple[str, ...] = ()  # such as "A03:2021"; categories of the OWASP Top 10
    references: tuple[Reference, ...] = ()
