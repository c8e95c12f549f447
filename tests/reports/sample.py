"""Scan results for the tests of reports and of the command line: an ordinary one, and one from a hostile site."""

from __future__ import annotations

import datetime

from securestack.core.events import CheckStatus, Notice, NoticeLevel, Outcome
from securestack.core.evidence import (
    Exchange,
    HttpEvidence,
    Mark,
    Part,
    Replay,
    RequestRecord,
    ResponseRecord,
)
from securestack.core.finding import Finding
from securestack.core.fingerprint import http_fingerprint
from securestack.core.location import HttpLocation, Position
from securestack.core.result import ScanResult, Statistics
from securestack.core.rule import Reference, Rule
from securestack.core.severity import Confidence, Severity

# An escape sequence, a bell, a carriage return, Rich markup, a right-to-left override, HTML, Jinja, a byte that is no text.
HOSTILE = "\x1b[2J\x1b]0;owned\x07\r[bold red]x[/]\u202e</pre></script><script>alert(1)</script>{{7*7}}\udcff"

XSS = Rule(
    id="web.reflected-xss",
    title="Reflected cross-site scripting",
    severity=Severity.HIGH,
    cwe=(79,),
    what="The page repeats a value from the request without encoding it, so the value can become script.",
    why="Whoever gets a victim to open a link runs script **as that victim**: it reads the page, sends requests in "
    "the victim's name and takes over the session.",
    fix="Encode the value for the place it lands in. Templates do this by themselves when autoescaping is on; use "
    "`textContent` instead of `innerHTML` in scripts.\n\nA Content-Security-Policy limits what is left.",
    vulnerable_example='return f"<p>Results for {query}</p>"',
    fixed_example='return render_template("results.html", query=query)',
    owasp=("A03:2021",),
    references=(
        Reference(
            "OWASP: Cross Site Scripting Prevention", "https://cheatsheetseries.owasp.org/cheatsheets/x.html"
        ),
        Reference("MDN: Cross-site scripting", "https://developer.mozilla.org/docs/Web/Security/Attacks/XSS"),
    ),
)
SQL = Rule(
    id="web.sql-injection",
    title="SQL injection",
    severity=Severity.CRITICAL,
    cwe=(89,),
    what="A value from the request becomes part of an SQL statement.",
    why="An attacker reads and changes everything the application's database user may.",
    fix="Pass values as parameters, never as part of the statement's text.",
    vulnerable_example="cursor.execute(f\"SELECT * FROM goods WHERE name LIKE '%{name}%'\")",
    fixed_example='cursor.execute("SELECT * FROM goods WHERE name LIKE ?", (f"%{name}%",))',
    owasp=("A03:2021",),
)
HEADERS = Rule(
    id="web.missing-content-security-policy",
    title="No Content-Security-Policy",
    severity=Severity.LOW,
    cwe=(693,),
    what="The answer names no policy for what the page may load and run.",
    why="An injected script meets no second line of defence.",
    fix="Send a policy that starts from `default-src 'self'`.",
)


def finding(
    rule: Rule,
    url: str,
    parameter: str = "",
    position: Position | None = None,
    *,
    summary: str = "The value sent came back unchanged.",
    body: str = "<p>Results for <b>tea</b></p>",
    marked: str = "",
    method: str = "GET",
    sent_body: str = "",
    confidence: Confidence = Confidence.CERTAIN,
    severity: Severity | None = None,
    note: str = "",
) -> Finding:
    """Return a finding with one exchange, in which the marked text is pointed out wherever it stands."""
    location = HttpLocation(method, url, parameter, position)
    request = RequestRecord(method, url, (("User-Agent", "SecureStack"), ("Cookie", "sid=***")), sent_body)
    response = ResponseRecord(
        200, "OK", (("Content-Type", "text/html"), ("Server", "demo")), body, 0, len(body), 0.012
    )
    marks = [
        Mark(part, text.index(marked), text.index(marked) + len(marked))
        for part, text in (
            (Part.REQUEST_URL, url),
            (Part.REQUEST_BODY, sent_body),
            (Part.RESPONSE_BODY, body),
        )
        if marked and marked in text
    ]
    return Finding(
        rule_id=rule.id,
        location=location,
        summary=summary,
        confidence=confidence,
        severity=severity,
        fingerprint=http_fingerprint(rule.id, location),
        evidence=HttpEvidence(
            (Exchange(request, response, note=note, marks=tuple(marks)),),
            Replay(rule.id, {"template": {"path": "/search"}, "point": {"index": 0}}),
        ),
    )


