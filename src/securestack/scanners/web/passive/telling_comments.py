"""HTML comments that tell outsiders what is meant for developers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from securestack.core.finding import Finding
from securestack.core.rule import Reference, Rule
from securestack.core.severity import Confidence, Severity
from securestack.scanners.web.check import PassiveCheck, page_finding
from securestack.scanners.web.page import Page

RULE = Rule(
    id="web.telling-comment",
    title="A comment tells what is meant for developers",
    severity=Severity.INFORMATIONAL,
    cwe=(615,),
    what="An HTML comment holds a password, a statement, a local path or a note on a known weakness.",
    why="Comments are sent to everybody. Such a note saves an attacker work, and a password in one ends the search.",
    fix="Remove such comments, or write them in the template language, which does not send them.",
    vulnerable_example="<!-- test account: demo, password: demo123 -->",
    fixed_example="{# test account: see the team's password store #}",
    owasp=("A05:2021",),
    references=(
        Reference(
            "CWE-615: Sensitive information in comments", "https://cwe.mitre.org/data/definitions/615.html"
        ),
    ),
)

_KINDS: tuple[tuple[str, Severity | None, re.Pattern[str]], ...] = (
    (
        "a password",
        Severity.LOW,
        re.compile(
            r"\b(?:password|passwd|passphrase|pwd|pw)\s*(?:is|=|:)\s*[\"']?(?=\S*[a-z0-9])[^\s\"'<>{}()$]{3,40}",
            re.IGNORECASE,
        ),
    ),
    (
        "a database statement",
        None,
        re.compile(
            r"\bselect\s[\w*,.` ]{1,200}\sfrom\s[\w.`]{1,60}\s+(?:where|order by|join)\b|\binsert into\s[\w.`]{1,60}\s*\(",
            re.IGNORECASE,
        ),
    ),
    (
        "a path of the server",
        None,
        re.compile(
            r"(?:/var/www/|/home/\w+/|/usr/local/\w+/|/srv/\w+/|C:\\(?:inetpub|Users|www)\\)[\w./\\-]+"
        ),
    ),
    (
        "a note on a weakness",
        None,
        re.compile(
            r"\b(?:todo|fixme|hack|xxx|bug)\b.{0,120}\b(?:security|vulnerab\w+|injection|xss|csrf|sanitiz\w+|sanitis\w+|"
            r"authenticat\w+|authori[sz]\w+|insecure|backdoor|bypass|hard-?coded)\b",
            re.IGNORECASE | re.DOTALL,
        ),
    ),
    ("server-side code", None, re.compile(r"<\?php\s|<%[@=]\s*\w+")),
)
_MOST = 200  # comments looked at on one page
_LONGEST = 4000  # characters of one comment looked at


def _run(page: Page) -> Iterator[Finding]:
    body = page.response.body
    start = body.find(b"<!--")
    if start < 0 or not page.response.is_html:
        return
    told: set[str] = set()
    looked_at = 0
    while start >= 0 and looked_at < _MOST:
        end = body.find(b"-->", start + 4)
        end = len(body) if end < 0 else end
        raw = body[start + 4 : min(end, start + _LONGEST)]
        looked_at += 1
        if len(raw) > 8 and not raw.startswith(b"[if"):
            comment = raw.decode("utf-8", "replace")
            for kind, severity, pattern in _KINDS:
                if kind not in told and (found := pattern.search(comment)):
                    told.add(kind)
                    yield page_finding(
                        page,
                        RULE,
                        CHECK.id,
                        f"A comment in the page holds {kind}.",
                        found[0],
                        parameter=kind,
                        severity=severity,
                        confidence=Confidence.TENTATIVE,
                    )
        start = body.find(b"<!--", end)


CHECK = PassiveCheck(id="telling-comments", rules=(RULE,), run=_run, reads_body=True)
