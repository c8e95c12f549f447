"""What frameworks and languages show when a request breaks: debug pages and stack traces, told by their structure.

A word such as "exception" proves nothing; frames with file names and line numbers do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

import msgspec

from securestack.core.rule import Reference, Rule
from securestack.core.severity import Severity
from securestack.net.message import Response

_REFERENCES = (
    Reference(
        "OWASP: Error Handling Cheat Sheet",
        "https://cheatsheetseries.owasp.org/cheatsheets/Error_Handling_Cheat_Sheet.html",
    ),
    Reference(
        "OWASP Testing Guide: Testing for Stack Traces",
        "https://owasp.org/www-project-web-security-testing-guide/stable/4-Web_Application_Security_Testing/"
        "08-Testing_for_Error_Handling/02-Testing_for_Stack_Traces",
    ),
)

STACK_TRACE = Rule(
    id="web.stack-trace",
    title="Error messages show the program's inside",
    severity=Severity.LOW,
    cwe=(209, 497),
    what="An answer holds a stack trace or an interpreter's error message with file names and line numbers.",
    why=(
        "It tells which framework and libraries run, where files lie and what code does: it turns blind guessing into "
        "knowledge for the next attack, and shows that an input reaches code that does not expect it."
    ),
    fix="Show users a plain page with a reference number, and write the details to the log.",
    vulnerable_example="except Exception:\n    return traceback.format_exc(), 500",
    fixed_example='except Exception:\n    log.exception("order failed")\n    return "Something went wrong.", 500',
    owasp=("A05:2021",),
    references=_REFERENCES,
)

DEBUG_PAGE = Rule(
    id="web.debug-page",
    title="The framework's debug mode is on",
    severity=Severity.MEDIUM,
    cwe=(489, 209, 215),
    what="The application answers errors with its framework's page for developers.",
    why=(
        "Such pages show source code, settings, environment variables and local values, often passwords and keys among "
        "them. Some hold a console that runs code on the server."
    ),
    fix="Turn debug mode off wherever strangers can reach the application.",
    vulnerable_example="app.run(debug=True)",
    fixed_example="app.run()  # behind a production server, with debug mode off",
    owasp=("A05:2021",),
    references=_REFERENCES,
)


class ErrorSignature(msgspec.Struct, frozen=True):
    """One kind of error output. `needle` is looked for first, as it costs next to nothing."""

    technology: str
    needle: bytes
    pattern: re.Pattern[str]
    rule: Rule
    severity: Severity | None = None


class ErrorShown(msgspec.Struct, frozen=True):
    """An error output found in an answer."""

    signature: ErrorSignature
    text: str


def _debug(technology: str, needle: bytes, pattern: str, severity: Severity | None = None) -> ErrorSignature:
    return ErrorSignature(technology, needle, re.compile(pattern, re.DOTALL), DEBUG_PAGE, severity)


def _trace(technology: str, needle: bytes, pattern: str) -> ErrorSignature:
    return ErrorSignature(technology, needle, re.compile(pattern, re.DOTALL), STACK_TRACE)


_NODE = (
    r"\b\w*Error\b[^\n]{0,500}\n?.{0,200}?(?:\s|&nbsp;|<br>)at (?:[\w.<>$\[\] ]{1,120} \()?"
    r"(?:node:|file://)?(?:/|[A-Z]:\\)?[\w./\\@-]{1,250}\.(?:[cm]?js|ts):\d+:\d+\)?"
)

# Debug pages first: they hold stack traces as well.
SIGNATURES: tuple[ErrorSignature, ...] = (
    _debug(
        "Werkzeug's interactive debugger",
        b"__debugger__",
        r"Werkzeug Debugger.{0,4000}?EVALEX\s*=\s*(?:true|false)|EVALEX\s*=\s*(?:true|false).{0,4000}?Werkzeug",
        Severity.HIGH,
    ),
    _debug("Django", b"DEBUG = True", r"seeing this error because you have (?:<code>)?DEBUG = True"),
    _debug(
        "Ruby on Rails",
        b"Rails.root",
        r"Rails\.root:\s*\S+.{0,3000}?(?:Application Trace|Framework Trace|Routes)",
    ),
    _debug(
        "Laravel", b"gnition", r"(?:window\.data|window\.ignite)\s*[=(]\s*\{.{0,300}?\"(?:report|exception)"
    ),
    _debug(
        "Laravel or Whoops",
        b"Whoops",
        r"Whoops container|<title>\s*Whoops! There was an error|class=\"Whoops ",
    ),
    _debug(
        "Symfony",
        b"ymfony Exception",
        r"Symfony Exception.{0,8000}?(?:trace-line|exception-summary|Stack Trace)",
    ),
    _debug(
        "ASP.NET",
        b"Version Information:",
        r"Server Error in '[^'\n]{0,200}' Application.{0,9000}?Version Information:",
    ),
    _debug(
        "ASP.NET Core",
        b"An unhandled exception occurred while processing the request",
        r"An unhandled exception occurred while processing the request.{0,3000}?(?:Stack|Query|Cookies|stackpage)",
    ),
    _trace(
        "Python",
        b"Traceback (most recent call last)",
        r"Traceback \(most recent call last\):?\s{0,20}(?:<[^>]{1,80}>\s{0,20})*File \"[^\"\n]{1,300}\", line \d+",
    ),
    _trace(
        "Java",
        b".java:",
        r"(?:[a-z][\w$]*\.){1,12}[A-Z][\w$]*(?:Exception|Error)\b[^\n]{0,500}\s.{0,300}?"
        # Tomcat's error page leaves the "at" out.
        r"(?:\bat |[\n\t])(?:[\w$.]+/)?(?:[\w$]+\.){1,15}[\w$<>]+\([\w$]+\.(?:java|kt|scala|groovy):\d+\)",
    ),
    _trace(
        "Java",
        b"Native Method",
        r"(?:[a-z][\w$]*\.){1,12}[A-Z][\w$]*(?:Exception|Error)\b[^\n]{0,500}\s.{0,300}?"
        r"\bat (?:[\w$]+\.){1,15}[\w$<>]+\((?:Native Method|Unknown Source)\)",
    ),
    _trace(
        ".NET",
        b"Exception",
        r"\b(?:[A-Z]\w*\.){1,8}\w*Exception\b[^\n]{0,500}\s.{0,300}?"
        r"\bat (?:[\w`+<>]+\.){1,15}[\w`<>|.\[\]]+\([^)\n]{0,300}\)(?: in [^\n]{1,300}:line \d+|\s{1,20}at )",
    ),
    _trace(
        "PHP",
        b" on line ",
        r"(?:PHP )?(?:Fatal error|Parse error|Warning|Notice|Deprecated)(?:</b>)?:\s.{1,800}? in "
        r"(?:<b>)?(?:[A-Z]:\\|/)[^\n<]{1,300}(?:</b>)? on line (?:<b>)?\d+",
    ),
    _trace(
        "PHP",
        b"Stack trace",
        r"Stack trace:\s{0,20}(?:<br ?/?>\s{0,5})?#0 (?:[A-Z]:\\|/)[^\n(]{1,300}\(\d+\): ",
    ),
    _trace("Node.js", b".js:", _NODE),
    _trace("Node.js", b".ts:", _NODE),
    _trace(
        "Go",
        b"goroutine ",
        r"goroutine \d+ \[[a-z ]{3,40}(?:, \d+ minutes)?\]:\s.{0,2000}?\.go:\d+ \+0x[0-9a-f]+",
    ),
    _trace("Ruby", b".rb:", r"(?:/[\w.-]+){2,20}\.rb:\d+:in [`'][^'\n]{1,120}'"),
    _trace("Perl", b" line ", r"\bat (?:/[\w.-]+){2,20}\.(?:pl|pm|cgi) line \d+\."),
    _trace("Rust", b"panicked at", r"thread '[^'\n]{1,80}' panicked at [^\n]{1,300}\.rs:\d+:\d+"),
)

# One cheap look that an ordinary page does not pass. A page that holds none of these holds no signature.
_HUBS = (
    b"xception",
    b" line ",
    b".js:",
    b".ts:",
    b"goroutine ",
    b".rb:",
    b"panicked at",
    b"DEBUG = True",
    b"__debugger__",
    b"Whoops",
    b"Version Information:",
)
_LONGEST_BODY = 200_000  # bytes searched
_BEFORE, _AFTER = 2_000, 9_000  # bytes around a needle in which its pattern is searched
_MOST_PLACES = 6  # of one needle


def shown_error(response: Response) -> ErrorShown | None:
    """Return the error output an answer holds, the most telling kind first, or None."""
    body = response.body[:_LONGEST_BODY]
    if not any(hub in body for hub in _HUBS):
        return None
    for signature in SIGNATURES:
        for piece in _around(signature.needle, body):
            text = piece.decode("utf-8", "replace")
            found = signature.pattern.search(text)
            if found is None and "&" in text:
                found = signature.pattern.search(unescape(text))
            if found:
                return ErrorShown(signature, found[0])
    return None


def _around(needle: bytes, body: bytes) -> Iterator[bytes]:
    # Searching a pattern in a long page costs milliseconds; around its needle it costs next to nothing.
    place = body.find(needle)
    for _ in range(_MOST_PLACES):
        if place < 0:
            return
        yield body[max(0, place - _BEFORE) : place + _AFTER]
        place = body.find(needle, place + _AFTER // 2)
