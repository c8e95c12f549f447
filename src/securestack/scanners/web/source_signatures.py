"""Server-side source code, told by what only code of that language holds."""

from __future__ import annotations

import re

import msgspec

from securestack.core.rule import Reference, Rule
from securestack.core.severity import Severity
from securestack.net.message import Response

RULE = Rule(
    id="web.source-code-disclosure",
    title="The server sends its own source code",
    severity=Severity.MEDIUM,
    cwe=(540, 541),
    what="An answer holds server-side source code that should have been run, not sent.",
    why=(
        "The code shows how the application decides, where it keeps its data, and often passwords and keys. Flaws that "
        "would take long to find from outside can simply be read."
    ),
    fix=(
        "Have the server run these files or refuse them; keep source files, templates and their copies outside the "
        "folder it serves."
    ),
    vulnerable_example="GET /index.php.bak  ->  <?php $db = new PDO('mysql:host=db', 'shop', '…');",
    fixed_example="GET /index.php.bak  ->  404 Not Found",
    owasp=("A01:2021", "A05:2021"),
    references=(
        Reference(
            "CWE-540: Inclusion of sensitive information in source code",
            "https://cwe.mitre.org/data/definitions/540.html",
        ),
    ),
)


class SourceShown(msgspec.Struct, frozen=True):
    """Source code found in an answer."""

    language: str
    text: str


# Templates for the browser use <% %> as well, so that only what no such template holds counts.
_SIGNATURES = (
    (
        "PHP",
        b"<?php",
        re.compile(
            r"<\?php\s[^<]{0,3000}?(?:\$[a-z_]\w*\s*(?:=|->|\[)|\b(?:require|include)(?:_once)?\b|\bfunction\s+\w+\s*\("
            r"|\bnamespace\s+\w|\becho\s+[\"'$])",
            re.IGNORECASE,
        ),
    ),
    ("PHP", b"<?=", re.compile(r"<\?=\s*(?:\$\w+|\w+\()[^>\n]{0,300}\?>")),
    ("JSP", b"<%@", re.compile(r"<%@\s*(?:page|taglib|include)\s+[a-z]+\s*=", re.IGNORECASE)),
    (
        "ASP.NET",
        b"<%@",
        re.compile(r"<%@\s*(?:Page|Control|Master|WebService|WebHandler)\s+\w+\s*=", re.IGNORECASE),
    ),
    (
        "ASP",
        b"<%",
        re.compile(
            r"<%\s[^%]{0,2000}?\b(?:Response\.Write|Server\.CreateObject|Request\.(?:QueryString|Form)\s*\()"
        ),
    ),
    (
        "JSP",
        b"<%",
        re.compile(
            r"<%=?\s[^%]{0,2000}?\b(?:request\.getParameter|out\.print(?:ln)?|session\.getAttribute)\s*\("
        ),
    ),
)
_WHOLE_FILE = (
    (
        "Python",
        re.compile(
            r"\A(?:#![^\n]*python[^\n]*\n|\"\"\"|#)?.{0,3000}?^(?:from [\w.]+ import \w|import \w+(?:, ?\w+)*$)"
            r".{0,20000}?^(?:def|class) \w+[^\n]{0,200}:$",
            re.DOTALL | re.MULTILINE,
        ),
    ),
    (
        "Ruby",
        re.compile(
            r"\A.{0,3000}?^(?:require [\"']|class \w+ < \w).{0,20000}?^\s*def \w+.{0,5000}?^\s*end$",
            re.DOTALL | re.MULTILINE,
        ),
    ),
    (
        "Java",
        re.compile(
            r"\A.{0,3000}?^package [\w.]+;.{0,3000}?^(?:import [\w.]+;|public (?:final |abstract )?class )",
            re.DOTALL | re.MULTILINE,
        ),
    ),
    (
        "JavaScript (server)",
        re.compile(
            r"\A.{0,3000}?\brequire\([\"'](?:express|fs|path|http|koa|mongoose|mysql2?|pg)[\"']\)", re.DOTALL
        ),
    ),
)


def shown_source(response: Response) -> SourceShown | None:
    """Return server-side code in tags, as PHP, JSP and ASP have it, found anywhere in an answer."""
    body = response.body
    if b"<?" not in body and b"<%" not in body:
        return None
    for language, needle, pattern in _SIGNATURES:
        if needle in body and (found := pattern.search(response.text)):
            return SourceShown(language, found[0])
    return None


def source_file(response: Response) -> SourceShown | None:
    """Return what language an answer as a whole is a source file of; for files asked for by name."""
    if found := shown_source(response):
        return found
    if response.is_html and b"<html" in response.body[:2000].lower():
        return None
    text = response.text[:30_000]
    for language, pattern in _WHOLE_FILE:
        if whole := pattern.search(text):
            return SourceShown(language, whole[0][-200:])
    return None