def result(
    *findings: Finding, rules: tuple[Rule, ...] = (XSS, SQL, HEADERS), **changes: object
) -> ScanResult:
    """Return a completed scan with these findings."""
    named = {one.rule_id for one in findings}
    values: dict[str, object] = {
        "securestack_version": "0.1.0",
        "scanner": "web",
        "target": "http://127.0.0.1:8000/",
        "started": datetime.datetime(2026, 3, 4, 12, 0, 5, tzinfo=datetime.UTC),
        "finished": datetime.datetime(2026, 3, 4, 12, 1, 17, tzinfo=datetime.UTC),
        "outcome": Outcome.COMPLETED,
        "findings": findings,
        "rules": {rule.id: rule for rule in rules if rule.id in named},
        "checks": (
            CheckStatus("reflected-xss", Outcome.COMPLETED, "", 31),
            CheckStatus("sql-injection", Outcome.INCOMPLETE, "the server stopped answering", 12),
            CheckStatus("dom-xss", Outcome.SKIPPED, "needs a browser"),
        ),
        "notices": (
            Notice("12 destructive-looking forms were left alone.", NoticeLevel.INFORMATION),
            Notice("The server answers slowly.", NoticeLevel.WARNING),
        ),
        "statistics": Statistics(1234, 72.4, 0.9, 45),
        **changes,
    }
    return ScanResult(**values)  # type: ignore[arg-type]


def shop() -> ScanResult:
    """Return what a scan of a small shop may find."""
    payload = "teaq1<svg onload=alert(1)>"
    quoted = payload.replace("<", "%3C").replace(">", "%3E").replace(" ", "%20")
    page = "<!doctype html>\n<title>Shop</title>\n<h1>Search</h1>\n" + f"<p>Results for {payload}</p>\n" * 2
    return result(
        finding(
            XSS,
            f"http://127.0.0.1:8000/search?q={quoted}",
            "q",
            Position.QUERY,
            summary="The query parameter q was set to an SVG element with an event handler, and the page holds it as "
            "an element, so a browser runs the script in it.",
            body=page,
            marked=payload,
            note="with an element that runs script",
        ),
        finding(
            SQL,
            "http://127.0.0.1:8000/login",
            "name",
            Position.BODY,
            method="POST",
            sent_body="name=anna'&password=x",
            body="Traceback ... sqlite3.OperationalError: unrecognized token\n",
            marked="sqlite3.OperationalError",
            summary="A single quote in the form field name brought a database error, and two quotes did not.",
            confidence=Confidence.FIRM,
        ),
        finding(HEADERS, "http://127.0.0.1:8000/", summary="No page sends a Content-Security-Policy."),
        finding(
            XSS,
            "http://127.0.0.1:8000/hello/anna",
            "2",
            Position.PATH,
            severity=Severity.MEDIUM,
            confidence=Confidence.TENTATIVE,
        ),
    )


def hostile() -> ScanResult:
    """Return a result in which every text that a scanned site can choose tries to break out of the report."""
    rule = XSS
    return result(
        finding(
            rule,
            f"http://127.0.0.1:8000/{HOSTILE}",
            HOSTILE,
            Position.QUERY,
            summary=f"Sent {HOSTILE} and got it back.",
            body=f"before {HOSTILE} after\r\nnext line",
            marked=HOSTILE,
            method="POST",
            sent_body=f"a={HOSTILE}",
            note=HOSTILE,
        ),
        target=f"http://127.0.0.1:8000/{HOSTILE}",
        notices=(Notice(HOSTILE, NoticeLevel.WARNING),),
        checks=(CheckStatus("one", Outcome.FAILED, HOSTILE),),
    )
